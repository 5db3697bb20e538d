"""The processes of one smoke run: all that carry its mark in their environment, wherever they went.

A process group is left by whoever calls `setsid`, as servers do; the environment is inherited by all.
"""

from __future__ import annotations

import _signal  # type: ignore[import-not-found]  # `signal` makes enumerations, which takes its time
import os

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

VARIABLE = "NBTRACK_SMOKE"
_PROC = "/proc"
_ROUNDS = 5  # a process may start another one while it is looked for
_NEW_S = 1.0  # in less, no system gives out all its numbers of processes


def can_measure() -> bool:
    """Tell whether this system says how much memory processes have."""
    return os.path.exists(f"{_PROC}/self/statm")


def end_all(root: int, token: str, age_s: float) -> None:
    """Kill a process, its group and whatever else it started in the time since it was started itself."""
    _kill(os.killpg, root)
    for _ in range(_ROUNDS):
        left = [pid for pid in _marked(token, _first(root) if age_s < _NEW_S else 0) if pid != root]
        if not left:
            return
        for pid in left:
            _kill(os.kill, pid)


def _first(root: int) -> int:
    """Return the lowest number that what a new process started can have, 0 where nobody knows."""
    last = _bytes_of(f"{_PROC}/loadavg").split()[-1:]
    is_known = bool(last) and last[0].isdigit() and int(last[0]) >= root  # else numbers began anew
    return root + 1 if is_known else 0


def _kill(by: Callable[[int, int], None], number: int) -> None:
    try:
        by(number, _signal.SIGKILL)
    except (ProcessLookupError, PermissionError):
        return  # it ended already, or has become somebody else's


def memory_bytes(root: int, token: str, enough: int) -> int:
    """Return how much memory a run has.

    Pages that processes share are counted once where counting them for each would be more than enough.
    """
    family = {root, *_marked(token)}
    simple = sum(map(_resident_bytes, family))
    return simple if simple <= enough or len(family) == 1 else sum(map(_share_bytes, family))


def _marked(token: str, first: int = 0) -> Iterator[int]:
    """Yield the processes with a mark, of those whose number is `first` or higher."""
    mark = f"{VARIABLE}={token}".encode()
    try:
        names = os.listdir(_PROC)
    except OSError:
        return
    for name in names:
        if (
            name.isdigit()
            and int(name) >= first
            and mark in _bytes_of(f"{_PROC}/{name}/environ").split(b"\0")
        ):
            yield int(name)


def _resident_bytes(pid: int) -> int:
    fields = _bytes_of(f"{_PROC}/{pid}/statm").split()
    return int(fields[1]) * os.sysconf("SC_PAGE_SIZE") if len(fields) > 1 else 0


def _share_bytes(pid: int) -> int:
    for line in _bytes_of(f"{_PROC}/{pid}/smaps_rollup").splitlines():
        if line.startswith(b"Pss:"):
            return int(line.split()[1]) * 1024
    return _resident_bytes(pid)


def _bytes_of(path: str) -> bytes:
    try:
        descriptor = os.open(path, os.O_RDONLY)
    except OSError:  # it ended, or is somebody else's
        return b""
    try:
        found = b""
        while part := os.read(descriptor, 1 << 16):
            found += part
        return found
    except OSError:
        return b""
    finally:
        os.close(descriptor)
