"""Outputs that git does not get, by the content that it does get.

A notebook with outputs is kept under the digest of the notebook without them. Whoever checks that content
out again finds what was last there. One file is one version; it names what it holds, and forgetting it is
deleting it.
"""

from __future__ import annotations

import contextlib
import os
import time

from nbtrack.errors import StoreError
from nbtrack.store.location import OUTPUTS
from nbtrack.store.write_once import SCRATCH_SUFFIX, keep_out_of_git, refused

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

_SCHEMA = "nbtrack.outputs/1"


class Version:
    """One notebook as it was with its outputs: the digests of both contents, when it was used last."""

    __slots__ = ("clean", "digest", "file", "size_bytes", "used_ns")

    def __init__(self, file: str, clean: str, digest: str, used_ns: int, size_bytes: int) -> None:
        self.file = file
        self.clean = clean
        self.digest = digest
        self.used_ns = used_ns
        self.size_bytes = size_bytes


class KeptOutputs:
    """All that is kept in one store; nothing is made on disk before something is."""

    __slots__ = ("_store", "folder")

    def __init__(self, store: str) -> None:
        self._store = store
        self.folder = os.path.join(store, OUTPUTS)

    def keep(self, path: str, clean: bytes, full: bytes) -> None:
        """Keep a notebook with its outputs for the content without them; raises StoreError.

        Nothing is flushed to the disk here, as git does not flush the blob that it makes at this moment: the
        file in the work tree still holds the same. What a power failure damages is found by its digest.
        """
        from nbtrack.store.canonical import digest_of

        digest = digest_of(full)
        target = self._file(digest_of(clean), digest)
        try:
            if not _touch(target):
                self._write(target, path, full)
        except OSError as error:
            raise refused(self.folder, error) from None

    def latest(self, path: str, clean: bytes) -> bytes | None:
        """Return the notebook that was last used for a content, None where there is none that is intact.

        Copies of a notebook have the same content: the outputs of the one at the same path come first.
        """
        from nbtrack.store.canonical import digest_of

        versions = self.versions(digest_of(clean))
        if len(versions) > 1:
            versions.sort(key=lambda version: self.path_of(version) != path)
        for version in versions:
            with contextlib.suppress(StoreError):
                full = self.read(version)
                self.mark_used(version)
                return full
        return None

    def versions(self, clean: str) -> list[Version]:
        """Return the versions kept for the digest of a content, the one used last first."""
        return _newest_first(self._versions(clean[:1], clean[1:]))

    def everything(self) -> list[Version]:
        """Return every version, the one used last first."""
        return _newest_first(version for head in _names(self.folder) for version in self._versions(head, ""))

    def read(self, version: Version) -> bytes:
        """Return a kept notebook; raises StoreError where it is missing or damaged."""
        from nbtrack.store.canonical import digest_of
        from nbtrack.store.compression import decompress

        try:
            with open(version.file, "rb") as file:
                file.readline()
                full = decompress(file.read())
        except OSError as error:
            raise StoreError(f"cannot read {version.file}: {error.strerror}") from None
        if digest_of(full) != version.digest:
            raise StoreError(f"{version.file} does not hold what its name says")
        return full

    def path_of(self, version: Version) -> str:
        """Return the path that a version had in its work tree, empty where nobody can tell."""
        from nbtrack.store.canonical import load

        try:
            with open(version.file, "rb") as file:
                return str(load(file.readline())["path"])
        except (OSError, ValueError, TypeError, KeyError):
            return ""

    def mark_used(self, version: Version) -> None:
        """Let a version be the one used last, where the store may be written."""
        with contextlib.suppress(OSError):
            _touch(version.file)

    def forget(self, version: Version) -> None:
        """Delete a version; raises StoreError where the disk refuses."""
        try:
            with contextlib.suppress(FileNotFoundError):
                os.unlink(version.file)
        except OSError as error:
            raise refused(version.file, error) from None
        with contextlib.suppress(OSError):  # not empty, or somebody is about to write into it
            os.rmdir(os.path.dirname(version.file))

    def _write(self, target: str, path: str, full: bytes) -> None:
        from nbtrack.store.canonical import dump
        from nbtrack.store.compression import QUICK, compress

        scratch = f"{target}.{os.getpid()}-{os.urandom(4).hex()}{SCRATCH_SUFFIX}"
        if not os.path.isdir(self.folder):
            os.makedirs(self.folder, mode=0o700, exist_ok=True)  # what was taken out may be secret
            keep_out_of_git(self._store)
        if not os.path.isdir(os.path.dirname(target)):
            os.makedirs(os.path.dirname(target), exist_ok=True)
        try:
            with open(scratch, "xb") as file:
                file.write(dump({"schema": _SCHEMA, "path": path, "bytes": len(full)}) + b"\n")
                file.write(compress(full, QUICK))
            _touch(scratch)
            os.replace(scratch, target)
        except OSError:
            with contextlib.suppress(OSError):
                os.unlink(scratch)
            raise

    def _file(self, clean: str, digest: str) -> str:
        return os.path.join(self.folder, clean[:1], f"{clean[1:]}-{digest}")

    def _versions(self, head: str, beginning: str) -> Iterator[Version]:
        for name in _names(os.path.join(self.folder, head)):
            tail, _, digest = name.partition("-")
            if name.startswith(beginning) and not name.endswith(SCRATCH_SUFFIX):
                file = os.path.join(self.folder, head, name)
                with contextlib.suppress(FileNotFoundError):  # forgotten since it was listed
                    status = os.stat(file)
                    yield Version(file, head + tail, digest, status.st_mtime_ns, status.st_size)


def _touch(path: str) -> bool:
    """Note that a version is used now, finer than the clock of file systems; False where it is gone."""
    now = time.time_ns()
    try:
        os.utime(path, ns=(now, now))
    except FileNotFoundError:
        return False
    return True


def _names(folder: str) -> list[str]:
    try:
        return sorted(os.listdir(folder))
    except (FileNotFoundError, NotADirectoryError):
        return []


def _newest_first(versions: Iterator[Version]) -> list[Version]:
    return sorted(versions, key=lambda version: version.used_ns, reverse=True)
