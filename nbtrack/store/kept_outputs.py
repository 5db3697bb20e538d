"""Outputs that git does not get, by the content that it does get.

A notebook with outputs is kept under the digest of the notebook without them. Whoever checks that content
out again finds what was last there. The first few versions of a process are files of their own, which are
found by their names; those of a command that takes in many notebooks share one.
"""

from __future__ import annotations

import os

from nbtrack.errors import StoreError
from nbtrack.store import output_files, output_pack, output_places, unclean
from nbtrack.store.digest import digest_of, short_id
from nbtrack.store.location import OUTPUTS
from nbtrack.store.output_packs import FOLDER, OutputPacks

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from nbtrack.store.output_version import Version

_FEW = 4


class KeptOutputs:
    """All that is kept in one store; nothing is made on disk before something is."""

    __slots__ = ("_count", "_packs", "_places", "_store", "folder")

    def __init__(self, store: str) -> None:
        self._store = store
        self.folder = os.path.join(store, OUTPUTS)
        self._packs = OutputPacks(os.path.join(self.folder, FOLDER))
        self._places = os.path.join(self.folder, output_places.FOLDER)
        self._count = 0

    def keep(self, path: str, clean: bytes, full: bytes) -> None:
        """Keep a notebook with its outputs for the content without them; raises StoreError.

        Nothing is flushed to the disk here, as git does not flush the blob that it makes at this moment: the
        file in the work tree still holds the same. What a power failure damages is found by its digest.
        """
        content, digest = digest_of(clean), digest_of(full)
        try:
            version = output_files.find(self.folder, content, digest) or self._packs.find(content, digest)
            if version is None or not self._use(version, path):
                self._write(path, full, content, digest)
        except OSError as error:
            raise _refused(self.folder, error) from None

    def remember_unclean(self, raw: bytes) -> None:
        """Note that git holds a notebook as it is, not cleaned; raises StoreError."""
        try:
            self._make_folder()
            unclean.remember(self.folder, raw)
        except OSError as error:
            raise _refused(self.folder, error) from None

    def forget_unclean(self) -> None:
        """Let git clean from now on what it holds as it is; raises StoreError."""
        try:
            unclean.forget_all(self.folder)
        except OSError as error:
            raise _refused(self.folder, error) from None

    def close(self) -> None:
        """Let others delete what this process has kept."""
        self._packs.close()

    def latest(self, path: str, clean: bytes) -> bytes | None:
        """Return the notebook that was last used for a content, None where there is none that is intact.

        Copies of a notebook have the same content: those outputs come first that were last at the same path.
        """
        versions = self.versions(digest_of(clean))
        if len(versions) > 1:
            versions.sort(key=lambda version: self.used_at(version, path), reverse=True)
        for version in versions:
            try:
                full = self.read(version)
            except StoreError:
                continue
            self.mark_used(version, path)
            return full
        return None

    def versions(self, clean: str) -> list[Version]:
        """Return the versions kept for the digest of a content, the one used last first."""
        alone = output_files.versions_of(self.folder, clean[:1], clean[1:])
        return self._newest_first([*alone, *self._packs.versions_of(clean)])

    def everything(self) -> list[Version]:
        """Return every version, the one used last first."""
        return self._newest_first([*output_files.all_versions(self.folder), *self._packs.versions()])

    def read(self, version: Version) -> bytes:
        """Return a kept notebook; raises StoreError where it is missing or damaged."""
        from nbtrack.store.compression import decompress

        bytes_of = output_pack.bytes_of if version.is_packed else output_files.bytes_of
        try:
            full = decompress(bytes_of(version))
        except OSError as error:
            raise StoreError(f"cannot read {version.file}: {error.strerror}") from None
        if digest_of(full) != version.digest:
            raise StoreError(f"{version.file} does not hold what it says of {short_id(version.digest)}")
        return full

    def path_of(self, version: Version) -> str:
        """Return the path that a version had in its work tree, empty where nobody can tell."""
        if version.path is None:
            version.path = output_files.path_in(version.file)
        return version.path

    def used_at(self, version: Version, path: str) -> int:
        """Return when a version was used last at a path, in nanoseconds; 0 where it never was."""
        if self.path_of(version) == path:
            return version.own_ns
        return version.elsewhere.get(output_places.key_of(path), 0)

    def mark_used(self, version: Version, path: str) -> None:
        """Let a version be the one used last at a path, where the store may be written."""
        try:
            self._use(version, path)
        except OSError:
            return

    def forget(self, versions: Iterable[Version]) -> None:
        """Delete versions; raises StoreError where the disk refuses."""
        packed: set[tuple[str, str]] = set()
        try:
            for version in versions:
                if version.is_packed:
                    packed.add((version.clean, version.digest))
                else:
                    output_files.delete(version)
                output_places.forget(self._places, version)
            self._packs.forget(packed)
        except OSError as error:
            raise _refused(self.folder, error) from None

    def _use(self, version: Version, path: str) -> bool:
        """Note that a version is used now; False where it is gone, raises OSError where the disk refuses."""
        if self.path_of(version) not in (path, ""):
            output_places.use(self._places, version, path)
            return True
        return output_pack.mark_used(version) if version.is_packed else output_files.touch(version.file)

    def _newest_first(self, versions: list[Version]) -> list[Version]:
        output_places.tell(self._places, versions)
        return sorted(versions, key=lambda version: version.used_ns, reverse=True)

    def _write(self, path: str, full: bytes, content: str, digest: str) -> None:
        from nbtrack.store.compression import QUICK, compress

        self._make_folder()
        packed = compress(full, QUICK)
        self._count += 1
        if self._count > _FEW:
            self._packs.add(path, content, digest, packed)
        else:
            file = output_files.place_of(self.folder, content, digest)
            output_files.write_version(file, path, len(full), packed)

    def _make_folder(self) -> None:
        if self._count and os.path.isdir(self.folder):
            return
        from nbtrack.store.write_once import keep_out_of_git

        os.makedirs(self.folder, mode=0o700, exist_ok=True)  # what was taken out may be secret
        keep_out_of_git(self._store)


def _refused(path: str, error: OSError) -> StoreError:
    from nbtrack.store.write_once import refused

    return refused(path, error)
