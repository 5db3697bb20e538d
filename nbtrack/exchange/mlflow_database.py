"""Read the runs of MLflow's SQLite store. MLflow itself is not needed."""

from __future__ import annotations

import contextlib
from pathlib import Path
from typing import TYPE_CHECKING, Any

from nbtrack.errors import UsageError
from nbtrack.exchange.mlflow_run import Said, foreign_run
from nbtrack.store.series import Series
from nbtrack.store.sqlite import sqlite

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator

    from nbtrack.exchange.foreign import ForeignRun

_RUNS = (
    "SELECT run_uuid, experiments.name, status, start_time, end_time, runs.name, artifact_uri FROM runs"
    " JOIN experiments USING (experiment_id) WHERE runs.lifecycle_stage = 'active'"
    " ORDER BY start_time, run_uuid"
)


def read_database(path: str) -> Iterator[ForeignRun]:
    """Yield the runs of a database that are not deleted; raises UsageError where it is none of MLflow's."""
    beside = str(Path(path).resolve().parent)
    try:
        with contextlib.closing(
            sqlite().connect(f"{Path(path).resolve().as_uri()}?mode=ro", uri=True)
        ) as database:
            for row in database.execute(_RUNS).fetchall():
                yield _run(database, row, beside)
    except sqlite().Error as error:
        raise UsageError(
            f"cannot read {path} as MLflow's store: {error}",
            hint="it is a file such as mlflow.db, or a folder such as mlruns",
        ) from None


def _run(database: sqlite3.Connection, row: Any, beside: str) -> ForeignRun:
    uuid, experiment, status, start, end, name, artifacts = row
    given = _pairs(database, "SELECT key, value FROM params WHERE run_uuid = ? ORDER BY key", uuid)
    tags = _pairs(database, "SELECT key, value FROM tags WHERE run_uuid = ? ORDER BY key", uuid)
    said = Said(uuid, experiment, status, start, end, name, given, tags, artifacts)
    return foreign_run(said, _series(database, uuid), beside)


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
