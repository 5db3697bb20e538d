"""What a script printed, kept beside the journal while it runs: the beginning and the end of it.

It goes into pieces of a megabyte. Of those behind the first only the last two stay, however much is printed.
"""

from __future__ import annotations

import contextlib
import os

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

_PREFIX, _SUFFIX = "printed-", ".log"
PIECE_BYTES = 1_000_000
GAP = b"\n[nbtrack: what was printed here is not kept]\n"


class Printed:
    """The recorder's end; raises OSError where the disk refuses."""

    __slots__ = ("_file", "_folder", "_number", "_piece_bytes")

    def __init__(self, live_folder: str, piece_bytes: int = PIECE_BYTES) -> None:
        self._folder = live_folder
        self._piece_bytes = piece_bytes
        self._number = 0
        self._file = open(_path(live_folder, 0), "wb", buffering=0)  # noqa: SIM115 - see close

    def add(self, raw: bytes) -> None:
        """Keep some more bytes."""
        while raw:
            room = self._piece_bytes - self._file.tell()
            if room <= 0:
                self._next_piece()
                continue
            raw = raw[self._file.write(raw[:room]) :]

    def close(self) -> None:
        """Close the last piece."""
        self._file.close()

    def _next_piece(self) -> None:
        self._file.close()
        self._number += 1
        self._file = open(_path(self._folder, self._number), "wb", buffering=0)  # noqa: SIM115 - see close
        if self._number > 2:
            with contextlib.suppress(FileNotFoundError):
                os.unlink(_path(self._folder, self._number - 2))


def read_printed(live_folder: str, names: Iterable[str] | None = None) -> bytes:
    """Return what is kept, with a line in the place of what is not; `names` are what the folder holds."""
    numbers = sorted(
        int(name.removeprefix(_PREFIX).removesuffix(_SUFFIX))
        for name in (os.listdir(live_folder) if names is None else names)
        if name.startswith(_PREFIX) and name.endswith(_SUFFIX)
    )
    parts = []
    for before, number in zip([-1, *numbers], numbers, strict=False):
        with open(_path(live_folder, number), "rb") as file:
            parts.append((GAP if number > before + 1 else b"") + file.read())
    return b"".join(parts)


def _path(folder: str, number: int) -> str:
    return os.path.join(folder, f"{_PREFIX}{number}{_SUFFIX}")
