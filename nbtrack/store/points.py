"""Points of metrics on their way from the code that is measured to the journal of its run.

Each process appends lines to a file of its own, so that no two ever write to the same one. This module is
imported into the user's kernel: it must stay cheap.
"""

from __future__ import annotations

import json
import os

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from typing import Any

    from nbtrack.store.series import Series

_PREFIX, _SUFFIX = "metrics-", ".jsonl"


def points_path(live_folder: str) -> str:
    """Return the file to which this process appends the lines of its points."""
    return os.path.join(live_folder, f"{_PREFIX}{os.getpid()}{_SUFFIX}")


def point_line(values: Mapping[str, float], step: int | None, at_s: float) -> bytes:
    """Return the line of one call: plain numbers logged together, at seconds since the epoch."""
    return (json.dumps({"at": at_s, "step": step, "values": values}) + "\n").encode("ascii")


def read_points(live_folder: str) -> dict[str, Series]:
    """Return the series of all processes of a run; torn and foreign lines are passed over."""
    from nbtrack.store.series import Series

    table: dict[str, Series] = {}
    for line in _lines(live_folder):
        for name, value in line["values"].items():
            if name not in table:
                table[name] = Series()
            _append(table[name], value, line)
    return {
        name: series if _is_sorted(series) else series.in_order() for name, series in table.items() if series
    }


def _lines(live_folder: str) -> Iterator[dict[str, Any]]:
    for name in sorted(os.listdir(live_folder)):
        if name.startswith(_PREFIX) and name.endswith(_SUFFIX):
            with open(os.path.join(live_folder, name), "rb") as file:
                yield from filter(_is_point, map(_parsed, file))


def _parsed(line: bytes) -> Any:
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


def _append(series: Series, value: Any, line: dict[str, Any]) -> None:
    try:
        series.append(value, line["at"], line["step"])
    except (TypeError, ValueError, OverflowError):  # a number that no column can hold
        return


def _is_sorted(series: Series) -> bool:
    from itertools import pairwise

    return all(before <= after for before, after in pairwise(series.times_ms))
