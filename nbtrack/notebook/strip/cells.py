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
