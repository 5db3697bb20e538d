"""Records to keep in tests."""

from typing import Any

from nbtrack.store.record import RunRecord, new_id
from nbtrack.store.statuses import FINISHED, RUNNING


def running(**values: Any) -> RunRecord:
    defaults = {"id": new_id(), "experiment": "train.ipynb", "started": "2026-11-24T10:00:00.000000Z"}
    return RunRecord(**(defaults | {"status": RUNNING} | values))


def finished(**values: Any) -> RunRecord:
    return running(**({"status": FINISHED} | values))
