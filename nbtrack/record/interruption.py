"""What becomes of Ctrl-C while a kernel works."""

from __future__ import annotations

import signal
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


class Interruption:
    """Whether a person, or the system, asked for the end."""

    __slots__ = ("_interrupt", "asked", "cell_runs")

    def __init__(self, interrupt: Callable[[], None]) -> None:
        self._interrupt = interrupt
        self.asked = False
        self.cell_runs = False

    def on_ctrl_c(self, *_frame: Any) -> None:
        """Let the cell that runs clean up after itself; the second time, or between cells, stop at once."""
        if self.asked or not self.cell_runs:
            self.on_termination()
        self.asked = True
        self._interrupt()

    def on_termination(self, *_frame: Any) -> None:
        """Stop at once, and record that."""
        self.asked = True
        raise KeyboardInterrupt


@contextmanager
def interruptible(interrupt: Callable[[], None]) -> Iterator[Interruption]:
    """Take the signals that end a program; `interrupt` is called where a cell runs."""
    found = Interruption(interrupt)
    handlers = {signal.SIGINT: found.on_ctrl_c, signal.SIGTERM: found.on_termination}
    if hasattr(signal, "SIGHUP"):  # the terminal was closed; not on Windows
        handlers[signal.SIGHUP] = found.on_termination
    before = {number: signal.signal(number, handler) for number, handler in handlers.items()}
    try:
        yield found
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
