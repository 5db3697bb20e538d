"""Which files of a project are opened while a run goes on that this process records itself.

It is asked in the end, without a thread, which a process that forks should not have; more than the system
remembers until then (16,384 events) is not on record, and said not to be. A process may make a thousand runs,
so it looks for the folders of a project once.
"""

from __future__ import annotations

import contextlib
import os
import sys
import time
from typing import NamedTuple

from nbtrack.record.files.c_readers import C_READERS
from nbtrack.record.files.openings import Openings

_Project = tuple[int, str, str, str]
_last: tuple[_Project, Openings | None] | None = None  # None for one that is too large


class OwnOpenings(NamedTuple):
    """The openings of one run, which began at a time."""

    openings: Openings
    begun: float

    def end(self) -> None:
        """Write down what has happened; what can be kept where the disk refuses, the seal decides."""
        with contextlib.suppress(OSError):
            if self.openings.take(self.begun):
                self.openings.say_watched()


def own_openings(live_folder: str, root: str, folder: str) -> OwnOpenings | None:
    """Watch a project for a run, where a library that opens files in C is there."""
    if not any(map(sys.modules.__contains__, C_READERS)):
        return None
    try:
        openings = _openings((os.getpid(), root, folder, os.path.dirname(live_folder)))
        if openings is None:
            return None
        openings.start(live_folder)
    except OSError:
        return None
    return OwnOpenings(openings, time.time())


def _openings(project: _Project) -> Openings | None:
    """Return what watches a project: what did for the last run, or another where that has lost sight."""
    global _last
    if _last and _last[0] == project and (_last[1] is None or _last[1].is_whole):
        return _last[1]
    if _last and _last[1]:
        _last[1].close()
    _last = None
    found = Openings(*project[1:])
    found.begin()
    if found.is_whole:
        _last = project, found
        return found
    found.close()
    _last = project, None
    return None
