"""The index: a row for each sealed run and annotation, and columns, so that listing does not read every file.

It holds nothing that these files do not say. Whatever is wrong with it is mended by making it anew.
"""

from __future__ import annotations

import contextlib
import json
import os
from functools import partial
from itertools import islice
from typing import TYPE_CHECKING, Any

from nbtrack.errors import StoreError
from nbtrack.store import columns
from nbtrack.store.annotations import annotation_from_json, annotation_to_json
from nbtrack.store.columns import CHUNK_RUNS, chunk_of, values_of
from nbtrack.store.compression import Alike
from nbtrack.store.listed import Listed
from nbtrack.store.run_columns import KeptColumns, plain_name
from nbtrack.store.sqlite import sqlite

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence

    from nbtrack.store.annotations import Annotation
    from nbtrack.store.record import RunRecord
    from nbtrack.store.row import Row

IN_MEMORY = ":memory:"  # the path of an index that lives as long as it is open
_VERSION = 9
_PATIENCE_S = 30.0
_WAITING = (None, 0)  # chunk and place of a run that is in none
_AT_ONCE = 512  # runs that are added in one transaction, so that nobody has to wait for a whole index
_TABLE = """
CREATE TABLE runs (
  id TEXT PRIMARY KEY, experiment TEXT NOT NULL, started TEXT NOT NULL, status TEXT NOT NULL,
  kind TEXT NOT NULL, name TEXT, chunk INTEGER, place INTEGER NOT NULL
) WITHOUT ROWID;
CREATE TABLE records (id TEXT PRIMARY KEY, packed BLOB NOT NULL);
CREATE TABLE first (said BLOB NOT NULL);
CREATE TABLE columns (
  kind TEXT, name TEXT, chunk INTEGER, packed BLOB, PRIMARY KEY (kind, name, chunk)
) WITHOUT ROWID;
CREATE INDEX runs_by_chunk ON runs (chunk);
CREATE INDEX runs_by_experiment ON runs (experiment, started DESC);
CREATE INDEX runs_by_start ON runs (started DESC);
CREATE TABLE annotations (digest TEXT PRIMARY KEY, said TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE seen (stamp TEXT NOT NULL);
"""
_DELETE_UNUSED = "DELETE FROM columns WHERE chunk NOT IN (SELECT chunk FROM runs WHERE chunk IS NOT NULL)"
_COUNT = """
SELECT count(*) FROM runs
WHERE (? IS NULL OR experiment = ?) AND id NOT IN (SELECT value FROM json_each(?))
"""
_NEWEST = """
SELECT id, experiment, started, status, kind, name, chunk, place FROM runs
WHERE (? IS NULL OR experiment = ?) AND id NOT IN (SELECT value FROM json_each(?))
ORDER BY started DESC, id LIMIT ?
"""

_listed = partial(tuple.__new__, Listed)  # `_make` takes four times as long, being Python


