"""Times as people say them."""

from __future__ import annotations

import time

from nbtrack.store.clock import seconds_of

_UNITS = ((86400 * 365.25, "year"), (86400 * 30.4, "month"), (86400, "day"), (3600, "hour"), (60, "minute"))


def ago(text: str) -> str:
    """Return how long ago a time of a record was."""
    try:
        seconds = time.time() - seconds_of(text)
    except ValueError:
        return text
    for unit_s, name in _UNITS:
        if seconds >= unit_s:
            count = int(seconds // unit_s)
            return f"{count} {name}{'' if count == 1 else 's'} ago"
    return "just now" if seconds < 10 else f"{int(seconds)} seconds ago"
