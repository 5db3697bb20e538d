"""A file of keys and values that several processes may add to at once.

Entries are lines, added at the end in one write, each with a checksum: one that was torn, mixed with another
or changed by a disk is passed over. The last one of a key counts. Nothing in it is ever executed.
"""

from __future__ import annotations

import os
from binascii import crc32

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

MOST_BYTES = 32_000_000


class Table:
    """One table; it stays in memory what it was when it was opened, plus what was put since."""

    __slots__ = ("_lines", "_new", "_path", "_size", "_used")

    def __init__(self, path: str) -> None:
        self._path = path
        raw = _own_bytes(path)
        self._size = len(raw)
        self._lines: dict[bytes, bytes] = {}
        for line in raw.split(b"\n"):
            key, _, rest = line.partition(b" ")
            self._lines.pop(key, None)  # what was put last comes last
            self._lines[key] = rest
        self._new: dict[bytes, bytes] = {}
        self._used: set[bytes] = set()

    @property
    def was_empty(self) -> bool:
        """Tell whether nothing was remembered when it was opened."""
        return not self._size

    @property
    def has_new(self) -> bool:
        """Tell whether anything was put that is not written yet."""
        return bool(self._new)

    def get(self, key: bytes) -> bytes | None:
        """Return the value of a key, None where there is none that is whole."""
        check, _, value = self._lines.get(key, b"").partition(b" ")
        if not value or check != _checksum(key, value):
            return None
        self._used.add(key)
        return value

    def put(self, key: bytes, value: bytes) -> None:
        """Set the value of a key; neither may hold a line end, and a key no space."""
        self._lines[key] = self._new[key] = _checksum(key, value) + b" " + value
        self._used.add(key)

    def save(self) -> None:
        """Write what is new. Where the disk refuses, the next run has to find it out again."""
        if not self._new:
            return
        try:
            added = b"\n" + _joined(self._new, self._new)  # what stands before may have been cut short
            if self._size + len(added) > MOST_BYTES:
                self._start_over()
            else:
                _append(self._path, added)
        except OSError:
            pass
        self._new = {}

    def _start_over(self) -> None:
        """Keep what this run needed, and of the rest what was put last."""
        kept, size = set(self._used), 0
        for key in reversed(self._lines):
            size += len(key) + len(self._lines[key])
            if size > MOST_BYTES // 2:
                break
            kept.add(key)
        scratch = f"{self._path}.{os.getpid()}.tmp"
        try:
            _append(scratch, _joined(self._lines, kept))
            os.replace(scratch, self._path)
        finally:
            if os.path.lexists(scratch):
                os.unlink(scratch)


def _joined(lines: dict[bytes, bytes], keys: Iterable[bytes]) -> bytes:
    return b"".join(b"%b %b\n" % (key, lines[key]) for key in keys)


def _append(path: str, added: bytes) -> None:
    os.makedirs(os.path.dirname(path), mode=0o700, exist_ok=True)
    descriptor = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT | getattr(os, "O_BINARY", 0), 0o600)
    try:
        os.write(descriptor, added)  # all at once: what others write at the same time comes before or after
    finally:
        os.close(descriptor)


def _own_bytes(path: str) -> bytes:
    """Read a file of this user; in a folder that others may write to, theirs could say that all is well."""
    try:
        with open(path, "rb") as file:
            owner = os.fstat(file.fileno()).st_uid
            return file.read() if not hasattr(os, "getuid") or owner == os.getuid() else b""
    except OSError:
        return b""


def _checksum(key: bytes, value: bytes) -> bytes:
    return b"%08x" % crc32(value, crc32(key))
