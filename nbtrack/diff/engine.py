"""Compare two notebooks."""

from __future__ import annotations

from marshal import dumps
from typing import TYPE_CHECKING, Any, NamedTuple

from nbtrack.diff.align import align
from nbtrack.diff.hunks import line_hunks
from nbtrack.diff.matching import CellKey
from nbtrack.diff.model import CellDiff, NoiseCount, NotebookDiff, PartChange
from nbtrack.diff.noise.classes import summed
from nbtrack.diff.noise.values import COUNT, class_of
from nbtrack.diff.output_changes import OutputDiff, output_changes
from nbtrack.diff.outputs import bundle_of
from nbtrack.diff.parts import part_changes
from nbtrack.diff.sequence import equal_ends
from nbtrack.diff.values import value_changes
from nbtrack.errors import DiffError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nbtrack.diff.matching import Match
    from nbtrack.diff.model import Kind, ValueChange
    from nbtrack.notebook.document import Cell, Notebook

_CELLS = ("cells", "worksheets")
_COMPARED_ELSEWHERE = frozenset(
    {"cell_type", "source", "input", "outputs", "attachments", "execution_count", "prompt_number"}
)


class DiffScope(NamedTuple):
    """Which parts of notebooks are compared beside the cells and their sources.

    Differences of the classes in `noise` are counted and do not count as changes. Of the classes in `told`
    they are changes, whatever else is compared. Execution counts say when and not what: they are changes
    only where `told` has them.
    """

    outputs: bool = True
    attachments: bool = True
    metadata: bool = True
    noise: frozenset[str] = frozenset()
    told: frozenset[str] = frozenset()

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
    if not scope.metadata and not scope.noise and not scope.told:
        return (), ()
    classed = [(change, class_of(change, top)) for change in value_changes(old, new)]
    noise = summed(NoiseCount(name, 1) for _, name in classed if name in scope.noise)
    return tuple(change for change, name in classed if scope.has(name)), noise


def _cell_diffs(olds: tuple[Cell, ...], news: tuple[Cell, ...], scope: DiffScope) -> Iterator[CellDiff]:
    """Compare the cells between the first and the last that differ: most changes are in few places."""
    start, end = equal_ends(olds, news, _is_untouched)
    stop, new_stop = len(olds) - end, len(news) - end
    yield from map(_same, olds[:start], news[:start])
    before, after = olds[start:stop], news[start:new_stop]
    for match in align([_key(cell) for cell in before], [_key(cell) for cell in after]):
        yield _cell_diff(match, before, after, scope)
    yield from map(_same, olds[stop:], news[new_stop:])


def _same(old: Cell, new: Cell) -> CellDiff:
    return CellDiff("same", old.number, new.number, old.kind, new.kind)


def _key(cell: Cell) -> CellKey:
    return CellKey(cell.id, cell.kind, cell.source)


def _cell_diff(match: Match, olds: tuple[Cell, ...], news: tuple[Cell, ...], scope: DiffScope) -> CellDiff:
    old = None if match.old is None else olds[match.old]
    new = None if match.new is None else news[match.new]
    if old and new and _is_untouched(old, new):
        return _same(old, new)._replace(kind="moved") if match.moved else _same(old, new)
    outputs = _outputs(old, new, scope)
    metadata, noise = _cell_values(old, new, scope) if old and new else ((), ())
    found = CellDiff(
        "same",
        old.number if old else None,
        new.number if new else None,
        old.kind if old else None,
        new.kind if new else None,
        line_hunks(old.source if old else "", new.source if new else ""),
        outputs.changes,
        _attachments(old, new) if scope.attachments else (),
        metadata,
        summed(noise + outputs.noise),
    )
    return found._replace(kind=_kind(found, match))


def _cell_values(
    old: Cell, new: Cell, scope: DiffScope
) -> tuple[tuple[ValueChange, ...], tuple[NoiseCount, ...]]:
    before, after = _rest(old), _rest(new)
    if "counts" in scope.noise or "counts" in scope.told:
        before, after = before | _count(old), after | _count(new)
    return _values(before, after, "cell", scope)


def _outputs(old: Cell | None, new: Cell | None, scope: DiffScope) -> OutputDiff:
    if not scope.outputs:
        return OutputDiff(())
    return output_changes(
        old.outputs if old else [], new.outputs if new else [], scope.noise if old and new else frozenset()
    )


def _is_untouched(old: Cell, new: Cell) -> bool:
    """Tell it for most cells at once, and strictly: 1, 1.0 and True are equal, but not the same in a file."""
    try:
        return old.data == new.data and dumps(old.data, 2) == dumps(new.data, 2)
    except ValueError:  # nested deeper than marshal writes
        return False


def _kind(found: CellDiff, match: Match) -> Kind:
    if found.old is None:
        return "added"
    if found.new is None:
        return "removed"
    if match.moved:
        return "moved"
    return "changed" if found.has_changes else "same"


def _attachments(old: Cell | None, new: Cell | None) -> tuple[PartChange, ...]:
    before, after = _attached(old), _attached(new)
    return tuple(
        part._replace(name=f"{name} ({part.name})")
        for name in sorted({**before, **after})
        for part in part_changes(bundle_of(before.get(name)), bundle_of(after.get(name)))
    )


def _attached(cell: Cell | None) -> dict[str, Any]:
    found = cell.data.get("attachments") if cell else None
    return found if isinstance(found, dict) else {}


def _rest(cell: Cell) -> dict[str, Any]:
    """Return what else a cell says: metadata, its own and its outputs', id, unknown keys."""
    rest = {key: value for key, value in cell.data.items() if key not in _COMPARED_ELSEWHERE}
    about = {
        str(number): output["metadata"]
        for number, output in enumerate(cell.outputs, 1)
        if output.get("metadata")
    }
    return rest | ({"outputs": about} if about else {})


def _count(cell: Cell) -> dict[str, Any]:
    return {} if cell.count is None else {COUNT: cell.count}
