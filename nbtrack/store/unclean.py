"""Notebooks that git itself holds unclean, by their digests: each on a line, behind whatever was torn."""

from __future__ import annotations

import os

from nbtrack.store.digest import digest_of

FILE = "unclean"


def remember(folder: str, raw: bytes) -> None:
    """Note that git holds such a content; raises OSError."""
    if not has(folder, raw):
        with open(os.path.join(folder, FILE), "ab", buffering=0) as file:
            file.write(_line(raw))


def has(folder: str, raw: bytes) -> bool:
    """Tell whether git was seen to hold such a content."""
    try:
        with open(os.path.join(folder, FILE), "rb") as file:
            return _line(raw) in file.read()
    except OSError:  # none was seen, or it is not ours to read
        return False


def forget_all(folder: str) -> None:
    """Forget all that git was seen to hold; raises OSError."""
    try:
        os.unlink(os.path.join(folder, FILE))
    except (FileNotFoundError, NotADirectoryError):
        return


def _line(raw: bytes) -> bytes:
    return f"\n{digest_of(raw)}\n".encode("ascii")
