"""How smoke runs get on, at a terminal: a line on stderr that moves."""

from __future__ import annotations

from time import monotonic

from nbtrack.cli import last_line
from nbtrack.terminal import safe_line

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from nbtrack.cli.output import Output
    from nbtrack.smoke.running import Running

_TICK_S = 0.25


class Progress:
    """A line with what runs right now; nothing where nobody looks."""

    def __init__(self, paths: Sequence[str], out: Output) -> None:
        self._paths = paths
        self._is_on = out.interactive
        self._is_shown = False
        self._next_s = monotonic() + _TICK_S
        self.done = 0

    def tick(self, running: dict[int, Running]) -> None:
        """Show what runs, from time to time."""
        now_s = monotonic()
        if not self._is_on or not running or now_s < self._next_s:
            return
        parts = [
            f"{safe_line(self._paths[number])} cell {each.cell} ({now_s - each.began_s:.0f} s)"
            for number, each in running.items()
        ]
        last_line.show(f"[{self.done}/{len(self._paths)}] {', '.join(parts)}")
        self._next_s, self._is_shown = now_s + _TICK_S, True

    def clear(self) -> None:
        """Take the line away, so that another can stand there."""
        if self._is_shown:
            last_line.clear()
            self._is_shown = False
