"""Times as records hold them: UTC in ISO 8601, to the microsecond, which sort as text."""

from __future__ import annotations

from datetime import UTC, datetime

_FIRST_S = datetime.min.replace(tzinfo=UTC).timestamp()
_LAST_S = datetime.max.replace(tzinfo=UTC, microsecond=0).timestamp()


def utc_text(seconds: float) -> str:
    """Return a time in seconds since the epoch, as from `time.time()`, as "2026-11-24T16:42:25.123456Z".

    What lies beyond the years 1 to 9999 is their end: commits and files may say any time.
    """
    when = datetime.fromtimestamp(min(max(seconds, _FIRST_S), _LAST_S), UTC)
    # Not strftime, which takes several times as long.
    return when.replace(tzinfo=None).isoformat(timespec="microseconds") + "Z"


def seconds_of(text: str) -> float:
    """Return the seconds since the epoch of such a text; raises ValueError."""
    return datetime.fromisoformat(text).timestamp()
