"""Say in a few words what the edits of strip take away."""

from __future__ import annotations

from nbtrack.notebook.edits import at

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from nbtrack.notebook.document import Notebook
    from nbtrack.notebook.edits import Edit


def summarise(notebook: Notebook, edits: Iterable[Edit]) -> str:
    """Return "3 outputs, 2 counts", in a fixed order."""
    counts: dict[str, int] = dict.fromkeys(("cell", "output", "count", "id", "metadata key", "other key"), 0)
    for edit in edits:
        kind, number = _kind(notebook, edit)
        counts[kind] += number
    return ", ".join(
        f"{number} {kind}{'s' if number > 1 else ''}" for kind, number in counts.items() if number
    )


def _kind(notebook: Notebook, edit: Edit) -> tuple[str, int]:
    names = [key for key in edit.pointer if isinstance(key, str)]
    last = edit.pointer[-1]
    if last == "outputs":
        return "output", len(at(notebook.data, edit.pointer))
    if last in ("execution_count", "prompt_number"):
        return "count", 1
    if last == "id":
        return "id", 1
    if "outputs" in names:
        return "output", 1
    if isinstance(last, int):
        return "cell", 1
    return ("metadata key" if "metadata" in names else "other key"), 1
