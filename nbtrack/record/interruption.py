"""What becomes of Ctrl-C, and of the system's word to end, while a kernel works."""

from __future__ import annotations

import signal
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from nbtrack.store.statuses import HUNG_UP, INTERRUPTED, TERMINATED

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

# Whoever sends SIGTERM sends SIGKILL later: Docker after 10 s, Kubernetes and Slurm after 30 s.
_GRACE_S = 5.0
_TERMINATIONS = (signal.SIGTERM, signal.SIGHUP)
_REASONS: dict[int, tuple[str, str]] = {
    signal.SIGINT: (INTERRUPTED, "stopped by Ctrl-C"),
    signal.SIGTERM: (TERMINATED, "stopped by the system, or by whoever sent SIGTERM"),
    signal.SIGHUP: (HUNG_UP, "the terminal was closed"),
}


class Interruption:
    """Whether a person, or the system, asked for the end."""

    __slots__ = ("_cell_runs", "_interrupt", "_raises", "asked", "reason", "status")

    def __init__(self, interrupt: Callable[[], None]) -> None:
        self._interrupt = interrupt
        self._cell_runs = False
        self._raises = False
        self.asked = False
        self.status, self.reason = INTERRUPTED, "stopped by a person or the system"

    @contextmanager
    def raising(self) -> Iterator[None]:
        """Raise KeyboardInterrupt in this block, once, and never outside of it, where that would do harm."""
        self._raises = True
        try:
            if self.asked:
                self.on_alarm()
            yield
        finally:
            self._raises = False

    @contextmanager
    def skipping(self) -> Iterator[None]:
        """Raise KeyboardInterrupt in this block when somebody asks for the end now, or once more."""
        self._raises = True
        try:
            yield
        finally:
            self._raises = False

    @contextmanager
    def cell(self) -> Iterator[None]:
        """Let the cell that runs meanwhile end by itself when it is interrupted."""
        self._cell_runs = True
        try:
            yield
        finally:
            self._cell_runs = False
            signal.setitimer(signal.ITIMER_REAL, 0)

    def ignore(self) -> None:
        """Heed no signal any more: the run is over, and its record is about to be written."""
        for number in (signal.SIGINT, *_TERMINATIONS):
            signal.signal(number, signal.SIG_IGN)

    def on_ctrl_c(self, number: int = signal.SIGINT, *_frame: Any) -> None:
        """Let the cell that runs clean up after itself; the second time, or between cells, stop at once."""
        if not self.asked:
            self.status, self.reason = _REASONS[number]
        if self.asked or not self._cell_runs:
            self.on_alarm()
            return
        self.asked = True
        self._interrupt()

    def on_termination(self, number: int = signal.SIGTERM, *_frame: Any) -> None:
        """Do as for Ctrl-C, but wait for the cell no longer than the system waits for us."""
        self.on_ctrl_c(number)
        signal.setitimer(signal.ITIMER_REAL, _GRACE_S)

    def on_alarm(self, *_frame: Any) -> None:
        """Stop at once, and record that."""
        self.asked = True
        if self._raises:
            self._raises = False
            raise KeyboardInterrupt


@contextmanager
def interruptible(interrupt: Callable[[], None]) -> Iterator[Interruption]:
    """Take the signals that end a program; `interrupt` is called where a cell runs.

    One that is ignored stays so: `nohup` lets a run outlive its terminal.
    """
    found = Interruption(interrupt)
    handlers: dict[int, Callable[..., None]] = dict.fromkeys(_TERMINATIONS, found.on_termination)
    handlers |= {signal.SIGINT: found.on_ctrl_c, signal.SIGALRM: found.on_alarm}
    heeded = [number for number in handlers if signal.getsignal(number) is not signal.SIG_IGN]
    before = {number: signal.signal(number, handlers[number]) for number in heeded}
    try:
        yield found
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
