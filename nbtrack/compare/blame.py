"""Find the version in which each cell, and each line, last changed.

Versions come newest first and are read only as far back as there is something left to find. A cell is
followed wherever it moved: only what it says decides.
"""

from __future__ import annotations

from itertools import tee
from typing import TYPE_CHECKING, NamedTuple

from nbtrack.diff.align import places_after
from nbtrack.diff.sequence import matches

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from nbtrack.notebook.document import Cell, Notebook


class Blamed(NamedTuple):
    """A cell by its number, and the place of the version in which it last changed, None for none of them.

    `is_new` tells that the cell came with that version. `lines` has such a place for each of its lines.
    """

    cell: int
    version: int | None
    is_new: bool
    lines: tuple[int | None, ...] = ()


class _Step(NamedTuple):
    """A version and the one before it; `newer` is the place of the first, `old_of` pairs their cells."""

    newer: int | None
    cells: tuple[Cell, ...]
    older_cells: tuple[Cell, ...]
    old_of: dict[int, int]


def blame_cells(current: Notebook, versions: Iterable[Notebook]) -> list[Blamed]:
    """Return for each cell of a notebook the version in which it last changed."""
    found: dict[int, Blamed] = {}
    left = {cell.number: place for place, cell in enumerate(current.cells)}
    oldest = None
    for step in _steps(current, versions):
        for number, place in list(left.items()):
            old = step.old_of.get(place)
            if old is not None and _says_the_same(step.older_cells[old], step.cells[place]):
                left[number] = old
            else:
                found[number] = Blamed(number, step.newer, is_new=old is None)
                del left[number]
        oldest = 0 if step.newer is None else step.newer + 1
        if not left:
            break
    found |= {number: Blamed(number, oldest, is_new=True) for number in left}
    return [found[cell.number] for cell in current.cells]


def blame_lines(current: Notebook, versions: Iterable[Notebook]) -> list[Blamed]:
    """Return the same with the version in which each line last changed."""
    some, again = tee(versions)
    pairs = zip(blame_cells(current, some), _lines_of_cells(current, again), strict=True)
    return [blamed._replace(lines=lines) for blamed, lines in pairs]


def _lines_of_cells(current: Notebook, versions: Iterable[Notebook]) -> list[tuple[int | None, ...]]:
    found: list[dict[int, int | None]] = [{} for _ in current.cells]
    left = [{line: line for line in range(len(_lines(cell)))} for cell in current.cells]
    places: list[int | None] = [*range(len(current.cells))]
    oldest = None
    for step in _steps(current, versions):
        for cell, place in enumerate(places):
            old = None if place is None else step.old_of.get(place)
            kept = {} if place is None or old is None else _kept(step.older_cells[old], step.cells[place])
            found[cell] |= {line: step.newer for line, there in left[cell].items() if there not in kept}
            left[cell] = {line: kept[there] for line, there in left[cell].items() if there in kept}
            places[cell] = old
        oldest = 0 if step.newer is None else step.newer + 1
        if not any(left):
            break
    for lines, rest in zip(found, left, strict=True):
        lines |= dict.fromkeys(rest, oldest)
    return [tuple(lines[line] for line in sorted(lines)) for lines in found]


def _steps(current: Notebook, versions: Iterable[Notebook]) -> Iterator[_Step]:
    newer, cells = None, current.cells
    for place, older in enumerate(versions):
        old_of = {new: old for old, new in places_after(older.cells, cells).items()}
        yield _Step(newer, cells, older.cells, old_of)
        newer, cells = place, older.cells


def _kept(old: Cell, new: Cell) -> dict[int, int]:
    """Return by the new number of each line that stayed its old one."""
    return {place: old_place for old_place, place in matches(_lines(old), _lines(new))}


def _lines(cell: Cell) -> list[str]:
    return cell.source.split("\n") if cell.source else []


def _says_the_same(old: Cell, new: Cell) -> bool:
    return (old.kind, old.source) == (new.kind, new.source)
