"""Times as records hold them: UTC in ISO 8601, to the microsecond, which sort as text."""

from __future__ import annotations

from datetime import UTC, datetime


def utc_text(seconds: float) -> str:
    """Return a time in seconds since the epoch, as from `time.time()`, as "2026-11-24T16:42:25.123456Z"."""
    at = datetime.fromtimestamp(seconds, UTC).replace(tzinfo=None)
    return at.isoformat(timespec="microseconds") + "Z"  # strftime takes several times as long


def seconds_of(text: str) -> float:
    """Return the seconds since the epoch of such a text; raises ValueError."""
    return datetime.fromisoformat(text).timestamp()
