"""Outputs that git does not get, by the content that it does get.

A notebook with outputs is kept under the digest of the notebook without them. Whoever checks that content
out again finds what was last there. The first few versions of a process are files of their own, which are
found by their names; those of a command that takes in many notebooks share one.
"""

from __future__ import annotations

import os

from nbtrack.errors import StoreError
from nbtrack.store import output_files, output_pack
from nbtrack.store.digest import digest_of
from nbtrack.store.location import OUTPUTS
from nbtrack.store.output_packs import FOLDER, OutputPacks

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from nbtrack.store.output_version import Version

_FEW = 4


class KeptOutputs:
    """All that is kept in one store; nothing is made on disk before something is."""

    __slots__ = ("_count", "_packs", "_store", "folder")

    def __init__(self, store: str) -> None:
        self._store = store
        self.folder = os.path.join(store, OUTPUTS)
        self._packs = OutputPacks(os.path.join(self.folder, FOLDER))
        self._count = 0

    def keep(self, path: str, clean: bytes, full: bytes) -> None:
        """Keep a notebook with its outputs for the content without them; raises StoreError.

        Nothing is flushed to the disk here, as git does not flush the blob that it makes at this moment: the
        file in the work tree still holds the same. What a power failure damages is found by its digest.
        """
        content, digest = digest_of(clean), digest_of(full)
        file = output_files.place_of(self.folder, content, digest)
        try:
            if not output_files.mark_if_kept(file) and not self._packs.mark_used(content, digest):
                self._write(file, path, full, content, digest)
        except OSError as error:
            raise _refused(self.folder, error) from None

    def close(self) -> None:
        """Let others delete what this process has kept."""
        self._packs.close()

    def latest(self, path: str, clean: bytes) -> bytes | None:
        """Return the notebook that was last used for a content, None where there is none that is intact.

        Copies of a notebook have the same content: the outputs of the one at the same path come first.
        """
        versions = self.versions(digest_of(clean))
        if len(versions) > 1:
            versions.sort(key=lambda version: self.path_of(version) != path)
        for version in versions:
            try:
                full = self.read(version)
            except StoreError:
                continue
            self.mark_used(version)
            return full
        return None

    def versions(self, clean: str) -> list[Version]:
        """Return the versions kept for the digest of a content, the one used last first."""
        alone = output_files.versions_of(self.folder, clean[:1], clean[1:])
        return _newest_first([*alone, *self._packs.versions_of(clean)])

    def everything(self) -> list[Version]:
        """Return every version, the one used last first."""
        return _newest_first([*output_files.all_versions(self.folder), *self._packs.versions()])

    def read(self, version: Version) -> bytes:
        """Return a kept notebook; raises StoreError where it is missing or damaged."""
        from nbtrack.store.compression import decompress

        bytes_of = output_pack.bytes_of if version.is_packed else output_files.bytes_of
        try:
            full = decompress(bytes_of(version))
        except OSError as error:
            raise StoreError(f"cannot read {version.file}: {error.strerror}") from None
        if digest_of(full) != version.digest:
            raise StoreError(f"{version.file} does not hold what it says of {version.digest[:8]}")
        return full

    def path_of(self, version: Version) -> str:
        """Return the path that a version had in its work tree, empty where nobody can tell."""
        return output_files.path_in(version.file) if version.path is None else version.path

    def mark_used(self, version: Version) -> None:
        """Let a version be the one used last, where the store may be written."""
        if version.is_packed:
            output_pack.mark_used(version)
        else:
            output_files.touch(version.file)

    def forget(self, versions: Iterable[Version]) -> None:
        """Delete versions; raises StoreError where the disk refuses."""
        packed: set[tuple[str, str]] = set()
        try:
            for version in versions:
                if version.is_packed:
                    packed.add((version.clean, version.digest))
                else:
                    output_files.delete(version)
            self._packs.forget(packed)
        except OSError as error:
            raise _refused(self.folder, error) from None

    def _write(self, file: str, path: str, full: bytes, content: str, digest: str) -> None:
        from nbtrack.store.compression import QUICK, compress

        self._make_folder()
        packed = compress(full, QUICK)
        self._count += 1
        if self._count > _FEW:
            self._packs.add(path, content, digest, packed)
        else:
            output_files.write_version(file, path, len(full), packed)

    def _make_folder(self) -> None:
        if self._count and os.path.isdir(self.folder):
            return
        from nbtrack.store.write_once import keep_out_of_git

        os.makedirs(self.folder, mode=0o700, exist_ok=True)  # what was taken out may be secret
        keep_out_of_git(self._store)


def _newest_first(versions: list[Version]) -> list[Version]:
    return sorted(versions, key=lambda version: version.used_ns, reverse=True)


def _refused(path: str, error: OSError) -> StoreError:
    from nbtrack.store.write_once import refused

    return refused(path, error)
