"""When a cell is interrupted, so that the interrupt is not lost as the cell begins."""

from __future__ import annotations

from time import monotonic
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

# An interrupt that comes as a cell begins is sent so long after that, and again: a kernel may ignore the
# first, and IPython swallows one that hits its own callbacks.
SOON_S = 0.1
_AGAIN_S = 1.0
_MOST = 3


class Interrupts:
    """The interrupts of one kernel; `send` sends one."""

    __slots__ = ("_begun", "_due", "_send", "sent")

    def __init__(self, send: Callable[[], None]) -> None:
        self._send = send
        self._begun = False  # whether the kernel has said that the current cell begins
        self._due: float | None = None  # when one is due that came before it began
        self.sent = 0  # to the current cell

    @property
    def is_due(self) -> bool:
        """Tell whether one waits."""
        return self._due is not None

    def ask(self) -> None:
        """Interrupt the current cell: at once, or when it begins. A signal handler may call this."""
        if self._begun:
            self._now()
        else:
            self._due = monotonic() + _AGAIN_S

    def asked_before(self) -> bool:
        """Take note of a new cell; return whether it is interrupted before it could begin."""
        self._begun, self.sent = False, 0
        was_due, self._due = self.is_due, None
        return was_due

    def begun(self) -> None:
        """Take note that the kernel says that the cell begins."""
        self._begun = True
        if self.is_due:
            self._due = monotonic() + SOON_S

    def passed(self) -> None:
        """Send what is due."""
        if self._due is not None and monotonic() > self._due:
            self._now()
            self._due = monotonic() + _AGAIN_S if self.sent < _MOST else None

    def over(self) -> None:
        """Take note that the cell is done."""
        self._begun, self._due = False, None

    def _now(self) -> None:
        self.sent += 1
        self._send()
