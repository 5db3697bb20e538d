"""What a recorder says while it runs a plan."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Sequence

    from nbtrack.store.record import CellRun


class Listener(Protocol):
    """Whoever wants to know how a run gets on."""

    def run_started(self, run_id: str, total: int) -> None:
        """Take note that a run of so many code cells begins."""

    def cell_started(self, number: int) -> None:
        """Take note that a cell begins."""

    def cell_printed(self, text: str) -> None:
        """Take note of the last line that the cell printed."""

    def cell_ended(self, cell: CellRun) -> None:
        """Take note of how a cell ended."""

    def cells_taken_over(self, cells: Sequence[CellRun]) -> None:
        """Take note of the cells that do not run, since another run's outputs hold."""

    def said(self, text: str) -> None:
        """Take note of what else there is to say of the run."""

    def metric_missing(self, name: str, why: str) -> None:
        """Take note that a metric which was asked for could not be had."""
