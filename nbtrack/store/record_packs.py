"""Many sealed records in one file, since a small file of its own takes up to a block more of the disk.

A pack is a table, which readers of zstd skip, and then the records, each a zstd frame as it stood alone. It
is named by the digest of its bytes and never changed: what is to be without some records is a new one.
"""

from __future__ import annotations

import contextlib
import os
from struct import Struct
from typing import TYPE_CHECKING, NamedTuple

from nbtrack.store.canonical import digest_of, dump, load
from nbtrack.store.lock import lock
from nbtrack.store.write_once import flush_folder, refused, write_once

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

SUFFIX = ".zst"
_LOCK = "lock"  # a file, since a folder cannot be locked on NFS
_FORMAT = "nbtrack.pack/1"
_SKIPPABLE = Struct("<II")  # RFC 8878, 3.1.2: a magic number, and the size of what follows
_MAGIC = 0x184D2A50


class Place(NamedTuple):
    """Where the frame of a record stands in its pack."""

    start: int
    size: int


Table = dict[str, Place]
_tables: dict[str, Table] = {}  # by path: a pack never changes, and a process asks for each of its runs


class RecordPacks:
    """The folder of packs."""

    __slots__ = ("_folder",)

    def __init__(self, folder: str) -> None:
        self._folder = folder

    def put(self, frames: Mapping[str, bytes]) -> None:
        """Keep the frames of some records as a pack; raises StoreError where the disk refuses."""
        raw = packed(frames)
        write_once(os.path.join(self._folder, digest_of(raw) + SUFFIX), raw)
        flush_folder(self._folder)

    def ids(self) -> Iterator[str]:
        """Yield the ids of all runs that are in a pack."""
        before: list[str] = []
        while before != (paths := self._paths()):  # `gc` may put another pack in the place of one meanwhile
            before, tables = paths, [_table_or_none(path) or {} for path in paths]
        for table in tables if before else ():
            yield from table

    def get(self, run_id: str) -> bytes | None:
        """Return the frame of a record, None where no pack has it."""
        for _ in range(2):  # `gc` may put another pack in the place of one that we look into
            for path in self._paths():
                if place := (_table_or_none(path) or {}).get(run_id):
                    with contextlib.suppress(FileNotFoundError), open(path, "rb") as file:
                        file.seek(place.start)
                        return file.read(place.size)
        return None

    def frames(self, run_ids: Collection[str]) -> Iterator[tuple[str, bytes]]:
        """Yield the frames of some runs, pack by pack; of those that are in none there is nothing."""
        for path in self._paths():
            table = _table_or_none(path) or {}
            if not table.keys().isdisjoint(run_ids):
                with contextlib.suppress(FileNotFoundError), open(path, "rb") as file:
                    raw = file.read()
                    for run_id, (start, size) in table.items():
                        if run_id in run_ids:
                            yield run_id, raw[start : start + size]

    def has(self, run_id: str) -> bool:
        """Tell whether a run is in a pack."""
        return any(run_id in (_table_or_none(path) or ()) for path in self._paths())

    @contextlib.contextmanager
    def alone(self) -> Iterator[None]:
        """Let nobody else move records meanwhile: what one deletes, another would bring back in a pack."""
        with contextlib.ExitStack() as held:
            try:
                os.makedirs(self._folder, exist_ok=True)
                lock(held.enter_context(open(os.path.join(self._folder, _LOCK), "ab")).fileno())
            except OSError as error:
                raise refused(self._folder, error) from None
            yield

    def remove(self, run_ids: Collection[str]) -> None:
        """Make packs anew without some runs; raises StoreError where the disk refuses."""
        for path in self._paths():
            table = _table_or_none(path)
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
        return [os.path.basename(path) for path in self._paths() if _table_or_none(path) is None]

    def _paths(self) -> list[str]:
        try:
            names = os.listdir(self._folder)
        except FileNotFoundError:
            return []
        return [os.path.join(self._folder, name) for name in sorted(names) if name.endswith(SUFFIX)]


def packed(frames: Mapping[str, bytes]) -> bytes:
    """Return the bytes of a pack."""
    sizes = [[run_id, len(frame)] for run_id, frame in frames.items()]
    table = dump({"format": _FORMAT, "runs": sizes})
    return b"".join((_SKIPPABLE.pack(_MAGIC, len(table)), table, *frames.values()))


def _table_or_none(path: str) -> Table | None:
    """Return the table of a pack, an empty one once it is gone, None where it is damaged."""
    with contextlib.suppress(KeyError):
        return _tables[path]
    try:
        with open(path, "rb") as file:
            magic, size = _SKIPPABLE.unpack(file.read(_SKIPPABLE.size))
            found = load(file.read(size))
            end = os.fstat(file.fileno()).st_size
        table = _placed(found["runs"], _SKIPPABLE.size + size)
        if magic != _MAGIC or found["format"] != _FORMAT or end != sum(max(table.values())):
            return None
    except FileNotFoundError:
        return {}
    except Exception:  # noqa: BLE001 - whatever a damaged file makes of it
        return None
    _tables[path] = table
    return table


def _placed(sizes: list[tuple[str, int]], start: int) -> Table:
    table = {}
    for run_id, size in sizes:
        if size < 0:
            raise ValueError("a frame has a size")
        table[str(run_id)] = Place(start, int(size))
        start += int(size)
    return table


def _unlink(path: str) -> None:
    try:
        os.unlink(path)
    except FileNotFoundError:  # somebody else collects too
        pass
    except OSError as error:
        raise refused(path, error) from None
    _tables.pop(path, None)
