"""What commands kept before they wrote, so that `nbtrack undo` can bring it back.

Each command has a folder of its own, with its journal and its blobs: forgetting one is deleting a folder,
and nothing that other commands or records need goes with it.
"""

from __future__ import annotations

import os
import time
from functools import partial
from typing import TYPE_CHECKING

from nbtrack.errors import StoreError
from nbtrack.store.blobs import Blobs
from nbtrack.store.canonical import digest_of
from nbtrack.store.clock import seconds_of, utc_text
from nbtrack.store.retention import too_much
from nbtrack.store.undo_entry import Entry, KeptFile, failed_line, file_line, head_line, read_entry
from nbtrack.store.undo_trust import is_proof, needs_proof, proof_of
from nbtrack.store.write_once import keep_out_of_git, refused

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_FOLDER, _JOURNAL, _BLOBS = "undo", "journal.jsonl", "blobs"
# What was kept just now stays whatever its size: its command may still be at work.
_FRESH_S = 3600.0


class Keeper:
    """Keep what one command is about to overwrite; raises StoreError where the disk refuses."""

    __slots__ = ("_base", "_blobs", "_descriptor", "entry_id")

    def __init__(self, folder: str, base: str, descriptor: int) -> None:
        self.entry_id = os.path.basename(folder)
        self._base = base
        self._blobs = Blobs(os.path.join(folder, _BLOBS))
        self._descriptor = descriptor

    def keep(self, path: str, old: bytes | None, new: bytes, undoes: str | None = None) -> None:
        """Keep what a file holds, before `new` is written to it."""
        before = None if old is None else self._blobs.put(old)
        name, after = name_of(path, self._base), digest_of(new)
        self._append(file_line(KeptFile(name, before, after, undoes, self._proof(name, before, after))))

    def drop(self, path: str) -> None:
        """Say that a file was not written after all."""
        self._append(failed_line(name_of(path, self._base)))

    def _proof(self, name: str, before: str | None, after: str) -> str | None:
        if not needs_proof(name, self._base):
            return None
        try:
            return proof_of(self.entry_id, name, before, after)
        except OSError as error:
            raise refused("the key that tells what you kept from what others did", error) from None

    def _append(self, line: bytes) -> None:
        try:
            if os.write(self._descriptor, line) < len(line):
                raise StoreError("cannot write what undo keeps: no space left on device")
            os.fsync(self._descriptor)
        except OSError as error:
            raise refused("what undo keeps", error) from None


class UndoLog:
    """Everything that is kept in one store."""

    __slots__ = ("_folder", "_store", "base")

    def __init__(self, store: str) -> None:
        self._store = store
        self._folder = os.path.join(store, _FOLDER)
        self.base = os.path.dirname(store)  # files below it are named from there, so that it may move

    def begin(self, command: Sequence[str]) -> Keeper:
        """Begin the entry of a command; raises StoreError where the disk refuses."""
        entry = Entry(os.urandom(4).hex(), utc_text(time.time()), tuple(command))
        folder = self._of(entry.id)
        try:
            os.makedirs(self._folder, mode=0o700, exist_ok=True)  # secrets may be what was taken out
            os.mkdir(folder, 0o700)
            journal = os.path.join(folder, _JOURNAL)
            flags = os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_EXCL
            descriptor = os.open(journal, flags | getattr(os, "O_BINARY", 0), 0o600)
            os.write(descriptor, head_line(entry))
        except OSError as error:
            raise refused(self._folder, error) from None
        keep_out_of_git(self._store)
        return Keeper(folder, self.base, descriptor)

    def entries(self) -> list[Entry]:
        """Return every entry that names a file, the newest first."""
        found = (self._entry(entry_id) for entry_id in self._ids())
        return sorted((e for e in found if e and e.files), key=lambda e: (e.time, e.id), reverse=True)

    def get(self, entry_id: str, digest: str) -> bytes:
        """Return what an entry kept; raises StoreError where it is missing or damaged."""
        return Blobs(os.path.join(self._of(entry_id), _BLOBS)).get(digest)

    def size(self, entry_id: str) -> int:
        """Return how many bytes an entry takes on the disk."""
        return sum(os.path.getsize(path) for path in _files_below(self._of(entry_id)))

    def troubles(self) -> Iterator[tuple[str, str]]:
        """Yield (entry, what is wrong) for every version that cannot be brought back."""
        for entry in self.entries():
            for file in entry.files:
                try:
                    if file.before:
                        self.get(entry.id, file.before)
                except StoreError as error:
                    yield entry.id, f"{file.path} cannot be brought back: {error.message}"

    def prune(self, *, keep_s: float, most_bytes: int) -> None:
        """Forget what is older than `keep_s`, and the oldest until the rest fits."""
        ids = sorted(self._ids(), key=self._began, reverse=True)
        ages_s = [time.time() - self._began(entry_id) for entry_id in ids]
        aged = zip(ages_s, map(self.size, ids), strict=True)
        leaving = too_much(aged, keep_s=keep_s, most_bytes=most_bytes)
        for entry_id, age_s, leaves in zip(ids, ages_s, leaving, strict=True):
            if leaves and age_s > _FRESH_S:
                self._forget(entry_id)

    def clear(self) -> int:
        """Forget everything; return how many entries that were."""
        ids = self._ids()
        for entry_id in ids:
            self._forget(entry_id)
        return len(ids)

    def path_of(self, file: KeptFile) -> str:
        """Return where a file stands now, as an absolute path."""
        return os.path.join(self.base, file.path)

    def _ids(self) -> list[str]:
        try:
            return sorted(name for name in os.listdir(self._folder) if not name.startswith("."))
        except (FileNotFoundError, NotADirectoryError):
            return []

    def _entry(self, entry_id: str) -> Entry | None:
        try:
            with open(os.path.join(self._of(entry_id), _JOURNAL), "rb") as file:
                raw = file.read()
        except OSError:  # forgotten since it was listed
            return None
        return read_entry(entry_id, raw, partial(self._is_trusted, entry_id))

    def _is_trusted(self, entry_id: str, file: KeptFile) -> bool:
        if not needs_proof(file.path, self.base):
            return True
        return is_proof(file.proof, entry_id, file.path, file.before, file.after)

    def _began(self, entry_id: str) -> float:
        entry = self._entry(entry_id)
        try:
            return seconds_of(entry.time) if entry else 0.0
        except ValueError:
            return 0.0

    def _forget(self, entry_id: str) -> None:
        import shutil

        shutil.rmtree(self._of(entry_id), ignore_errors=True)

    def _of(self, entry_id: str) -> str:
        return os.path.join(self._folder, entry_id)


def name_of(path: str, base: str) -> str:
    """Return how the log names a file: from `base` where it is below that, else by its absolute path."""
    absolute = os.path.abspath(path)
    return os.path.relpath(absolute, base) if absolute.startswith(base.rstrip(os.sep) + os.sep) else absolute


def _files_below(folder: str) -> Iterator[str]:
    for above, _, names in os.walk(folder):
        for name in names:
            yield os.path.join(above, name)
