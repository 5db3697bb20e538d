"""Bring one cell of another version of a notebook back."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

from nbtrack.diff.align import places_after
from nbtrack.errors import DiffError
from nbtrack.notebook.document import NEWEST_MAJOR
from nbtrack.notebook.edits import REMOVE, Copy, Edit
from nbtrack.notebook.splice import apply_edits
from nbtrack.terminal import count_text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nbtrack.notebook.document import Cell, Notebook


def with_cell(current: Notebook, version: Notebook, number: int) -> bytes:
    """Return the notebook with a cell as the version has it, outputs and all; `number` counts in the version.

    It takes the place of the cell that it became; one that is gone comes back behind those that it followed.
    Every other byte stays. Raises DiffError where the version has no such cell.
    """
    if not 0 < number <= len(version.cells):
        raise DiffError(f"{version.path} has {count_text(len(version.cells), 'cell')}, and no cell {number}")
    if min(current.format[0], version.format[0]) < NEWEST_MAJOR:
        raise DiffError(
            f"{current.path} or the version is of an old format, whose cells cannot be exchanged one by one",
            hint="bring the whole notebook back",
        )
    new_of = places_after(version.cells, current.cells)
    cell = version.cells[number - 1]
    if (place := new_of.get(number - 1)) is not None:
        return apply_edits(current, _replacing(current.cells[place], cell))
    before = next((new_of[place] for place in range(number - 2, -1, -1) if place in new_of), -1)
    return apply_edits(current, [_inserting(current, before + 1, cell)])


def _replacing(there: Cell, wanted: Cell) -> Iterator[Edit]:
    """Yield the edits that make one cell of another; what it is called by stays."""
    for key in {**there.data, **wanted.data}:
        if key == "id":
            continue
        if key not in wanted.data:
            yield Edit((*there.pointer, key), REMOVE)
        elif key not in there.data or there.data[key] != wanted.data[key]:
            yield Edit((*there.pointer, key), wanted.data[key])


def _inserting(current: Notebook, place: int, cell: Cell) -> Edit:
    cells: list[Any] = [Copy(each.pointer) for each in current.cells]
    cells.insert(place, {**_identity(current, cell), **{k: v for k, v in cell.data.items() if k != "id"}})
    return Edit(("cells",), cells)


def _identity(current: Notebook, cell: Cell) -> dict[str, str]:
    """Return the cell's id, or another where that is taken, and none where the format knows no ids."""
    if not current.has_ids:
        return {}
    taken = {each.id for each in current.cells}
    return {"id": cell.id if cell.id and cell.id not in taken else os.urandom(4).hex()}
