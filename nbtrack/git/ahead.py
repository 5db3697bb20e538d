"""Clean the notebook that git asks for next, while git packs the last one.

git waits while a filter works, and a filter waits while git does. But git goes through a work tree in the
order of its paths: after two neighbours comes, most likely, the next one. Guessing takes idle time only, and
what was guessed is used only where git then sends the same bytes.
"""

from __future__ import annotations

import os
import stat

from nbtrack.errors import NbtrackError
from nbtrack.git.tree_order import notebooks_after

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from nbtrack.git.cleaning import Cleaned

_LARGEST_B = 4 << 20  # for a larger one that it did not ask for git would wait too long
_MOST_FOLDERS = 16  # between two notebooks
_PATIENCE = 3  # more often it is not wrong than right


class Ahead:
    """The notebook that is expected, cleaned beforehand."""

    __slots__ = ("_clean", "_expected", "_order", "_patience", "_ready")

    def __init__(self, clean: Callable[[str, bytes], Cleaned]) -> None:
        self._clean = clean
        self._order: Iterator[str | None] = iter(())
        self._expected: str | None = None
        self._ready: tuple[bytes, Cleaned] | None = None
        self._patience = _PATIENCE

    def take(self, path: str, full: bytes) -> Cleaned | None:
        """Return what git asks for, where it was expected just so; raises nothing."""
        ready, self._ready = self._ready, None
        if self._patience and path == (self._expected or self._following()):
            self._patience += 1
            self._expected = path
            return ready[1] if ready and ready[0] == full else None
        self._patience = max(0, self._patience - 1)
        self._order, self._expected = notebooks_after(path), None
        return None

    def prepare(self) -> None:
        """Clean what comes next, where the last one came as expected."""
        if self._expected is None:
            return
        self._expected = self._following()
        try:
            if self._expected is not None:
                full = _read(self._expected)
                self._ready = full, self._clean(self._expected, full)
        except (NbtrackError, OSError):  # git hears of it when it asks
            self._ready = None

    def _following(self) -> str | None:
        folders = 0
        while folders <= _MOST_FOLDERS:
            found = next(self._order, "")
            if found is not None:
                return found or None
            folders += 1
        return None


def _read(path: str) -> bytes:
    status = os.lstat(path)
    if not stat.S_ISREG(status.st_mode) or status.st_size > _LARGEST_B:
        raise OSError(f"{path} is left until it is asked for")
    with open(path, "rb") as file:
        return file.read()
