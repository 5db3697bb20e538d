"""A thread that takes down which files are opened, as it happens."""

from __future__ import annotations

import os
import select
import threading
import time
from typing import TYPE_CHECKING

from nbtrack.record.files.openings import Openings

if TYPE_CHECKING:
    from collections.abc import Iterable

_BEFORE_S = 0.002  # times are written down to a millisecond, and looked up with another one added
_REST_MS = 20  # to wake for each file takes the processor away from what opens a hundred of them a second
_PATIENCE_S = 0.5  # while the thread looks for the folders of a large project


class OpeningsThread:
    """Watch a project, as `Openings` does, until `stop`; where the system has no way to, nothing happens."""

    def __init__(self, live_folder: str, root: str, folder: str, others: Iterable[str] = ()) -> None:
        self._wake, self._woken = os.pipe()
        self._turn = threading.Lock()
        self._openings: Openings | None = None
        try:
            self._openings = Openings(root, folder, os.path.dirname(live_folder), others)
        except OSError:
            return
        self._live_folder = live_folder
        self._thread = threading.Thread(target=self._work, name="nbtrack openings", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Take down what has happened so far, and watch no more."""
        os.close(self._woken)
        if self._openings:
            self._openings.is_hurried = True
            self._thread.join()
            self._openings.close()
        os.close(self._wake)

    def catch_up(self) -> None:
        """Take down what has happened so far, or a busy machine would have it happen in the next cell."""
        if self._openings is None or not self._thread.is_alive():
            return
        if self._turn.acquire(timeout=_PATIENCE_S):
            try:
                self._openings.take(time.time() - _BEFORE_S)
            except OSError:  # the run's own trouble
                return
            finally:
                self._turn.release()

    def _work(self) -> None:
        """Do all of it; a disk that refuses is the run's own trouble, and says so there."""
        assert self._openings is not None  # noqa: S101 - for the type checker
        try:
            with self._turn:
                self._openings.start(self._live_folder)
                self._openings.begin()
                self._openings.say_watched()
            self._follow(self._openings)
        except OSError:
            return

    def _follow(self, openings: Openings) -> None:
        poll = select.poll()
        poll.register(openings.descriptor, select.POLLIN)
        poll.register(self._wake, select.POLLIN | select.POLLHUP)
        stopped = select.poll()
        stopped.register(self._wake, select.POLLIN | select.POLLHUP)
        while True:
            is_last = self._wake in dict(poll.poll())
            with self._turn:
                is_enough = not openings.take()
            if is_last or is_enough:
                return
            stopped.poll(_REST_MS)
