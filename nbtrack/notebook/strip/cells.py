"""Which cells leave, and what becomes of the ids of those that stay."""

from __future__ import annotations

from nbtrack.notebook.edits import REMOVE, Edit

TYPE_CHECKING = False
if TYPE_CHECKING:
    from nbtrack.notebook.document import Cell
    from nbtrack.notebook.strip.policy import StripPolicy


def leaves(cell: Cell, policy: StripPolicy) -> bool:
    """Tell whether a cell leaves whole, for a tag or because nothing is in it."""
    if policy.drop_empty and not cell.source.strip():
        return True
    return bool(policy.drop_tags) and any(map(policy.drop_tags.match, cell.tags))


def id_edits(cell: Cell, index: int, policy: StripPolicy) -> list[Edit]:
    """Return the edits that drop a cell's id, or number it by its index among the cells that stay."""
    if "id" not in cell.data or policy.ids == "keep":
        return []
    wanted = str(index) if policy.ids == "renumber" else REMOVE
    return [] if cell.data["id"] == wanted else [Edit((*cell.pointer, "id"), wanted)]


def contradicts_itself(cell: Cell, policy: StripPolicy) -> bool:
    """Tell whether a cell is tagged to keep its outputs while its metadata says that it does not."""
    metadata = cell.metadata
    return (
        "keep_output" in metadata
        and not metadata["keep_output"]
        and "init_cell" not in metadata
        and any(map(policy.keep_tags.match, cell.tags))
    )
