"""What a condition compares a run's times with: `took > 2m`, `started > 2026`."""

from __future__ import annotations

import re
from typing import Any

from nbtrack.errors import UsageError

_SPAN = re.compile(r"(\d+\.?\d*|\.\d+)(s|min|m|h|d)")
_SECONDS = {"s": 1, "m": 60, "min": 60, "h": 3600, "d": 86400}


def asked_value(name: str, value: object) -> Any:
    """Return a value that is comparable with what runs have under a name; raises UsageError for none."""
    if name == "took" and isinstance(value, str):
        return _seconds(value)
    if name == "started" and type(value) in (int, float):
        return str(value)  # the year: times are texts, the largest part first
    return value


def _seconds(text: str) -> float:
    match = _SPAN.fullmatch(text)
    if match is None:
        raise UsageError(
            f"took cannot be compared with {text!r}: it is a time", hint="such as 90, 90s, 1.5m, 2h or 1d"
        )
    return float(match[1]) * _SECONDS[match[2]]
