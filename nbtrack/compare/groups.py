"""Runs put together by a value, with the middle and spread of each metric."""

from __future__ import annotations

from statistics import fmean, stdev
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from nbtrack.compare.fields import Field
    from nbtrack.store.record import RunRecord


class Spread(NamedTuple):
    """The mean of a metric's last values, and their standard deviation, None for one of them."""

    runs: int
    mean: float
    deviation: float | None


class Group(NamedTuple):
    """The runs that have a value in common, the newest first."""

    value: Any
    runs: tuple[RunRecord, ...]
    metrics: Mapping[str, Spread]


def grouped(runs: Iterable[RunRecord], field: Field, metrics: Sequence[str] | None = None) -> list[Group]:
    """Return the groups in the order in which their newest run comes, with some or all of the metrics."""
    found: dict[str, list[RunRecord]] = {}
    for run in runs:
        found.setdefault(repr(field(run)), []).append(run)
    return [
        Group(field(members[0]), tuple(members), _spreads(members, metrics)) for members in found.values()
    ]


def _spreads(runs: Sequence[RunRecord], wanted: Sequence[str] | None) -> dict[str, Spread]:
    names = dict.fromkeys(name for run in runs for name in run.metrics) if wanted is None else wanted
    values = {name: [run.metrics[name].last for run in runs if name in run.metrics] for name in names}
    return {name: _spread([value for value in found if value == value]) for name, found in values.items()}


def _spread(values: Sequence[float]) -> Spread:
    if not values:
        return Spread(0, float("nan"), None)
    return Spread(len(values), fmean(values), stdev(values) if len(values) > 1 else None)
