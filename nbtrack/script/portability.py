"""What in a cell cannot leave Jupyter."""

from __future__ import annotations

from nbtrack.script.cell import translate
from nbtrack.script.cleaning import cleaned
from nbtrack.script.magics.registry import BUILT_IN
from nbtrack.script.model import REFUSED, RUN

TYPE_CHECKING = False
if TYPE_CHECKING:
    from nbtrack.notebook.document import Cell
    from nbtrack.script.model import Magics

_MARKS = ("%", "!")


def unportable(cell: Cell, magics: Magics = BUILT_IN) -> list[tuple[int, int, str, str]]:
    """List (line, column, text, reason) of each construct that `extract` would refuse; both count from 1."""
    source = cell.source
    if cell.kind != "code" or not any(mark in source for mark in _MARKS):
        return []
    ledger = translate(cleaned(source), RUN, f"cell {cell.number}", magics).ledger
    lines = source.splitlines() or [""]
    return [
        (entry.line, _column(lines[entry.line - 1]), entry.text, entry.reason)
        for entry in ledger
        if entry.verdict == REFUSED and entry.line <= len(lines)
    ]


def _column(line: str) -> int:
    return len(line) - len(line.lstrip()) + 1
