"""Zstandard, from the standard library where it has it."""

from __future__ import annotations

import sys

from nbtrack.errors import StoreError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from types import ModuleType

MOST_BYTES = 4 * 1024**3  # a blob that claims more is a bomb
THOROUGH, QUICK = 6, 1  # levels of zstd: pictures, most of what there is, hardly get smaller by the first


def compress(raw: bytes, level: int = THOROUGH) -> bytes:
    """Return raw as one zstd frame that states its size."""
    packed: bytes = _zstd().compress(raw, level)
    return packed


def compress_parts(parts: Sequence[bytes], level: int) -> bytes:
    """Return parts that have little in common as one frame, each in blocks of its own."""
    zstd = _zstd()
    compressor = zstd.ZstdCompressor(level)
    compressor.set_pledged_input_size(sum(map(len, parts)))
    *first, last = parts
    blocks = [compressor.compress(part, compressor.FLUSH_BLOCK) for part in first]
    return b"".join((*blocks, compressor.compress(last, compressor.FLUSH_FRAME)))


def decompress(packed: bytes) -> bytes:
    """Return what a zstd frame holds; raises StoreError where it is damaged or claims too much."""
    zstd = _zstd()
    try:
        size = zstd.get_frame_info(packed).decompressed_size
        if size is None or size > MOST_BYTES:
            raise StoreError(f"a blob claims to hold {size} bytes", hint="run `nbtrack store verify`")
        decompressor = zstd.ZstdDecompressor()
        raw: bytes = decompressor.decompress(packed, size or 1)
    except zstd.ZstdError as error:
        raise StoreError(f"a blob is damaged: {error}", hint="run `nbtrack store verify`") from None
    if not decompressor.eof or decompressor.unused_data:
        raise StoreError("a blob is cut short or has a tail", hint="run `nbtrack store verify`")
    return raw


def _zstd() -> ModuleType:
    if sys.version_info >= (3, 14):
        from compression import zstd
    else:
        from backports import zstd
    return zstd
