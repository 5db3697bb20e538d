"""Metric curves: a few points of a series, and the line that an SVG draws through them."""

from __future__ import annotations

import math
from collections import Counter
from itertools import groupby
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from nbtrack.store.attached import series_of
from nbtrack.store.logged import read_points
from nbtrack.store.statuses import RUNNING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from nbtrack.store.record import RunRecord
    from nbtrack.store.series import Series
    from nbtrack.store.store import Store

    Points = list[tuple[float, float]]

Point = TypeVar("Point", bound=tuple[Any, ...])
_MOST = 200  # points of one curve: more than a small picture has pixels
_MARGIN = 2.0
_DOT = 1.5


class Curve(NamedTuple):
    """Points (step, value) of a series, and how many of all its values were no numbers, by what they were."""

    points: Points
    missing: Mapping[str, int]


NO_CURVE = Curve([], {})


class Strokes(NamedTuple):
    """A curve as `points` of polylines: its pieces, and along the bottom where it has no numbers."""

    pieces: list[str]
    missing: list[str]


def curves_of(store: Store, record: RunRecord) -> dict[str, Curve]:
    """Return the curve of each metric with more than one point, one of them a number; raises StoreError."""
    if record.status == RUNNING:
        table = read_points(store.live_folder(record.id))
    else:
        whole = record if record.attached else store.get(record.id)  # lists leave out what is attached
        table = series_of(whole, store.blobs)
    found = {name: _by_step(series) for name, series in table.items()}
    return {
        name: Curve(thinned(points), missing_in(points))
        for name, points in found.items()
        if len(points) > 1 and any(map(_is_number, points))
    }


def _by_step(series: Series) -> Points:
    return [
        (float(place if step is None else step), value)
        for place, (step, _, value) in enumerate(series.points())
    ]


def _is_number(point: tuple[Any, ...]) -> bool:
    return math.isfinite(point[-1])


def missing_in(points: Iterable[tuple[Any, ...]]) -> dict[str, int]:
    """Count the values that no curve can show, by what they are; a point ends with its value."""
    return dict(Counter(str(point[-1]) for point in points if not _is_number(point)))


def missing_text(counts: Iterable[Mapping[str, int]]) -> str:
    """Return how many values of some curves are not drawn, nothing where all are."""
    total = sum(map(Counter, counts), Counter[str]())
    return ", ".join(f"{count} {what}" for what, count in total.most_common())


def thinned(found: Sequence[Point], most: int = _MOST) -> list[Point]:
    """Return about so many points of a curve, as many as a small picture shows if not told, and the last.

    Where some are left out, a number does not hide that there was none beside it, nor the reverse.
    """
    stride = max(1, -(-len(found) // most))
    if stride == 1 or all(map(_is_number, found)):
        kept = found[::stride]
        return [*kept] if not found or kept[-1] == found[-1] else [*kept, found[-1]]
    firsts = {(place // stride, _is_number(found[place])): place for place in reversed(range(len(found)))}
    return [found[place] for place in sorted({*firsts.values(), len(found) - 1})]


def lines(curves: Sequence[Iterable[tuple[float, float]]], width: float, height: float) -> list[Strokes]:
    """Return what is drawn of each curve, all on one scale."""
    told = [list(curve) for curve in curves]
    every = [point for curve in told for point in curve]
    across = _scale([x for x, _ in every], width)
    upwards = _scale([y for _, y in filter(_is_number, every)], height)
    made = []
    for curve in told:
        strokes = Strokes([], [])
        for is_number, points in groupby(curve, _is_number):
            if is_number:
                strokes.pieces.append(_polyline([(across(x), height - upwards(y)) for x, y in points]))
            else:
                strokes.missing.append(_polyline([(across(x), height) for x, _ in points]))
        made.append(strokes)
    return made


def _polyline(points: Sequence[tuple[float, float]]) -> str:
    """Return the places of a line; a point alone is a short one, or nobody would see it."""
    if len(points) == 1:
        ((x, y),) = points
        points = [(x - _DOT, y), (x + _DOT, y)]
    return " ".join(f"{x:.1f},{y:.1f}" for x, y in points)


def _scale(numbers: Sequence[float], size: float) -> Callable[[float], float]:
    """Return what maps numbers from their range to that of a picture."""
    low = min(numbers, default=0.0)
    width = max(numbers, default=0.0) - low
    if not width or not math.isfinite(width):
        return lambda _: size / 2
    return lambda number: _MARGIN + (number - low) / width * (size - 2 * _MARGIN)
