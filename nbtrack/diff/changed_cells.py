"""Which cells of a notebook are not what they were."""

from __future__ import annotations

from nbtrack.diff.align import align
from nbtrack.diff.matching import keys_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from nbtrack.notebook.document import Cell, Notebook


def changed_cells(old: Notebook, new: Notebook) -> set[int]:
    """Return the numbers of new cells and of those that differ in more than id and place."""
    before, after = list(old.cells), list(new.cells)
    return {
        after[match.new].number
        for match in align(keys_of(before), keys_of(after))
        if match.new is not None
        and (match.old is None or _content(before[match.old]) != _content(after[match.new]))
    }


def frame_changed(old: Notebook, new: Notebook) -> bool:
    """Tell whether something outside of the cells differs."""
    return _frame(old.data) != _frame(new.data)


def _content(cell: Cell) -> dict[str, Any]:
    return {key: value for key, value in cell.data.items() if key != "id"} | {cell.source_key: cell.source}


def _frame(data: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in data.items() if key not in ("cells", "worksheets")}
