"""A sealed record as it stands in a pack: its JSON in one zstd frame, behind what is attached to it.

What is attached stands in frames that readers of zstd skip (RFC 8878, 3.1.2), each a digest and the zstd
frame of what has that digest. So whoever wants the JSON, as a listing does, steps over most of the bytes.
"""

from __future__ import annotations

import struct
from itertools import pairwise
from typing import TYPE_CHECKING

from nbtrack.errors import StoreError
from nbtrack.store.compression import compress, decompress

if TYPE_CHECKING:
    from collections.abc import Mapping

_LEVEL = 1  # of zstd: what is small gets no smaller beyond
_MAGIC = b"\x51\x2a\x4d\x18"  # tables of packs have the one before
_SIZE = struct.Struct("<I")  # of what follows, as the RFC has it
_DIGEST_BYTES = 32


def framed(raw: bytes, attached: Mapping[str, bytes]) -> bytes:
    """Return the JSON of a record with zstd frames, by the digests of what they hold."""
    parts: list[bytes] = []
    for digest, packed in attached.items():
        parts += _MAGIC, _SIZE.pack(_DIGEST_BYTES + len(packed)), bytes.fromhex(digest), packed
    return b"".join((*parts, compress(raw, _LEVEL)))


def json_in(frame: bytes) -> bytes:
    """Return the JSON alone; raises StoreError where it is damaged."""
    return decompress(frame[_starts(frame)[-1] :])


def attached_in(frame: bytes) -> dict[str, bytes]:
    """Return what is attached, as it was given; raises StoreError where that is cut short."""
    places = ((start + len(_MAGIC) + _SIZE.size, end) for start, end in pairwise(_starts(frame)))
    return {
        frame[start : start + _DIGEST_BYTES].hex(): frame[start + _DIGEST_BYTES : end]
        for start, end in places
    }


def _starts(frame: bytes) -> list[int]:
    """Return where each frame begins; the last one is the JSON's."""
    starts = [0]
    while frame.startswith(_MAGIC, starts[-1]):
        behind = starts[-1] + len(_MAGIC)
        try:
            (size,) = _SIZE.unpack_from(frame, behind)
        except struct.error:
            raise StoreError("a record is cut short", hint="run `nbtrack store verify`") from None
        starts.append(behind + _SIZE.size + size)
    return starts
