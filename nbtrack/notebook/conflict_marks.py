"""The marks of an unsettled merge: lines in a source, as git writes them, and cells around whole cells."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import Any

OPEN, BASE, MIDDLE, CLOSE = "<", "|", "=", ">"
SIZE = 7  # git's own; attributes may ask for longer ones
OWNER, KEY = "nbtrack", "conflict"  # where the metadata of a marker cell says its role
ROLES = ("open", "middle", "close")  # of the marker cells around whole cells, in their order


class Region:
    """A conflict within a source: the indexes of its marker lines; `base` is None where there is none."""

    __slots__ = ("base", "end", "middle", "start")

    def __init__(self, start: int, base: int | None, middle: int, end: int) -> None:
        self.start = start
        self.base = base
        self.middle = middle
        self.end = end


def marker_of(line: str) -> tuple[str, int] | None:
    """Return the character and the size of a marker line, None for any other line."""
    first = line[:1]
    if not first or first not in "<|=>" or not line.startswith(first * SIZE):
        return None
    rest = line.lstrip(first)
    return (first, len(line) - len(rest)) if not rest or rest[0] in " \r" else None


def regions(lines: Sequence[str]) -> Iterator[Region]:
    """Find the conflicts within a source, the marker lines of each of one size and in their order."""
    start = size = -1
    found: dict[str, int] = {}
    for index, line in enumerate(lines):
        marker = marker_of(line)
        if marker is None:
            continue
        if marker[0] == OPEN and (start < 0 or marker[1] <= size):  # a longer one is nested in the base
            start, size, found = index, marker[1], {}
        elif start < 0 or marker[1] != size:
            continue
        elif marker[0] == CLOSE:
            if MIDDLE in found:
                yield Region(start, found.get(BASE), found[MIDDLE], index)
            start = -1
        elif MIDDLE not in found:  # a second one may underline a heading of their side
            found[marker[0]] = index


def role_of(cell: dict[str, Any]) -> str | None:
    """Return what a cell marks, None for a cell that marks nothing."""
    metadata = cell.get("metadata")
    own = metadata.get(OWNER) if isinstance(metadata, dict) else None
    role = own.get(KEY) if isinstance(own, dict) else None
    return role if isinstance(role, str) and role in ROLES else None
