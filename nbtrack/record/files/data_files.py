"""The files, folders and addresses that a run used, as its record holds them."""

from __future__ import annotations

import os
from bisect import bisect_right
from hashlib import sha256
from math import inf
from typing import TYPE_CHECKING, Any

from nbtrack.notebook.stamp import stamp_from
from nbtrack.project import is_below, path_from
from nbtrack.record.environments.imported import is_there
from nbtrack.record.files.c_readers import C_READERS
from nbtrack.record.files.data_pointers import pointer_of
from nbtrack.record.secrets.redaction import redacted
from nbtrack.store.clock import seconds_of, utc_text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from nbtrack.record.files.file_digests import FileDigests
    from nbtrack.record.files.unseen_files import Unseen
    from nbtrack.record.used import FileUse, Used
    from nbtrack.store.record import CellRun

SCHEMA = "nbtrack.data/1"
READ, WRITTEN, CHANGED = "read", "written", "changed"  # the last for what was read, and then written
_MOST_LISTED = 100_000
_MOST_ADDRESSES = 1000
_FIELDS = ("st_dev", "st_ino", "st_size", "st_mtime_ns", "st_ctime_ns")


class DataFiles:
    """Describe what was used in a project; paths outside of it are absolute, with `~` for the home."""

    def __init__(self, root: str, digests: FileDigests, cells: Sequence[CellRun]) -> None:
        self._root = root
        self._digests = digests
        begun = [(seconds_of(cell.started), cell.number) for cell in cells if cell.started]
        self._starts = [start for start, _ in sorted(begun)]
        self._numbers = [number for _, number in sorted(begun)]

    def describe(self, used: Used, guessed: Unseen) -> dict[str, Any]:
        """Return the blob's JSON."""
        saved = guessed.opened.saved
        found = [self._file(path, use, path in saved) for path, use in sorted(used.files.items())]
        more = [self._guessed(path, guessed) for path in sorted(guessed.paths - used.files.keys())]
        return {
            "schema": SCHEMA,
            "files": [file for file in (*found, *more) if file],
            "folders": [
                self._folder(path) for path in sorted(used.crowded | used.listed | guessed.opened.folders)
            ],
            "urls": [*map(_without_secrets, used.urls[:_MOST_ADDRESSES])],
            "hosts": used.hosts[:_MOST_ADDRESSES],
            "unseen": _unseen(used),
            **({"watched": True} if used.watched else {}),
        }

    def name_of(self, path: str) -> str:
        """Return a path as a record names it."""
        if is_below(self._root, path):
            return path_from(self._root, path)
        home = os.path.join(os.path.expanduser("~"), "")
        return f"~/{path[len(home) :]}" if path.startswith(home) else path

    def _file(self, path: str, use: FileUse, is_saved: bool) -> dict[str, Any] | None:
        found = self._digests.of(path)
        is_own = use.read is None or (use.written is not None and use.written < use.read)
        # A checkpoint that a library in C wrote was read as it is now, so it was written before that.
        is_own = is_own or (is_saved and found is not None and use.state == _state(found[1]))
        if found is None and is_own:  # a scratch file
            return None
        first = use.written if is_own else use.read
        said: dict[str, Any] = {"path": self.name_of(path), "use": WRITTEN if is_own else READ}
        if cell := self._cell(first):
            said["cell"] = cell
        if found is None:
            return said | {"digest": use.held, "gone": True}
        digest, stat = found
        said |= self._state(path, digest, stat)
        if not is_own and (use.written is not None or use.held not in (None, digest)):
            said |= {"use": CHANGED, "digest": use.held, "became": digest}
        elif not is_own and use.state and use.state != _state(stat):
            said["changed_since"] = True  # by another program: the digest is not of what was read
        return said

    def _guessed(self, path: str, guessed: Unseen) -> dict[str, Any] | None:
        found = self._digests.of(path)
        if found is None:
            return None
        since, remark = guessed.how(path, self._starts[0] if self._starts else inf)
        said = {
            "path": self.name_of(path),
            "use": WRITTEN if found[1].st_mtime > since else READ,
            remark: True,
        }
        if cell := self._cell(guessed.at(path)):
            said["cell"] = cell
        return said | self._state(path, *found)

    def _state(self, path: str, digest: str, stat: os.stat_result) -> dict[str, Any]:
        said = {"digest": digest, "size_bytes": stat.st_size, "modified": utc_text(stat.st_mtime)}
        return said | (pointer_of(path, stat.st_size, self._root) or {})

    def _cell(self, at: float | None) -> int | None:
        """Return the cell that ran at a time; the first begins after whatever the kernel does for itself."""
        place = bisect_right(self._starts, at + 0.001) if at is not None else 0
        return self._numbers[place - 1] if place else None

    def _folder(self, path: str) -> dict[str, Any]:
        """Summarise a folder by the names and sizes in it."""
        digest, files, size = sha256(), 0, 0
        for name, stat in _entries(path):
            digest.update(b"%b\0%d\n" % (os.fsencode(name), stat.st_size))
            files += 1
            size += stat.st_size
        return {
            "path": self.name_of(path),
            "files": files,
            "size_bytes": size,
            "digest": digest.hexdigest(),
        }


def _state(stat: os.stat_result) -> tuple[Any, ...]:
    return tuple(getattr(stat, name) for name in _FIELDS)


def _unseen(used: Used) -> list[str]:
    """Return the libraries whose files nobody sees: where the path was not told, all that were asked for."""
    asked = sorted(C_READERS & used.imported.keys())
    path = [*used.path, *map(os.path.dirname, used.modules)]
    return [name for name in asked if is_there(name, path)] if used.path else asked


def _without_secrets(url: str) -> str:
    """Redact an address, and each part of it: within a path most secrets are not looked for."""
    return "/".join(map(redacted, redacted(url).split("/")))


def _entries(folder: str) -> list[tuple[str, os.stat_result]]:
    found = []
    try:
        with os.scandir(folder) as entries:
            for entry in entries:
                if entry.is_file() and stamp_from(stat := entry.stat()):
                    found.append((entry.name, stat))
                if len(found) == _MOST_LISTED:
                    break
    except OSError:
        return []
    return sorted(found)
