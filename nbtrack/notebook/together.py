"""Read files some at a time, so that all of them are worked on, and all written, one after the other.

Whoever reads, strips and writes notebook by notebook needs 3 % more of the processor: what the system does
with a file and what we do with a text push each other out of its caches (`bench/README.md`).
"""

from __future__ import annotations

from nbtrack.errors import NotebookError
from nbtrack.notebook.files import read_with_status

TYPE_CHECKING = False
if TYPE_CHECKING:
    import os
    from collections.abc import Iterable, Iterator

_MOST = 32
_MOST_B = 4 << 20


class FileRead:
    """A file's bytes and its status before it was read, None for stdin; or why it could not be read."""

    __slots__ = ("error", "path", "raw", "status")

    def __init__(self, path: str) -> None:
        self.path = path
        self.raw = b""
        self.status: os.stat_result | None = None
        self.error: NotebookError | None = None
        try:
            self.raw, self.status = read_with_status(path)
        except NotebookError as error:
            self.error = error

    @property
    def identity(self) -> object:
        """Return what two names of one file have in common."""
        return (self.status.st_dev, self.status.st_ino) if self.status else self.path


def read_together(paths: Iterable[str]) -> Iterator[list[FileRead]]:
    """Yield files in groups, each read when the group before it has been dealt with.

    Two names of one file are never in one group: what is written by the first is read by the second.
    """
    group: list[FileRead] = []
    seen: set[object] = set()
    size = 0
    for path in paths:
        read = FileRead(path)
        if read.identity in seen:
            yield group
            group, seen, size = [], set(), 0
            read = FileRead(path)
        group.append(read)
        seen.add(read.identity)
        size += len(read.raw)
        if len(group) == _MOST or size > _MOST_B:
            yield group
            group, seen, size = [], set(), 0
    yield group
