"""Several runs side by side."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from nbtrack.compare.directions import direction_of
from nbtrack.compare.fields import FACTS, METRIC, PARAMETER, field_of, names_of
from nbtrack.compare.numbers import value_text
from nbtrack.compare.ranking import best_places
from nbtrack.compare.telling_apart import parameter_texts
from nbtrack.compare.times import duration_text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from nbtrack.store.record import RunRecord

_FACTS = ("notebook", "name", "status", "took", "tags", "python", "commit", "branch", "code")


class TableRow(NamedTuple):
    """One name, and of each run its value and how that reads; `best` are places, counted from 0."""

    kind: str
    name: str
    values: tuple[Any, ...]
    texts: tuple[str, ...]
    direction: str | None = None
    best: frozenset[int] = frozenset()

    @property
    def differs(self) -> bool:
        """Tell whether the runs differ in it."""
        return len({repr(value) for value in self.values}) > 1 or len(set(self.texts)) > 1


def table_of(runs: Sequence[RunRecord], directions: Mapping[str, str]) -> tuple[TableRow, ...]:
    """Return a row for each fact, parameter and metric of some runs."""
    return tuple(_rows(runs, directions))


def _rows(runs: Sequence[RunRecord], directions: Mapping[str, str]) -> Iterator[TableRow]:
    parameters, metrics = names_of(runs)
    for name in _FACTS:
        values = tuple(FACTS[name](run) for run in runs)
        yield TableRow("fact", name, values, tuple(_fact_text(name, value) for value in values))
    for name in parameters:
        texts = parameter_texts([run.parameters.get(name) for run in runs])
        yield TableRow("parameter", name, _values(runs, PARAMETER + name), tuple(texts))
    for name in metrics:
        values, direction = _values(runs, METRIC + name), direction_of(name, directions)
        texts = ["" if value is None else value_text(value) for value in values]
        yield TableRow("metric", name, values, tuple(texts), direction, best_places(values, direction))


def _values(runs: Sequence[RunRecord], name: str) -> tuple[Any, ...]:
    field = field_of(name, runs)
    return tuple(field(run) for run in runs)


def _fact_text(name: str, value: Any) -> str:
    if value is None:
        return ""
    if name in ("code", "commit"):
        return value_text(value)[:10]
    return duration_text(value) if name == "took" else value_text(value)


def cell_text(row: TableRow, place: int) -> str:
    """Return one value, with a star where it is the best."""
    return f"{row.texts[place]} *" if place in row.best else row.texts[place]
