"""Points of metrics on their way from the code that is measured to the journal of its run.

Each process appends frames to a file of its own. A frame is a header, then what it announces: a list of names
as JSON, or as many doubles as there are names, all of one call. This module is imported into the user's
kernel: it must stay cheap.
"""

from __future__ import annotations

import json
import os
from contextlib import suppress
from itertools import count
from struct import Struct

from nbtrack.store.content import content

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from typing import Any

    from nbtrack.store.series import Series

    Call = tuple[int, int, float, int, *tuple[float, ...]]  # a frame of values

METRICS, SYSTEM = "points-", "system-"  # what the code logs, and what the recorder sees of the machine
_SUFFIX = ".bin"
_HEADER = Struct("<BIdq")  # kind; the names' id; seconds since the epoch; step, or length of the names
_NAMES, _VALUES = 1, 2
_NO_STEP = -(2**63)
_MOST_NAMES = 10_000  # kept at once, where a program makes new names all the time
_BATCH_CALLS = 10_000  # read at once; a run may have logged millions
_NO_NUMBER = (ValueError, OverflowError)


def points_path(live_folder: str, more: str = "", kind: str = METRICS) -> str:
    """Return a file for the points of this process; files are read in the order of their names."""
    return os.path.join(live_folder, f"{kind}{os.getpid()}{more and '~'}{more}{_SUFFIX}")


class Framing:
    """Turn the calls of one file into frames."""

    __slots__ = ("_clean", "_ids", "_known")

    def __init__(self, clean: Callable[[Iterable[str]], list[str]] = list) -> None:
        self._clean = clean  # what is written of names; asked once for those of a call
        self._ids = count()
        self._known: dict[tuple[str, ...], tuple[int, Struct]] = {}

    def frame(self, values: Mapping[str, Any], step: Any, at_s: float) -> bytes:
        """Return the frames of one call; raises struct.error or TypeError for what is no number."""
        said = _NO_STEP if step is None else step
        names = tuple(values)
        try:
            names_id, packing = self._known[names]
        except KeyError:
            return self._introduced(names, values, said, at_s)
        return packing.pack(_VALUES, names_id, at_s, said, *values.values())

    def _introduced(self, names: tuple[str, ...], values: Mapping[str, Any], step: Any, at_s: float) -> bytes:
        """Return the frame of the names and that of their values in one, so that they are written at once."""
        if any(type(name) is not str for name in names):
            raise TypeError("names are texts")
        if len(self._known) >= _MOST_NAMES:
            self._known.clear()
        names_id, text = next(self._ids), json.dumps(self._clean(names)).encode("ascii")
        packing = Struct(f"{_HEADER.format}{len(names)}d")
        packed = packing.pack(_VALUES, names_id, at_s, step, *values.values())
        self._known[names] = names_id, packing
        return b"".join((_HEADER.pack(_NAMES, names_id, at_s, len(text)), text, packed))


def points_files(live_folder: str, kind: str = METRICS, names: Iterable[str] | None = None) -> list[str]:
    """Return the files of points of a run, none once it is over; `names` are what the folder holds."""
    if names is None:
        try:
            names = os.listdir(live_folder)
        except FileNotFoundError:
            return []
    found = [name for name in names if name.startswith(kind) and name.endswith(_SUFFIX)]
    return [os.path.join(live_folder, name) for name in sorted(found)]


def read_points(
    live_folder: str, kind: str = METRICS, names: Iterable[str] | None = None
) -> dict[str, Series]:
    """Return the series of all processes of a run; what was torn by a crash or a full disk is passed over."""
    table: dict[str, Series] = {}
    for path in points_files(live_folder, kind, names):
        for together, calls, _ in calls_in(content(path), {}):
            _extend(table, together, calls)
    return dict(_in_order(table))


def calls_in(raw: bytes, known: dict[int, list[str]]) -> Iterator[tuple[list[str], list[Call], int]]:
    """Yield calls that came one after the other with the same names, and where they end.

    That goes up to a frame that is cut short. `known` are names that stood before, and comes to hold the new.
    """
    place = 0
    while place + _HEADER.size <= len(raw):
        kind, names_id, _, size = _HEADER.unpack_from(raw, place)
        if kind == _NAMES:
            place += _HEADER.size + size
            with suppress(ValueError):  # cut short; then so is all that follows
                known[names_id] = json.loads(raw[place - size : place])
        elif kind == _VALUES and names_id in known:
            packing = Struct(f"{_HEADER.format}{len(known[names_id])}d")
            calls = _alike(raw, place, packing, names_id)
            if not calls:
                return
            place += len(calls) * packing.size
            yield known[names_id], calls, place
        else:
            return


def _alike(raw: bytes, place: int, packing: Struct, names_id: int) -> list[Call]:
    """Return the calls with certain names that stand at a place."""
    whole = min(_BATCH_CALLS, (len(raw) - place) // packing.size)
    calls: list[Call] = []
    for call in packing.iter_unpack(memoryview(raw)[place : place + whole * packing.size]):
        if call[1] != names_id or call[0] != _VALUES:
            break
        calls.append(call)
    return calls


def _extend(table: dict[str, Series], names: list[str], calls: list[Call]) -> None:
    """Add points that were logged together under the same names."""
    from nbtrack.store.series import Moments, Series

    _, _, times, steps, *columns = zip(*calls, strict=True)
    try:
        moments = Moments(times, steps)
    except _NO_NUMBER:  # damaged: nobody logs at such a time
        return
    for name, values in zip(names, columns, strict=True):
        if name not in table:
            table[name] = Series()
        table[name].extend(values, moments)


def _in_order(table: dict[str, Series]) -> Iterator[tuple[str, Series]]:
    """Yield series by time; of several processes some are not. Neighbours mostly have the same times."""
    times: Any = None
    is_sorted = True
    for name, series in table.items():
        if series.times_ms != times:
            times = series.times_ms
            numbers = times.tolist()
            is_sorted = numbers == sorted(numbers)
        yield name, series if is_sorted else series.in_order()
