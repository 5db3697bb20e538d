"""Read the points of a run in progress, from the files of all its processes."""

from __future__ import annotations

import json
import os
from array import array
from contextlib import suppress
from typing import TYPE_CHECKING, NamedTuple

from nbtrack.store.content import content
from nbtrack.store.points import HEADER_WORDS, METRICS, SUFFIX, WORD_BYTES, little_endian
from nbtrack.store.series import Moments, Series

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_WIDER = 8  # times as many frames are looked at together as have had the same names


class Calls(NamedTuple):
    """Calls that came one after the other under the same names: their words, as numbers and as doubles."""

    names: list[str]
    numbers: array[int]
    doubles: array[float]

    @property
    def moments(self) -> Moments:
        """Return when they were; raises ValueError or OverflowError where the file is damaged."""
        return Moments(self.doubles[1 :: self._width], self.numbers[2 :: self._width])

    def columns(self) -> Iterator[tuple[str, array[float]]]:
        """Yield the values under each name."""
        for place, name in enumerate(self.names, HEADER_WORDS):
            yield name, self.doubles[place :: self._width]

    def newest(self) -> tuple[float, array[float]]:
        """Return when the last call was, and its values."""
        _, at_s, _, *_ = last = self.doubles[-self._width :]
        return at_s, last[HEADER_WORDS:]

    @property
    def _width(self) -> int:
        return HEADER_WORDS + len(self.names)


def points_files(live_folder: str, kind: str = METRICS, names: Iterable[str] | None = None) -> list[str]:
    """Return the files of points of a run, none once it is over; `names` are what the folder holds."""
    if names is None:
        try:
            names = os.listdir(live_folder)
        except FileNotFoundError:
            return []
    found = [name for name in names if name.startswith(kind) and name.endswith(SUFFIX)]
    return [f"{live_folder}{os.sep}{name}" for name in sorted(found)]


def read_points(
    live_folder: str, kind: str = METRICS, names: Iterable[str] | None = None
) -> dict[str, Series]:
    """Return the series of all processes of a run; what was torn by a crash or a full disk is passed over."""
    found: dict[str, list[tuple[array[float], Moments]]] = {}
    for path in points_files(live_folder, kind, names):
        for calls, _ in calls_in(content(path), {}):
            with suppress(ValueError, OverflowError):  # damaged: nobody logs at such a time
                moments = calls.moments
                for name, values in calls.columns():
                    found.setdefault(name, []).append((values, moments))
    return dict(_in_order({name: Series.of(parts) for name, parts in found.items()}))


def calls_in(raw: bytes, known: dict[int, list[str]]) -> Iterator[tuple[Calls, int]]:
    """Yield calls under the same names, and the byte where they end, up to a frame that is cut short.

    `known` are names that stood before, and comes to hold the new.
    """
    whole = memoryview(raw)[: len(raw) // WORD_BYTES * WORD_BYTES]
    numbers, doubles = (little_endian(array(kind, whole.tobytes())) for kind in "qd")
    # Where the power fails a file may end in zeros. No frame is all zero: it says when it was.
    filled = -(-len(raw.rstrip(b"\0")) // WORD_BYTES)
    place = 0
    while place < filled and place + HEADER_WORDS <= len(numbers):
        names_id, size = numbers[place], numbers[place + 2]
        if names_id < 0 <= size:
            start = (place + HEADER_WORDS) * WORD_BYTES
            place += HEADER_WORDS - (-size // WORD_BYTES)
            with suppress(ValueError):  # cut short; then so is all that follows
                known[-1 - names_id] = json.loads(raw[start : start + size])
        elif names_id in known:
            end = place + _alike(numbers, place, filled, HEADER_WORDS + len(known[names_id]))
            if end == place:
                return
            yield Calls(known[names_id], numbers[place:end], doubles[place:end]), end * WORD_BYTES
            place = end
        else:
            return


def _alike(numbers: array[int], place: int, filled: int, width: int) -> int:
    """Return how many words the whole frames take that follow each other under the same names."""
    most = min((len(numbers) - place) // width, -((place - filled) // width))
    count = min(most, 1)
    while count < most:
        further = min(most, count * _WIDER)
        ids = numbers[place + count * width : place + further * width : width]
        same = ids.count(numbers[place])
        if same < len(ids):
            return (count + next(index for index, one in enumerate(ids) if one != numbers[place])) * width
        count = further
    return count * width


def _in_order(table: dict[str, Series]) -> Iterator[tuple[str, Series]]:
    """Yield series by time; of several processes some are not. Neighbours mostly have the same times."""
    times = array("q")
    is_sorted = True
    for name, series in table.items():
        if series.times_ms is not times and series.times_ms != times:
            times = series.times_ms
            numbers = times.tolist()
            is_sorted = numbers == sorted(numbers)
        yield name, series if is_sorted else series.in_order()
