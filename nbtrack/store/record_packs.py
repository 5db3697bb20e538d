"""Many sealed records in one file, since a small file of its own takes up to a block more of the disk.

A closed pack is named by the digest of its bytes and never changed: what is to be without some records is a
new one. Packs that grow, see `nbtrack.store.growing_pack`, have a folder of their own: a name that changes
while a long folder is listed may be missed.
"""

from __future__ import annotations

import contextlib
import os
from functools import lru_cache
from typing import TYPE_CHECKING

from nbtrack.errors import StoreError
from nbtrack.store import growing_pack
from nbtrack.store.attached import detached
from nbtrack.store.canonical import digest_of
from nbtrack.store.lock import lock, lock_if_free
from nbtrack.store.pack_table import packed, read_growing, read_table
from nbtrack.store.record_frame import attached_in, json_in
from nbtrack.store.seal import sealed_json
from nbtrack.store.write_once import flush_folder, refused, write_once

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from nbtrack.store.pack_table import Table

SUFFIX = ".zst"
_CLOSED, _GROWING = "packs", "growing"
_LOCK = "lock"  # a file, since a folder cannot be locked on NFS
_TRIES = 20  # a growing pack has another name after each record


class RecordPacks:
    """The folders of packs."""

    __slots__ = ("_closed", "_growing")

    def __init__(self, folder: str) -> None:
        self._closed = os.path.join(folder, _CLOSED)
        self._growing = os.path.join(folder, _GROWING)

    def put(self, frames: Mapping[str, bytes]) -> None:
        """Keep the frames of some records as a closed pack; raises StoreError where the disk refuses."""
        raw = packed(frames)
        write_once(os.path.join(self._closed, digest_of(raw) + SUFFIX), raw)
        flush_folder(self._closed)

    def append(self, frames: Mapping[str, bytes]) -> bool | None:
        """Append the frames of some records to a growing pack, and tell whether it is time to close one.

        None where that cannot be: somebody else is at it, the file system has no locks, or the disk refuses.
        """
        try:
            with self._lock_file() as descriptor:
                if lock_if_free(descriptor):
                    return growing_pack.append(self._growing, packed(frames))
        except OSError:
            pass
        return None

    def close_grown(self) -> None:
        """Make closed packs of those that take no more; raises StoreError where the disk refuses."""
        with self.alone():
            for path in growing_pack.grown(self._growing):
                if table := _table_or_none(path):
                    self._replace(path, table, ())

    def ids(self) -> Iterator[str]:
        """Yield the ids of all runs that are in a pack."""
        for table in self._tables().values():
            yield from table or ()

    def get(self, run_id: str) -> bytes | None:
        """Return the frame of a record, None where no pack has it."""
        for _ in range(_TRIES):
            tables = self._tables()
            path = next((path for path, table in tables.items() if table and run_id in table), None)
            if path is None:
                return None
            with contextlib.suppress(FileNotFoundError), open(path, "rb") as file:
                place = (tables[path] or {})[run_id]
                file.seek(place.start)
                return file.read(place.size)
        return None

    def frames(self, run_ids: Collection[str]) -> Iterator[tuple[str, bytes]]:
        """Yield the frames of some runs, pack by pack; of those that are in none there is nothing."""
        for path, table in self._tables().items():
            if table and not table.keys().isdisjoint(run_ids):
                with contextlib.suppress(FileNotFoundError), open(path, "rb") as file:
                    raw = file.read()
                    for run_id, (start, size) in table.items():
                        if run_id in run_ids:
                            yield run_id, raw[start : start + size]

    def has(self, run_id: str) -> bool:
        """Tell whether a run is in a pack."""
        return any(run_id in (table or ()) for table in self._tables().values())

    @contextlib.contextmanager
    def alone(self) -> Iterator[None]:
        """Let nobody else move records meanwhile: what one deletes, another would bring back in a pack."""
        with contextlib.ExitStack() as held:
            try:
                lock(held.enter_context(self._lock_file()))
            except OSError as error:
                raise refused(self._growing, error) from None
            yield

    def remove(self, run_ids: Collection[str]) -> None:
        """Make packs anew without some runs; raises StoreError where the disk refuses."""
        for path, table in self._tables().items():
            if table and not table.keys().isdisjoint(run_ids):
                self._replace(path, table, run_ids)

    def _replace(self, path: str, table: Table, run_ids: Collection[str]) -> None:
        with open(path, "rb") as file:
            raw = file.read()
        left = {one: raw[start : start + size] for one, (start, size) in table.items() if one not in run_ids}
        if left:
            self.put(left)
        _unlink(path)

    def damaged(self) -> list[str]:
        """Return the names of the packs that cannot be read, so that nobody knows what is in them."""
        return [os.path.basename(path) for path, table in self._tables().items() if table is None]

    def _tables(self) -> dict[str, Table | None]:
        """Return the tables of all packs by their paths, None for one that is damaged.

        What a pack that is gone held is in another one that was not there yet.
        """
        found: dict[str, Table | None] = {}
        for _ in range(_TRIES):
            found = {}
            with contextlib.suppress(FileNotFoundError):
                for path in self._paths():
                    found[path] = _table_or_none(path)
                return found
        return found

    def _paths(self) -> Iterator[str]:
        """Yield all packs, the growing ones first: what is closed meanwhile is then in both."""
        for folder in (self._growing, self._closed):
            with contextlib.suppress(FileNotFoundError):
                for name in sorted(os.listdir(folder)):
                    if name.endswith(SUFFIX):
                        yield os.path.join(folder, name)

    @contextlib.contextmanager
    def _lock_file(self) -> Iterator[int]:
        path, flags = os.path.join(self._growing, _LOCK), os.O_WRONLY | os.O_CREAT | os.O_CLOEXEC
        try:
            descriptor = os.open(path, flags, 0o666)
        except FileNotFoundError:
            os.makedirs(self._growing, exist_ok=True)
            descriptor = os.open(path, flags, 0o666)
        try:
            yield descriptor
        finally:
            os.close(descriptor)


def _table_or_none(path: str) -> Table | None:
    """Return the table of a pack, None where it is damaged; raises FileNotFoundError once it is gone."""
    certain_bytes = growing_pack.certain_bytes(path)
    try:
        return (
            _closed(path) if certain_bytes is None else _growing(path, certain_bytes, os.path.getsize(path))
        )
    except FileNotFoundError:
        raise
    except (OSError, ValueError):
        return None


# Packs of one name and size are the same, and a process that reads a thousand records asks for each.
@lru_cache(maxsize=4096)
def _closed(path: str) -> Table:
    return read_table(path)


@lru_cache(maxsize=16)
def _growing(path: str, certain_bytes: int, _size: int) -> Table:
    return read_growing(path, certain_bytes, _is_whole)


def _is_whole(run_id: str, frame: bytes) -> bool:
    try:
        sealed_json(json_in(frame), run_id)
        for digest, packed_b in attached_in(frame).items():
            detached(digest, packed_b)
    except StoreError:
        return False
    return True


def _unlink(path: str) -> None:
    try:
        os.unlink(path)
    except FileNotFoundError:  # somebody else collects too
        pass
    except OSError as error:
        raise refused(path, error) from None
