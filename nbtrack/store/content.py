"""The whole of a file, in as few steps as there can be: ending a run reads several that are small."""

from __future__ import annotations


def content(path: str) -> bytes:
    """Return the bytes of a file; raises OSError."""
    with open(path, "rb", buffering=0) as file:
        return file.read()
