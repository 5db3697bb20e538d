"""All runs as a table that is read column by column: a place in it is a run, the newest first."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from nbtrack.store.bulk_json import MANY, bulk_read
from nbtrack.store.columns import CHUNK_RUNS, values_of
from nbtrack.store.listed import apart_from_chunks, glance
from nbtrack.store.run_columns import KeptColumns, RunColumns

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

    from nbtrack.store.columns import Values
    from nbtrack.store.index import Index
    from nbtrack.store.listed import Listed
    from nbtrack.store.record import RunRecord

_FEW = 4 * CHUNK_RUNS


class Sheet(RunColumns):
    """Ask for columns and for records; it holds as long as the index is open."""

    def __init__(
        self, index: Index | _NoIndex, runs: Sequence[Listed], apart: Mapping[str, RunRecord]
    ) -> None:
        """Take the runs and, apart, the records of those that still run or were spoken of since."""
        super().__init__(runs, index)
        self._index = index
        self._apart = apart

    def kept(self) -> RunColumns:
        """Return the columns of all that there is, to be asked for when the index is closed."""
        chunks, _ = self._all_places()
        columns = self._index.kept_columns(chunks) if chunks else KeptColumns({})
        return RunColumns(self.runs, columns, self._loose_values())

    def only(self, places: Iterable[int]) -> Sheet:
        """Return the runs at some places as a sheet, to be asked for most of their columns."""
        runs = [self.runs[place] for place in places]
        apart = {run.id: self._apart[run.id] for run in runs if run.id in self._apart}
        return Sheet(self._index, apart_from_chunks(runs) if len(runs) <= _FEW else runs, apart)

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

    def _loose_values(self) -> Mapping[str, Values]:
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

    def kept_columns(self, _chunks: Sequence[int]) -> KeptColumns:
        return KeptColumns({})

    def said_of(self, _run_ids: Sequence[str], _read: Any = None) -> list[dict[str, Any]]:
        return []

    def records_of(self, _run_ids: Sequence[str]) -> list[RunRecord]:
        return []
