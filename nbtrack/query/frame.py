"""Values of some runs under the names by which conditions ask for them."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from nbtrack.compare.fields import METRIC, PARAMETER, PARTS
from nbtrack.compare.sheet_fields import fact_values, sheet_column
from nbtrack.errors import StoreError
from nbtrack.store.columns import FACT, NONE
from nbtrack.store.digest import short_id
from nbtrack.store.facts import FACTS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from nbtrack.store.columns import Key
    from nbtrack.store.listed import Listed
    from nbtrack.store.run_columns import RunColumns
    from nbtrack.store.store import Store

_STARTED = "started"


class Frame:
    """Columns as they were when the runs were asked for; what takes time is worked out once."""

    def __init__(self, columns: RunColumns, store: Store) -> None:
        self.columns = columns
        self.store = store
        self._parameters: Mapping[str, list[Any]] | None = None
        self._metrics: Mapping[str, list[float | None]] | None = None
        self._named: Mapping[str, list[Any]] | None = None
        self._asked: dict[str, list[Any]] = {}
        self._read: dict[Key, list[Any]] = {}
        self._parameter_rows: Sequence[tuple[Any, ...]] = ()
        self._metric_rows: Sequence[tuple[float | None, ...]] = ()

    def at(self, places: Iterable[int]) -> Frame:
        """Return the same of the runs at some places."""
        return Frame(self.columns.at(places), self.store)

    def column(self, name: str) -> list[Any]:
        """Return the values of a name, None where a run has none; raises UnknownNameError."""
        if name not in self._asked:
            _, values = sheet_column(name, self.columns)
            self._asked[name] = list(map(moment, self.columns.runs)) if name == _STARTED else values
        return self._asked[name]

    def fact(self, name: str) -> list[Any]:
        """Return a fact as it is on record."""
        return self._column(FACT, name)

    def parameters_at(self, place: int) -> dict[str, Any]:
        """Return the parameters of a run by name."""
        table = self.parameters()
        if table and not self._parameter_rows:
            self._parameter_rows = list(zip(*table.values(), strict=True))
        row = self._parameter_rows[place] if table else ()
        found = dict(zip(table, row, strict=True))
        if None in row:
            return {name: value for name, value in found.items() if self.is_there(name, place)}
        return found

    def metrics_at(self, place: int) -> dict[str, float]:
        """Return the last value of each metric of a run by name."""
        table = self.metrics()
        if table and not self._metric_rows:
            self._metric_rows = list(zip(*table.values(), strict=True))
        row = self._metric_rows[place] if table else ()
        return {name: value for name, value in zip(table, row, strict=True) if value is not None}

    def is_there(self, parameter: str, place: int) -> bool:
        """Tell whether a run has a parameter, whose value may be None."""
        value = self.parameters()[parameter][place]
        return value is not None or bool(self._column(NONE, parameter)[place])

    def parameters(self) -> Mapping[str, list[Any]]:
        """Return the values of each parameter."""
        if self._parameters is None:
            self._parameters = dict(self.columns.parameters())
        return self._parameters

    def metrics(self) -> Mapping[str, list[float | None]]:
        """Return the last values of each metric."""
        if self._metrics is None:
            self._metrics = dict(self.columns.metrics())
        return self._metrics

    def named(self) -> Mapping[str, list[Any]]:
        """Return all columns that have something in them, each under a name that means no other."""
        if self._named is None:
            self._named = dict(self._each_named())
        return self._named

    def has(self, name: str, place: int) -> bool:
        """Tell whether a run has a column, as it has all facts; None may be the value of a parameter."""
        if name in FACTS or self.named()[name][place] is not None:
            return True
        bare = name.removeprefix(PARAMETER)
        return bare in self.parameters() and self.is_there(bare, place)

    def _column(self, kind: str, name: str) -> list[Any]:
        if (kind, name) not in self._read:
            self._read[kind, name] = self.columns.column(kind, name)
        return self._read[kind, name]

    def _each_named(self) -> Iterator[tuple[str, list[Any]]]:
        for fact in FACTS:
            values = fact_values(fact, self.columns)
            if any(value is not None for value in values):
                yield fact, self.column(fact) if fact == _STARTED else values
        metrics = self.metrics()
        for name, values in self.parameters().items():
            yield (PARAMETER + name if name in FACTS or _means_metric(name, metrics) else name), values
        for name, values in metrics.items():
            yield (METRIC + name if name in FACTS else name), values


def moment(run: Listed) -> datetime:
    """Return when a run began; raises StoreError where its record says no time."""
    try:
        return datetime.fromisoformat(run.started)
    except ValueError:
        raise StoreError(f"run {short_id(run.id)} says no time: {run.started!r}") from None


def _means_metric(name: str, metrics: Mapping[str, list[float | None]]) -> bool:
    stem, _, part = name.rpartition(".")
    return name in metrics or (part in PARTS and stem in metrics)
