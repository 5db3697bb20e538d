"""Which outputs a merged cell has. They are made, not written, so that they are never a conflict."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from nbtrack.merge.values import same

if TYPE_CHECKING:
    from nbtrack.merge.model import Choice, Strategy
    from nbtrack.notebook.document import Cell


class MergedOutputs(NamedTuple):
    """Outputs with their execution count, and what was decided about them, None where nothing had to be."""

    outputs: Any
    count: Any
    decision: str | None = None


def merge_outputs(
    base: Cell | None, ours: Cell, theirs: Cell, source: str, strategy: Strategy
) -> MergedOutputs:
    """Return the outputs that go with a merged source."""
    if _shown(ours) == _shown(theirs):
        is_ours_old = base is not None and same(_run(base), _run(ours))
        return MergedOutputs(*_run(theirs if is_ours_old else ours))
    if strategy.outputs == "provenance":
        return _by_provenance(base, ours, theirs, source, strategy.settle)
    changed = _only_changed(base, ours, theirs)
    if changed:
        return MergedOutputs(*_run(changed))
    if strategy.outputs == "clear":
        return MergedOutputs([], None, "both sides changed the outputs: cleared")
    side = ours if strategy.outputs == "ours" else theirs
    return MergedOutputs(*_run(side), f"both sides changed the outputs: those of {strategy.outputs} kept")


def _by_provenance(
    base: Cell | None, ours: Cell, theirs: Cell, source: str, settle: Choice | None
) -> MergedOutputs:
    """Follow the side whose source is the merged one: what another source printed says nothing about it."""
    if ours.source == theirs.source == source:
        if changed := _only_changed(base, ours, theirs):
            return MergedOutputs(*_run(changed))
        side, name = (theirs, "theirs") if settle == "theirs" else (ours, "ours")
        return MergedOutputs(*_run(side), f"both sides ran it: outputs of {name} kept")
    if source not in (ours.source, theirs.source):
        return MergedOutputs([], None, "outputs cleared: neither side ran the merged source")
    side, other = (ours, theirs) if source == ours.source else (theirs, ours)
    if base is not None and not other.outputs and _shown(side) == _shown(base):
        return MergedOutputs(*_run(other))  # one side stripped them
    name = "ours" if side is ours else "theirs"
    if base is not None and _shown(other) == _shown(base):
        return MergedOutputs(*_run(side))
    return MergedOutputs(*_run(side), f"both sides ran it: outputs of {name} kept, whose source it is")


def _only_changed(base: Cell | None, ours: Cell, theirs: Cell) -> Cell | None:
    """Return the side that alone changed its outputs, None where both did."""
    if base is None:
        return None
    if _shown(ours) == _shown(base):
        return theirs
    return ours if _shown(theirs) == _shown(base) else None


def _shown(cell: Cell) -> list[dict[str, Any]]:
    return [{k: v for k, v in output.items() if k != "execution_count"} for output in cell.outputs]


def _run(cell: Cell) -> tuple[Any, Any]:
    return cell.data.get("outputs", []), cell.data.get(cell.count_key)
