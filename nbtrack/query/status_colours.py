"""The colour in which each status of a run is shown."""

from __future__ import annotations

from nbtrack.store.statuses import EXITED, FINISHED, RUNNING, SNAPSHOT

# All others are red.
COLOURS = {FINISHED: "green", EXITED: "yellow", RUNNING: "cyan", SNAPSHOT: "blue"}
