"""Zstandard, from the standard library where it has it."""

from __future__ import annotations

import sys

from nbtrack.errors import StoreError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from types import ModuleType
    from typing import Any

MOST_BYTES = 4 * 1024**3  # a blob that claims more is a bomb
THOROUGH, QUICK = 6, 1  # levels of zstd: pictures, most of what there is, hardly get smaller by the first
_SMALL_BYTES = 1 << 17  # what compresses no more has a few hundred kilobytes of memory, and is kept
_idle: dict[int, list[Any]] = {}  # by level: to make one takes as long as to compress a few kilobytes


def compress(raw: bytes, level: int = THOROUGH) -> bytes:
    """Return raw as one zstd frame that states its size."""
    idle = _idle.setdefault(level, []) if len(raw) <= _SMALL_BYTES else []
    try:
        compressor = idle.pop()  # nobody else has it then, neither another thread nor the child of a fork
    except IndexError:
        compressor = _zstd().ZstdCompressor(level)
    compressor.set_pledged_input_size(len(raw))
    packed: bytes = compressor.compress(raw, compressor.FLUSH_FRAME)
    idle.append(compressor)
    return packed


class Alike:
    """Compress texts that are much like one of them, without which none comes back."""

    __slots__ = ("_compressor", "_first")

    def __init__(self, first: bytes) -> None:
        self._first = _zstd().ZstdDict(first, is_raw=True)
        self._compressor: Any = None

    def compress(self, raw: bytes) -> bytes:
        """Return a text as a frame; only one thread may do so."""
        if self._compressor is None:
            self._compressor = _zstd().ZstdCompressor(QUICK, zstd_dict=self._first)
        self._compressor.set_pledged_input_size(len(raw))
        packed: bytes = self._compressor.compress(raw, self._compressor.FLUSH_FRAME)
        return packed

    def decompress(self, packed: bytes) -> bytes:
        """Return the text of a frame; raises StoreError where it is damaged or claims too much."""
        return decompress(packed, self._first)


def decompress(packed: bytes, first: object = None) -> bytes:
    """Return what a zstd frame holds; raises StoreError where it is damaged or claims too much."""
    zstd = _zstd()
    try:
        size = zstd.get_frame_info(packed).decompressed_size
        if size is None or size > MOST_BYTES:
            raise StoreError(f"a blob claims to hold {size} bytes", hint="run `nbtrack store verify`")
        decompressor = zstd.ZstdDecompressor(first)
        raw: bytes = decompressor.decompress(packed, size or 1)
    except zstd.ZstdError as error:
        raise StoreError(f"a blob is damaged: {error}", hint="run `nbtrack store verify`") from None
    if not decompressor.eof or decompressor.unused_data:
        raise StoreError("a blob is cut short or has a tail", hint="run `nbtrack store verify`")
    return raw


def _zstd() -> ModuleType:
    try:
        if sys.version_info >= (3, 14):
            from compression import zstd
        else:
            from backports import zstd
    except ImportError as error:  # from 3.14 on it is up to whoever builds Python, as lzma and sqlite3 are
        raise StoreError(
            f"this Python has no Zstandard, which the store is packed with: {error}",
            hint="use another build of Python, or build it again where libzstd's headers are (libzstd-dev)",
        ) from None
    return zstd
