"""The index: a row for each sealed run and annotation, so that listing does not read every file.

It holds nothing that these files do not say. Whatever is wrong with it is mended by making it anew.
"""

from __future__ import annotations

import contextlib
import json
import os
from typing import TYPE_CHECKING, Any

from nbtrack.errors import StoreError
from nbtrack.store.annotations import annotation_from_json, annotation_to_json
from nbtrack.store.record_json import from_json, to_json

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Collection, Iterable, Iterator, Mapping

    from nbtrack.store.annotations import Annotation
    from nbtrack.store.record import RunRecord

IN_MEMORY = ":memory:"  # the path of an index that lives as long as it is open
_VERSION = 2
_PATIENCE_S = 30.0
_TABLE = """
CREATE TABLE runs (
  id TEXT PRIMARY KEY, experiment TEXT NOT NULL, started TEXT NOT NULL, status TEXT NOT NULL,
  kind TEXT NOT NULL, name TEXT, record TEXT NOT NULL
) WITHOUT ROWID;
CREATE INDEX runs_by_experiment ON runs (experiment, started DESC);
CREATE INDEX runs_by_start ON runs (started DESC);
CREATE INDEX runs_by_name ON runs (name) WHERE name IS NOT NULL;
CREATE TABLE annotations (digest TEXT PRIMARY KEY, said TEXT NOT NULL) WITHOUT ROWID;
"""
_CHOSEN = "FROM runs WHERE (? IS NULL OR experiment = ?) AND id NOT IN (SELECT value FROM json_each(?))"
_NEWEST_FIRST = "ORDER BY started DESC, id LIMIT ?"


class Index:
    """Ask and fill the index of one store. Use it as a context manager; it raises StoreError."""

    __slots__ = ("_connection", "_path")

    def __init__(self, path: str) -> None:
        self._path = path

    def __enter__(self) -> Index:
        self._connection = _open(self._path)
        return self

    def __exit__(self, *error: object) -> None:
        self._connection.close()

    def add(self, records: Iterable[RunRecord]) -> None:
        """Add the rows of sealed records, or replace them."""
        rows = [_row(record) for record in records]
        with _trouble(self._path), _transaction(self._connection):
            self._connection.executemany("INSERT OR REPLACE INTO runs VALUES (?, ?, ?, ?, ?, ?, ?)", rows)

    def remove(self, run_ids: Iterable[str]) -> None:
        """Forget runs whose records are gone."""
        with _trouble(self._path), _transaction(self._connection):
            self._connection.executemany("DELETE FROM runs WHERE id = ?", [(run_id,) for run_id in run_ids])

    def ids(self) -> set[str]:
        """Return the ids of all rows."""
        with _trouble(self._path):
            return {run_id for (run_id,) in self._connection.execute("SELECT id FROM runs")}

    def annotations(self) -> list[Annotation]:
        """Return all annotations."""
        with _trouble(self._path):
            rows = self._connection.execute("SELECT said FROM annotations").fetchall()
        return [annotation_from_json(json.loads(text)) for (text,) in rows]

    def annotation_digests(self) -> set[str]:
        """Return the digests of all annotations."""
        with _trouble(self._path):
            return {digest for (digest,) in self._connection.execute("SELECT digest FROM annotations")}

    def replace_annotations(self, gone: Iterable[str], new: Mapping[str, Annotation]) -> None:
        """Forget the annotations whose files are gone, and add new ones."""
        rows = [(digest, json.dumps(annotation_to_json(one))) for digest, one in new.items()]
        with _trouble(self._path), _transaction(self._connection):
            self._connection.executemany("DELETE FROM annotations WHERE digest = ?", [(one,) for one in gone])
            self._connection.executemany("INSERT OR REPLACE INTO annotations VALUES (?, ?)", rows)

    def records(
        self, experiment: str | None, without: Collection[str] = (), limit: int | None = None
    ) -> list[RunRecord]:
        """Return records without their cells, the newest first, those of some runs left out."""
        values = (experiment, experiment, json.dumps([*without]), -1 if limit is None else limit)
        with _trouble(self._path):
            rows = self._connection.execute(f"SELECT record {_CHOSEN} {_NEWEST_FIRST}", values).fetchall()
        return [from_json(json.loads(text)) for (text,) in rows]

    def texts(self, run_ids: Collection[str]) -> Iterator[str]:
        """Yield the rows of some runs as the JSON that they are kept in."""
        chosen = json.dumps([*run_ids])
        statement = "SELECT record FROM runs WHERE id IN (SELECT value FROM json_each(?))"
        with _trouble(self._path):
            yield from (text for (text,) in self._connection.execute(statement, (chosen,)))

    def count(self, experiment: str | None, without: Collection[str] = ()) -> int:
        """Return how many records there are, those of some runs left out."""
        values = (experiment, experiment, json.dumps([*without]))
        with _trouble(self._path):
            (found,) = self._connection.execute(f"SELECT count(*) {_CHOSEN}", values).fetchone()
        return int(found)


def _row(record: RunRecord) -> tuple[Any, ...]:
    found = to_json(record)
    found.pop("cells", None)
    key = (record.id, record.experiment, record.started, record.status, record.kind, record.name)
    # Not canonical JSON: a row is never compared, and NaN is read back by the same library.
    return (*key, json.dumps(found, separators=(",", ":")))


def _open(path: str) -> sqlite3.Connection:
    with _trouble(path):
        try:
            return _prepared(path)
        except _sqlite3().DatabaseError as error:
            if isinstance(error, _sqlite3().OperationalError):  # locked, or no right to write
                raise
        discard(path)
        return _prepared(path)


def _prepared(path: str) -> sqlite3.Connection:
    connection: sqlite3.Connection = _sqlite3().connect(path, timeout=_PATIENCE_S, isolation_level=None)
    try:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = NORMAL")  # a power failure costs rows, which come back
        with _transaction(connection):
            (version,) = connection.execute("PRAGMA user_version").fetchone()
            if version != _VERSION:
                _start_over(connection)
    except BaseException:
        connection.close()
        raise
    return connection


def _start_over(connection: sqlite3.Connection) -> None:
    connection.execute("DROP TABLE IF EXISTS runs")
    connection.execute("DROP TABLE IF EXISTS annotations")
    for statement in filter(str.strip, _TABLE.split(";")):
        connection.execute(statement)
    connection.execute(f"PRAGMA user_version = {_VERSION}")


def discard(path: str) -> None:
    """Delete the files of an index."""
    for name in (path, f"{path}-wal", f"{path}-shm"):
        with contextlib.suppress(FileNotFoundError):
            os.unlink(name)


@contextlib.contextmanager
def _transaction(connection: sqlite3.Connection) -> Iterator[None]:
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
    except BaseException:
        connection.execute("ROLLBACK")
        raise
    connection.execute("COMMIT")


@contextlib.contextmanager
def _trouble(path: str) -> Iterator[None]:
    try:
        yield
    except _sqlite3().Error as error:
        raise StoreError(
            f"cannot use {path}: {error}", hint="`nbtrack store reindex` makes it anew from the records"
        ) from None


def _sqlite3() -> Any:
    import sqlite3

    return sqlite3
