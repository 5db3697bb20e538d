"""All edits that strip makes in a notebook."""

from __future__ import annotations

from nbtrack.errors import EditError
from nbtrack.notebook.document import Cell
from nbtrack.notebook.edits import REMOVE, Edit, Edits
from nbtrack.notebook.strip.cells import contradicts_itself, id_edits, leaves
from nbtrack.notebook.strip.formats import is_zeppelin
from nbtrack.notebook.strip.kernel import canonical_edits
from nbtrack.notebook.strip.outputs import cell_count_edits, count_edits, output_edits, wants_outputs_kept

TYPE_CHECKING = False
if TYPE_CHECKING:
    from nbtrack.notebook.document import Notebook
    from nbtrack.notebook.strip.policy import StripPolicy

# Before minor 5 nbformat knows no cell ids (https://nbformat.readthedocs.io/en/latest/changelog.html#id3).
_LAST_MINOR_WITHOUT_IDS = 4


def strip_edits(notebook: Notebook, policy: StripPolicy) -> Edits:
    """Return what the policy takes out of a notebook; without any edit it is clean.

    Raises EditError where a cell says both that its outputs stay and that they leave.
    """
    if is_zeppelin(notebook.data):
        from nbtrack.notebook.strip.zeppelin import zeppelin_edits

        return Edits(zeppelin_edits(notebook.data, policy))
    policy = policy_of(notebook, policy)
    edits = Edits(policy.metadata.notebook_edits(notebook))
    if policy.kernel == "canonical" and not any("kernelspec" in edit.pointer for edit in edits):
        edits.rest += canonical_edits(notebook)
    if policy.looks_at_every_cell or notebook.format[0] < 4:
        _add_edits_of_every_cell(edits, notebook, policy)
    else:
        _add_edits_of_dirty_cells(edits, notebook, policy)
    if policy.ids == "drop" and notebook.format >= (4, _LAST_MINOR_WITHOUT_IDS + 1):
        edits.add(Edit(("nbformat_minor",), _LAST_MINOR_WITHOUT_IDS))
    return edits


def policy_of(notebook: Notebook, policy: StripPolicy) -> StripPolicy:
    """Return the policy for a notebook that may ask for its outputs to be kept."""
    if policy.drop_outputs and wants_outputs_kept(notebook.metadata):
        return policy.for_marked().replaced(drop_outputs=False)
    return policy


def _add_edits_of_dirty_cells(edits: Edits, notebook: Notebook, policy: StripPolicy) -> None:
    """Add the edits of cells none of which leaves or changes its id.

    A thousand notebooks have a hundred thousand cells, most of them clean or to be emptied: one look does.
    """
    known = policy.metadata.known_keys.issuperset
    leaving = policy.metadata.leaving_keys
    all_stay = leaving.isdisjoint
    drops_all, drops_counts = policy.drops_all_outputs, not policy.keep_counts
    outputs: set[int] = set()
    counts: set[int] = set()
    for index, data in enumerate(notebook.cell_data):
        metadata = data.get("metadata")
        if "prompt_number" in data or (metadata and (type(metadata) is not dict or not known(metadata))):
            _add_cell(edits, Cell(data, index + 1, ("cells", index)), notebook, policy)
            continue
        if data.get("outputs"):
            if not drops_all or not isinstance(data["outputs"], list):
                _add_cell(edits, Cell(data, index + 1, ("cells", index)), notebook, policy)
                continue
            outputs.add(index)
        if drops_counts and data.get("execution_count") is not None:
            counts.add(index)
        if metadata and not all_stay(metadata):
            edits.dropped[index] = leaving.intersection(metadata)
    edits.empty("outputs", [], outputs)
    edits.empty("execution_count", None, counts)


def _add_edits_of_every_cell(edits: Edits, notebook: Notebook, policy: StripPolicy) -> None:
    staying = 0
    for cell in notebook.cells:
        if leaves(cell, policy):
            edits.add(Edit(cell.pointer, REMOVE))
            continue
        _add_cell(edits, cell, notebook, policy)
        for edit in id_edits(cell, staying, policy):
            edits.add(edit)
        staying += 1


def _add_cell(edits: Edits, cell: Cell, notebook: Notebook, policy: StripPolicy) -> None:
    for edit in _cell_edits(cell, notebook, policy):
        edits.add(edit)


def _cell_edits(cell: Cell, notebook: Notebook, policy: StripPolicy) -> list[Edit]:
    if contradicts_itself(cell, policy):
        raise EditError(
            f"cannot strip {notebook.path}: cell {cell.number}: cell metadata contradicts tags: "
            f"`keep_output` is false, but `{'`, `'.join(cell.tags)}` in tags",
            hint="take away the tag or the metadata",
        )
    outputs = output_edits(cell, policy)
    edits = outputs + policy.metadata.cell_edits(cell)
    if policy.keep_counts:
        return edits
    gone = {edit.pointer for edit in outputs if edit.value is REMOVE}
    if not cell.data.get("outputs") or (
        outputs and not gone and outputs[0].value == []
    ):  # none, or none left
        return edits + cell_count_edits(cell)
    return edits + [edit for edit in count_edits(cell) if edit.pointer[:-1] not in gone]
