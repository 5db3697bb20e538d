"""All edits that strip makes in a notebook."""

from __future__ import annotations

from nbtrack.notebook.edits import REMOVE, Edit
from nbtrack.notebook.strip.cells import id_edits, leaves
from nbtrack.notebook.strip.outputs import cell_count_edits, count_edits, output_edits, wants_outputs_kept

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from nbtrack.notebook.document import Cell, Notebook
    from nbtrack.notebook.strip.policy import StripPolicy

# Before minor 5 nbformat knows no cell ids (https://nbformat.readthedocs.io/en/latest/changelog.html#id3).
_LAST_MINOR_WITHOUT_IDS = 4


def strip_edits(notebook: Notebook, policy: StripPolicy) -> list[Edit]:
    """Return what the policy takes out of a notebook; an empty list means that it is clean."""
    policy = policy_of(notebook, policy)
    edits = policy.metadata.notebook_edits(notebook)
    if policy.ids != "keep" or policy.drop_empty or policy.drop_tags or policy.metadata.names_other_keys:
        edits += _edits_of_every_cell(notebook, policy)
    else:
        dirty = _dirty_cells(notebook, policy)
        edits += [edit for index in dirty for edit in _cell_edits(notebook.cells[index], policy)]
    if policy.ids == "drop" and notebook.format >= (4, _LAST_MINOR_WITHOUT_IDS + 1):
        edits.append(Edit(("nbformat_minor",), _LAST_MINOR_WITHOUT_IDS))
    return edits


def _dirty_cells(notebook: Notebook, policy: StripPolicy) -> Iterable[int]:
    """Return the indices of the cells that may have something to strip.

    Most cells are clean, and a thousand notebooks have a hundred thousand of them: one look has to do.
    """
    stays = policy.metadata.staying_keys.issuperset
    cells = notebook.cell_data
    try:
        return [
            index
            for index, data in enumerate(cells)
            if (get := data.get)("outputs")
            or get("execution_count") is not None
            or get("prompt_number") is not None
            or not stays(get("metadata") or ())
        ]
    except TypeError:  # metadata that is no object, and cannot even be looked into
        return range(len(cells))


def _edits_of_every_cell(notebook: Notebook, policy: StripPolicy) -> list[Edit]:
    edits: list[Edit] = []
    staying = 0
    for cell in notebook.cells:
        if leaves(cell, policy):
            edits.append(Edit(cell.pointer, REMOVE))
            continue
        edits += _cell_edits(cell, policy)
        edits += id_edits(cell, staying, policy)
        staying += 1
    return edits


def policy_of(notebook: Notebook, policy: StripPolicy) -> StripPolicy:
    """Return the policy for a notebook that may ask for its outputs to be kept."""
    if policy.drop_outputs and wants_outputs_kept(notebook.metadata):
        return policy.replaced(drop_outputs=False)
    return policy


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
