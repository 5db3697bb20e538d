"""What has been heard of a kernel's cells, whoever speaks to the kernel."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from nbtrack.notebook.executed import Outcome
from nbtrack.record.kernels.outputs import CellOutputs
from nbtrack.record.kernels.widgets import Widgets

if TYPE_CHECKING:
    from collections.abc import Mapping


class Heard:
    """The outputs of the last cell, of earlier ones that changed since, and the state of widgets."""

    is_local = False  # whether it runs on this machine, and is nobody else's

    def __init__(self) -> None:
        self._current = CellOutputs()
        self._touched: dict[int, CellOutputs] = {}  # cells that changed after they were over
        self._widgets = Widgets()

    def so_far(self) -> Outcome:
        """Return what came of the last cell up to now."""
        return Outcome(self._current.stored(), self._current.count)

    def printed(self) -> str:
        """Return what the last cell printed, as it is kept: to standard output, then to standard error."""
        return self._current.printed()

    def touched(self) -> Mapping[int, Outcome]:
        """Return what has become of earlier cells, by number, that a later one or a thread changed."""
        found, self._touched = self._touched, {}
        return {number: Outcome(one.stored(), one.count) for number, one in found.items()}

    def widget_metadata(self) -> dict[str, Any] | None:
        """Return what the notebook's metadata should say of its widgets."""
        return self._widgets.metadata()
