"""Which columns a table has: those in which the runs differ, unless somebody chose others."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from nbtrack.compare.directions import direction_of, prominence
from nbtrack.compare.fields import FACTS, METRIC, PARAMETER
from nbtrack.natural_order import by_name
from nbtrack.store.statuses import RUN
from nbtrack.web.table.columns import ABSENT

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from nbtrack.web.table.row import RunRow
    from nbtrack.web.table.table import Rows

_MOST = 12  # of parameters, and of metrics; the picker has the rest
_NEWEST = 20  # runs that are asked whether a metric has a curve
_LEADING = 3  # metrics before the parameters: what somebody varied and what came of it are in sight together
_VARYING_FACTS = ("notebook", "started", "took")  # the status is a sign beside the name
_LABELS = {name: name.capitalize() for name in FACTS} | {"code": "Code digest"}
_NOT_OFFERED = ("id", "name", "tags", "note")  # stand in the first column, or are too long for one


class Column(NamedTuple):
    """A column by the word that conditions know it by; `varies` tells whether the runs differ in it.

    A metric `has_curve` where one of the newest runs logged it more than once.
    """

    key: str
    kind: str
    name: str
    varies: bool
    direction: str | None = None
    is_number: bool = True
    has_curve: bool = False

    @property
    def label(self) -> str:
        """Return the heading."""
        return _LABELS[self.name] if self.kind == "fact" else self.name


def offered(rows: Rows, experiment: str | None, directions: Mapping[str, str]) -> list[Column]:
    """Return all columns that the runs of an experiment have something for."""
    found: list[Column] = rows.remembered(experiment, lambda chosen: _offered(chosen, rows, directions))
    return found


def _offered(chosen: list[RunRow], rows: Rows, directions: Mapping[str, str]) -> list[Column]:
    facts = [
        Column(name, "fact", name, name in _VARYING_FACTS, is_number=name == "took")
        for name in ("notebook", *FACTS)
        if name not in _NOT_OFFERED and (name != "notebook" or experiment_varies(chosen))
    ]
    places = [row.place for row in chosen if row.kind == RUN] or [row.place for row in chosen]
    values_of = _present if experiment_varies(chosen) else _values
    metrics = [
        Column(
            *(METRIC + name, "metric", name, _differ(_values(found[0], places))),
            direction=direction_of(name, directions),
            has_curve=any(count > 1 for count in _there(found[3], places[:_NEWEST])),
        )
        for name, found in rows.shelf.metrics.by_name.items()
        if any(_there(found[3], places))
    ]
    parameters = [
        Column(
            *(PARAMETER + name, "parameter", name, _differ(values_of(found, places))),
            is_number=_is_numeric(found),
        )
        for name, found in by_name(rows.shelf.parameters.by_name.items())
        if any(place < len(found) and found[place] is not ABSENT for place in places)
    ]
    metrics.sort(key=lambda column: prominence(column.name, directions))
    return list(dict.fromkeys(facts)) + metrics + parameters


def experiment_varies(chosen: Sequence[RunRow]) -> bool:
    """Tell whether some runs are of several experiments."""
    return any(row.experiment != chosen[0].experiment for row in chosen)


def _values(column: Sequence[Any], places: Sequence[int]) -> Iterator[Any]:
    """Yield the values at some places: within an experiment a missing one is a value as well."""
    return (column[place] if place < len(column) else ABSENT for place in places)


def _there(counts: Sequence[int], places: Sequence[int]) -> Iterator[int]:
    """Yield how often a metric was logged, of the places that a column has."""
    return (counts[place] for place in places if place < len(counts))


def _present(column: Sequence[Any], places: Sequence[int]) -> Iterator[Any]:
    """Yield the values that are there: what another experiment does not have is no difference."""
    return (value for value in _values(column, places) if value is not ABSENT)


def _differ(values: Iterator[Any]) -> bool:
    """Tell whether two values are there; 1 is not True."""
    first = next(values, ABSENT)
    return any(type(one) is not type(first) or (one != first and one == one) for one in values)


def _is_numeric(column: Sequence[Any]) -> bool:
    return all(
        isinstance(value, (int, float)) and not isinstance(value, bool)
        for value in column[:50]
        if value is not ABSENT and value is not None
    )


def shown(columns: Sequence[Column], chosen: Sequence[str], pinned: Sequence[str]) -> list[Column]:
    """Return the columns to show, those that are pinned first: what was chosen, else what varies."""
    by_key = {column.key: column for column in columns} | {column.name: column for column in columns}
    found = [by_key[key] for key in chosen if key in by_key] if chosen else _usual(columns)
    first = [by_key[key] for key in pinned if key in by_key]
    return list(dict.fromkeys(first + found))


def _usual(columns: Sequence[Column]) -> list[Column]:
    """Return when and how long, the leading metrics, the parameters, and then all other metrics."""
    facts = [column for column in columns if column.kind == "fact" and column.varies]
    is_alike = not any(column.varies for column in columns if column.kind != "fact")  # as one run alone is

    def some(kind: str) -> list[Column]:
        of_kind = [column for column in columns if column.kind == kind]
        return ([column for column in of_kind if column.varies] or (of_kind if is_alike else []))[:_MOST]

    metrics = some("metric")
    return [*facts, *metrics[:_LEADING], *some("parameter"), *metrics[_LEADING:]]
