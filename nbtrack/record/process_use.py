"""The door to psutil: what a process, with those that it started, takes of the machine."""

from __future__ import annotations

import contextlib
import os
from typing import TYPE_CHECKING, Any, NamedTuple

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
    import psutil

    try:
        process = psutil.Process(pid)
        with process.oneshot():
            return Usage(sum(process.cpu_times()[:4]), process.memory_info().rss, _peak(pid))
    except psutil.Error:
        return None


def tree_usage(pid: int) -> TreeUsage | None:
    """Return what a process and all below it take, None once it is gone."""
    import psutil

    try:
        root = psutil.Process(pid)
        below = _children(pid)
        if below is None:
            found = [_one(process) for process in (root, *root.children(recursive=True))]
        else:
            trees = [tree for child in below if (tree := tree_usage(child))]
            found = [_one(root), *trees]
    except psutil.Error:
        return None
    alive = [one for one in found if one]
    return TreeUsage(*map(sum, zip(*alive, strict=True))) if alive else None


def _children(pid: int) -> list[int] | None:
    """Return the children of a process as Linux lists them, None where it does not.

    Of psutil one gets them by a look at all processes of the machine, which takes a hundred times as long.
    """
    try:
        tasks = [f"/proc/{pid}/task/{task}/children" for task in os.listdir(f"/proc/{pid}/task")]
        return [int(child) for path in tasks for child in content(path).split()]
    except OSError:
        return None


def _one(process: Any) -> tuple[float, int, int, int] | None:
    import psutil

    try:
        with process.oneshot():
            memory, cpu = process.memory_info().rss, sum(process.cpu_times()[:4])
            read, written = _transferred(process)
            return cpu, memory, read, written
    except psutil.Error:
        return None


def _transferred(process: Any) -> tuple[int, int]:
    import psutil

    try:
        counters = process.io_counters()
    except (AttributeError, psutil.AccessDenied):  # macOS has none
        return 0, 0
    return counters.read_bytes, counters.write_bytes


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
