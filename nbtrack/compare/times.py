"""Times as people say them."""

from __future__ import annotations

import time

from nbtrack.store.clock import seconds_of
from nbtrack.terminal import count_text

_UNITS = ((86400 * 365.25, "year"), (86400 * 30.4, "month"), (86400, "day"), (3600, "hour"), (60, "minute"))


def ago(text: str) -> str:
    """Return how long ago a time of a record was."""
    try:
        seconds = time.time() - seconds_of(text)
    except ValueError:
        return text
    for unit_s, name in _UNITS:
        if seconds >= unit_s:
            return f"{count_text(int(seconds // unit_s), name)} ago"
    return "just now" if seconds < 10 else f"{int(seconds)} seconds ago"


def duration_text(seconds: float | None) -> str:
    """Return a duration, "0.8 s", "2 min 5 s", "3 h 20 min"; nothing for none."""
    if seconds is None:
        return ""
    if seconds < 59.95:
        return f"{seconds:.1f} s"
    minutes, rest = divmod(round(seconds), 60)
    if minutes < 60:
        return f"{minutes} min {rest} s"
    hours, minutes = divmod(minutes, 60)
    return f"{hours} h {minutes} min"
