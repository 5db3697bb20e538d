"""Points of metrics on their way from the code that is measured to the journal of its run.

Each process appends frames to a file of its own, in words of eight bytes, so that one column of many frames
is taken out in one step: who (the names' id), when (seconds since the epoch, a double), at which step, and a
double for each name. In front of the first stand the names themselves: their id as -1 - id, zero, the length
of their JSON in bytes, and that, filled up with blanks. `nbtrack.store.logged` reads them.

This module is imported into the user's kernel: it must stay cheap.
"""

from __future__ import annotations

import json
import os
import sys
from itertools import count
from struct import Struct

TYPE_CHECKING = False
if TYPE_CHECKING:
    from array import array
    from collections.abc import Callable, Iterable, Mapping
    from typing import Any

    Packing = Callable[..., bytes]

METRICS, SYSTEM = "points-", "system-"  # what the code logs, and what the recorder sees of the machine
SUFFIX = ".bin"
WORD_BYTES, HEADER_WORDS = 8, 3
NO_STEP = -(2**63)
_HEADER = Struct("<qdq")
_MOST_NAMES = 10_000  # kept at once, where a program makes new names all the time


def points_path(live_folder: str, more: str = "", kind: str = METRICS) -> str:
    """Return a file for the points of this process; files are read in the order of their names."""
    return os.path.join(live_folder, f"{kind}{os.getpid()}{more and '~'}{more}{SUFFIX}")


def little_endian(column: array[Any]) -> array[Any]:
    """Return a column of this machine's numbers as it stands in files, or the other way round."""
    if sys.byteorder == "big":
        column = column[:]
        column.byteswap()
    return column


class Framing:
    """Turn the calls of one file into frames."""

    __slots__ = ("_clean", "_id", "_ids", "_known", "_names", "_pack")

    def __init__(self, clean: Callable[[Iterable[str]], list[str]] = list) -> None:
        self._clean = clean  # what is written of names; asked once for those of a call
        self._ids = count()
        self._known: dict[tuple[str, ...], tuple[int, Packing]] = {}
        self._names: tuple[str, ...] = ()  # of the last call: most often the next one has the same
        self._id, self._pack = -1, _HEADER.pack

    def frame(self, values: Mapping[str, Any], step: Any, at_s: float) -> bytes:
        """Return the frames of one call; raises struct.error or TypeError for what is no number."""
        names = tuple(values)
        if names != self._names:
            return self._of_others(names, values, step, at_s)
        return self._pack(self._id, at_s, NO_STEP if step is None else step, *values.values())

    def introduced(self, names: tuple[str, ...]) -> tuple[int, Packing, bytes]:
        """Return the id of some names, what packs a frame of them, and what stands before the first.

        Raises TypeError for what are no names.
        """
        if names in self._known:
            return *self._known[names], b""
        if any(type(name) is not str for name in names):
            raise TypeError("names are texts")
        if len(self._known) >= _MOST_NAMES:
            self._known.clear()
        names_id, text = next(self._ids), json.dumps(self._clean(names)).encode("ascii")
        filled = text.ljust(-(-len(text) // WORD_BYTES) * WORD_BYTES)
        packing = Struct(f"{_HEADER.format}{len(names)}d").pack
        return names_id, packing, _HEADER.pack(-1 - names_id, 0.0, len(text)) + filled

    def remember(self, names: tuple[str, ...], names_id: int, pack: Packing) -> None:
        """Take names for known: what stands before their first frame is being written with it."""
        self._known[names] = names_id, pack
        self._names, self._id, self._pack = names, names_id, pack

    def _of_others(self, names: tuple[str, ...], values: Mapping[str, Any], step: Any, at_s: float) -> bytes:
        """Return the same where the call before had other names, with these in front where they are new."""
        names_id, pack, introduction = self.introduced(names)
        packed = pack(names_id, at_s, NO_STEP if step is None else step, *values.values())
        self.remember(names, names_id, pack)
        return introduction + packed
