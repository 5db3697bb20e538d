"""Bytes by the digest of their content, each in a file of its own, compressed."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from nbtrack.errors import StoreError
from nbtrack.store.canonical import digest_of
from nbtrack.store.compression import compress, decompress
from nbtrack.store.digest import first_digits
from nbtrack.store.write_once import write_once

if TYPE_CHECKING:
    from collections.abc import Iterator

SUFFIX = ".zst"


class Blobs:
    """A folder of blobs. Putting the same bytes twice costs one look."""

    __slots__ = ("_folder",)

    def __init__(self, folder: str) -> None:
        self._folder = folder

    def put(self, raw: bytes) -> str:
        """Keep some bytes and return their digest; raises StoreError where the disk refuses."""
        digest = digest_of(raw)
        if not _is_used(self.path(digest)):
            write_once(self.path(digest), compress(raw))
        return digest

    def put_packed(self, digest: str, packed: bytes) -> str:
        """Keep bytes that are compressed already, under the digest of what they hold."""
        if not _is_used(self.path(digest)):
            write_once(self.path(digest), packed)
        return digest

    def get(self, digest: str) -> bytes:
        """Return the bytes of a digest; raises StoreError where they are missing or damaged."""
        try:
            with open(self.path(digest), "rb") as file:
                packed = file.read()
        except OSError:
            raise StoreError(
                f"blob {first_digits(digest)} is not in the store",
                hint="run `nbtrack store verify` to see what is",
            ) from None
        raw = decompress(packed)
        if digest_of(raw) != digest:
            raise StoreError(
                f"blob {first_digits(digest)} does not hold what its name says",
                hint="run `nbtrack store verify`",
            )
        return raw

    def __contains__(self, digest: str) -> bool:
        return os.path.exists(self.path(digest))

    def digests(self) -> Iterator[str]:
        """Yield the digest of every blob, in order."""
        if os.path.isdir(self._folder):
            for head in sorted(os.listdir(self._folder)):
                for name in sorted(os.listdir(os.path.join(self._folder, head))):
                    if name.endswith(SUFFIX):
                        yield head + name.removesuffix(SUFFIX)

    def path(self, digest: str) -> str:
        """Return where the blob of a digest stands; raises StoreError for what is no digest."""
        if len(digest) != 64 or not set(digest) <= set("0123456789abcdef"):
            raise StoreError(f"{digest[:80]!r} is no digest")  # a record from elsewhere must not name paths
        return os.path.join(self._folder, digest[:2], digest[2:] + SUFFIX)


def _is_used(path: str) -> bool:
    """Tell whether a blob is there, and mark it as used now, so that nobody takes it for garbage."""
    try:
        os.utime(path)
    except FileNotFoundError:
        return False
    except OSError:  # somebody else's, in a store that several share
        return os.path.exists(path)
    return True
