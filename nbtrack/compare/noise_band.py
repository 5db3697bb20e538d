"""How much a metric differs between runs of the same code and parameters."""

from __future__ import annotations

import math
from statistics import fmean, stdev
from typing import TYPE_CHECKING, NamedTuple

from nbtrack.store.facts import FACTS
from nbtrack.store.statuses import FINISHED, RUN

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from nbtrack.store.record import RunRecord

FEWEST = 3
MOST = 20  # the newest; older ones may come from another machine
# Student's t for 95 %, by degrees of freedom from 2: with few runs their own spread says little.
_T = (
    *(4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228, 2.201),
    *(2.179, 2.160, 2.145, 2.131, 2.120, 2.110, 2.101, 2.093),
)


class Band(NamedTuple):
    """Where the next of such runs falls 19 times in 20, if nothing changes: mean ± spread."""

    runs: int
    mean: float
    spread: float

    def holds(self, value: float) -> bool:
        """Tell whether a value is no surprise; runs that were all equal leave room for rounding only."""
        room = max(self.spread, 1e-12 * abs(self.mean))
        return abs(value - self.mean) <= room


def band_of(values: Sequence[float]) -> Band | None:
    """Return the band of some values, the newest first; None for too few of them."""
    finite = [value for value in values if math.isfinite(value)][:MOST]
    if len(finite) < FEWEST:
        return None
    count = len(finite)
    spread = _T[count - FEWEST] * stdev(finite) * math.sqrt(1 + 1 / count)
    return Band(count, fmean(finite), spread)


def repeats_of(run: RunRecord, runs: Iterable[RunRecord]) -> list[RunRecord]:
    """Return the finished runs, it among them, that had the same code and were given the same values.

    Another seed is no other value: it is what shows how much chance does.
    """
    given, code = _given(run), FACTS["code"](run)
    if code is None:
        return []
    return [
        other
        for other in runs
        if other.kind == RUN
        and other.status == FINISHED
        and other.experiment == run.experiment
        and FACTS["code"](other) == code
        and _given(other) == given
    ]


def _given(run: RunRecord) -> dict[str, str]:
    """Return the parameters in a form in which NaN equals itself, and 1 is not True."""
    return {name: repr(one.value) for name, one in run.parameters.items() if not is_seed(name)}


def is_seed(name: str) -> bool:
    """Tell whether a parameter is only there to set off chance."""
    return name.lower().endswith(("seed", "random_state"))
