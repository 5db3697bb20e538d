"""Cells whose tag says that they are not run, or that they may raise."""

from __future__ import annotations

from nbtrack.notebook.tags import MAY_RAISE, SKIPPED
from nbtrack.script.literals import comment
from nbtrack.script.model import DROPPED, TRANSLATED, LedgerEntry
from nbtrack.script.translated import Line, Translated, indented


def left_out(source: str) -> Translated:
    """Return a cell that is not to be run as comments."""
    lines = tuple(Line(comment(text), line) for line, text in enumerate(source.split("\n"), 1))
    entry = LedgerEntry(0, 1, SKIPPED, DROPPED, f"the cell is tagged `{SKIPPED}`")
    return Translated(lines, (entry,), written=source)


def may_raise(cell: Translated) -> Translated:
    """Return the cell such that what it raises is printed, and the script goes on."""
    if not cell.statements():
        return cell
    first = cell.lines[0].origin
    entry = LedgerEntry(
        0, first, MAY_RAISE, TRANSLATED, "the script prints what the cell raises, and goes on"
    )
    lines = (Line("with _nb_may_raise():", first), *indented(cell.lines))
    return cell._replace(lines=lines, ledger=(*cell.ledger, entry))
