"""Runs put together by a value, with the middle and spread of each metric."""

from __future__ import annotations

from math import hypot, sqrt
from statistics import fmean
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


class Spread(NamedTuple):
    """The mean of a metric's last values, and their standard deviation, None for one of them."""

    runs: int
    mean: float
    deviation: float | None


class Group(NamedTuple):
    """The places of the runs that have a value in common, in the order of all."""

    value: Any
    places: tuple[int, ...]
    metrics: Mapping[str, Spread]


def grouped(values: Sequence[Any], metrics: Mapping[str, Sequence[float | None]]) -> list[Group]:
    """Return the groups in the order in which their first run comes, given columns of all runs.

    A group has the metrics that one of its runs has; NaN counts as none.
    """
    found: dict[str, list[int]] = {}
    for place, value in enumerate(values):
        found.setdefault(repr(value), []).append(place)
    return [Group(values[places[0]], tuple(places), _spreads(places, metrics)) for places in found.values()]


def _spreads(places: Sequence[int], metrics: Mapping[str, Sequence[float | None]]) -> dict[str, Spread]:
    found = {}
    for name, lasts in metrics.items():
        if values := [value for place in places if (value := lasts[place]) is not None]:
            found[name] = _spread([value for value in values if value == value])
    return found


def _spread(values: Sequence[float]) -> Spread:
    if not values:
        return Spread(0, float("nan"), None)
    mean = fmean(values)
    if len(values) == 1:
        return Spread(1, mean, None)
    # `statistics.stdev` reckons in fractions, which takes twenty times as long for one more bit.
    return Spread(len(values), mean, hypot(*[value - mean for value in values]) / sqrt(len(values) - 1))
