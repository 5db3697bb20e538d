"""Linux's inotify(7): the kernel tells which files of some folders are opened, whoever opens them.

It does not tell who that was.
"""

from __future__ import annotations

import contextlib
import os
import struct
import sys
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import ctypes
    from collections.abc import Iterator

# sys/inotify.h
OPENED, SAVED, MOVED_IN, MADE = 0x20, 0x8, 0x80, 0x100
_IS_FOLDER, _OVERFLOW = 0x40000000, 0x4000
_ONLY_FOLDERS, _NOT_UNLINKED = 0x01000000, 0x04000000
_MASK = OPENED | SAVED | MOVED_IN | MADE | _ONLY_FOLDERS | _NOT_UNLINKED
_HEADER = struct.Struct("iIII")
_CHUNK_BYTES = 1 << 18


class Event(NamedTuple):
    """What happened to a file or a folder; without a path, to events that were lost."""

    path: str
    mask: int

    @property
    def is_folder(self) -> bool:
        """Tell whether it is about a folder."""
        return bool(self.mask & _IS_FOLDER)


class Inotify:
    """Folders that are watched; raises OSError where there is no inotify, or none to be had any more."""

    def __init__(self) -> None:
        self._library = _library()
        self._folders: dict[int, str] = {}
        self.descriptor = self._library.inotify_init1(os.O_CLOEXEC | os.O_NONBLOCK)
        if self.descriptor < 0:
            raise _error()

    def watch(self, folder: str) -> None:
        """Tell of the files of a folder from now on; raises OSError."""
        number = self._library.inotify_add_watch(self.descriptor, os.fsencode(folder), _MASK)
        if number < 0:
            raise _error()
        self._folders[number] = folder

    def forget(self, folder: str) -> None:
        """Tell of a folder no more."""
        for number in [number for number, name in self._folders.items() if name == folder]:
            del self._folders[number]
            self._library.inotify_rm_watch(self.descriptor, number)

    def events(self) -> Iterator[Event]:
        """Yield what has happened since it was asked last."""
        with contextlib.suppress(BlockingIOError):
            while raw := os.read(self.descriptor, _CHUNK_BYTES):
                yield from self._read(raw)

    def _read(self, raw: bytes) -> Iterator[Event]:
        place = 0
        while place < len(raw):
            number, mask, _, length = _HEADER.unpack_from(raw, place)
            place += _HEADER.size
            name = raw[place : place + length].rstrip(b"\0")
            place += length
            if mask & _OVERFLOW:
                yield Event("", mask)
            elif name and (folder := self._folders.get(number)):
                yield Event(os.path.join(folder, os.fsdecode(name)), mask)

    def close(self) -> None:
        """Let go of all folders."""
        os.close(self.descriptor)


def _library() -> ctypes.CDLL:
    if sys.platform != "linux":
        raise OSError(f"{sys.platform} has no inotify")
    import ctypes

    library = ctypes.CDLL(None, use_errno=True)
    if not hasattr(library, "inotify_init1"):
        raise OSError("this C library has no inotify")
    return library


def _error() -> OSError:
    import ctypes

    number = ctypes.get_errno()
    return OSError(number, os.strerror(number))
