"""A patch of git's, file by file."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_HEAD = b"diff --git "


def restricted(patch: bytes, is_wanted: Callable[[str], bool]) -> bytes:
    """Return the parts of a patch for some of its files, by their paths from the top of the checkout."""
    return b"".join(part for path, part in _parts(patch) if path is None or is_wanted(path))


def paths_in(patch: bytes) -> list[str]:
    """Return the files that a patch is for, those left out whose names git had to escape."""
    return [path for path, _ in _parts(patch) if path is not None]


def _parts(patch: bytes) -> Iterator[tuple[str | None, bytes]]:
    """Yield each file's part; a path that git had to escape is None, and so stays whatever is wanted."""
    starts = [0] if patch.startswith(_HEAD) else []
    position = patch.find(b"\n" + _HEAD)
    while position >= 0:
        starts.append(position + 1)
        position = patch.find(b"\n" + _HEAD, position + 1)
    for start, end in pairwise((*starts, len(patch))):
        part = patch[start:end]
        yield _path(part), part


def _path(part: bytes) -> str | None:
    """Return X of `diff --git a/X b/X`: without renames both are the same, so each is half of the line."""
    names = part[len(_HEAD) : part.index(b"\n")]
    half = len(names) // 2
    old, new = names[:half], names[half + 1 :]
    is_plain = old.startswith(b"a/") and new.startswith(b"b/") and old[2:] == new[2:]
    return old[2:].decode("utf-8", "surrogateescape") if is_plain else None
