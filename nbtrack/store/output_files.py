"""Versions of notebooks in files of their own, whose names say what they hold.

The name is the digest of the content without outputs, its first digit as a folder, and after a dash the
digest of the whole. The file is a line of JSON with the notebook's path, then the notebook, compressed. Its
time is when it was used last.
"""

from __future__ import annotations

import os
import time

from nbtrack.notebook.layout import Layout
from nbtrack.notebook.scan import parse_bytes
from nbtrack.store.output_version import Version

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

_SCHEMA = "nbtrack.kept-outputs/1"
_SCRATCH = ".tmp"
_JSON = Layout(indent="", newline="", comma=",", colon=":", ascii_only=True)


def place_of(folder: str, clean: str, digest: str) -> str:
    """Return the file for a version, by the digests of its contents."""
    return os.path.join(folder, clean[:1], f"{clean[1:]}-{digest}")


def write_version(target: str, path: str, size_bytes: int, packed: bytes) -> None:
    """Write a version under its final name; raises OSError, and leaves nothing then."""
    os.makedirs(os.path.dirname(target), exist_ok=True)
    header = _JSON.render({"schema": _SCHEMA, "path": path, "bytes": size_bytes}, 0)
    scratch = f"{target}.{os.getpid()}-{os.urandom(4).hex()}{_SCRATCH}"
    try:
        with open(scratch, "xb") as file:
            file.write(header.encode("ascii") + b"\n")
            file.write(packed)
        touch(scratch)
        os.replace(scratch, target)
    except OSError:
        if os.path.exists(scratch):
            os.unlink(scratch)
        raise


def bytes_of(version: Version) -> bytes:
    """Return what a file holds of a version; raises OSError."""
    with open(version.file, "rb") as file:
        file.readline()
        return file.read()


def path_in(file: str) -> str:
    """Return the path that a version had in its work tree, empty where nobody can tell."""
    try:
        with open(file, "rb") as opened:
            return str(parse_bytes(opened.readline())["path"])
    except (OSError, ValueError, TypeError, KeyError):
        return ""


def find(folder: str, clean: str, digest: str) -> Version | None:
    """Return a version, None where it is not there, or a power failure has emptied it."""
    file = place_of(folder, clean, digest)
    try:
        status = os.stat(file)
    except OSError:
        return None
    return Version(file, clean, digest, status.st_mtime_ns, status.st_size) if status.st_size else None


def touch(file: str) -> bool:
    """Note that a version is used now, finer than the clock of file systems; False where that cannot be."""
    now = time.time_ns()
    try:
        os.utime(file, ns=(now, now))
    except OSError:
        return False
    return True


def all_versions(folder: str) -> Iterator[Version]:
    """Yield every version that has a file of its own."""
    for head in _names(folder):
        if len(head) == 1:
            yield from versions_of(folder, head, "")


def versions_of(folder: str, head: str, beginning: str) -> Iterator[Version]:
    """Yield the versions in one subfolder whose names begin so."""
    for name in _names(os.path.join(folder, head)):
        tail, _, digest = name.partition("-")
        if name.startswith(beginning) and not name.endswith(_SCRATCH):
            file = os.path.join(folder, head, name)
            try:
                status = os.stat(file)
            except FileNotFoundError:  # forgotten since it was listed
                continue
            yield Version(file, head + tail, digest, status.st_mtime_ns, status.st_size)


def delete(version: Version) -> None:
    """Delete a version's file, and the folder if it was the last one in it; raises OSError."""
    import contextlib  # brings more modules than keeping needs

    with contextlib.suppress(FileNotFoundError):
        os.unlink(version.file)
    with contextlib.suppress(OSError):  # not empty, or somebody is about to write into it
        os.rmdir(os.path.dirname(version.file))


def _names(folder: str) -> list[str]:
    try:
        return sorted(os.listdir(folder))
    except (FileNotFoundError, NotADirectoryError):
        return []
