"""Several runs side by side."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from nbtrack.compare.directions import direction_of
from nbtrack.compare.fields import FACTS, METRIC, PARAMETER, field_of, names_of
from nbtrack.compare.numbers import value_text
from nbtrack.compare.ranking import best_places
from nbtrack.compare.times import duration_text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from nbtrack.store.record import RunRecord

_FACTS = ("notebook", "name", "status", "took", "tags", "python", "commit", "branch", "code")


class TableRow(NamedTuple):
    """One name and its value in each run; `best` are the places of the best, counted from 0."""

    kind: str
    name: str
    values: tuple[Any, ...]
    direction: str | None = None
    best: frozenset[int] = frozenset()

    @property
    def differs(self) -> bool:
        """Tell whether the runs differ in it."""
        return len({repr(value) for value in self.values}) > 1


def table_of(runs: Sequence[RunRecord], directions: Mapping[str, str]) -> tuple[TableRow, ...]:
    """Return a row for each fact, parameter and metric of some runs."""
    return tuple(_rows(runs, directions))


def _rows(runs: Sequence[RunRecord], directions: Mapping[str, str]) -> Iterator[TableRow]:
    parameters, metrics = names_of(runs)
    for name in _FACTS:
        yield TableRow("fact", name, tuple(FACTS[name](run) for run in runs))
    for name in parameters:
        yield TableRow("parameter", name, _values(runs, PARAMETER + name))
    for name in metrics:
        values, direction = _values(runs, METRIC + name), direction_of(name, directions)
        yield TableRow("metric", name, values, direction, best_places(values, direction))


def _values(runs: Sequence[RunRecord], name: str) -> tuple[Any, ...]:
    field = field_of(name, runs)
    return tuple(field(run) for run in runs)


def cell_text(row: TableRow, place: int) -> str:
    """Return one value, with a star where it is the best."""
    value = row.values[place]
    if value is None:
        return ""
    text = duration_text(value) if row.name == "took" and row.kind == "fact" else value_text(value)
    if row.kind == "fact" and row.name in ("code", "commit"):
        text = text[:10]
    return f"{text} *" if place in row.best else text
