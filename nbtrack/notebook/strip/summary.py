"""Say in a few words what the edits of strip take away."""

from __future__ import annotations

from nbtrack.notebook.edits import at
from nbtrack.terminal import count_text

TYPE_CHECKING = False
if TYPE_CHECKING:
    from nbtrack.notebook.document import Notebook
    from nbtrack.notebook.edits import Edit, Edits


_KINDS = ("cell", "output", "count", "id", "metadata key", "other key")


def counted(notebook: Notebook, edits: Edits) -> dict[str, int]:
    """Return how many of each kind the edits take away."""
    counts = dict.fromkeys(_KINDS, 0)
    for key, (value, indices) in edits.emptied.items():
        if value is None:
            counts["count"] += len(indices)
        else:
            counts["output"] += sum(len(at(notebook.data, ("cells", index, key))) for index in indices)
    counts["metadata key"] = sum(map(len, edits.dropped.values()))
    for edit in edits.rest:
        kind, number = _kind(notebook, edit)
        counts[kind] += number
    return counts


def said(counts: dict[str, int]) -> str:
    """Return "3 outputs, 2 counts", in a fixed order."""
    found = ((kind, counts.get(kind, 0)) for kind in _KINDS)
    return ", ".join(count_text(number, kind) for kind, number in found if number)


def _kind(notebook: Notebook, edit: Edit) -> tuple[str, int]:
    last = edit.pointer[-1]
    if last == "outputs" and edit.value == []:
        return "output", len(at(notebook.data, edit.pointer))
    if last in ("execution_count", "prompt_number") and edit.value is None:
        return "count", 1
    if last == "id":
        return "id", 1
    if edit.pointer[0] == "metadata":
        return "metadata key", 1
    if "outputs" in edit.pointer or last == "results":
        return "output", 1
    if isinstance(last, int):
        return "cell", 1
    return ("metadata key" if "metadata" in edit.pointer else "other key"), 1
