"""Sealed records: most of them in packs, some in a file of their own.

One that has blobs attached is compressed in either.
"""

from __future__ import annotations

import contextlib
import os
from itertools import islice
from typing import TYPE_CHECKING, Any

from nbtrack.errors import StoreError
from nbtrack.notebook.stamp import is_settled, stamp_of_folder
from nbtrack.store.bulk_json import MANY, bulk_load
from nbtrack.store.canonical import load
from nbtrack.store.content import content
from nbtrack.store.digest import digest_of
from nbtrack.store.record_frame import attached_in, framed, json_in
from nbtrack.store.record_packs import RecordPacks
from nbtrack.store.seal import sealed_bytes, sealed_json
from nbtrack.store.write_once import flush_folder, refused, write_once

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
    from collections.abc import Set as AbstractSet

    from nbtrack.store.record import RunRecord

    Sealed = tuple[dict[str, Any], dict[str, bytes]]  # the JSON, and what is attached

_AT_ONCE = 32  # records: to unpack and to read one by turns takes a tenth longer, for the caches
_FEW_FOLDERS = 4  # those of packs, and another
PACK_RUNS = 64  # as many as share a chunk of the index
_SUFFIX, _PACKED = ".json", ".zst"


class Records:
    """Read and add records; none is ever changed."""

    __slots__ = ("_folder", "_packs")

    def __init__(self, folder: str) -> None:
        self._folder = folder
        self._packs = RecordPacks(folder)

    def add(self, record: RunRecord) -> None:
        """Seal the record of a run that nobody else can seal; raises StoreError where the disk refuses."""
        from nbtrack.store.record_json import to_json  # a listing needs none of these classes

        self.add_said(to_json(record), record.attached)

    def add_said(self, said: Mapping[str, Any], attached: Mapping[str, bytes]) -> None:
        """Do the same with what is a record's JSON already."""
        raw, run_id = sealed_bytes(said), said["id"]
        is_time = self._packs.append({run_id: framed(raw, attached)})
        if is_time is None:
            self._write(run_id, raw, attached)
        elif is_time:
            with contextlib.suppress(OSError, StoreError):  # then all stays as it is
                self._packs.close_grown()
                self.pack(self.loose())

    def put(self, record: RunRecord) -> bool:
        """Seal a record in a file of its own; raises StoreError where the disk refuses.

        False where its run has one already: of several who do so at once, one does.
        """
        if self.has(record.id):
            return False
        from nbtrack.store.record_json import to_json

        return self._write(record.id, sealed_bytes(to_json(record)), record.attached)

    def get(self, run_id: str) -> RunRecord:
        """Return the record of a run; raises StoreError where it is missing or damaged."""
        from nbtrack.store.record_json import record_of

        return record_of(*_opened(run_id, self._frame(run_id), load))

    def raws(self, run_ids: Iterable[str]) -> Iterator[tuple[str, bytes | None]]:
        """Yield the bytes of some runs' JSON, None for one that cannot be read."""
        left = self._frames(set(run_ids))
        while some := [(one, _json_or_none(frame)) for one, frame in islice(left, _AT_ONCE)]:
            yield from some

    def checked(self, run_ids: Iterable[str]) -> Iterator[tuple[str, RunRecord | StoreError]]:
        """Yield what `get` returns, but for the many values, or what it raises, of some runs."""
        from nbtrack.store.record_json import bare_of

        for run_id, found in self._sealed(run_ids):
            try:
                yield run_id, found if isinstance(found, StoreError) else bare_of(*found)
            except StoreError as error:
                yield run_id, error

    def bare(self, run_ids: Iterable[str]) -> Iterator[tuple[str, RunRecord | None]]:
        """Yield the records of some runs without their many values, which name no blobs.

        None for one that is damaged.
        """
        for run_id, found in self._sealed(run_ids):
            yield run_id, None if isinstance(found, StoreError) else _bare(*found)

    def has(self, run_id: str) -> bool:
        """Tell whether a run is sealed."""
        return os.path.exists(self.path(run_id)) or self._packs.has(run_id)

    def ids(self) -> Iterator[str]:
        """Yield the ids of all sealed runs."""
        found = set(self.loose())  # before the packs: what is packed meanwhile is then in both
        yield from found.union(self._packs.ids())

    def loose(self) -> Iterator[str]:
        """Yield the ids of the runs whose records are in no pack."""
        if os.path.isdir(self._folder):
            for head in os.listdir(self._folder):
                with contextlib.suppress(FileNotFoundError):  # its last record went into a pack
                    for name in os.listdir(os.path.join(self._folder, head)):
                        if name.endswith((_SUFFIX, _SUFFIX + _PACKED)):
                            yield name.removesuffix(_PACKED).removesuffix(_SUFFIX)

    def pack(self, run_ids: Iterable[str]) -> None:
        """Put records that have files of their own into packs; raises StoreError where the disk refuses."""
        left = sorted(run_ids)
        for first in range(0, len(left), PACK_RUNS):
            with self._packs.alone():
                frames = {
                    one: frame for one in left[first : first + PACK_RUNS] if (frame := self._loose_frame(one))
                }
                if frames:
                    self._packs.put(frames)
                    self._unlink(frames)

    def remove(self, run_ids: Collection[str]) -> None:
        """Delete records for good; raises StoreError where the disk refuses."""
        with self._packs.alone():
            self._unlink(run_ids)
            self._packs.remove(run_ids)

    def stamp(self) -> str | None:
        """Return what changes whenever a record comes or goes, None where that cannot be told yet."""
        try:
            folders = [self._folder, *(one.path for one in os.scandir(self._folder) if one.is_dir())]
        except FileNotFoundError:
            return None
        stamps = [stamp_of_folder(path) for path in sorted(folders)]
        if all(stamp is not None and is_settled(stamp) for stamp in stamps):
            said = b"\n".join(filter(None, stamps))
            return said.hex() if len(stamps) <= _FEW_FOLDERS else digest_of(said)
        return None

    def damaged_packs(self) -> list[str]:
        """Return the names of the packs that cannot be read."""
        return self._packs.damaged()

    def path(self, run_id: str) -> str:
        """Return where the record of a run stands that is in no pack."""
        plain = self._plain(run_id)
        return plain + _PACKED if os.path.exists(plain + _PACKED) else plain

    def _write(self, run_id: str, raw: bytes, attached: Mapping[str, bytes]) -> bool:
        path = self._plain(run_id)
        if attached:
            path, raw = path + _PACKED, framed(raw, attached)
        is_first = write_once(path, raw)
        flush_folder(os.path.dirname(path))
        return is_first

    def _plain(self, run_id: str) -> str:
        return os.path.join(self._folder, run_id[:2], run_id + _SUFFIX)

    def _sealed(self, run_ids: Iterable[str]) -> Iterator[tuple[str, Sealed | StoreError]]:
        """Yield what is sealed of some runs: many are read quicker than one by one."""
        wanted = set(run_ids)
        read = bulk_load() if len(wanted) >= MANY else load
        for run_id, frame in self._frames(wanted):
            found: Sealed | StoreError
            try:
                found = _opened(run_id, frame, read)
            except StoreError as error:
                found = error
            yield run_id, found

    def _frames(self, run_ids: AbstractSet[str]) -> Iterator[tuple[str, bytes | None]]:
        """Yield each run once, with its record as it stands in a pack, or would."""
        left = set(run_ids)
        for run_id, frame in self._packs.frames(run_ids):
            if run_id in left:
                left.discard(run_id)
                yield run_id, frame
        for run_id in sorted(left):
            yield run_id, self._frame(run_id)

    def _frame(self, run_id: str) -> bytes | None:
        return self._loose_frame(run_id) or self._packs.get(run_id)  # where it may have come to since

    def _loose_frame(self, run_id: str) -> bytes | None:
        """Return a record that has a file of its own as it stands in a pack, None where it has none."""
        path = self.path(run_id)
        try:
            raw = content(path)
        except OSError:
            return None
        return raw if path.endswith(_PACKED) else framed(raw, {})

    def _unlink(self, run_ids: Iterable[str]) -> None:
        for run_id in run_ids:
            plain = self._plain(run_id)
            for path in (plain, plain + _PACKED):
                try:
                    os.unlink(path)
                except FileNotFoundError:
                    continue
                except OSError as error:
                    raise refused(path, error) from None
            with contextlib.suppress(OSError):  # others may stand in it
                os.rmdir(os.path.dirname(plain))


def _opened(run_id: str, frame: bytes | None, read: Callable[[bytes], Any]) -> Sealed:
    """Return what is sealed in a frame; raises StoreError where it is missing or damaged."""
    if frame is None:
        raise StoreError(f"there is no record of run {run_id}")
    return sealed_json(json_in(frame), run_id, read), attached_in(frame)


def _json_or_none(frame: bytes | None) -> bytes | None:
    try:
        return None if frame is None else json_in(frame)
    except StoreError:
        return None


def _bare(said: Mapping[str, Any], attached: Mapping[str, bytes]) -> RunRecord | None:
    from nbtrack.store.record_json import VALUES, from_json

    try:
        return from_json({name: said[name] for name in said.keys() - VALUES}, attached)
    except (TypeError, ValueError, AttributeError):
        return None
