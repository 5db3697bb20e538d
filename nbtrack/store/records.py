"""The folder of sealed records. One that has blobs attached is compressed, and so takes no more than they."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from nbtrack.errors import StoreError
from nbtrack.store.compression import compress, decompress
from nbtrack.store.record_json import read_sealed, sealed_bytes
from nbtrack.store.write_once import flush_folder, write_once

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nbtrack.store.record import RunRecord

_SUFFIX, _PACKED = ".json", ".zst"
_LEVEL = 3  # of zstd: base64, most of what there is, gets no smaller beyond


class Records:
    """Read and add records; none is ever changed."""

    __slots__ = ("_folder",)

    def __init__(self, folder: str) -> None:
        self._folder = folder

    def put(self, record: RunRecord) -> bool:
        """Seal a record, False where its run has one already; raises StoreError where the disk refuses."""
        path, raw = self._plain(record.id), sealed_bytes(record)
        if record.attached:
            path, raw = path + _PACKED, compress(raw, _LEVEL)
        written = write_once(path, raw)
        flush_folder(os.path.dirname(path))
        return written

    def get(self, run_id: str) -> RunRecord:
        """Return the record of a run; raises StoreError where it is missing or damaged."""
        try:
            path = self.path(run_id)
            with open(path, "rb") as file:
                raw = file.read()
        except OSError:
            raise StoreError(f"there is no record of run {run_id}") from None
        return read_sealed(decompress(raw) if path.endswith(_PACKED) else raw, run_id)

    def has(self, run_id: str) -> bool:
        """Tell whether a run is sealed."""
        return os.path.exists(self.path(run_id))

    def ids(self) -> Iterator[str]:
        """Yield the ids of all sealed runs."""
        if os.path.isdir(self._folder):
            for head in os.listdir(self._folder):
                for name in os.listdir(os.path.join(self._folder, head)):
                    if name.endswith((_SUFFIX, _SUFFIX + _PACKED)):
                        yield name.removesuffix(_PACKED).removesuffix(_SUFFIX)

    def path(self, run_id: str) -> str:
        """Return where the record of a run stands."""
        plain = self._plain(run_id)
        return plain + _PACKED if os.path.exists(plain + _PACKED) else plain

    def _plain(self, run_id: str) -> str:
        return os.path.join(self._folder, run_id[:2], run_id + _SUFFIX)
