"""Settle the conflicts that stand marked in a notebook: all of them, or that of one cell."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from nbtrack.errors import MergeError
from nbtrack.merge.groups import HEAD
from nbtrack.merge.model import SAME_LINES, Conflict
from nbtrack.merge.sources import chosen
from nbtrack.notebook.conflict_marks import ROLES, regions, role_of
from nbtrack.notebook.edits import REMOVE, Edit, set_source
from nbtrack.notebook.splice import apply_edits

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nbtrack.merge.model import Choice
    from nbtrack.notebook.document import Cell, Notebook


class Group(NamedTuple):
    """Whole cells in conflict: the marker cells, and those of each side between them."""

    markers: tuple[Cell, Cell, Cell]
    ours: tuple[Cell, ...]
    theirs: tuple[Cell, ...]

    def holds(self, number: int) -> bool:
        """Tell whether a cell belongs to the conflict."""
        return self.markers[0].number <= number <= self.markers[2].number


def conflicts_of(notebook: Notebook) -> list[Conflict]:
    """List the marked conflicts; raises MergeError where marker cells do not belong together."""
    groups = list(_groups(notebook))
    found = [Conflict(group.markers[0].number, None, _reason(group)) for group in groups]
    for cell in notebook.cells:
        found += [Conflict(cell.number, region.start + 1, SAME_LINES) for region in regions(_lines(cell))]
    return sorted(found, key=lambda conflict: (conflict.cell, conflict.line or 0))


def settle(notebook: Notebook, choice: Choice, number: int | None = None) -> bytes:
    """Return the notebook with one side, or both one after the other, in place of each conflict.

    With a number only the conflict that this cell is part of is settled; raises MergeError where it is part
    of none.
    """
    groups = [group for group in _groups(notebook) if number is None or group.holds(number)]
    marked = [cell for cell in notebook.cells if any(True for _ in regions(_lines(cell)))]
    cells = [cell for cell in marked if number in (None, cell.number)]
    if not groups and not cells:
        where = f"cell {number} is in no conflict" if number else "there is no conflict"
        raise MergeError(f"{notebook.path}: {where}", hint="`nbtrack merge --resolve` lists the conflicts")
    gone = [cell for group in groups for cell in _losers(group, choice)]
    removed = {cell.number for cell in gone}
    edits = [Edit(cell.pointer, REMOVE) for cell in gone]
    edits += [set_source(cell, _settled(cell, choice)) for cell in cells if cell.number not in removed]
    return apply_edits(notebook, edits)


def _groups(notebook: Notebook) -> Iterator[Group]:
    parts: list[list[Cell]] = []  # the cells from each marker on
    for cell in notebook.cells:
        role = role_of(cell.data)
        if role is None:
            if parts:
                parts[-1].append(cell)
            continue
        if role != ROLES[len(parts)]:
            raise _unpaired(notebook, cell)
        parts.append([cell])
        if len(parts) == len(ROLES):
            (first, *ours), (middle, *theirs), (last,) = parts
            yield Group((first, middle, last), tuple(ours), tuple(theirs))
            parts = []
    if parts:
        raise _unpaired(notebook, parts[-1][0])


def _unpaired(notebook: Notebook, cell: Cell) -> MergeError:
    return MergeError(
        f"{notebook.path}: cell {cell.number} marks a conflict whose other marker cells are gone",
        hint="settle this one in Jupyter: delete the marker cell, and what should not stay",
    )


def _losers(group: Group, choice: Choice) -> list[Cell]:
    lost = {"ours": group.theirs, "theirs": group.ours, "both": ()}
    return [*group.markers, *lost[choice]]


def _settled(cell: Cell, choice: Choice) -> str:
    lines = _lines(cell)
    settled: list[str] = []
    position = 0
    for region in regions(lines):
        ours = lines[region.start + 1 : region.base or region.middle]
        theirs = lines[region.middle + 1 : region.end]
        settled += [*lines[position : region.start], *chosen(ours, theirs, choice)]
        position = region.end + 1
    rest = lines[position:]
    # As in the merge, the ends of lines that are gone go with them.
    return "\n".join(settled + rest) if settled or any(rest) else ""


def _reason(group: Group) -> str:
    first = group.markers[0].source.split("\n", 1)[0]
    return first.removeprefix(HEAD)


def _lines(cell: Cell) -> list[str]:
    return cell.source.split("\n")
