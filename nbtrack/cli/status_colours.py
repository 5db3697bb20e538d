"""The colour in which each status of a run is shown."""

from __future__ import annotations

from nbtrack.store.record import EXITED, FINISHED, RUNNING

COLOURS = {FINISHED: "green", EXITED: "yellow", RUNNING: "cyan"}  # all others are red
