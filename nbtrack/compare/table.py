"""Several runs side by side."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from nbtrack.compare.directions import direction_of
from nbtrack.compare.numbers import value_text, value_texts
from nbtrack.compare.ranking import best_places
from nbtrack.compare.sheet_fields import fact_values, texts_of_parameter
from nbtrack.compare.times import duration_text
from nbtrack.store.digest import first_digits, short_id

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from nbtrack.store.run_columns import RunColumns

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


def table_of(sheet: RunColumns, directions: Mapping[str, str]) -> tuple[TableRow, ...]:
    """Return a row for each fact, parameter and metric of some runs."""
    return tuple(_rows(sheet, directions))


def _rows(sheet: RunColumns, directions: Mapping[str, str]) -> Iterator[TableRow]:
    for name in _FACTS:
        values = fact_values(name, sheet)
        yield TableRow("fact", name, tuple(values), tuple(_fact_text(name, value) for value in values))
    for name, values in sheet.parameters():
        yield TableRow("parameter", name, tuple(values), tuple(texts_of_parameter(name, values, sheet)))
    for name, values in sheet.metrics():
        direction = direction_of(name, directions)
        best = best_places(values, direction)
        yield TableRow("metric", name, tuple(values), tuple(value_texts(values)), direction, best)


def _fact_text(name: str, value: Any) -> str:
    if value is None:
        return ""
    if name == "commit":
        return short_id(value)
    if name == "code":
        return first_digits(value)
    return duration_text(value) if name == "took" else value_text(value)


def cell_text(row: TableRow, place: int) -> str:
    """Return one value, with a star where it is the best."""
    return f"{row.texts[place]} *" if place in row.best else row.texts[place]
