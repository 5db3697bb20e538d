"""What a process, with those that it started, takes of the machine; psutil says it where Linux does not."""

from __future__ import annotations

import contextlib
import os
from typing import TYPE_CHECKING, NamedTuple

from nbtrack.store.content import content

if TYPE_CHECKING:
    from collections.abc import Iterator


class Usage(NamedTuple):
    """Processor time of a process and of its children that ended, and memory, the highest so far if known."""

    cpu_s: float
    memory_bytes: int
    peak_bytes: int | None = None


class TreeUsage(NamedTuple):
    """What a process and its living children take at a moment, and the bytes they read and wrote so far."""

    cpu_s: float
    memory_bytes: int
    read_bytes: int
    written_bytes: int


def usage_of(pid: int) -> Usage | None:
    """Return what one process takes, None once it is gone."""
    found = _one(pid)
    return Usage(found.cpu_s, found.memory_bytes, _peak(pid)) if found else None


def tree_usage(pid: int) -> TreeUsage | None:
    """Return what a process and all below it take, None once it is gone."""
    found = [one for each in (pid, *_below(pid)) if (one := _one(each))]
    return TreeUsage(*map(sum, zip(*found, strict=True))) if found else None


def _below(pid: int) -> Iterator[int]:
    """Yield the processes below one, by the lists of Linux: psutil looks at all of the machine for them."""
    try:
        tasks = [f"/proc/{pid}/task/{task}/children" for task in os.listdir(f"/proc/{pid}/task")]
        children = [int(child) for path in tasks for child in content(path).split()]
    except OSError:  # another system, or a thread has just ended
        children = None
    if children is None:
        yield from _below_by_psutil(pid)
    for child in children or ():
        yield child
        yield from _below(child)


def _below_by_psutil(pid: int) -> list[int]:
    import psutil

    try:
        return [one.pid for one in psutil.Process(pid).children(recursive=True)]
    except psutil.Error:
        return []


def _one(pid: int) -> TreeUsage | None:
    """Return what one process takes: on Linux out of its files, since the import of psutil takes 20 ms."""
    if not os.path.isdir("/proc/self/task"):
        return _one_by_psutil(pid)
    try:
        words = content(f"/proc/{pid}/stat").rpartition(b")")[2].split()  # see proc_pid_stat(5)
        if words[0] in b"ZX":
            return None
        cpu_s = sum(map(int, words[11:15])) / os.sysconf("SC_CLK_TCK")
        return TreeUsage(cpu_s, int(words[21]) * os.sysconf("SC_PAGE_SIZE"), *_transferred(pid))
    except OSError:
        return None


def _transferred(pid: int) -> tuple[int, int]:
    try:
        found = dict(line.split(b": ", 1) for line in content(f"/proc/{pid}/io").splitlines())
    except OSError:  # of somebody else's process nobody is told
        return 0, 0
    return int(found.get(b"read_bytes", 0)), int(found.get(b"write_bytes", 0))


def _one_by_psutil(pid: int) -> TreeUsage | None:
    import psutil

    try:
        process = psutil.Process(pid)
        with process.oneshot():
            cpu_s, memory_bytes = sum(process.cpu_times()[:4]), process.memory_info().rss
            # macOS has no counters
            counters = process.io_counters() if hasattr(process, "io_counters") else None
    except psutil.Error:
        return None
    read, written = (counters.read_bytes, counters.write_bytes) if counters else (0, 0)
    return TreeUsage(cpu_s, memory_bytes, read, written)


def _peak(pid: int) -> int | None:
    with contextlib.suppress(OSError):
        for key, value in _status(pid):
            if key == "VmHWM":
                return int(value.split()[0]) * 1024
    return None


def _status(pid: int) -> Iterator[tuple[str, str]]:
    with open(f"/proc/{pid}/status", encoding="utf-8", errors="replace") as file:
        for line in file:
            key, _, value = line.partition(":")
            yield key, value
