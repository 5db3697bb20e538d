"""Points of metrics on their way from the code that is measured to the journal of its run.

Each process appends lines to a file of its own, so that no two ever write to the same one. This module is
imported into the user's kernel: it must stay cheap.
"""

from __future__ import annotations

import json
import os
from contextlib import suppress
from functools import lru_cache
from itertools import groupby, islice
from math import isfinite

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from typing import Any

    from nbtrack.store.series import Series

METRICS, SYSTEM = "metrics-", "system-"  # what the code logs, and what the recorder sees of the machine
_SUFFIX = ".jsonl"
_BATCH_LINES = 10_000  # parsed at once; a run may have logged millions


def points_path(live_folder: str, kind: str = METRICS) -> str:
    """Return the file to which this process appends the lines of its points."""
    return os.path.join(live_folder, f"{kind}{os.getpid()}{_SUFFIX}")


def point_line(values: Mapping[str, float], step: int | None, at_s: float) -> bytes:
    """Return the line of one call: plain numbers logged together, at seconds since the epoch."""
    if not all(map(isfinite, values.values())):  # Python's JSON has names for what is no number
        return (json.dumps({"at": at_s, "step": step, "values": values}) + "\n").encode("ascii")
    members = ", ".join([f"{_key(name)}: {value!r}" for name, value in values.items()])
    said = "null" if step is None else step
    return f'{{"at": {at_s!r}, "step": {said}, "values": {{{members}}}}}\n'.encode("ascii")


@lru_cache(maxsize=10_000)
def _key(name: str) -> str:
    return json.dumps(name)


def read_points(live_folder: str, kind: str = METRICS) -> dict[str, Series]:
    """Return the series of all processes of a run; torn and foreign lines are passed over."""
    table: dict[str, Series] = {}
    for rows in _batches(live_folder, kind):
        for names, points in groupby(filter(_is_point, rows), key=lambda row: tuple(row["values"])):
            _extend(table, names, list(points))
    return {
        name: series if _is_sorted(series) else series.in_order() for name, series in table.items() if series
    }


def _batches(live_folder: str, kind: str) -> Iterator[list[Any]]:
    for name in sorted(os.listdir(live_folder)):
        if name.startswith(kind) and name.endswith(_SUFFIX):
            with open(os.path.join(live_folder, name), "rb") as file:
                while lines := list(islice(file, _BATCH_LINES)):
                    yield _parsed(lines)


def _parsed(lines: list[bytes]) -> list[Any]:
    """Parse lines, all at once where none of them is torn."""
    try:
        found: list[Any] = json.loads(b"[%b]" % b",".join(lines))
        return found if len(found) == len(lines) else list(map(_parsed_alone, lines))
    except (ValueError, RecursionError):
        return list(map(_parsed_alone, lines))


def _parsed_alone(line: bytes) -> Any:
    try:
        return json.loads(line)
    except (ValueError, RecursionError):
        return None


def _is_point(found: Any) -> bool:
    return (
        isinstance(found, dict)
        and found.keys() == {"at", "step", "values"}
        and isinstance(found["values"], dict)
    )


def _extend(table: dict[str, Series], names: tuple[str, ...], points: list[dict[str, Any]]) -> None:
    """Add points that were logged together under the same names."""
    from nbtrack.store.series import Series

    times, steps = [point["at"] for point in points], [point["step"] for point in points]
    columns = zip(*(point["values"].values() for point in points), strict=True)
    for name, values in zip(names, columns, strict=True):
        series = table.setdefault(name, Series())
        try:
            series.extend(values, times, steps)
        except (TypeError, ValueError, OverflowError):  # among them is a number that no column can hold
            for value, at, step in zip(values, times, steps, strict=True):
                with suppress(TypeError, ValueError, OverflowError):
                    series.append(value, at, step)


def _is_sorted(series: Series) -> bool:
    from operator import le

    return all(map(le, series.times_ms, series.times_ms[1:]))
