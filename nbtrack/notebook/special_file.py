"""Refuse what is named as a notebook but would be waited for or read without end: pipes, sockets, devices."""

from __future__ import annotations

import os
import stat

from nbtrack.errors import NotebookError

_KINDS = {
    stat.S_IFIFO: "a pipe",
    stat.S_IFSOCK: "a socket",
    stat.S_IFCHR: "a device",
    stat.S_IFBLK: "a device",
}


def refuse_special(path: str, mode: int) -> None:
    """Raise NotebookError for what is no file.

    A pipe that a shell hands over as /dev/fd/63 is fine, and so is the null device, by which git says that a
    side does not exist.
    """
    kind = _KINDS.get(stat.S_IFMT(mode))
    if kind and path != os.devnull and not os.path.realpath(path).startswith("/proc/"):
        raise NotebookError(f"it is {kind}, not a file", path=path, hint="hand it over as stdin: `-`")
