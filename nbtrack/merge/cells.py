"""Merge one cell that stands on both sides."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from nbtrack.diff.values import ABSENT
from nbtrack.merge.outputs import merge_outputs
from nbtrack.merge.sources import merge_source
from nbtrack.merge.values import merge_values, same
from nbtrack.notebook.edits import source_lines

if TYPE_CHECKING:
    from nbtrack.merge.model import Strategy
    from nbtrack.merge.sources import MergedSource
    from nbtrack.notebook.document import Cell

_ID = "id"
_OUTPUTS = ("outputs", "execution_count", "prompt_number")
_ATTACHMENTS = "attachments"
_CODE = "code"


class MergedCell(NamedTuple):
    """A cell's JSON object, the lines at which clashes open, and what was decided."""

    data: dict[str, Any]
    clashes: tuple[int, ...] = ()
    decisions: tuple[str, ...] = ()


def merge_cell(base: Cell | None, ours: Cell, theirs: Cell, strategy: Strategy) -> MergedCell | None:
    """Merge a cell, whose base is None where nobody knows it; None where it can only be kept twice."""
    if same(ours.data, theirs.data) or (base and same(theirs.data, base.data)):
        return MergedCell(ours.data)
    source = merge_source(base.source if base else None, ours.source, theirs.source, strategy)
    owner = _type_owner(base, ours, theirs)
    attachments = _attachments(base, ours, theirs) if ours.kind == theirs.kind else ABSENT
    if source is None or owner is None or attachments is None:
        return None
    disputed: list[str] = []
    if ours.kind == theirs.kind:
        data = merge_values(_plain(base) if base else ABSENT, _plain(ours), _plain(theirs), disputed)
        data = data | ({} if attachments is ABSENT else {_ATTACHMENTS: attachments})
    else:  # a cell of another type has other members
        data = {key: value for key, value in owner.data.items() if key not in (_ID, *_OUTPUTS)}
        data["metadata"] = merge_values(
            base.metadata if base else ABSENT, ours.metadata, theirs.metadata, disputed, ("metadata",)
        )
    decisions = list(disputed)
    if owner.kind == _CODE:
        decisions += _add_outputs(data, (base, ours, theirs), owner, source, strategy)
    data[owner.source_key] = _stored(source.text, owner)
    cell_id = _id(base, ours, theirs)
    return MergedCell(
        _in_order_of(ours, data | ({} if cell_id is None else {_ID: cell_id})),
        source.clashes,
        tuple(decisions),
    )


def _type_owner(base: Cell | None, ours: Cell, theirs: Cell) -> Cell | None:
    """Return the side whose cell type the merged cell has, None where both chose another one."""
    if ours.kind == theirs.kind or (base and base.kind == theirs.kind):
        return ours
    return theirs if base and base.kind == ours.kind else None


def _plain(cell: Cell) -> dict[str, Any]:
    """Return the members that are merged key by key."""
    special = (_ID, _ATTACHMENTS, cell.source_key, *_OUTPUTS)
    return {key: value for key, value in cell.data.items() if key not in special}


def _attachments(base: Cell | None, ours: Cell, theirs: Cell) -> Any:
    """Merge attachments by name; None where both sides put different things under one name."""
    disputed: list[str] = []
    old = base.data.get(_ATTACHMENTS, ABSENT) if base else ABSENT
    merged = merge_values(
        old, ours.data.get(_ATTACHMENTS, ABSENT), theirs.data.get(_ATTACHMENTS, ABSENT), disputed
    )
    return None if disputed else merged


def _add_outputs(
    data: dict[str, Any],
    cells: tuple[Cell | None, Cell, Cell],
    owner: Cell,
    source: MergedSource,
    strategy: Strategy,
) -> list[str]:
    base, ours, theirs = cells
    if ours.kind != theirs.kind:  # the other side's were none
        base = ours = theirs = owner
    merged = merge_outputs(base, ours, theirs, source.text, strategy)
    data |= {"outputs": merged.outputs, owner.count_key: merged.count}
    return [merged.decision] if merged.decision else []


def _stored(text: str, like: Cell) -> Any:
    """Store a source the way that a cell stores its own."""
    own = like.data.get(like.source_key)
    if text == like.source:
        return own
    return text if isinstance(own, str) else source_lines(text)


def _id(base: Cell | None, ours: Cell, theirs: Cell) -> str | None:
    if ours.id is None or (theirs.id is not None and base is not None and ours.id == base.id):
        return theirs.id
    return ours.id


def _in_order_of(ours: Cell, data: dict[str, Any]) -> dict[str, Any]:
    ordered = {key: data[key] for key in ours.data if key in data}
    return ordered | data
