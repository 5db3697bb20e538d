"""Look at the processes of a run now and then, and keep what they take."""

from __future__ import annotations

import threading
import time
from typing import TYPE_CHECKING

from nbtrack.record.resources.graphics import graphics_use
from nbtrack.record.resources.machine import machine
from nbtrack.record.resources.process_use import TreeUsage, tree_usage, usage_of
from nbtrack.store.points import SYSTEM, Framing, points_path

if TYPE_CHECKING:
    from nbtrack.record.resources.process_use import Usage

_EVERY_S = 1.0
_SHARE = 200  # looking takes at most one part in so many of the time
_SLOWER_AFTER = 600  # looks; a run of days is looked at less often
_SLOWEST_S = 30.0
_GRAPHICS_EVERY = 15  # looks: that takes a process of its own


class CellUse:
    """What one cell takes: asked before and behind it."""

    def __init__(self, sampler: Sampler) -> None:
        self._sampler = sampler
        self._before = sampler.now()
        sampler.forget()

    def end(self) -> tuple[float | None, int | None]:
        """Return processor seconds and the highest memory in bytes, None where the process is gone."""
        before, after = self._before, self._sampler.now()
        if before is None or after is None:
            return None, self._sampler.highest_bytes or None
        highest = max(self._sampler.highest_bytes, before.memory_bytes, after.memory_bytes)
        if after.peak_bytes and after.peak_bytes > (before.peak_bytes or 0):  # only then is it of this cell
            highest = max(highest, after.peak_bytes)
        return round(after.cpu_s - before.cpu_s, 3), highest


class Looks:
    """Look at a process and all below it, and append points beside the journal of its run."""

    def __init__(self, pid: int, live_folder: str) -> None:
        self._pid = pid
        self._path = points_path(live_folder, kind=SYSTEM)
        self._frame = Framing().frame
        self._cards = len(machine()["gpus"])
        self._before: tuple[float, TreeUsage] | None = None
        self._count = 0
        self.pause_s = _EVERY_S  # until the next one
        self.highest_bytes = 0  # since somebody set it to 0

    def look(self) -> bool:
        """Look once; False where it is of no use any more: the process is gone, or the disk refuses."""
        started, cost = time.time(), time.thread_time()
        found = tree_usage(self._pid)
        if found is None:
            return False
        self._count += 1
        self.highest_bytes = max(self.highest_bytes, found.memory_bytes)
        values = _values(self._before, started, found)
        if self._cards and self._count % _GRAPHICS_EVERY == 1:
            values |= graphics_use()
        try:
            with open(self._path, "ab") as file:
                file.write(self._frame(values, None, started))
        except OSError:  # the run itself will say so
            return False
        self._before = started, found
        if self._count > 1:  # the first look imports psutil, which says nothing of the next
            self.pause_s = max(_pause(self._count), _SHARE * (time.thread_time() - cost))
        return True


class Sampler:
    """Look at a process, from another one, until `stop`."""

    def __init__(self, pid: int, live_folder: str) -> None:
        self._pid = pid
        self._looks = Looks(pid, live_folder)
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._work, name="nbtrack sampler", daemon=True)
        self._thread.start()

    def now(self) -> Usage | None:
        """Return what the process itself takes now."""
        return usage_of(self._pid)

    @property
    def highest_bytes(self) -> int:
        """Return the highest memory since `forget`."""
        return self._looks.highest_bytes

    def forget(self) -> None:
        """Begin anew with the highest memory."""
        self._looks.highest_bytes = 0

    def stop(self) -> None:
        """Look no more."""
        self._over.set()
        self._thread.join()

    def _work(self) -> None:
        while not self._over.wait(self._looks.pause_s) and self._looks.look():
            pass


def _pause(looks: int) -> float:
    return min(_SLOWEST_S, _EVERY_S * max(1.0, looks / _SLOWER_AFTER))


def _values(before: tuple[float, TreeUsage] | None, at: float, found: TreeUsage) -> dict[str, float]:
    values: dict[str, float] = {
        "memory_bytes": found.memory_bytes,
        "read_bytes": found.read_bytes,
        "written_bytes": found.written_bytes,
    }
    if before and at > before[0]:
        values["cpu_percent"] = round(max(0.0, 100 * (found.cpu_s - before[1].cpu_s) / (at - before[0])), 1)
    return values
