"""Tell from a file's stat whether it is still the one that was read."""

from __future__ import annotations

import os
import stat
import time

# A file may be written twice within one tick of its clock, and the second write cannot be seen (git calls
# such a file "racily clean"). FAT has the coarsest clock: two seconds. Where a time has parts of a second,
# the clock is the kernel's, which ticks a hundred times a second at least.
_TICK_NS = 2_000_000_000
_KERNEL_TICK_NS = 100_000_000
_SECOND_NS = 1_000_000_000


def stamp_of(path: str) -> bytes | None:
    """Return what changes with every write to a file, None where that cannot be told."""
    try:
        return stamp_from(os.stat(path))
    except OSError:
        return None


def stamp_from(found: os.stat_result) -> bytes | None:
    """Return the stamp of the file that a stat is of."""
    return _numbers(found) if stat.S_ISREG(found.st_mode) else None


def stamp_of_folder(path: str) -> bytes | None:
    """Return what changes whenever something is added to a folder or taken away, None where there is none."""
    try:
        found = os.stat(path)
    except OSError:
        return None
    return _numbers(found) if stat.S_ISDIR(found.st_mode) else None


def _numbers(found: os.stat_result) -> bytes:
    numbers = (found.st_dev, found.st_ino, found.st_size, found.st_mtime_ns, found.st_ctime_ns)
    return b"%d:%d:%d:%d:%d" % numbers


def is_settled(stamp: bytes) -> bool:
    """Tell whether a file was left alone for so long that the next write will change its stamp."""
    mtime, ctime = map(int, stamp.split(b":")[-2:])
    return _is_settled(mtime, ctime, time.time_ns())


def was_settled(found: os.stat_result, seen_ns: int) -> bool:
    """Tell the same of a file by its stat, which was made at `seen_ns` or later."""
    return stat.S_ISREG(found.st_mode) and _is_settled(found.st_mtime_ns, found.st_ctime_ns, seen_ns)


def is_same(one: os.stat_result, other: os.stat_result) -> bool:
    """Tell whether two stats of files make the same stamp."""
    return (
        one.st_mtime_ns == other.st_mtime_ns
        and one.st_ctime_ns == other.st_ctime_ns
        and one.st_ino == other.st_ino
        and one.st_size == other.st_size
        and one.st_dev == other.st_dev
        and stat.S_ISREG(other.st_mode)
    )


def _is_settled(mtime: int, ctime: int, seen_ns: int) -> bool:
    tick = _KERNEL_TICK_NS if mtime % _SECOND_NS and ctime % _SECOND_NS else _TICK_NS
    return seen_ns - max(mtime, ctime) > tick
