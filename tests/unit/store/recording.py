"""Records to keep in tests."""

from typing import Any

from nbtrack.store.record import FINISHED, RUNNING, RunRecord, new_id


def running(**values: Any) -> RunRecord:
    defaults = {"id": new_id(), "experiment": "train.ipynb", "started": "2026-11-24T10:00:00.000000Z"}
    return RunRecord(**(defaults | {"status": RUNNING} | values))


def finished(**values: Any) -> RunRecord:
    return running(**({"status": FINISHED} | values))
