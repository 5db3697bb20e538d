"""The last line of a terminal, that moves while a cell runs."""

from __future__ import annotations

from threading import Event, Thread
from time import monotonic
from typing import TYPE_CHECKING

from nbtrack.cli import last_line
from nbtrack.compare.numbers import value_text
from nbtrack.compare.times import duration_text
from nbtrack.store.newest_points import newest_values
from nbtrack.terminal import safe_line

if TYPE_CHECKING:
    from collections.abc import Mapping

_TICK_S = 0.25
_MOST_METRICS = 4


def status_line(
    title: str, elapsed_s: float, expected_s: float | None, said: str, metrics: Mapping[str, float]
) -> str:
    """Return what there is to say of a cell that runs: how long it does, numbers, last words."""
    took = f"{elapsed_s:.0f} s"
    if expected_s is not None and expected_s >= 1:
        took += f" of about {duration_text(expected_s)}"
    numbers = "  ".join(
        f"{name} {value_text(value)}" for name, value in list(metrics.items())[-_MOST_METRICS:]
    )
    return safe_line("  ".join(part for part in (title, took, numbers, said) if part))


class MovingLine:
    """Shows a cell until it is stopped; `live_folder` is where the run's metrics come from."""

    def __init__(self, live_folder: str) -> None:
        self._folder = live_folder
        self._over = Event()
        self._thread: Thread | None = None
        self._title = self._said = ""
        self._expected_s: float | None = None

    def start(self, title: str, expected_s: float | None) -> None:
        """Begin with a cell."""
        self._title, self._said, self._expected_s = title, "", expected_s
        self._over.clear()
        self._thread = Thread(target=self._move, args=(monotonic(),), daemon=True)
        self._thread.start()

    def add(self, text: str) -> None:
        """Take what was printed last."""
        self._said = text

    def stop(self) -> None:
        """Leave the line empty."""
        if self._thread:
            self._over.set()
            self._thread.join()
            last_line.clear()

    def _move(self, since: float) -> None:
        while not self._over.wait(_TICK_S):
            last_line.show(
                status_line(
                    self._title,
                    monotonic() - since,
                    self._expected_s,
                    self._said,
                    newest_values(self._folder),
                )
            )
