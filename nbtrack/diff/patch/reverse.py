"""Turn a patch around."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nbtrack.diff.patch.model import CellPatch, Patch, Replaced, Splice

if TYPE_CHECKING:
    from nbtrack.diff.patch.model import ValueEdit


def reversed_patch(patch: Patch) -> Patch:
    """Return what makes the old notebook of the new one again."""
    return Patch(
        patch.new_digest,
        patch.old_digest,
        patch.new_count,
        patch.old_count,
        tuple(CellPatch(cell.new, cell.old, _reversed(cell.edits), cell.value) for cell in patch.cells),
        _reversed(patch.document),
    )


def _reversed(edits: tuple[ValueEdit, ...]) -> tuple[ValueEdit, ...]:
    return tuple(
        Replaced(edit.path, edit.new, edit.old)
        if isinstance(edit, Replaced)
        else edit._replace(splices=tuple(Splice(s.new_at, s.old_at, s.new, s.old) for s in edit.splices))
        for edit in edits
    )
