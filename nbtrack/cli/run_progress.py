"""How a run gets on, on stderr: a line for each cell, and at a terminal one that moves."""

from __future__ import annotations

import sys
from threading import Event, Thread
from time import monotonic
from typing import TYPE_CHECKING

from nbtrack.store.record import FINISHED
from nbtrack.terminal import safe_line

if TYPE_CHECKING:
    from nbtrack.cli.output import Output
    from nbtrack.record.plan import Plan
    from nbtrack.store.record import CellRun

_TICK_S = 0.25
_WIDTH = 100
_CLEAR_LINE = "\r\x1b[K"


class Progress:
    """A listener of `record_run` that tells a person."""

    def __init__(self, plan: Plan, out: Output) -> None:
        self._out = out
        self._path = plan.path
        self._titles = {cell.number: _title(cell.source) for cell in plan.given.cells}
        self._total = self._position = 0
        self._moving = _MovingLine() if out.interactive else None

    def run_started(self, run_id: str, total: int) -> None:
        """Say which run begins."""
        self._total = total
        self._out.note(f"{self._path}: run {run_id[:8]}, {total} cell{'' if total == 1 else 's'}")

    def cell_started(self, number: int) -> None:
        """Show the cell at the terminal."""
        self._position += 1
        if self._moving:
            self._moving.start(f"{self._head(number)}  {self._titles[number]}")

    def cell_printed(self, text: str) -> None:
        """Show at the terminal what the cell printed last."""
        if self._moving:
            self._moving.add(safe_line(text))

    def cell_ended(self, cell: CellRun) -> None:
        """Leave a line for the cell."""
        if self._moving:
            self._moving.stop()
        ended = "" if cell.status == FINISHED else f"  {cell.status}"
        took = f"{cell.duration_s or 0:7.1f} s"
        self._out.note(f"{self._head(cell.number)}  {took}  {self._titles[cell.number]}{ended}")

    def _head(self, number: int) -> str:
        width = len(str(self._total))
        return f"  [{self._position:{width}}/{self._total}] cell {number}"


class _MovingLine:
    """The last line of the terminal, with the seconds that pass."""

    def __init__(self) -> None:
        self._over = Event()
        self._thread: Thread | None = None
        self._title = self._said = ""

    def start(self, title: str) -> None:
        self._title, self._said = title, ""
        self._over.clear()
        self._thread = Thread(target=self._move, args=(monotonic(),), daemon=True)
        self._thread.start()

    def add(self, text: str) -> None:
        self._said = text

    def stop(self) -> None:
        if self._thread:
            self._over.set()
            self._thread.join()
            sys.stderr.write(_CLEAR_LINE)
            sys.stderr.flush()

    def _move(self, since: float) -> None:
        while not self._over.wait(_TICK_S):
            seconds = f"{monotonic() - since:5.0f} s"
            line = f"{self._title}  {seconds}  {self._said}"[:_WIDTH]
            sys.stderr.write(f"{_CLEAR_LINE}{line}")
            sys.stderr.flush()


def _title(source: str) -> str:
    """Return the first line of a cell that says something."""
    lines = (line.strip() for line in source.splitlines())
    first = next(filter(None, lines), "")
    return safe_line(first if len(first) <= 60 else first[:59] + "…")
