"""The two pipes to git, with room for a whole notebook.

A pipe that is full stops the side that writes until the other has read, and each small write wakes the other
side for nothing. `PYTHONUNBUFFERED`, which container images like to set, would have the streams in `sys`
write every packet's head alone.
"""

from __future__ import annotations

import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import BinaryIO

ROOM = 1 << 20  # as much as Linux gives everybody (pipe(7), /proc/sys/fs/pipe-max-size)
_IN, _OUT = 0, 1


def open_pipes() -> tuple[BinaryIO, BinaryIO]:
    """Return what git says, and where to answer."""
    _grow(_IN)
    _grow(_OUT)
    return open(_IN, "rb", buffering=ROOM, closefd=False), open(_OUT, "wb", buffering=ROOM, closefd=False)


def _grow(descriptor: int) -> None:
    if sys.platform != "linux":
        return
    from fcntl import F_SETPIPE_SZ, fcntl

    try:
        fcntl(descriptor, F_SETPIPE_SZ, ROOM)
    except OSError:  # it is no pipe, or this user's pipes have enough room together
        return
