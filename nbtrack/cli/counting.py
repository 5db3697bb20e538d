"""A line that counts on stderr, where a person at a terminal waits for long."""

from __future__ import annotations

from time import monotonic

from nbtrack.cli import last_line

TYPE_CHECKING = False
if TYPE_CHECKING:
    from nbtrack.cli.output import Output

_PATIENCE_S = 1.0
_TICK_S = 0.1


class Counting:
    """Tell how far something got, once that takes longer than a moment; as a context manager it clears up."""

    __slots__ = ("_is_shown", "_is_watched", "_next_s", "_what")

    def __init__(self, what: str, out: Output) -> None:
        self._what = what
        self._is_watched = out.interactive
        self._is_shown = False
        self._next_s = monotonic() + _PATIENCE_S

    def __enter__(self) -> Counting:
        return self

    def __exit__(self, *error: object) -> None:
        self.clear()

    def tell(self, number: int, total: int) -> None:
        """Show the line, unless that was a blink ago."""
        if self._is_watched and monotonic() >= self._next_s:
            last_line.show(f"{number} of {total} {self._what}")
            self._next_s, self._is_shown = monotonic() + _TICK_S, True

    def clear(self) -> None:
        """Take the line away, so that another may be written in its place."""
        if self._is_shown:
            last_line.clear()
            self._is_shown = False
