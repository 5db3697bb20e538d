"""Small blobs that a record holds itself.

A file of its own costs part of a block of the disk and a wait for it, which is more than a few kilobytes are
worth. Only what no other run shares is attached.
"""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING

from nbtrack.errors import StoreError
from nbtrack.store.compression import compress, decompress
from nbtrack.store.digest import digest_of, first_digits

if TYPE_CHECKING:
    from nbtrack.store.blobs import Blobs
    from nbtrack.store.record import RunRecord
    from nbtrack.store.series import Series

_LEVEL = 3  # of zstd: points get no smaller beyond
MOST_BYTES = 8192  # of the compressed bytes: two blocks of most disks


def attach_or_put(blobs: Blobs, raw: bytes) -> tuple[str, dict[str, bytes]]:
    """Return the digest of some bytes, and the frame to attach: none where they are large, and a blob."""
    packed = compress(raw, _LEVEL)
    if len(packed) > MOST_BYTES:
        return blobs.put_packed(digest_of(raw), packed), {}
    digest = digest_of(raw)
    return digest, {digest: packed}


def attached_or_get(record: RunRecord, blobs: Blobs, digest: str) -> bytes:
    """Return the bytes of a digest that a record names; raises StoreError where they are not to be had."""
    if digest not in record.attached:
        return blobs.get(digest)
    return detached(digest, record.attached[digest])


def detached(digest: str, packed: bytes) -> bytes:
    """Return what a frame holds; raises StoreError where its digest is another."""
    with contextlib.suppress(StoreError):
        raw = decompress(packed)
        if digest_of(raw) == digest:
            return raw
    raise StoreError(
        f"what is attached as {first_digits(digest)} is damaged", hint="run `nbtrack store verify`"
    )


def series_of(record: RunRecord, blobs: Blobs) -> dict[str, Series]:
    """Return the points of a run's metrics; raises StoreError."""
    from nbtrack.store.series import unpack

    return unpack(attached_or_get(record, blobs, record.series)) if record.series else {}
