"""Read the runs of MLflow's SQLite store. MLflow itself is not needed."""

from __future__ import annotations

import contextlib
from pathlib import Path
from typing import TYPE_CHECKING, Any

from nbtrack.errors import UsageError
from nbtrack.exchange.foreign import ForeignRun, foreign_id, value_of
from nbtrack.store.clock import utc_text
from nbtrack.store.record import FAILED, FINISHED, INTERRUPTED, KILLED, Parameter, RunRecord
from nbtrack.store.series import Series
from nbtrack.store.sqlite import sqlite

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator

_STATUS = {"FINISHED": FINISHED, "FAILED": FAILED, "KILLED": KILLED}  # what still ran is taken as interrupted
_RUNS = (
    "SELECT run_uuid, runs.name, status, start_time, end_time, experiments.name FROM runs"
    " JOIN experiments USING (experiment_id) WHERE runs.lifecycle_stage = 'active'"
    " ORDER BY start_time, run_uuid"
)
_OWN_TAG, _NOTE_TAG = "mlflow.", "mlflow.note.content"


def read_mlflow(path: str) -> Iterator[ForeignRun]:
    """Yield the runs of a database that are not deleted; raises UsageError where it is none of MLflow's."""
    try:
        with contextlib.closing(
            sqlite().connect(f"{Path(path).resolve().as_uri()}?mode=ro", uri=True)
        ) as database:
            for row in database.execute(_RUNS).fetchall():
                yield _run(database, *row)
    except sqlite().Error as error:
        raise UsageError(
            f"cannot read {path} as MLflow's store: {error}", hint="it is a file such as mlflow.db"
        ) from None


def _run(
    database: sqlite3.Connection,
    uuid: str,
    name: str | None,
    status: str,
    start: int,
    end: int | None,
    experiment: str,
) -> ForeignRun:
    tags = _pairs(database, "SELECT key, value FROM tags WHERE run_uuid = ? ORDER BY key", uuid)
    given = _pairs(database, "SELECT key, value FROM params WHERE run_uuid = ? ORDER BY key", uuid)
    record = RunRecord(
        id=foreign_id("mlflow", uuid),
        experiment=experiment,
        started=utc_text(start / 1000),
        ended=utc_text(end / 1000) if end else None,
        duration_s=(end - start) / 1000 if end else None,
        status=_STATUS.get(status, INTERRUPTED),
        name=name or None,
        note=tags.get(_NOTE_TAG),
        tags=tuple(f"{key}={value}" for key, value in tags.items() if not key.startswith(_OWN_TAG)),
        parameters={key: Parameter(value_of(value), "MLflow") for key, value in given.items()},
        imported=f"mlflow:{uuid}",
    )
    return ForeignRun(record, _series(database, uuid))


def _pairs(database: sqlite3.Connection, statement: str, uuid: str) -> dict[str, str]:
    return {str(key): str(value) for key, value in database.execute(statement, (uuid,))}


def _series(database: sqlite3.Connection, uuid: str) -> dict[str, Series]:
    """Return the points by metric in the order of their time; MLflow keeps NaN as a zero with a mark."""
    statement = (
        "SELECT key, value, timestamp, step, is_nan FROM metrics WHERE run_uuid = ? ORDER BY timestamp, step"
    )
    found: dict[str, Series] = {}
    rows: Any = database.execute(statement, (uuid,))
    for name, value, time_ms, step, is_nan in rows:
        found.setdefault(name, Series()).append(float("nan") if is_nan else value, time_ms / 1000, step)
    return found
