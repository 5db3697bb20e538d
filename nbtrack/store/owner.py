"""Who writes a journal, and whether that process is still there."""

from __future__ import annotations

import os
from functools import lru_cache
from typing import Any


def this_process() -> dict[str, Any]:
    """Describe this process so that nobody can be taken for it: not after a reboot, not by a reused pid."""
    return dict(_described(os.getpid()))


@lru_cache(maxsize=1)  # a process that records thousands of runs asks each time
def _described(pid: int) -> dict[str, Any]:
    found = {"pid": pid, "started": _start_of(pid), "boot": _boot(), "host": _host()}
    return found | {"processes": _processes()}


def is_here(owner: dict[str, Any]) -> bool:
    """Tell whether an owner's process ran among those that this one sees, so that its death can be known.

    A container may have the name of its machine, and sees its own processes alone.
    """
    if owner.get("host") != _host():
        return False
    return owner.get("boot") != _boot() or owner.get("processes", _processes()) == _processes()


def is_alive(owner: dict[str, Any]) -> bool:
    """Tell whether the process of an owner on this machine still runs."""
    pid = owner.get("pid")
    if not isinstance(pid, int) or pid <= 0 or owner.get("boot") != _boot():
        return False
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except OSError:  # somebody else's process
        pass
    return bool(_start_of(pid) == owner.get("started"))


def _host() -> str:
    import platform

    return platform.node()


def _processes() -> str | None:
    """Name the processes that see each other; None where the system does not tell them apart."""
    try:
        return os.readlink("/proc/self/ns/pid")
    except OSError:
        return None


def _start_of(pid: int) -> str | None:
    """Return when a process started, in ticks since boot; None where there is no /proc, or no process."""
    try:
        with open(f"/proc/{pid}/stat", encoding="utf-8", errors="replace") as file:
            words = file.read().rpartition(")")[2].split()  # a program's name may hold spaces and brackets
    except OSError:
        return None
    return None if words[0] in "ZX" else words[19]


def _boot() -> str | None:
    try:
        with open("/proc/sys/kernel/random/boot_id", encoding="ascii") as file:
            return file.read().strip()
    except OSError:
        return None
