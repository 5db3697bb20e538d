"""Digests of files, each worked out once for as long as the file's stat says that it did not change."""

from __future__ import annotations

import os
from functools import cached_property
from hashlib import sha256
from typing import TYPE_CHECKING

from nbtrack.notebook.stamp import is_settled, stamp_from
from nbtrack.rules.cache.table import Table

if TYPE_CHECKING:
    from typing import BinaryIO

MOST_BYTES = 2_000_000_000  # a larger file is told by samples of it
SAMPLED = "sampled:"  # what the digest of such a file begins with
_BLOCK_BYTES = 1 << 20
_SAMPLES = 64


class FileDigests:
    """The digests that one store remembers."""

    def __init__(self, store: str, most_bytes: int = MOST_BYTES) -> None:
        self._path = os.path.join(store, "data", "digests")
        self._most_bytes = most_bytes

    @cached_property
    def _table(self) -> Table:
        return Table(self._path)  # a run that uses no file reads nothing

    def of(self, path: str) -> tuple[str, os.stat_result] | None:
        """Return the SHA-256 of a regular file and its stat, None where it cannot be read."""
        try:
            with open(path, "rb") as file:
                found = os.fstat(file.fileno())
                stamp = stamp_from(found)
                if stamp is None:
                    return None
                known = self._table.get(stamp)  # it holds device and inode, so it needs no path
                if known is not None:
                    return known.decode("ascii"), found
                digest = _digest(file, found.st_size, self._most_bytes)
        except OSError:
            return None
        if is_settled(stamp):
            self._table.put(stamp, digest.encode("ascii"))
        return digest, found

    def save(self) -> None:
        """Write what is new."""
        if "_table" in vars(self):
            self._table.save()


def _digest(file: BinaryIO, size: int, most_bytes: int) -> str:
    digest = sha256()
    if size <= most_bytes:
        while block := file.read(_BLOCK_BYTES):
            digest.update(block)
        return digest.hexdigest()
    digest.update(b"%d" % size)
    for number in range(_SAMPLES):
        file.seek((size - _BLOCK_BYTES) * number // (_SAMPLES - 1))
        digest.update(file.read(_BLOCK_BYTES))
    return SAMPLED + digest.hexdigest()
