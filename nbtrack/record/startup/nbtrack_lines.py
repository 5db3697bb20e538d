"""The file of a run to which a process appends what it uses, line by line.

Standard library only, as all that runs in every Python of a run.
"""

from __future__ import annotations

import os
from _thread import RLock

PREFIX, SUFFIX = "used-", ".jsonl"


class Lines:
    """A file in the run's folder that is opened with the first line; each process of a fork has its own."""

    def __init__(self, live: str, journal: str = "") -> None:
        """Take the name of the run's journal where this process may append to it."""
        self._live = live
        self._journal = journal
        self._recorder = os.getpid() if journal else 0
        self._process = 0
        self._file = -1

    def write(self, lines: str) -> None:
        """Append some lines; raises OSError where the disk refuses or the run is over."""
        with _turn:
            if self._process != os.getpid():  # also in the child of a fork
                self._process = os.getpid()
                self._file = os.open(
                    self._path(), os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_CLOEXEC, 0o666
                )
            os.write(self._file, lines.encode("ascii"))

    def close(self) -> None:
        """Let go of the file, if it is this process that opened it, when no other thread writes to it."""
        with _turn:
            if self._process == os.getpid():
                os.close(self._file)
            self._process = 0

    def _path(self) -> str:
        name = self._journal if self._process == self._recorder else f"{PREFIX}{self._process}{SUFFIX}"
        return os.path.join(self._live, name)


_turn = RLock()  # opening the file is itself an event that is listened to


def _forget() -> None:
    """Let the child of a fork not wait for a thread that it does not have."""
    global _turn
    _turn = RLock()


if hasattr(os, "register_at_fork"):  # not on Windows
    os.register_at_fork(after_in_child=_forget)
