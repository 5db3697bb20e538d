"""How a run gets on, on stderr: a line for each cell, and at a terminal one that moves."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nbtrack.cli.run.moving_line import MovingLine
from nbtrack.compare.times import duration_text
from nbtrack.record.previous import times_before
from nbtrack.store.digest import short_id
from nbtrack.store.statuses import FINISHED
from nbtrack.terminal import count_text, safe_line

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from nbtrack.cli.output import Output
    from nbtrack.notebook.document import Notebook
    from nbtrack.record.plan import Plan
    from nbtrack.store.record import CellRun
    from nbtrack.store.store import Store


class Progress:
    """A listener of `record_run` that tells a person."""

    def __init__(self, plan: Plan, store: Store, out: Output) -> None:
        self._out = out
        self._plan = plan
        self._store = store
        self._titles = titles_of(plan.given)
        self._total = self._position = 0
        self._expected: Mapping[int, float] = {}
        self._moving: MovingLine | None = None

    def run_started(self, run_id: str, total: int) -> None:
        """Say which run begins."""
        self._total = total
        if self._out.interactive:
            self._moving = MovingLine(self._store.live_folder(run_id))
            self._expected = times_before(self._store, self._plan.experiment)
        about = f", about {sum(self._expected.values()):.0f} s" if self._expected else ""
        self._out.note(f"{self._plan.path}: run {short_id(run_id)}, {count_text(total, 'cell')}{about}")

    def cell_started(self, number: int) -> None:
        """Show the cell at the terminal."""
        self._position += 1
        if self._moving:
            title = f"{head_of(self._position, self._total, number)}  {self._titles[number]}"
            self._moving.start(title, self._expected.get(number))

    def cell_printed(self, text: str) -> None:
        """Show at the terminal what the cell printed last."""
        if self._moving:
            self._moving.add(text)

    def cell_ended(self, cell: CellRun) -> None:
        """Leave a line for the cell."""
        if self._moving:
            self._moving.stop()
        self._out.note(ended_line(cell, self._position, self._total, self._titles))

    def cells_taken_over(self, cells: Sequence[CellRun]) -> None:
        """Say which cells do not run."""
        self._position += len(cells)
        took = duration_text(sum(cell.duration_s or 0.0 for cell in cells))
        runs = " and ".join(dict.fromkeys(short_id(cell.taken_from or "") for cell in cells))
        numbers = [cell.number for cell in cells]
        if numbers:
            span = f"cells {numbers[0]} to {numbers[-1]}" if len(numbers) > 1 else f"cell {numbers[0]}"
            self._out.note(f"  {span}: taken over from run {runs}, which took {took} for that")

    def said(self, text: str) -> None:
        """Say it."""
        self._out.note(f"  {text}")

    def metric_missing(self, name: str, why: str) -> None:
        """Say that there is no such number."""
        self._out.warn(f"--metric {name}: {why}; it is not recorded")


def ended_line(cell: CellRun, position: int, total: int, titles: Mapping[int, str]) -> str:
    """Return what there is to say of a cell that is over."""
    ended = "" if cell.status == FINISHED else f"  {cell.status}"
    took = f"{cell.duration_s or 0:7.1f} s"
    return f"{head_of(position, total, cell.number)}  {took}  {titles.get(cell.number, '')}{ended}"


def head_of(position: int, total: int, number: int) -> str:
    """Return which cell it is."""
    return f"  [{position:{len(str(total))}}/{total}] cell {number}"


def titles_of(notebook: Notebook) -> dict[int, str]:
    """Return what to call each cell: its first line that says something."""
    return {cell.number: _title(cell.source) for cell in notebook.cells}


def _title(source: str) -> str:
    lines = (line.strip() for line in source.splitlines())
    first = next(filter(None, lines), "")
    return safe_line(first if len(first) <= 60 else first[:59] + "…")
