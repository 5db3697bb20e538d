"""How long each cell took in two runs."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from nbtrack.store.statuses import FINISHED

if TYPE_CHECKING:
    from collections.abc import Iterable

    from nbtrack.diff.model import NotebookDiff
    from nbtrack.store.record import CellRun

_SMALLEST_S, _SMALLEST_SHARE = 0.5, 0.2  # below either, a machine's mood explains it


class CellTime(NamedTuple):
    """A cell that ran in both runs: its numbers, and the seconds it took."""

    old: int
    new: int
    old_s: float
    new_s: float

    @property
    def is_notable(self) -> bool:
        """Tell whether the cell took so much more or less time that somebody may want to know."""
        delta = abs(self.new_s - self.old_s)
        return delta >= _SMALLEST_S and delta >= _SMALLEST_SHARE * max(self.old_s, self.new_s)


def cell_times(diff: NotebookDiff, old: Iterable[CellRun], new: Iterable[CellRun]) -> tuple[CellTime, ...]:
    """Return the times of the cells that both runs have and that came to their end in both."""
    before, after = (
        {cell.number: cell.duration_s for cell in side if cell.status == FINISHED} for side in (old, new)
    )
    found = []
    for cell in diff.cells:
        if cell.old is not None and cell.new is not None:
            old_s, new_s = before.get(cell.old), after.get(cell.new)
            if old_s is not None and new_s is not None:
                found.append(CellTime(cell.old, cell.new, old_s, new_s))
    return tuple(found)


def slower_and_faster(times: Iterable[CellTime], most: int) -> list[CellTime]:
    """Return the cells whose time changed most, the largest change first."""
    notable = [time for time in times if time.is_notable]
    return sorted(notable, key=lambda time: -abs(time.new_s - time.old_s))[:most]
