"""Metric curves: a few points of a series, and the line that an SVG draws through them."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, TypeVar

from nbtrack.store.attached import series_of
from nbtrack.store.logged import read_points
from nbtrack.store.statuses import RUNNING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from nbtrack.store.record import RunRecord
    from nbtrack.store.series import Series
    from nbtrack.store.store import Store

    Points = list[tuple[float, float]]

Point = TypeVar("Point")
_MOST = 200  # points of one curve: more than a small picture has pixels
_MARGIN = 2.0


def curves_of(store: Store, record: RunRecord) -> dict[str, Points]:
    """Return the points (step, value) of each metric with more than one to draw; raises StoreError."""
    if record.status == RUNNING:
        table = read_points(store.live_folder(record.id))
    else:
        whole = record if record.attached else store.get(record.id)  # lists leave out what is attached
        table = series_of(whole, store.blobs)
    found = {name: thinned(_by_step(series)) for name, series in table.items()}
    return {name: points for name, points in found.items() if len(points) > 1}


def _by_step(series: Series) -> Points:
    return [
        (float(place if step is None else step), value)
        for place, (step, _, value) in enumerate(series.points())
        if math.isfinite(value)
    ]


def thinned(found: Sequence[Point], most: int = _MOST) -> list[Point]:
    """Return about so many points of a curve, as many as a small picture shows if not told, and the last."""
    stride = max(1, -(-len(found) // most))
    kept = found[::stride]
    return [*kept] if not found or kept[-1] == found[-1] else [*kept, found[-1]]


def lines(curves: Sequence[Iterable[tuple[float, float]]], width: float, height: float) -> list[str]:
    """Return the `points` of a polyline for each curve, all on one scale."""
    told = [list(curve) for curve in curves]
    every = [point for curve in told for point in curve]
    if not every:
        return ["" for _ in told]
    across = _scale([x for x, _ in every], width)
    upwards = _scale([y for _, y in every], height)
    return [" ".join(f"{across(x):.1f},{height - upwards(y):.1f}" for x, y in curve) for curve in told]


def _scale(numbers: Sequence[float], size: float) -> Callable[[float], float]:
    """Return what maps numbers from their range to that of a picture."""
    low = min(numbers)
    width = max(numbers) - low
    if not width or not math.isfinite(width):
        return lambda _: size / 2
    return lambda number: _MARGIN + (number - low) / width * (size - 2 * _MARGIN)
