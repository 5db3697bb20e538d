"""Compare two notebooks. Execution counts are left out: they say when, not what."""

from __future__ import annotations

from marshal import dumps
from typing import TYPE_CHECKING, Any, NamedTuple

from nbtrack.diff.align import align
from nbtrack.diff.hunks import line_hunks
from nbtrack.diff.matching import CellKey
from nbtrack.diff.model import CellDiff, NotebookDiff, PartChange
from nbtrack.diff.output_changes import output_changes
from nbtrack.diff.outputs import bundle_of
from nbtrack.diff.parts import part_changes
from nbtrack.diff.values import value_changes
from nbtrack.errors import DiffError

if TYPE_CHECKING:
    from nbtrack.diff.matching import Match
    from nbtrack.diff.model import Kind
    from nbtrack.notebook.document import Cell, Notebook

_CELLS = ("cells", "worksheets")
_COMPARED_ELSEWHERE = frozenset(
    {"cell_type", "source", "input", "outputs", "attachments", "execution_count", "prompt_number"}
)


class DiffScope(NamedTuple):
    """Which parts of notebooks are compared beside the cells and their sources."""

    outputs: bool = True
    attachments: bool = True
    metadata: bool = True


EVERYTHING = DiffScope()


def diff_notebooks(old: Notebook, new: Notebook, scope: DiffScope = EVERYTHING) -> NotebookDiff:
    """Return what changed from one notebook to the other; raises DiffError for absurdly nested values."""
    try:
        return _diff(old, new, scope)
    except RecursionError:  # newer interpreters read deeper JSON than they can compare or write
        raise DiffError(f"{old.path} and {new.path} are nested too deeply to be compared") from None


def _diff(old: Notebook, new: Notebook, scope: DiffScope) -> NotebookDiff:
    matches = align([_key(cell) for cell in old.cells], [_key(cell) for cell in new.cells])
    cells = tuple(_cell_diff(match, old.cells, new.cells, scope) for match in matches)
    if not scope.metadata:
        return NotebookDiff(cells)
    before, after = ({k: v for k, v in book.data.items() if k not in _CELLS} for book in (old, new))
    return NotebookDiff(cells, value_changes(before, after))


def _key(cell: Cell) -> CellKey:
    return CellKey(cell.id, cell.kind, cell.source)


def _cell_diff(match: Match, olds: tuple[Cell, ...], news: tuple[Cell, ...], scope: DiffScope) -> CellDiff:
    old = None if match.old is None else olds[match.old]
    new = None if match.new is None else news[match.new]
    if old and new and _is_untouched(old, new):
        return CellDiff("moved" if match.moved else "same", old.number, new.number, old.kind, new.kind)
    found = CellDiff(
        "same",
        old.number if old else None,
        new.number if new else None,
        old.kind if old else None,
        new.kind if new else None,
        line_hunks(old.source if old else "", new.source if new else ""),
        output_changes(old.outputs if old else [], new.outputs if new else []) if scope.outputs else (),
        _attachments(old, new) if scope.attachments else (),
        value_changes(_rest(old), _rest(new)) if scope.metadata and old and new else (),
    )
    return found._replace(kind=_kind(found, match))


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


def _rest(cell: Cell | None) -> dict[str, Any]:
    """Return what else a cell says: its metadata and that of its outputs, its id, unknown keys."""
    if cell is None:
        return {}
    rest = {key: value for key, value in cell.data.items() if key not in _COMPARED_ELSEWHERE}
    about = {
        str(number): output["metadata"]
        for number, output in enumerate(cell.outputs, 1)
        if output.get("metadata")
    }
    return rest | ({"outputs": about} if about else {})
