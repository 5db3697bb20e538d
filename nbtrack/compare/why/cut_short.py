"""A cell that one of two runs did not come to the end of: then nothing else has to be behind its output."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nbtrack.compare.why.model import Cause
from nbtrack.store.statuses import FAILED, FINISHED

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from nbtrack.diff.model import CellDiff

NOT_REACHED = "not reached"
_OLD, _NEW = "old run", "new run"


def cut_short(cell: CellDiff, old: Mapping[int, str], new: Mapping[int, str]) -> Iterator[Cause]:
    """Yield which run did not end a cell, and how, from the statuses of the cells that ran in each.

    A run without any says nothing, as one that was begun by code.
    """
    for kind, number, statuses in ((_NEW, cell.new, new), (_OLD, cell.old, old)):
        if number is not None and statuses:
            status = statuses.get(number, NOT_REACHED)
            if status != FINISHED:
                yield Cause(kind, status, number, name="")


def is_enough(cause: Cause) -> bool:
    """Tell whether that is all there is to say; why a cell raised, something else may tell."""
    return cause.what != FAILED


def cut_short_text(cause: Cause) -> str | None:
    """Return the words for such a cause, None for another."""
    if cause.kind not in (_OLD, _NEW):
        return None
    where = "ended in it" if cause.cell else "did not come to its end"
    how = "did not get there" if cause.what == NOT_REACHED else f"{where}: {cause.what}"
    return f"the {cause.kind} {how}"
