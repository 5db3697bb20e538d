"""Metric series, and how they are packed into one blob.

Each metric is three columns of 8-byte numbers: steps and times as differences from the value before, values
as they are. The bytes of a column are laid out plane by plane (all first bytes, all second bytes …), which is
what makes them compress: neighbours differ in their low bytes only.
"""

from __future__ import annotations

import struct
from array import array
from itertools import accumulate, pairwise
from math import isnan
from operator import sub
from typing import TYPE_CHECKING, Any, Literal

from nbtrack.errors import StoreError
from nbtrack.store.canonical import dump, load
from nbtrack.store.points import NO_STEP, little_endian
from nbtrack.store.record import Metric

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

_FORMAT = "nbtrack.series/1"
_HEADER = struct.Struct("<I")
_WIDTH = 8
_EACH_PLANE = range(_WIDTH)
_MASK = 2**64 - 1


class Moments:
    """When some points were logged: steps and milliseconds, shared by all metrics of the same calls."""

    __slots__ = ("steps", "times_ms")

    def __init__(self, times_s: Iterable[float], steps: array[int]) -> None:
        """Take steps with NO_STEP for none; raise ValueError or OverflowError for what no column can hold."""
        self.steps = steps
        self.times_ms = array("q", [round(time_s * 1000) for time_s in times_s])


class Series:
    """The points of one metric by time: steps (NO_STEP for none), milliseconds, values."""

    __slots__ = ("steps", "times_ms", "values")

    def __init__(self) -> None:
        self.steps = array("q")
        self.times_ms = array("q")
        self.values = array("d")

    @classmethod
    def of(cls, parts: Sequence[tuple[array[float], Moments]]) -> Series:
        """Return values and their moments as one series; what it shares with others, nobody adds to."""
        found = cls()
        if len(parts) == 1:
            ((found.values, moments),) = parts
            found.steps, found.times_ms = moments.steps, moments.times_ms
        else:
            for values, moments in parts:
                found.values.extend(values)
                found.steps.extend(moments.steps)
                found.times_ms.extend(moments.times_ms)
        return found

    def append(self, value: float, at_s: float, step: int | None) -> None:
        """Add a point; raises TypeError, ValueError or OverflowError for what is none, and adds nothing."""
        value, time_ms = float(value), round(at_s * 1000)
        self.steps.append(NO_STEP if step is None else step)
        try:
            self.times_ms.append(time_ms)
        except OverflowError:
            self.steps.pop()
            raise
        self.values.append(value)

    def __len__(self) -> int:
        return len(self.values)

    def points(self) -> Iterator[tuple[int | None, float, float]]:
        """Yield (step, seconds since the epoch, value)."""
        for step, time_ms, value in zip(self.steps, self.times_ms, self.values, strict=True):
            yield None if step == NO_STEP else step, time_ms / 1000, value

    def in_order(self) -> Series:
        """Return the same points by time; those of several processes come one process after the other."""
        order = sorted(range(len(self)), key=self.times_ms.__getitem__)
        found = Series()
        for column in self.__slots__:
            old = getattr(self, column)
            setattr(found, column, array(old.typecode, map(old.__getitem__, order)))
        return found

    def summary(self) -> Metric:
        """Return the series at a glance."""
        return Metric(**self.at_a_glance())

    def at_a_glance(self) -> dict[str, Any]:
        """Return the same as a record's JSON has it."""
        numbers = self.values.tolist()
        found = {"last": numbers[-1]}
        if isnan(sum(numbers)):  # quicker than to ask each, and infinities of both signs lose nothing by it
            numbers = [value for value in numbers if value == value] or [float("nan")]
        found |= {"min": min(numbers), "max": max(numbers)}
        if len(self.values) != 1:
            found["count"] = len(self.values)
        if self.steps[-1] != NO_STEP:
            found["last_step"] = self.steps[-1]
        return found


def pack(table: Mapping[str, Series]) -> bytes:
    """Return all series as bytes, little-endian whatever the machine."""
    header = dump({"format": _FORMAT, "metrics": [[name, len(series)] for name, series in table.items()]})
    # By bytes, and by the column itself: metrics that are logged together have the same steps and times.
    known: dict[bytes | int, bytes] = {}
    columns = [
        column
        for series in table.values()
        for column in (
            _moments(series.steps, known),
            _moments(series.times_ms, known),
            _planes(series.values),
        )
    ]
    return b"".join((_HEADER.pack(len(header)), header, *columns))


def unpack(raw: bytes) -> dict[str, Series]:
    """Return the series of packed bytes; raises StoreError where they are none."""
    try:
        (size,) = _HEADER.unpack_from(raw)
        position = _HEADER.size + size
        found = {}
        for name, count in load(raw[_HEADER.size : position])["metrics"]:
            series = found[name] = Series()
            first, second, third, end = (position + index * count * _WIDTH for index in range(4))
            series.steps = _sums(_column("Q", raw[first:second], count))
            series.times_ms = _sums(_column("Q", raw[second:third], count))
            series.values = _column("d", raw[third:end], count)
            position = end
    except (struct.error, ValueError, TypeError, KeyError, OverflowError):
        raise StoreError("a blob of metrics is damaged", hint="run `nbtrack store verify`") from None
    return found


def _moments(column: array[int], known: dict[bytes | int, bytes]) -> bytes:
    if id(column) not in known:
        raw = column.tobytes()
        if raw not in known:
            known[raw] = _planes(_differences(column))
        known[id(column)] = known[raw]
    return known[id(column)]


def _differences(numbers: array[int]) -> array[int]:
    """Return the first number and the steps from each to the next, modulo 2**64."""
    try:
        return array("q", [*numbers[:1], *map(sub, numbers[1:], numbers)])
    except OverflowError:  # between numbers far apart
        unsigned = array("Q", numbers.tobytes())
        steps = ((after - before) & _MASK for before, after in pairwise(unsigned))
        return array("Q", [*unsigned[:1], *steps])


def _sums(differences: array[int]) -> array[int]:
    sums = accumulate(differences, lambda total, step: (total + step) & _MASK)
    return array("q", array("Q", sums).tobytes())


def _planes(column: array[int] | array[float]) -> bytes:
    raw = little_endian(column).tobytes()
    return b"".join([raw[plane::_WIDTH] for plane in _EACH_PLANE])


def _column(kind: Literal["Q", "d"], planes: bytes, count: int) -> array[Any]:
    if len(planes) != count * _WIDTH:
        raise ValueError("a column is cut short")
    raw = bytearray(len(planes))
    for plane in range(_WIDTH):
        raw[plane::_WIDTH] = planes[plane * count : (plane + 1) * count]
    return little_endian(array(kind, bytes(raw)))