class Index:
    """Ask and fill the index of one store. Use it as a context manager; it raises StoreError."""

    __slots__ = ("_connection", "_kept_alike", "_path")

    def __init__(self, path: str) -> None:
        self._path = path
        self._kept_alike: Alike | None = None

    def __enter__(self) -> Index:
        self._connection = _open(self._path)
        return self

    def __exit__(self, *error: object) -> None:
        self._connection.close()

    def add(self, rows: Iterable[Row]) -> None:
        """Add the rows of sealed records; one that is there stays."""
        left = iter(rows)
        while batch := list(islice(left, _AT_ONCE)):
            try:
                with _trouble(self._path), _transaction(self._connection):
                    self._add(batch)
            except BaseException:
                self._kept_alike = None  # what it is like may have been taken back
                raise

    def remove(self, run_ids: Collection[str]) -> None:
        """Forget runs whose records are gone, and all where the others are packed like one of them."""
        with _trouble(self._path):
            self._connection.execute("PRAGMA secure_delete = ON")  # gone for good: not in free pages either
        with _trouble(self._path), _transaction(self._connection):
            first = self._connection.execute("SELECT said FROM first").fetchone()
            if first and json.loads(first[0])["id"] in run_ids:
                _start_over(self._connection)
                self._kept_alike = None
                return
            ids = [(run_id,) for run_id in run_ids]
            self._connection.executemany("DELETE FROM runs WHERE id = ?", ids)
            self._connection.executemany("DELETE FROM records WHERE id = ?", ids)
            self._connection.execute(_DELETE_UNUSED)

    def _add(self, batch: Sequence[Row]) -> None:
        """Add rows that are not there, and put as many as there are enough of into chunks."""
        self._kept_alike = None  # another process may have started over since
        there = self._among([row.id for row in batch])
        rows = {row.id: row for row in batch if row.id not in there}
        pack = self._alike(batch[0].said_b).compress
        packed = [(run_id, pack(row.said_b)) for run_id, row in rows.items()]
        places = self._put_into_chunks(rows)
        glances = [(*row[:6], *places.pop(row.id, _WAITING)) for row in rows.values()]
        moved = [(*place, run_id) for run_id, place in places.items()]
        self._connection.executemany("INSERT INTO runs VALUES (?, ?, ?, ?, ?, ?, ?, ?)", glances)
        self._connection.executemany("INSERT OR REPLACE INTO records VALUES (?, ?)", packed)
        self._connection.executemany("UPDATE runs SET chunk = ?, place = ? WHERE id = ?", moved)

    def _among(self, run_ids: Sequence[str]) -> set[str]:
        """Return those that have a row."""
        statement = "SELECT id FROM runs WHERE id IN (SELECT value FROM json_each(?))"
        return {run_id for (run_id,) in self._connection.execute(statement, (json.dumps(run_ids),))}

    def _alike(self, first_b: bytes = b"") -> Alike:
        """Return how records are packed: like the first of all, which may be this one."""
        if self._kept_alike is None:
            found = self._connection.execute("SELECT said FROM first").fetchone()
            if found is None:
                self._connection.execute("INSERT INTO first VALUES (?)", (first_b,))
            self._kept_alike = Alike(found[0] if found else first_b)
        return self._kept_alike

    def _put_into_chunks(self, fresh: Mapping[str, Row]) -> dict[str, tuple[int, int]]:
        """Return chunk and place of each run that comes into one now, of those that waited and new ones."""
        waited = self._connection.execute("SELECT id FROM runs WHERE chunk IS NULL").fetchall()
        ids = sorted([*fresh, *(run_id for (run_id,) in waited)])
        (last,) = self._connection.execute("SELECT coalesce(max(chunk), 0) FROM runs").fetchone()
        places: dict[str, tuple[int, int]] = {}
        for number in range(len(ids) // CHUNK_RUNS):
            own = ids[number * CHUNK_RUNS : (number + 1) * CHUNK_RUNS]
            self._write_chunk(last + 1 + number, own, fresh)
            places |= {run_id: (last + 1 + number, place) for place, run_id in enumerate(own)}
        return places

    def _write_chunk(self, chunk: int, ids: Sequence[str], fresh: Mapping[str, Row]) -> None:
        others = self.said_of([run_id for run_id in ids if run_id not in fresh])
        waited = {said["id"]: values_of(said) for said in others}
        columns = chunk_of([fresh[one].values if one in fresh else waited[one] for one in ids])
        rows = [(kind, plain_name(name), chunk, packed) for (kind, name), packed in columns]
        self._connection.executemany("INSERT INTO columns VALUES (?, ?, ?, ?)", rows)

    @contextlib.contextmanager
    def snapshot(self) -> Iterator[None]:
        """Let all that is read meanwhile be of one moment: others write, and move runs into chunks."""
        with _trouble(self._path):
            self._connection.execute("BEGIN")
        try:
            yield
        finally:
            self._connection.execute("COMMIT")

    def listed(
        self, experiment: str | None, without: Collection[str] = (), limit: int | None = None
    ) -> list[Listed]:
        """Return runs at a glance, the newest first, some left out."""
        values = (experiment, experiment, json.dumps([*without]), -1 if limit is None else limit)
        with _trouble(self._path):
            return list(map(_listed, self._connection.execute(_NEWEST, values)))

    def column(self, kind: str, name: str) -> dict[int | None, list[Any]]:
        """Return the values of one name, by chunk."""
        statement = "SELECT chunk, packed FROM columns WHERE kind = ? AND name = ?"
        with _trouble(self._path):
            rows = self._connection.execute(statement, (kind, plain_name(name)))
            return {chunk: columns.unpacked(packed) for chunk, packed in rows}

    def column_names(self) -> list[tuple[str, str]]:
        """Return kind and name of each column."""
        with _trouble(self._path):
            return self._connection.execute("SELECT DISTINCT kind, name FROM columns").fetchall()

    def kept_columns(self, chunks: Sequence[int]) -> KeptColumns:
        """Return all columns of some chunks, packed as they are."""
        statement = (
            "SELECT kind, name, chunk, packed FROM columns WHERE chunk IN (SELECT value FROM json_each(?))"
        )
        found: dict[columns.Key, dict[int, bytes]] = {}
        with _trouble(self._path):
            for kind, name, chunk, packed in self._connection.execute(statement, (json.dumps(chunks),)):
                found.setdefault((kind, name), {})[chunk] = packed
        return KeptColumns(found)

    def records_of(self, run_ids: Sequence[str]) -> list[RunRecord]:
        """Return the records of some runs without their cells, in no order."""
        if not run_ids:
            return []
        from nbtrack.store.record_json import record_of  # its classes take longer to make than most listings

        return list(map(record_of, self.said_of(run_ids)))

    def said_of(
        self, run_ids: Sequence[str], read: Callable[[bytes], Any] = json.loads
    ) -> list[dict[str, Any]]:
        """Return the JSON of the same."""
        if not run_ids:
            return []
        statement = "SELECT packed FROM records WHERE id IN (SELECT value FROM json_each(?))"
        with _trouble(self._path):
            rows = self._connection.execute(statement, (json.dumps(run_ids),))
            return [read(self._alike().decompress(packed)) for (packed,) in rows]

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

    def seen(self) -> str | None:
        """Return the stamp of the folders as they stood when all that is in them was here."""
        with _trouble(self._path):
            found: tuple[str] | None = self._connection.execute("SELECT stamp FROM seen").fetchone()
        return found and found[0]

    def note_seen(self, stamp: str) -> None:
        """Remember how the folders stand, all that is in them being here."""
        with _trouble(self._path), _transaction(self._connection):
            self._connection.execute("DELETE FROM seen")
            self._connection.execute("INSERT INTO seen VALUES (?)", (stamp,))

    def each_said(self, run_ids: Collection[str]) -> Iterator[bytes]:
        """Yield the JSON of some runs, for `bulk_read`."""
        chosen = json.dumps([*run_ids])
        statement = "SELECT packed FROM records WHERE id IN (SELECT value FROM json_each(?))"
        with _trouble(self._path):
            for (packed,) in self._connection.execute(statement, (chosen,)):
                yield self._alike().decompress(packed)

    def count(self, experiment: str | None, without: Collection[str] = ()) -> int:
        """Return how many records there are, those of some runs left out."""
        values = (experiment, experiment, json.dumps([*without]))
        with _trouble(self._path):
            (found,) = self._connection.execute(_COUNT, values).fetchone()
        return int(found)


def _open(path: str) -> sqlite3.Connection:
    with _trouble(path):
        try:
            return _prepared(path)
        except sqlite().DatabaseError as error:
            if isinstance(error, sqlite().OperationalError):  # locked, or no right to write
                raise
        discard(path)
        return _prepared(path)


def _prepared(path: str) -> sqlite3.Connection:
    connection: sqlite3.Connection = sqlite().connect(path, timeout=_PATIENCE_S, isolation_level=None)
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
    for table in ("runs", "records", "columns", "annotations", "seen", "first"):
        connection.execute(f"DROP TABLE IF EXISTS {table}")
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
    except sqlite().Error as error:
        raise StoreError(
            f"cannot use {path}: {error}", hint="`nbtrack store reindex` makes it anew from the records"
        ) from None
