"""All runs as a table that is read column by column: a place in it is a run, the newest first."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, NamedTuple

from nbtrack.store.bulk_json import MANY, bulk_read
from nbtrack.store.columns import CHUNK_RUNS, FACT, LAST, NONE, PARAMETER, values_of

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence

    from nbtrack.store.columns import Values
    from nbtrack.store.index import Index
    from nbtrack.store.record import RunRecord

_TAGS = "tags"
_NOTHING = (None,) * CHUNK_RUNS
_FEW = 4 * CHUNK_RUNS


class Listed(NamedTuple):
    """A run at a glance, and where its values stand: nowhere yet while a chunk is not full."""

    id: str
    experiment: str
    started: str
    status: str
    kind: str
    name: str | None
    chunk: int | None = None
    place: int = 0


def glance(run: RunRecord) -> Listed:
    """Return what is listed of a record."""
    return Listed(run.id, run.experiment, run.started, run.status, run.kind, run.name)


_IN_ROWS: dict[str, Callable[[Listed], Any]] = {
    "id": lambda run: run.id,
    "name": lambda run: run.name,
    "notebook": lambda run: run.experiment,
    "status": lambda run: run.status,
    "started": lambda run: run.started,
}


def apart_from_chunks(runs: Iterable[Listed]) -> list[Listed]:
    """Return runs as if they were in no chunk: all columns of a few are read quicker from their rows."""
    return [run._replace(chunk=None) for run in runs]


class Sheet:
    """Ask for columns and for records; it holds as long as the index is open."""

    def __init__(
        self, index: Index | _NoIndex, runs: Sequence[Listed], apart: Mapping[str, RunRecord]
    ) -> None:
        """Take the runs and, apart, the records of those that still run or were spoken of since."""
        self.runs = runs
        self._index = index
        self._apart = apart
        self._loose: dict[str, Values] | None = None
        self._places: tuple[list[int], list[int]] | None = None

    def column(self, kind: str, name: str) -> list[Any]:
        """Return a value for each run, None where it has none."""
        if kind == FACT and name in _IN_ROWS:
            return [_IN_ROWS[name](run) for run in self.runs]
        chunks, places = self._all_places()
        read = self._index.column(kind, name) if chunks else {}
        values: list[Any] = []
        for chunk in chunks:
            values += read.get(chunk, _NOTHING)
        values += [found[kind].get(name) for found in self._loose_values().values()]
        return list(map(values.__getitem__, places))

    def only(self, places: Iterable[int]) -> Sheet:
        """Return the runs at some places as a sheet, to be asked for most of their columns."""
        runs = [self.runs[place] for place in places]
        apart = {run.id: self._apart[run.id] for run in runs if run.id in self._apart}
        return Sheet(self._index, apart_from_chunks(runs) if len(runs) <= _FEW else runs, apart)

    def tags(self) -> list[tuple[str, ...]]:
        """Return the tags of each run."""
        return [tuple(tags or ()) for tags in self.column(FACT, _TAGS)]

    def parameters(self) -> Iterator[tuple[str, list[Any]]]:
        """Yield each parameter that one of the runs has, with its values."""
        for name in self.names()[0]:
            values = self.column(PARAMETER, name)
            if any(value is not None for value in values) or any(self.column(NONE, name)):
                yield name, values

    def metrics(self) -> Iterator[tuple[str, list[Any]]]:
        """Yield each metric that one of the runs has, with its last values."""
        for name in self.names()[1]:
            values = self.column(LAST, name)
            if any(value is not None for value in values):
                yield name, values

    def names(self) -> tuple[list[str], list[str]]:
        """Return the names of all parameters and of all metrics, and some that other runs have."""
        in_chunks = self._index.column_names() if self._all_places()[0] else []
        return self._names(PARAMETER, in_chunks), self._names(LAST, in_chunks)

    def _names(self, wanted: str, in_chunks: Sequence[tuple[str, str]]) -> list[str]:
        found = dict.fromkeys(name for kind, name in in_chunks if kind == wanted)
        for loose in self._loose_values().values():
            found |= dict.fromkeys(loose[wanted])
        return list(found)

    def records(self, places: Iterable[int]) -> list[RunRecord]:
        """Return the records at some places, without their cells."""
        wanted = [self.runs[place].id for place in places]
        read = {
            run.id: run for run in self._index.records_of([one for one in wanted if one not in self._apart])
        }
        return [self._apart[one] if one in self._apart else read[one] for one in wanted]

    def said_at(self, places: Iterable[int]) -> list[dict[str, Any]]:
        """Return their JSON, its keys in no order that anybody looks at."""
        ids = [self.runs[place].id for place in places]
        apart = _said([self._apart[one] for one in ids if one in self._apart])
        sealed = self._index.said_of([one for one in ids if one not in self._apart])
        found = {one["id"]: one for one in (*sealed, *apart)}
        return [found[one] for one in ids]

    def each_said(self) -> Iterator[dict[str, Any]]:
        """Yield the JSON of each run, without its cells; few of them are held at a time."""
        from nbtrack.store.record_json import in_order, to_json

        read = bulk_read() if len(self.runs) >= MANY else json.loads
        for first in range(0, len(self.runs), CHUNK_RUNS):
            ids = [run.id for run in self.runs[first : first + CHUNK_RUNS]]
            found = self._index.said_of([one for one in ids if one not in self._apart], read)
            said = {one["id"]: in_order(one) for one in found}
            yield from (to_json(self._apart[one]) if one in self._apart else said[one] for one in ids)

    def _all_places(self) -> tuple[list[int], list[int]]:
        """Return the chunks, and where each run stands in all their values with those of no chunk behind."""
        if self._places is None:
            chunks = sorted({run.chunk for run in self.runs if run.chunk is not None})
            starts = {chunk: number * CHUNK_RUNS for number, chunk in enumerate(chunks)}
            loose = {one: len(chunks) * CHUNK_RUNS + at for at, one in enumerate(self._loose_values())}
            places = [
                loose[run.id] if run.id in loose or run.chunk is None else starts[run.chunk] + run.place
                for run in self.runs
            ]
            self._places = chunks, places
        return self._places

    def _loose_values(self) -> dict[str, Values]:
        """Return the values of runs that are in no chunk, or not as they stand there."""
        if self._loose is None:
            waiting = [run.id for run in self.runs if run.chunk is None and run.id not in self._apart]
            said = [*self._index.said_of(waiting), *_said(self._apart.values())]
            found = {one["id"]: values_of(one) for one in said}
            self._loose = {run.id: found[run.id] for run in self.runs if run.id in found}
        return self._loose


def _said(records: Collection[RunRecord]) -> list[dict[str, Any]]:
    if not records:  # as most often, and to make the classes of records takes longer than all the rest
        return []
    from nbtrack.store.record_json import to_json

    return list(map(to_json, records))


def sheet_of(records: Iterable[RunRecord]) -> Sheet:
    """Return records that are at hand as a sheet."""
    apart = {record.id: record for record in records}
    return Sheet(_NoIndex(), list(map(glance, apart.values())), apart)


class _NoIndex:
    """The index of runs none of which is in it."""

    def column(self, _kind: str, _name: str) -> dict[int | None, list[Any]]:
        return {}

    def column_names(self) -> list[tuple[str, str]]:
        return []

    def said_of(self, _run_ids: Sequence[str], _read: object = None) -> list[dict[str, Any]]:
        return []

    def records_of(self, _run_ids: Sequence[str]) -> list[RunRecord]:
        return []
