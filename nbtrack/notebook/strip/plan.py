"""All edits that strip makes in a notebook."""

from __future__ import annotations

from nbtrack.notebook.edits import REMOVE, Edit
from nbtrack.notebook.strip.cells import id_edits, leaves
from nbtrack.notebook.strip.outputs import cell_count_edits, count_edits, output_edits, wants_outputs_kept

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from nbtrack.notebook.document import Cell, Notebook
    from nbtrack.notebook.strip.policy import StripPolicy

# Before minor 5 nbformat knows no cell ids (https://nbformat.readthedocs.io/en/latest/changelog.html#id3).
_LAST_MINOR_WITHOUT_IDS = 4


def strip_edits(notebook: Notebook, policy: StripPolicy) -> list[Edit]:
    """Return what the policy takes out of a notebook; an empty list means that it is clean."""
    policy = policy_of(notebook, policy)
    edits = policy.metadata.notebook_edits(notebook)
    staying = 0
    drops_cells = policy.drop_empty or policy.drop_tags
    for cell in notebook.cells:
        if drops_cells and leaves(cell, policy):
            edits.append(Edit(cell.pointer, REMOVE))
            continue
        # Most cells of a repository are clean, and a thousand notebooks have a hundred thousand of them.
        if policy.metadata.names_other_keys or _may_be_dirty(cell.data):
            edits += _cell_edits(cell, policy)
        if policy.ids != "keep":
            edits += id_edits(cell, staying, policy)
        staying += 1
    if policy.ids == "drop" and notebook.format >= (4, _LAST_MINOR_WITHOUT_IDS + 1):
        edits.append(Edit(("nbformat_minor",), _LAST_MINOR_WITHOUT_IDS))
    return edits


def policy_of(notebook: Notebook, policy: StripPolicy) -> StripPolicy:
    """Return the policy for a notebook that may ask for its outputs to be kept."""
    if policy.drop_outputs and wants_outputs_kept(notebook.metadata):
        return policy.replaced(drop_outputs=False)
    return policy


def _may_be_dirty(data: dict[str, Any]) -> bool:
    get = data.get
    has_count = get("execution_count") is not None or get("prompt_number") is not None
    return bool(has_count or get("outputs") or get("metadata"))


def _cell_edits(cell: Cell, policy: StripPolicy) -> list[Edit]:
    outputs = output_edits(cell, policy) if cell.data.get("outputs") else []
    edits = outputs + policy.metadata.cell_edits(cell) if _has_metadata(cell, policy) else outputs
    if policy.keep_counts:
        return edits
    if not cell.data.get("outputs"):
        return edits + cell_count_edits(cell)
    gone = tuple(edit.pointer for edit in outputs)
    if gone and gone[0][-1] == "outputs":  # all of them
        return edits + cell_count_edits(cell)
    return edits + [edit for edit in count_edits(cell) if not _within(edit, gone)]


def _has_metadata(cell: Cell, policy: StripPolicy) -> bool:
    return bool(cell.data.get("metadata")) or policy.metadata.names_other_keys


def _within(edit: Edit, places: tuple[tuple[str | int, ...], ...]) -> bool:
    return any(edit.pointer[: len(place)] == place for place in places)
