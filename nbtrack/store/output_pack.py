"""Many versions of notebooks in one file: making a file takes longer than compressing what goes into it.

A pack is a row of records, each a line of JSON and then as many bytes as that says. One process makes it, and
adds each record at once, so that being killed tears no more than the last one. When its versions were used
again stands in a file beside it, to which anybody adds: nothing may come behind a torn record.
"""

from __future__ import annotations

import os
import time

from nbtrack.notebook.layout import Layout
from nbtrack.notebook.scan import parse_bytes
from nbtrack.store.lock import lock
from nbtrack.store.output_version import Version

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection
    from typing import Any

SUFFIX, USES = ".pack", ".used"
_JSON = Layout(indent="", newline="", comma=",", colon=":", ascii_only=True)
_LONGEST_LINE_B = 1 << 16
_APPEND = os.O_WRONLY | os.O_APPEND | getattr(os, "O_BINARY", 0)


class Pack:
    """A pack as far as it was read; what is added later is read later. Versions are by both digests."""

    __slots__ = ("_uses_end", "by_clean", "end", "file")

    def __init__(self, file: str) -> None:
        self.file = file
        self.by_clean: dict[str, dict[str, Version]] = {}
        self.end = self._uses_end = 0

    def read_on(self) -> None:
        """Read what was added; raises OSError where the pack is gone."""
        size = os.stat(self.file).st_size
        if size > self.end:
            self._read_records(size)
        try:
            if os.stat(uses_of(self.file)).st_size > self._uses_end:
                self._read_uses()
        except FileNotFoundError:  # none was used again
            return

    def put(self, version: Version) -> None:
        """Note a version whose record stands in the file."""
        self.by_clean.setdefault(version.clean, {})[version.digest] = version

    @property
    def versions(self) -> list[Version]:
        """List all versions in it."""
        return [version for same in self.by_clean.values() for version in same.values()]

    def _read_records(self, size: int) -> None:
        with open(self.file, "rb") as file:
            file.seek(self.end)
            while line := file.readline(_LONGEST_LINE_B):
                try:
                    self._take(parse_bytes(line), self.end + len(line), size)
                except (ValueError, TypeError, KeyError):  # torn
                    return
                file.seek(self.end)

    def _take(self, head: dict[str, Any], at: int, size: int) -> None:
        clean, digest, used_ns, length = head["clean"], head["digest"], int(head["used"]), int(head["size"])
        if length <= 0 or at + length > size:
            raise ValueError("a record is torn")
        self.put(Version(self.file, clean, digest, used_ns, length, at=at, path=str(head["path"])))
        self.end = at + length

    def _read_uses(self) -> None:
        with open(uses_of(self.file), "rb") as file:
            file.seek(self._uses_end)
            raw = file.read()
        self._uses_end += len(raw)
        for line in raw.decode("ascii", "replace").split("\n"):
            clean, _, rest = line.partition(" ")
            digest, _, used = rest.partition(" ")
            version = self.by_clean.get(clean, {}).get(digest)
            if version and used.isdecimal():
                version.own_ns = max(version.own_ns, int(used))


class PackWriter:
    """A new pack that one process adds to, and nobody deletes meanwhile."""

    __slots__ = ("_descriptor", "pack")

    def __init__(self, folder: str) -> None:
        name = f"{time.time_ns():x}-{os.urandom(4).hex()}{SUFFIX}"
        self.pack = Pack(os.path.join(folder, name))
        self._descriptor = os.open(self.pack.file, _APPEND | os.O_CREAT | os.O_EXCL, 0o600)
        lock(self._descriptor)

    def add(self, path: str, clean: str, digest: str, packed: bytes) -> None:
        """Add a version; raises OSError, and leaves nothing of it then, nor where Ctrl-C stops it."""
        before = self.pack.end
        used_ns = time.time_ns()
        record = _record(path, clean, digest, used_ns, packed)
        try:
            _write_all(self._descriptor, record)
        except BaseException:
            os.ftruncate(self._descriptor, before)
            raise
        at = before + len(record) - len(packed)
        self.pack.put(Version(self.pack.file, clean, digest, used_ns, len(packed), at=at, path=path))
        self.pack.end = at + len(packed)

    @property
    def is_gone(self) -> bool:
        """Tell whether somebody has deleted the pack all the same, or the whole store."""
        return os.fstat(self._descriptor).st_nlink == 0

    def close(self) -> None:
        """Leave the pack to others."""
        os.close(self._descriptor)


def uses_of(file: str) -> str:
    """Return the file that says when a pack's versions were used again."""
    return file.removesuffix(SUFFIX) + USES


def mark_used(version: Version) -> bool:
    """Note that a version is used now; False where that cannot be."""
    version.own_ns = time.time_ns()
    line = f"\n{version.clean} {version.digest} {version.own_ns}\n"  # behind a torn line begins a new one
    try:
        descriptor = os.open(uses_of(version.file), _APPEND | os.O_CREAT, 0o600)
    except OSError:
        return False
    try:
        _write_all(descriptor, line.encode("ascii"))
    except OSError:
        return False
    finally:
        os.close(descriptor)
    return True


def bytes_of(version: Version) -> bytes:
    """Return what a pack holds of a version; raises OSError."""
    with open(version.file, "rb") as file:
        file.seek(version.at)
        return file.read(version.size_bytes)


def without(pack: Pack, leaving: Collection[tuple[str, str]]) -> None:
    """Write a pack anew without some of its versions, waiting for whoever adds to it; raises OSError.

    It gets another name: who has read where its records stand must not read others there. Raises
    FileNotFoundError where somebody else was first.
    """
    descriptor = os.open(pack.file, _APPEND)
    try:
        lock(descriptor)
        pack.read_on()
        staying = [one for one in pack.versions if (one.clean, one.digest) not in leaving]
        if staying:
            _write_anew(staying, os.path.dirname(pack.file))
        os.unlink(pack.file)
        _unlink_if_there(uses_of(pack.file))
    finally:
        os.close(descriptor)


def _write_anew(versions: list[Version], folder: str) -> None:
    target = os.path.join(folder, f"{time.time_ns():x}-{os.urandom(4).hex()}{SUFFIX}")
    scratch = f"{target}.tmp"
    try:
        with open(scratch, "xb") as file:
            for one in versions:
                file.write(_record(one.path or "", one.clean, one.digest, one.own_ns, bytes_of(one)))
        os.replace(scratch, target)
    except OSError:
        _unlink_if_there(scratch)
        raise


def _unlink_if_there(file: str) -> None:
    try:
        os.unlink(file)
    except FileNotFoundError:
        return


def _record(path: str, clean: str, digest: str, used_ns: int, packed: bytes) -> bytes:
    head = {"clean": clean, "digest": digest, "path": path, "size": len(packed), "used": used_ns}
    return _JSON.render(head, 0).encode("ascii") + b"\n" + packed


def _write_all(descriptor: int, raw: bytes) -> None:
    view = memoryview(raw)
    while view:
        view = view[os.write(descriptor, view) :]
