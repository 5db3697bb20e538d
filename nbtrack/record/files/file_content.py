"""The content of files that a run named, and that may be gone since."""

from __future__ import annotations


def content_of(path: str) -> bytes | None:
    """Return the bytes of a file, None where it cannot be read."""
    try:
        with open(path, "rb") as file:
            return file.read()
    except OSError:
        return None
