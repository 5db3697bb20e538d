"""All runs as a table that is read column by column: a place in it is a run, the newest first."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from nbtrack.store.columns import FACT, LAST, PARAMETER, values_of
from nbtrack.store.record_json import to_json

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from nbtrack.store.columns import Values
    from nbtrack.store.index import Index
    from nbtrack.store.record import RunRecord

_TAGS, _NOTE = "tags", "note"


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


_IN_ROWS: dict[str, Callable[[Listed], Any]] = {
    "id": lambda run: run.id,
    "name": lambda run: run.name,
    "notebook": lambda run: run.experiment,
    "status": lambda run: run.status,
    "started": lambda run: run.started,
}


class Sheet:
    """Ask for columns and for records; it holds as long as the index is open."""

    def __init__(self, index: Index, runs: Sequence[Listed], apart: Mapping[str, RunRecord]) -> None:
        """Take the runs and, apart, the records of those that still run or were spoken of since."""
        self.runs = runs
        self._index = index
        self._apart = apart
        self._loose: dict[str, Values] | None = None

    def column(self, kind: str, name: str) -> list[Any]:
        """Return a value for each run, None where it has none."""
        if kind == FACT and name in _IN_ROWS:
            return [_IN_ROWS[name](run) for run in self.runs]
        chunks, loose, key = self._index.column(kind, name), self._loose_values(), (kind, name)
        return [
            loose[run.id].get(key)
            if run.id in loose
            else (chunks[run.chunk][run.place] if run.chunk in chunks else None)
            for run in self.runs
        ]

    def tags(self) -> list[tuple[str, ...]]:
        """Return the tags of each run."""
        return [tuple(tags or ()) for tags in self.column(FACT, _TAGS)]

    def names(self) -> tuple[list[str], list[str]]:
        """Return the names of all parameters and of all metrics."""
        keys = [
            *self._index.column_names(),
            *(key for loose in self._loose_values().values() for key in loose),
        ]
        found = [dict.fromkeys(name for kind, name in keys if kind == wanted) for wanted in (PARAMETER, LAST)]
        return list(found[0]), list(found[1])

    def records(self, places: Iterable[int]) -> list[RunRecord]:
        """Return the records at some places, without their cells."""
        wanted = [self.runs[place].id for place in places]
        read = {
            run.id: run for run in self._index.records_of([one for one in wanted if one not in self._apart])
        }
        return [self._apart[one] if one in self._apart else read[one] for one in wanted]

    def _loose_values(self) -> dict[str, Values]:
        """Return the values of runs that are in no chunk, or not as they stand there."""
        if self._loose is None:
            waiting = [run.id for run in self.runs if run.chunk is None and run.id not in self._apart]
            said = [*self._index.said_of(waiting), *map(to_json, self._apart.values())]
            self._loose = {one["id"]: values_of(one) for one in said}
        return self._loose
