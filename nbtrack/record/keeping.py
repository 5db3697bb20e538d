"""The outputs of the cell that runs, kept while it runs and shown as they come."""

from __future__ import annotations

import contextlib
from time import monotonic
from typing import TYPE_CHECKING, Any

from nbtrack.errors import StoreError
from nbtrack.notebook.document import joined
from nbtrack.notebook.executed import Outcome
from nbtrack.record.nodes import stored_outputs

if TYPE_CHECKING:
    from nbtrack.record.recorder import Listener
    from nbtrack.store.live import LiveRun

# Outputs are kept at most so often, and more rarely where keeping them takes long.
_EVERY_S = 0.5
_SHARE = 20


class Keeper:
    """Keep what one cell puts out; `cell` is its number in the notebook as it is run."""

    __slots__ = ("_cell", "_listener", "_live", "_new", "_next")

    def __init__(self, cell: int, live: LiveRun, listener: Listener) -> None:
        self._cell = cell
        self._live = live
        self._listener = listener
        self._new: tuple[list[Any], int | None] | None = None
        self._next = 0.0

    def came(self, outputs: list[Any], count: int | None) -> None:
        """Take the outputs so far, of which something is new."""
        if outputs and outputs[-1].get("output_type") == "stream":
            said = joined(outputs[-1].get("text"))[-400:].strip()
            self._listener.cell_printed(said.rpartition("\n")[2])
        self._new = (outputs, count)
        self.passed()

    def passed(self) -> None:
        """Keep what is new, if it is time for that; called now and then, for a cell that falls silent.

        Where the disk refuses now, the next time may do, and the cell's end says what it was.
        """
        now = monotonic()
        if self._new is None or now < self._next:
            return
        outputs, count = self._new
        with contextlib.suppress(StoreError):
            self._live.keep(self._cell, Outcome(stored_outputs(outputs), count))
            self._new = None
        self._next = monotonic() + max(_EVERY_S, (monotonic() - now) * _SHARE)
