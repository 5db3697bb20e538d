"""Keep a cell that is no Python from spoiling the rest."""

from __future__ import annotations

from nbtrack.notebook.python_version import OURS
from nbtrack.script.literals import comment, quoted
from nbtrack.script.model import REFUSED, TRANSLATED, LedgerEntry
from nbtrack.script.translated import Line, Translated

TYPE_CHECKING = False
if TYPE_CHECKING:
    from nbtrack.script.compiling import NotPython


def isolated(cell: Translated, number: int, error: NotPython) -> Translated:
    """Return a cell that raises SyntaxError where it stands, with its source as a comment."""
    written = cell.written.rstrip("\n").split("\n")
    origin = min(cell.lines[min(error.line or 1, len(cell.lines)) - 1].origin, len(written))
    message = f"cell {number}, line {origin}: {error.reason}"
    reason = f"not valid Python {OURS}: {error.reason}"  # a newer one, where it may have run, may know more
    entry = LedgerEntry(0, origin, written[origin - 1].strip(), REFUSED, reason)
    lines = [Line(f"raise SyntaxError({quoted(message)})", origin)]
    lines += [Line(comment(text), line) for line, text in enumerate(written, 1)]
    told = (known for known in cell.ledger if known.verdict != TRANSLATED)  # nothing of it is carried out
    return cell._replace(lines=tuple(lines), ledger=(*told, entry))
