"""Write files that appear whole or not at all, once."""

from __future__ import annotations

import contextlib
import errno
import os

from nbtrack.errors import StoreError

SCRATCH_SUFFIX = ".tmp"
_TRIES = 10
_BINARY = getattr(os, "O_BINARY", 0)  # or Windows would make two characters of each line end
_IGNORE_ALL = b"# Made by nbtrack. Records are data: they are not for git.\n*\n"


def write_once(path: str, raw: bytes) -> bool:
    """Write a file that nobody will ever change; False where it was there already, and stays.

    Raises StoreError where the disk refuses.
    """
    scratch = f"{path}.{os.getpid()}-{os.urandom(4).hex()}{SCRATCH_SUFFIX}"
    try:
        for _ in range(_TRIES):
            os.makedirs(os.path.dirname(path), exist_ok=True)
            with contextlib.suppress(FileNotFoundError):  # somebody deleted the folder, as it was empty
                _write(scratch, raw)
                return _publish(scratch, path)
        raise FileNotFoundError(errno.ENOENT, "its folder is deleted again and again")
    except OSError as error:
        raise refused(path, error) from None
    finally:
        with contextlib.suppress(OSError):
            os.unlink(scratch)


def keep_out_of_git(store: str) -> None:
    """Let a store ignore itself; raises StoreError where the disk refuses.

    Not flushed, since git would wait for all of its own files to reach the disk with it; what a power failure
    leaves empty is written again by the next process that keeps something.
    """
    path = os.path.join(store, ".gitignore")
    try:
        with contextlib.suppress(FileNotFoundError):
            if os.path.getsize(path):
                return
        os.makedirs(store, exist_ok=True)
        with open(path, "wb") as file:
            file.write(_IGNORE_ALL)
    except OSError as error:
        raise refused(path, error) from None


def flush_folder(folder: str) -> None:
    """Make sure that new names in a folder survive a power failure."""
    with contextlib.suppress(OSError):  # not every file system can, and the file itself is safe
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def refused(path: str, error: OSError) -> StoreError:
    """Return the error for what the disk refused."""
    not_ours = error.errno in (errno.EACCES, errno.EPERM, errno.EROFS)
    hint = "the variable NBTRACK_STORE names a folder to keep records in instead" if not_ours else None
    return StoreError(f"cannot write {path}: {(error.strerror or str(error)).lower()}", hint=hint)


def _write(path: str, raw: bytes) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | _BINARY, 0o666)
    try:
        write_whole(descriptor, raw)
    finally:
        os.close(descriptor)


def write_whole(descriptor: int, raw: bytes) -> None:
    """Write all bytes and wait until they are on the disk; raises OSError, with a part of them written."""
    rest = memoryview(raw)
    while rest:  # a disk that gets full takes a part first
        rest = rest[os.write(descriptor, rest) :]
    os.fsync(descriptor)


def _publish(scratch: str, path: str) -> bool:
    """Give a finished file its name unless somebody was first; a rename would put ours over theirs."""
    try:
        os.link(scratch, path)
    except FileExistsError:
        return False
    except OSError:  # a file system without hard links
        if os.path.exists(path):
            return False
        os.replace(scratch, path)
    return True
