"""Read notebooks from disk and write them so that nothing can be lost."""

from __future__ import annotations

import os
import sys

from nbtrack.errors import FileChangedError, NbtrackError, NotebookError
from nbtrack.notebook.document import Notebook, parse
from nbtrack.notebook.scan import parse_bytes

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from nbtrack.notebook.document import Reader

    Write = Callable[..., None]  # `write`, or what does more than that with the same arguments

STDIN = "-"


def load(path: str, reader: Reader = parse_bytes) -> Notebook:
    """Read a notebook from a file, or from stdin for "-"; raises NotebookError."""
    return parse(read(path), "<stdin>" if path == STDIN else path, reader)


def read(path: str) -> bytes:
    """Return the bytes of a file, or of stdin for "-"; raises NotebookError."""
    if path == STDIN:
        return sys.stdin.buffer.read()
    try:
        with open(path, "rb") as file:
            return file.read()
    except OSError as error:
        raise NotebookError((error.strerror or "unreadable").lower(), path=path) from None


def write(path: str, new: bytes, *, expected: bytes | None) -> None:
    """Replace a file in one step, through symlinks, keeping its mode.

    `expected` is what was read: a file that no longer holds it is left alone and FileChangedError raised;
    None stands for a file that must not exist yet. Raises NbtrackError where the disk refuses.
    """
    target = os.path.realpath(path)
    temporary = os.path.join(
        os.path.dirname(target), f".{os.path.basename(target)}.{os.getpid()}.nbtrack-tmp"
    )
    try:
        _write_new(temporary, new, _mode(target))
        _check_unchanged(path, target, expected)
        os.replace(temporary, target)
    except OSError as error:
        raise NbtrackError(f"cannot write {path}: {(error.strerror or str(error)).lower()}") from None
    finally:
        if os.path.lexists(temporary):
            os.unlink(temporary)


def _write_new(path: str, new: bytes, mode: int) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with open(descriptor, "wb") as file:
        file.write(new)
        file.flush()
        os.fchmod(descriptor, mode)
        os.fsync(descriptor)


def _mode(target: str) -> int:
    try:
        return os.stat(target).st_mode & 0o7777
    except FileNotFoundError:
        umask = os.umask(0)
        os.umask(umask)
        return 0o666 & ~umask


def _check_unchanged(path: str, target: str, expected: bytes | None) -> None:
    try:
        with open(target, "rb") as file:
            current: bytes | None = file.read()
    except FileNotFoundError:
        current = None
    if current != expected:
        raise FileChangedError(
            f"{path} changed on disk since it was read, so it was left as it is",
            hint="run the command again on what is there now",
        )
