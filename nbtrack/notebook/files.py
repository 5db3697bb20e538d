"""Read notebooks from disk and write them so that nothing can be lost."""

from __future__ import annotations

import os
import stat
import sys

from nbtrack.errors import FileChangedError, NbtrackError, NotebookError
from nbtrack.notebook.document import Notebook, parse
from nbtrack.notebook.scan import parse_bytes
from nbtrack.notebook.stamp import is_same
from nbtrack.terminal import as_word

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from typing import Protocol

    from nbtrack.notebook.document import Reader

    class Write(Protocol):
        """`write`, or what does more or less than that with the same arguments."""

        def __call__(
            self, path: str, new: bytes, *, expected: bytes | None, seen: os.stat_result | None = None
        ) -> None:
            """Replace a file that holds what was expected."""


STDIN = "-"
_BINARY = getattr(os, "O_BINARY", 0)  # or Windows would make two characters of each line end
_READ = os.O_RDONLY | _BINARY | getattr(os, "O_NONBLOCK", 0)  # not to wait for who may never write to a pipe
_MANY = 40
_SHOWN_OF_NAME = 50  # characters, of up to four bytes each: a file system takes 255 bytes


def load(path: str, reader: Reader = parse_bytes) -> Notebook:
    """Read a notebook from a file, or from stdin for "-"; raises NotebookError."""
    return parse(read(path), "<stdin>" if path == STDIN else path, reader)


def read(path: str) -> bytes:
    """Return the bytes of a file, or of stdin for "-"; raises NotebookError."""
    return read_with_status(path)[0]


def read_with_status(path: str) -> tuple[bytes, os.stat_result | None]:
    """Return the bytes of a file with what its status was before, None for stdin; raises NotebookError."""
    if path == STDIN:
        return sys.stdin.buffer.read(), None
    try:
        return _content(path)
    except OSError as error:
        raise _cannot_read(path, error) from None


def _cannot_read(path: str, error: OSError) -> NotebookError:
    reason = (error.strerror or "unreadable").lower()
    if not isinstance(error, FileNotFoundError):
        return NotebookError(reason, path=path)
    if not os.path.islink(path):
        from nbtrack.notebook.nearest_file import hint_for

        return NotebookError(reason, path=path, hint=hint_for(path))
    hint = "fetch what it leads to (`git submodule update --init` where that is a submodule), or delete it"
    return NotebookError(f'{reason}: it is a link to "{os.readlink(path)}"', path=path, hint=hint)


def read_if_there(path: str) -> bytes | None:
    """Return the bytes of a file, None where there is none; raises NotebookError."""
    return read(path) if os.path.exists(path) else None


def write(path: str, new: bytes, *, expected: bytes | None, seen: os.stat_result | None = None) -> None:
    """Replace a file in one step that survives a power failure, through symlinks, keeping mode and owner.

    `expected` is what was read: a file that no longer holds it is left alone and FileChangedError raised;
    None stands for a file that must not exist yet. Where the file still has the status with which it was
    `seen`, one that every write changes, it is not read again. Raises NbtrackError where the file is
    read-only or the disk refuses. Another name (hard link) of the file keeps the old content.
    """
    _replace(path, (new,), expected, seen, os.fsync)


def write_parts(path: str, parts: Iterable[bytes]) -> None:
    """Do the same with what is too much to be held at once, whatever the file held before."""
    try:
        seen: os.stat_result | None = os.stat(path)
    except FileNotFoundError:
        seen = None
    _replace(path, parts, None, seen, os.fsync)


def write_one_of_many(
    path: str, new: bytes, *, expected: bytes | None, seen: os.stat_result | None = None
) -> None:
    """Replace a file as `write` does, without waiting for the disk.

    Waiting takes longer than everything else that a thousand notebooks need. The rename is one step all the
    same, and ext4 and btrfs put the content on disk before it, so that a power failure leaves old or new.
    """
    _replace(path, (new,), expected, seen, _do_not_wait)


def writer_for(count: int) -> Write:
    """Return the way to write so many notebooks."""
    return write if count <= _MANY else write_one_of_many


