"""The outputs of the cell that runs, kept while it runs and shown as they come."""

from __future__ import annotations

import contextlib
from time import monotonic
from typing import TYPE_CHECKING

from nbtrack.errors import StoreError
from nbtrack.notebook.executed import Outcome
from nbtrack.record.secrets.redaction import redacted_outputs

if TYPE_CHECKING:
    from nbtrack.record.kernels.channels import Message
    from nbtrack.record.kernels.outputs import CellOutputs
    from nbtrack.record.listener import Listener
    from nbtrack.store.live import LiveRun

# Outputs are kept at most so often, and more rarely where keeping them takes long.
_EVERY_S = 0.5
_FIRST_S = 0.1  # most cells are over by then, and are kept once
_SHARE = 20


def keep_outcome(live: LiveRun, cell: int, outcome: Outcome) -> Outcome:
    """Keep what came of a cell without the secrets in its outputs, and return that.

    This is the one way by which outputs come into the store; raises StoreError.
    """
    kept = Outcome(redacted_outputs(outcome.outputs), outcome.count)
    live.keep(cell, kept)
    return kept


class Keeper:
    """Keep what one cell puts out; `cell` is its number in the notebook as it is run."""

    __slots__ = ("_cell", "_listener", "_live", "_new", "_next")

    def __init__(self, cell: int, live: LiveRun, listener: Listener) -> None:
        self._cell = cell
        self._live = live
        self._listener = listener
        self._new: CellOutputs | None = None
        self._next = monotonic() + _FIRST_S

    def came(self, outputs: CellOutputs, _message: Message) -> None:
        """Take the outputs so far, of which something is new."""
        if said := outputs.last_line():
            self._listener.cell_printed(said)
        self._new = outputs
        self.passed()

    def passed(self) -> None:
        """Keep what is new, if it is time for that; called now and then, for a cell that falls silent.

        Where the disk refuses now, the next time may do, and the cell's end says what it was.
        """
        now = monotonic()
        if self._new is None or now < self._next:
            return
        with contextlib.suppress(StoreError):
            keep_outcome(self._live, self._cell, Outcome(self._new.stored(), self._new.count))
            self._new = None
        self._next = monotonic() + max(_EVERY_S, (monotonic() - now) * _SHARE)
