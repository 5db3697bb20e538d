"""Keep a cell that is no Python from spoiling the rest."""

from __future__ import annotations

from nbtrack.notebook.python_version import OURS
from nbtrack.script.literals import comment, quoted
from nbtrack.script.model import REFUSED, LedgerEntry
from nbtrack.script.translated import Line, Translated

TYPE_CHECKING = False
if TYPE_CHECKING:
    from nbtrack.script.compiling import NotPython


def isolated(cell: Translated, number: int, error: NotPython) -> Translated:
    """Return a cell that raises SyntaxError where it stands, with its source as a comment."""
    line = cell.lines[min(error.line, len(cell.lines)) - 1] if error.line else cell.lines[0]
    message = f"cell {number}, line {line.origin}: {error.reason}"
    reason = f"not valid Python {OURS}: {error.reason}"  # a newer one, where it may have run, may know more
    entry = LedgerEntry(0, line.origin, line.text.strip(), REFUSED, reason)
    lines = [Line(f"raise SyntaxError({quoted(message)})", line.origin)]
    lines += [Line(comment(line.text), line.origin) for line in cell.lines]
    return Translated(tuple(lines), (*cell.ledger, entry), cell.requirements)
