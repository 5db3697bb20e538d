"""Runs put together by a value, with the middle and spread of each metric."""

from __future__ import annotations

from math import hypot, isnan, sqrt
from operator import itemgetter
from statistics import fmean
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


class Spread(NamedTuple):
    """The mean of a metric's last values, and their standard deviation, None for one of them."""

    runs: int
    mean: float
    deviation: float | None


class Group(NamedTuple):
    """The places of the runs that have a value in common, in the order of all."""

    value: Any
    places: tuple[int, ...]


def grouped(values: Sequence[Any]) -> list[Group]:
    """Return the groups in the order in which their first run comes, given a value of each run."""
    found: dict[str, list[int]] = {}
    for place, value in enumerate(values):
        found.setdefault(repr(value), []).append(place)
    return [Group(values[places[0]], tuple(places)) for places in found.values()]


def spreads(groups: Iterable[Group], lasts: Sequence[float | None]) -> list[Spread | None]:
    """Return how a metric of all runs varies in each group, None where no run of it has the metric.

    NaN counts as no value.
    """
    return [_spread_at(group.places, lasts) for group in groups]


def _spread_at(places: Sequence[int], lasts: Sequence[float | None]) -> Spread | None:
    picked = itemgetter(*places)(lasts) if len(places) > 1 else (lasts[places[0]],)
    values: list[float] = [value for value in picked if value is not None] if None in picked else [*picked]
    if not values:
        return None
    if isnan(sum(values)):  # quicker than to ask each, and infinities of both signs lose nothing by it
        values = [value for value in values if value == value]
    return _spread(values)


def _spread(values: Sequence[float]) -> Spread:
    if not values:
        return Spread(0, float("nan"), None)
    mean = float("nan") if isnan(sum(values)) else fmean(values)  # which refuses infinities of both signs
    if len(values) == 1:
        return Spread(1, mean, None)
    # `statistics.stdev` reckons in fractions, which takes twenty times as long for one more bit.
    return Spread(len(values), mean, hypot(*[value - mean for value in values]) / sqrt(len(values) - 1))
