"""Cells that await at their top level."""

from __future__ import annotations

from nbtrack.script.compiling import check, tree
from nbtrack.script.model import TRANSLATED, LedgerEntry
from nbtrack.script.names import bound_names
from nbtrack.script.translated import Line, Translated, indented, text_of


def in_coroutine(cell: Translated, number: int) -> Translated:
    """Return the cell as a coroutine whose names are global, and the call that runs it; raises NotPython."""
    names = sorted(bound_names(tree(cell.text)))
    first, last = cell.lines[0].origin, cell.lines[-1].origin
    head = [Line(f"async def _nb_cell_{number}():", first)]
    head += [Line(f"    global {', '.join(names)}", first)] if names else []
    lines = (*head, *indented(cell.lines), Line(f"_nb_await(_nb_cell_{number}())", last))
    check(text_of(lines))
    entry = LedgerEntry(0, first, "await", TRANSLATED, "the cell became a coroutine")
    return cell._replace(lines=lines, ledger=(*cell.ledger, entry))
