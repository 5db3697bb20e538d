"""Outputs that git does not get, by the content that it does get.

A notebook with outputs is kept under the digest of the notebook without them. Whoever checks that content
out again finds what was last there. One file is one version; it names what it holds, and forgetting it is
deleting it.
"""

from __future__ import annotations

import os
import time

from nbtrack.errors import StoreError
from nbtrack.notebook.layout import Layout
from nbtrack.notebook.scan import parse_bytes
from nbtrack.store.digest import digest_of
from nbtrack.store.location import OUTPUTS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

_SCHEMA = "nbtrack.outputs/1"
_SCRATCH = ".tmp"
_JSON = Layout(indent="", newline="", comma=",", colon=":", ascii_only=True)


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
        digest = digest_of(full)
        target = self._file(digest_of(clean), digest)
        try:
            if not _touch(target):
                self._write(target, path, full)
        except OSError as error:
            raise _refused(self.folder, error) from None

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
        return _newest_first(self._versions(clean[:1], clean[1:]))

    def everything(self) -> list[Version]:
        """Return every version, the one used last first."""
        return _newest_first(version for head in _names(self.folder) for version in self._versions(head, ""))

    def read(self, version: Version) -> bytes:
        """Return a kept notebook; raises StoreError where it is missing or damaged."""
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
        try:
            with open(version.file, "rb") as file:
                return str(parse_bytes(file.readline())["path"])
        except (OSError, ValueError, TypeError, KeyError):
            return ""

    def mark_used(self, version: Version) -> None:
        """Let a version be the one used last, where the store may be written."""
        _touch(version.file)

    def forget(self, version: Version) -> None:
        """Delete a version; raises StoreError where the disk refuses."""
        import contextlib  # brings more modules than keeping needs

        try:
            os.unlink(version.file)
        except FileNotFoundError:
            pass
        except OSError as error:
            raise _refused(version.file, error) from None
        with contextlib.suppress(OSError):  # not empty, or somebody is about to write into it
            os.rmdir(os.path.dirname(version.file))

    def _write(self, target: str, path: str, full: bytes) -> None:
        from nbtrack.store.compression import QUICK, compress

        self._make(os.path.dirname(target))
        header = _JSON.render({"schema": _SCHEMA, "path": path, "bytes": len(full)}, 0)
        scratch = f"{target}.{os.getpid()}-{os.urandom(4).hex()}{_SCRATCH}"
        try:
            with open(scratch, "xb") as file:
                file.write(header.encode("ascii") + b"\n")
                file.write(compress(full, QUICK))
            _touch(scratch)
            os.replace(scratch, target)
        except OSError:
            if os.path.exists(scratch):
                os.unlink(scratch)
            raise

    def _make(self, folder: str) -> None:
        if os.path.isdir(folder):
            return
        if not os.path.isdir(self.folder):
            from nbtrack.store.write_once import keep_out_of_git

            os.makedirs(self.folder, mode=0o700, exist_ok=True)  # what was taken out may be secret
            keep_out_of_git(self._store)
        os.makedirs(folder, exist_ok=True)

    def _file(self, clean: str, digest: str) -> str:
        return os.path.join(self.folder, clean[:1], f"{clean[1:]}-{digest}")

    def _versions(self, head: str, beginning: str) -> Iterator[Version]:
        for name in _names(os.path.join(self.folder, head)):
            tail, _, digest = name.partition("-")
            if name.startswith(beginning) and not name.endswith(_SCRATCH):
                file = os.path.join(self.folder, head, name)
                try:
                    status = os.stat(file)
                except FileNotFoundError:  # forgotten since it was listed
                    continue
                yield Version(file, head + tail, digest, status.st_mtime_ns, status.st_size)


def _touch(path: str) -> bool:
    """Note that a version is used now, finer than the clock of file systems; False where that cannot be."""
    now = time.time_ns()
    try:
        os.utime(path, ns=(now, now))
    except OSError:
        return False
    return True


def _names(folder: str) -> list[str]:
    try:
        return sorted(os.listdir(folder))
    except (FileNotFoundError, NotADirectoryError):
        return []


def _newest_first(versions: Iterator[Version]) -> list[Version]:
    return sorted(versions, key=lambda version: version.used_ns, reverse=True)


def _refused(path: str, error: OSError) -> StoreError:
    from nbtrack.store.write_once import refused

    return refused(path, error)
