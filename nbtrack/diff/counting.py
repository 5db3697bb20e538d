"""How much changed, in one line."""

from __future__ import annotations

from nbtrack.diff.noise.classes import noise_of, noise_text
from nbtrack.terminal import count_text

TYPE_CHECKING = False
if TYPE_CHECKING:
    from nbtrack.diff.model import NotebookDiff

_KINDS = ("changed", "added", "removed", "moved")


def amount_text(diff: NotebookDiff) -> str:
    """Say how much changed: "2 cells changed, 1 added, +3 -1 lines, 4 outputs"."""
    noise = noise_text(noise_of(diff))
    if diff.is_empty:
        return f"nothing but noise: {noise}" if noise else "no difference"
    kinds = [cell.kind for cell in diff.cells]
    found = [f"{kinds.count(kind)} {kind}" for kind in _KINDS if kind in kinds]
    cells = [f"{', '.join(found)} of {count_text(len(kinds), 'cell')}"] if found else []
    lines = [line[0] for cell in diff.cells for hunk in cell.source for line in hunk.lines]
    if "+" in lines or "-" in lines:
        cells.append(f"+{lines.count('+')} -{lines.count('-')} lines")
    outputs = sum(len(cell.outputs) for cell in diff.cells)
    values = len(diff.metadata) + sum(len(cell.metadata) for cell in diff.cells)
    attachments = sum(len(cell.attachments) for cell in diff.cells)
    counts = ((outputs, "output"), (attachments, "attachment"), (values, "metadata value"))
    said = ", ".join([*cells, *(count_text(n, name) for n, name in counts if n)])
    return f"{said}; noise: {noise}" if noise else said
