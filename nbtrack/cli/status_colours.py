"""The colour in which each status of a run is shown."""

from __future__ import annotations

from nbtrack.store.record import FINISHED, RUNNING, SNAPSHOT

COLOURS = {FINISHED: "green", RUNNING: "cyan", SNAPSHOT: "blue"}  # all others are red