def _replace(
    path: str,
    parts: Iterable[bytes],
    expected: bytes | None,
    seen: os.stat_result | None,
    flush: Callable[[int], None],
) -> None:
    try:
        target, old = _target(path)
        if old and old.st_mode & 0o170000 != 0o100000:  # /dev/null, which root may well replace
            raise NbtrackError(f"cannot write {path}: it is no regular file", hint="`-` stands for stdout")
        if old and not _may_write(target, old):
            raise NbtrackError(
                f"cannot write {path}: the file is read-only", hint=f"run `chmod u+w {as_word(path)}`"
            )
        name = os.path.basename(target)
        folder = target.removesuffix(name)
        temporary = f"{folder}.{name[:_SHOWN_OF_NAME]}.{os.getpid()}.nbtrack-tmp"
        try:
            _write_new(temporary, parts, old, flush)
            if seen is None or not _is_as_seen(target, seen):
                _check_unchanged(path, target, expected)
            os.replace(temporary, target)
        except BaseException:
            if os.path.lexists(temporary):
                os.unlink(temporary)
            raise
    except OSError as error:
        raise NbtrackError(f"cannot write {path}: {(error.strerror or str(error)).lower()}") from None


def _may_write(path: str, found: os.stat_result) -> bool:
    if hasattr(os, "geteuid") and found.st_mode & 0o200 and found.st_uid == os.geteuid():
        return True
    return bool(found.st_mode & 0o222) and os.access(path, os.W_OK)


def _do_not_wait(descriptor: int) -> None:
    del descriptor


def _write_new(
    path: str, parts: Iterable[bytes], old: os.stat_result | None, flush: Callable[[int], None]
) -> None:
    descriptor = os.open(
        path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | _BINARY, 0o666 if old is None else 0o600
    )
    try:
        for part in parts:
            written = os.write(descriptor, part)
            while written < len(part):  # an interruption, or a disk that is nearly full
                written += os.write(descriptor, memoryview(part)[written:])
        if old:
            _keep_owner(descriptor, old)
            if hasattr(os, "fchmod"):  # not on Windows before Python 3.13
                os.fchmod(descriptor, old.st_mode & 0o7777)
        flush(descriptor)
    finally:
        os.close(descriptor)


def _keep_owner(descriptor: int, old: os.stat_result) -> None:
    """Give the file back to whom it belonged; only root is allowed to."""
    if (old.st_uid or old.st_gid) and hasattr(os, "geteuid") and os.geteuid() == 0:
        os.fchown(descriptor, old.st_uid, old.st_gid)


def _target(path: str) -> tuple[str, os.stat_result | None]:
    """Follow symlinks to the file itself, whose status is None while there is none."""
    try:
        status = os.lstat(path)
        if status.st_mode & 0o170000 != 0o120000:  # `stat`, which would tell a link, is an import
            return path, status
        path = os.path.realpath(path)
        return path, os.stat(path)
    except FileNotFoundError:
        return path, None


def _content(path: str) -> tuple[bytes, os.stat_result]:
    """Look at a file's status and read it with three calls of the system: io.open makes eight of them."""
    descriptor = os.open(path, _READ)
    try:
        status = os.fstat(descriptor)
        if not stat.S_ISREG(status.st_mode):
            from nbtrack.notebook.special_file import refuse_special  # hardly ever

            refuse_special(path, status.st_mode)
            os.set_blocking(descriptor, True)
        content = os.read(descriptor, status.st_size + 1)
        if len(content) == status.st_size:  # neither growing nor a pipe, whose size is 0
            return content, status
        parts = [content]
        while part := os.read(descriptor, 1 << 20):
            parts.append(part)
        return b"".join(parts), status
    finally:
        os.close(descriptor)


def _is_as_seen(path: str, seen: os.stat_result) -> bool:
    try:
        return is_same(seen, os.stat(path))
    except FileNotFoundError:
        return False


def _check_unchanged(path: str, target: str, expected: bytes | None) -> None:
    try:
        current: bytes | None = _content(target)[0]
    except FileNotFoundError:
        current = None
    if current != expected:
        raise FileChangedError(
            f"{path} changed on disk since it was read, so it was left as it is",
            hint="run the command again on what is there now",
        )
