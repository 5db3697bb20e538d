"""Compare two notebooks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from nbtrack.diff.align import align
from nbtrack.diff.hunks import line_hunks
from nbtrack.diff.matching import keys_of
from nbtrack.diff.model import CellDiff, NoiseCount, NotebookDiff, PartChange
from nbtrack.diff.noise.classes import summed
from nbtrack.diff.noise.values import COUNT, class_of
from nbtrack.diff.output_changes import NO_OUTPUTS, output_changes
from nbtrack.diff.outputs import bundle_of
from nbtrack.diff.parts import part_changes
from nbtrack.diff.sequence import equal_ends
from nbtrack.diff.values import are_same_cells, is_same, value_changes
from nbtrack.errors import DiffError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nbtrack.diff.matching import CellKey
    from nbtrack.diff.model import ValueChange
    from nbtrack.diff.noise.tolerance import Tolerance
    from nbtrack.diff.output_changes import OutputDiff
    from nbtrack.notebook.document import Cell, Notebook

_CELLS = ("cells", "worksheets")
_COMPARED_ELSEWHERE = frozenset(
    {"cell_type", "source", "input", "outputs", "attachments", "execution_count", "prompt_number"}
)


class DiffScope(NamedTuple):
    """Which parts of notebooks are compared beside the cells and their sources.

    Differences of the classes in `noise` are counted and do not count as changes. Of the classes in `told`
    they are changes, whatever else is compared. Execution counts say when and not what: they are changes
    only where `told` has them. Numbers in outputs may differ within the tolerance.
    """

    outputs: bool = True
    attachments: bool = True
    metadata: bool = True
    noise: frozenset[str] = frozenset()
    told: frozenset[str] = frozenset()
    tolerance: Tolerance | None = None

    def has(self, name: str | None) -> bool:
        """Tell whether a changed value of a class, or of none, is a change."""
        return name in self.told or (self.metadata and name != "counts" and name not in self.noise)


EVERYTHING = DiffScope()


def diff_notebooks(old: Notebook, new: Notebook, scope: DiffScope = EVERYTHING) -> NotebookDiff:
    """Return what changed from one notebook to the other; raises DiffError for absurdly nested values."""
    try:
        return _diff(old, new, scope)
    except RecursionError:  # newer interpreters read deeper JSON than they can compare or write
        raise DiffError(f"{old.path} and {new.path} are nested too deeply to be compared") from None


def _diff(old: Notebook, new: Notebook, scope: DiffScope) -> NotebookDiff:
    cells = tuple(_cell_diffs(old.cells, new.cells, scope))
    before, after = ({k: v for k, v in book.data.items() if k not in _CELLS} for book in (old, new))
    return NotebookDiff(cells, *_values(before, after, "notebook", scope))


def _values(
    old: dict[str, Any], new: dict[str, Any], top: str, scope: DiffScope
) -> tuple[tuple[ValueChange, ...], tuple[NoiseCount, ...]]:
    """Return the values that changed, and those that are noise."""
    if is_same(old, new) or not (scope.metadata or scope.noise or scope.told):
        return (), ()
    classed = [(change, class_of(change, top)) for change in value_changes(old, new)]
    noise = summed(NoiseCount(name, 1) for _, name in classed if name in scope.noise)
    return tuple(change for change, name in classed if scope.has(name)), noise


def _cell_diffs(olds: tuple[Cell, ...], news: tuple[Cell, ...], scope: DiffScope) -> Iterator[CellDiff]:
    """Compare the cells between the first and the last that differ: most changes are in few places."""
    start, end = equal_ends([cell.data for cell in olds], [cell.data for cell in news], are_same_cells)
    stop, new_stop = len(olds) - end, len(news) - end
    yield from _untouched(olds[:start], news[:start])
    before, after = olds[start:stop], news[start:new_stop]
    keys, new_keys = keys_of(before), keys_of(after)
    for i, j, moved in align(keys, new_keys):
        if i is None or j is None:
            yield _one_sided(None if i is None else before[i], None if j is None else after[j], scope)
        elif keys[i].source == new_keys[j].source and are_same_cells(before[i].data, after[j].data):
            kind = keys[i].kind
            yield CellDiff("moved" if moved else "same", before[i].number, after[j].number, kind, kind)
        else:
            yield _edited(before[i], after[j], (keys[i], new_keys[j]), scope, moved=moved)
    yield from _untouched(olds[stop:], news[new_stop:])


def _untouched(olds: tuple[Cell, ...], news: tuple[Cell, ...]) -> Iterator[CellDiff]:
    for old, new in zip(olds, news, strict=True):
        kind = old.kind
        yield CellDiff("same", old.number, new.number, kind, kind)


def _one_sided(old: Cell | None, new: Cell | None, scope: DiffScope) -> CellDiff:
    """Return what a cell was that was removed, or is that was added."""
    return CellDiff(
        "removed" if old else "added",
        old.number if old else None,
        new.number if new else None,
        old.kind if old else None,
        new.kind if new else None,
        line_hunks(old.source if old else "", new.source if new else ""),
        _outputs(old, new, scope).changes,
        _attachments(old, new) if scope.attachments else (),
    )


def _edited(
    old: Cell, new: Cell, keys: tuple[CellKey, CellKey], scope: DiffScope, *, moved: bool
) -> CellDiff:
    (_, kind, source), (_, new_kind, new_source) = keys
    hunks = line_hunks(source, new_source)
    outputs = _outputs(old, new, scope)
    attachments = _attachments(old, new) if scope.attachments else ()
    metadata, noise = _cell_values(old, new, scope)
    changed = hunks or outputs.changes or attachments or metadata or kind != new_kind
    return CellDiff(
        "moved" if moved else "changed" if changed else "same",
        old.number,
        new.number,
        kind,
        new_kind,
        hunks,
        outputs.changes,
        attachments,
        metadata,
        summed(noise + outputs.noise),
    )


def _cell_values(
    old: Cell, new: Cell, scope: DiffScope
) -> tuple[tuple[ValueChange, ...], tuple[NoiseCount, ...]]:
    has_counts = "counts" in scope.noise or "counts" in scope.told
    if _has_same_rest(old, new) and not (has_counts and _count(old) != _count(new)):
        return (), ()  # as for most cells, whose source or outputs changed
    before, after = _rest(old), _rest(new)
    if has_counts:
        before, after = before | _count(old), after | _count(new)
    return _values(before, after, "cell", scope)


def _outputs(old: Cell | None, new: Cell | None, scope: DiffScope) -> OutputDiff:
    before, after = old.outputs if old else [], new.outputs if new else []
    if not scope.outputs or is_same(before, after):
        return NO_OUTPUTS
    if not old or not new:
        return output_changes(before, after)
    return output_changes(before, after, scope.noise, scope.tolerance)


def _attachments(old: Cell | None, new: Cell | None) -> tuple[PartChange, ...]:
    before, after = (cell.attachments if cell else {} for cell in (old, new))
    if not before and not after:
        return ()
    return tuple(
        part._replace(name=f"{name} ({part.name})")
        for name in sorted({**before, **after})
        for part in part_changes(bundle_of(before.get(name)), bundle_of(after.get(name)))
    )


def _rest(cell: Cell) -> dict[str, Any]:
    """Return what else a cell says: metadata, its own and its outputs', id, unknown keys."""
    rest = {key: value for key, value in cell.data.items() if key not in _COMPARED_ELSEWHERE}
    about = {
        str(number): output["metadata"]
        for number, output in enumerate(cell.outputs, 1)
        if output.get("metadata")
    }
    return rest | {"outputs": about} if about else rest


def _has_same_rest(old: Cell, new: Cell) -> bool:
    """Tell whether all that `_rest` returns is certainly the same."""
    before, after = old.data, new.data
    for key in before if before.keys() == after.keys() else before.keys() | after.keys():
        if key not in _COMPARED_ELSEWHERE and not (
            key in before and key in after and is_same(before[key], after[key])
        ):
            return False
    return not any(output.get("metadata") for cell in (old, new) for output in cell.outputs)


def _count(cell: Cell) -> dict[str, Any]:
    return {} if cell.count is None else {COUNT: cell.count}
