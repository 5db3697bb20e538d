"""Runs in an order, and the best of them."""

from __future__ import annotations

from operator import itemgetter
from typing import TYPE_CHECKING, Any, TypeVar

from nbtrack.compare.directions import MAX

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

Run = TypeVar("Run")


def ordered(runs: Iterable[Run], field: Callable[[Run], Any], direction: str) -> list[Run]:
    """Return runs by a value, from the smallest for `min`; those without one, or with NaN, come last."""
    pairs = [(field(run), run) for run in runs]
    valued = [(_key(value), run) for value, run in pairs if _has_value(value)]
    valued.sort(key=itemgetter(0), reverse=direction == MAX)
    return [run for _, run in valued] + [run for value, run in pairs if not _has_value(value)]


def best_places(values: Sequence[float | None], direction: str | None) -> frozenset[int]:
    """Return where the best of some values stand; nowhere if all are the best, or nobody says what is."""
    found = [value for value in values if value is not None and value == value]
    if direction is None or len(set(found)) < 2:
        return frozenset()
    best = max(found) if direction == MAX else min(found)
    return frozenset(place for place, value in enumerate(values) if value == best)


def _has_value(value: object) -> bool:
    return value is not None and value == value


def _key(value: object) -> tuple[int, Any]:
    """Order numbers before texts, and whatever else there is by its text."""
    if isinstance(value, (int, float)):
        return 0, value
    return 1, value if isinstance(value, str) else repr(value)
