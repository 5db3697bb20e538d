"""How wide the columns of the table are: as their headings and first values need it.

The table is laid out before its rows are there, so that nothing jumps while somebody scrolls.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from nbtrack.compare.numbers import value_text
from nbtrack.compare.times import duration_text

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from nbtrack.web.table.choice import Column

_SAMPLE = 20  # runs
_LONGEST_HEADING = 18  # characters; the rest is in its tooltip
_LETTER, _SMALL, _TINY, _AROUND = 9, 9, 8, 25  # pixels, of a wide font
_LEAST, _MOST = 72, 210
_FIXED = {"started": 128, "status": 112, "code": 130, "commit": 130}


def widths_of(columns: Sequence[Column], runs: Sequence[Mapping[str, Any]]) -> dict[str, int]:
    """Return the width of each column in pixels, by its key."""
    return {column.key: _width(column, runs[:_SAMPLE]) for column in columns}


def _width(column: Column, runs: Sequence[Mapping[str, Any]]) -> int:
    if column.kind == "fact" and column.name in _FIXED:
        return _FIXED[column.name]
    heading = min(len(column.label), _LONGEST_HEADING) * _SMALL + (2 * _SMALL if column.direction else 0)
    widest = max((len(_text(column, run)) * _LETTER + _delta(column, run) for run in runs), default=0)
    return max(_LEAST, min(max(heading, widest) + _AROUND, _MOST))


def _delta(column: Column, run: Mapping[str, Any]) -> int:
    """Return the width of what a metric changed by, with its sign."""
    delta = run["deltas"].get(column.name) if column.kind == "metric" else None
    if delta is None:
        return 0
    return len(f"+{abs(delta['value']):.2g}" if delta["value"] else "=") * _TINY


def _text(column: Column, run: Mapping[str, Any]) -> str:
    if column.name == "took" and column.kind == "fact":
        return duration_text(run["duration_s"])
    values: Mapping[str, Any] = run[f"{column.kind}s"]
    value = values.get(column.name)
    return "" if value is None else value_text(value)
