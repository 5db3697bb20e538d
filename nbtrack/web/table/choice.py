"""Which columns a table has: those in which the runs differ, unless somebody chose others."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from nbtrack.compare.directions import direction_of
from nbtrack.compare.fields import FACTS, METRIC, PARAMETER
from nbtrack.web.table.columns import ABSENT

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from nbtrack.web.table.row import RunRow
    from nbtrack.web.table.table import Rows

_MOST = 12  # of parameters, and of metrics; the picker has the rest
_USUAL_FACTS = ("status", "started", "took")
_LABELS = {name: name.capitalize() for name in FACTS} | {"code": "Code digest"}
_NOT_OFFERED = ("id", "name", "tags", "note")  # stand in the first column, or are too long for one


class Column(NamedTuple):
    """A column by the word that conditions know it by; `varies` tells whether the runs differ in it."""

    key: str
    kind: str
    name: str
    varies: bool
    direction: str | None = None
    is_number: bool = True

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
        Column(name, "fact", name, name in _USUAL_FACTS, is_number=name == "took")
        for name in ("notebook", *FACTS)
        if name not in _NOT_OFFERED and (name != "notebook" or experiment_varies(chosen))
    ]
    places = [row.place for row in chosen]
    metrics = [
        Column(METRIC + name, "metric", name, _differ(found[0], places), direction_of(name, directions))
        for name, found in rows.shelf.metrics.by_name.items()
        if any(place < len(found[3]) and found[3][place] for place in places)
    ]
    parameters = [
        Column(PARAMETER + name, "parameter", name, _differ(found, places), is_number=_is_numeric(found))
        for name, found in rows.shelf.parameters.by_name.items()
        if any(place < len(found) and found[place] is not ABSENT for place in places)
    ]
    metrics.sort(key=lambda column: column.direction is None)
    return list(dict.fromkeys(facts)) + metrics + parameters


def experiment_varies(chosen: Sequence[RunRow]) -> bool:
    """Tell whether some runs are of several experiments."""
    return any(row.experiment != chosen[0].experiment for row in chosen)


def _differ(column: Sequence[Any], places: Sequence[int]) -> bool:
    """Tell whether a column has two values; 1 is not True, and a missing value is one as well."""
    first = column[places[0]] if places[0] < len(column) else ABSENT
    for place in places:
        value = column[place] if place < len(column) else ABSENT
        if type(value) is not type(first) or (value != first and value == value):
            return True
    return False


def _is_numeric(column: Sequence[Any]) -> bool:
    return all(
        isinstance(value, (int, float)) and not isinstance(value, bool)
        for value in column[:50]
        if value is not ABSENT and value is not None
    )


def shown(columns: Sequence[Column], chosen: Sequence[str], pinned: Sequence[str]) -> list[Column]:
    """Return the columns to show, those that are pinned first: what was chosen, else what varies."""
    by_key = {column.key: column for column in columns} | {column.name: column for column in columns}
    if chosen:
        found = [by_key[key] for key in chosen if key in by_key]
    else:
        found = [column for column in columns if column.kind == "fact" and column.varies]
        is_alike = not any(
            column.varies for column in columns if column.kind != "fact"
        )  # as one run alone is
        for kind in ("metric", "parameter"):
            of_kind = [column for column in columns if column.kind == kind]
            found += ([column for column in of_kind if column.varies] or (of_kind if is_alike else []))[
                :_MOST
            ]
    first = [by_key[key] for key in pinned if key in by_key]
    return list(dict.fromkeys(first + found))
