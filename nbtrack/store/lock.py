"""One process at a time, among those that write the same files."""

from __future__ import annotations


def lock(descriptor: int) -> None:
    """Wait until nobody else has locked a file or folder; closing it gives it free."""
    try:
        from fcntl import LOCK_EX, flock
    except ImportError:  # Windows, which deletes no file that somebody has open
        return
    flock(descriptor, LOCK_EX)
