"""Whether the system killed a process because memory ran out."""

from __future__ import annotations

MEMORY_RAN_OUT = "OutOfMemory"  # the error's name
_COUNTERS = ("/sys/fs/cgroup/memory.events", "/proc/vmstat")  # of this container, of the machine; Linux


class Memory:
    """Compares the system's count of such kills with what it was."""

    def __init__(self) -> None:
        self._before = _kills()

    def ran_out(self) -> bool | None:
        """Tell whether the count has grown, None where the system does not count."""
        now = _kills()
        return None if now is None or self._before is None else now > self._before


def _kills() -> int | None:
    counts = [count for path in _COUNTERS if (count := _count(path)) is not None]
    return sum(counts) if counts else None


def _count(path: str) -> int | None:
    try:
        with open(path, encoding="ascii") as file:
            found = dict(line.split() for line in file)
    except (OSError, ValueError):
        return None
    return int(found["oom_kill"]) if "oom_kill" in found else None
