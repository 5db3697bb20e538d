"""What the runs page says, as values: the one source of its HTML, JSON and CSV."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, NamedTuple, cast

from nbtrack.compare.directions import MAX, MIN, is_better, verdict_word
from nbtrack.compare.fields import FACTS
from nbtrack.compare.groups import grouped, spreads
from nbtrack.compare.numbers import delta_text
from nbtrack.compare.ranking import ordered
from nbtrack.errors import UsageError
from nbtrack.web.table.asking import condition_in, field_in
from nbtrack.web.table.choice import Column, offered, shown
from nbtrack.web.table.widths import widths_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from nbtrack.store.record import RunRecord
    from nbtrack.web.query import Query
    from nbtrack.web.table.row import RunRow
    from nbtrack.web.table.table import Rows

STAR = "starred"  # the tag that a star puts on a run, so that the command line knows it too


def chosen_rows(rows: Rows, query: Query, brush: str = "") -> list[RunRow]:
    """Return the runs that an address asks for, in its order; raises UsageError where it makes no sense."""
    found = rows.in_order(query.experiment, query.sort, _sorted) if query.sort else rows.of(query.experiment)
    for text in filter(None, (query.where, brush)):
        fits = condition_in(rows, text, found)
        found = [row for row in found if fits(row)]
    return found


def _sorted(rows: Rows, found: list[RunRow], sort: str) -> list[RunRow]:
    direction = MAX if sort.startswith("-") else MIN
    return ordered(found, field_in(rows, sort.removeprefix("-"), found), direction) if found else found


class Chosen(NamedTuple):
    """The runs that fit and those of a page; how many fit, of how many; or why the address makes no sense."""

    fitting: Sequence[RunRow]
    shown: Sequence[RunRow]
    matching: int
    total: int
    error: dict[str, Any] | None


def view(rows: Rows, query: Query, directions: Mapping[str, str]) -> dict[str, Any]:
    """Return what the page shows of some runs."""
    found, error = _tried(rows, query)
    end = query.offset + query.limit if query.limit else None
    matching = len(found) if rows.is_all or query.where else rows.total
    total = rows.total if query.experiment is None else len(rows.of(query.experiment))
    return view_of(rows, query, directions, Chosen(found, found[query.offset : end], matching, total, error))


def view_of(rows: Rows, query: Query, directions: Mapping[str, str], chosen: Chosen) -> dict[str, Any]:
    """Return what the page shows of what was chosen, in the columns that some runs make."""
    columns = offered(rows, query.experiment, directions) if rows.of(query.experiment) else []
    visible = shown(columns, query.column, query.pin)
    keys = {column.key for column in visible}
    runs = [] if query.group_by else [_row(row, visible) for row in chosen.shown]
    widths = widths_of(visible, runs)
    return {
        "experiment": query.experiment,
        "total": chosen.total,
        "matching": chosen.matching,
        "offset": query.offset,
        "limit": query.limit,
        "version": rows.version,
        "is_all": rows.is_all,
        "error": chosen.error,
        "columns": [
            column._asdict() | {"pinned": column.key in query.pin, "width": widths[column.key]}
            for column in visible
        ],
        "available": [column._asdict() | {"shown": column.key in keys} for column in columns],
        "parameters": [column.name for column in visible if column.kind == "parameter"],
        "metrics": [column.name for column in visible if column.kind == "metric"],
        "groups": _groups(rows, chosen.fitting, visible, query)
        if query.group_by and not chosen.error
        else None,
        "runs": runs,
    }


def _tried(rows: Rows, query: Query) -> tuple[list[RunRow], dict[str, Any] | None]:
    try:
        if query.group_by:
            field_in(rows, query.group_by, rows.of(query.experiment))
        return chosen_rows(rows, query, query.brush), None
    except UsageError as error:
        return [], said_of(error)


def said_of(error: UsageError) -> dict[str, Any]:
    """Return what the page says of a condition that makes no sense."""
    return {"message": error.message, "hint": error.hint}


def _row(row: RunRow, columns: Sequence[Column]) -> dict[str, Any]:
    metrics = [column for column in columns if column.kind == "metric" and column.name in row.metrics]
    parameters = [column.name for column in columns if column.kind == "parameter"]
    return {
        "id": row.id,
        "name": row.name,
        "experiment": row.experiment,
        "status": row.status,
        "started": row.started,
        "duration_s": row.duration_s,
        "tags": list(row.tags),
        "starred": STAR in row.tags,
        "note": row.note,
        "previous": row.previous_row and row.previous_row.id,
        "facts": {column.name: _fact(row, column) for column in columns if column.kind == "fact"},
        "parameters": {name: row.parameters[name].value for name in parameters if name in row.parameters},
        "metrics": {column.name: row.metrics[column.name].last for column in metrics},
        "deltas": {column.name: delta for column in metrics if (delta := _delta(row, column))},
    }


def _fact(row: RunRow, column: Column) -> Any:
    return FACTS[column.name](cast("RunRecord", row))


def _delta(row: RunRow, column: Column) -> dict[str, Any] | None:
    """Return how a metric changed since the run before of the same experiment."""
    before = row.previous_row and row.previous_row.metrics.get(column.name)
    if not before:
        return None
    old, new = before.last, row.metrics[column.name].last
    if not (math.isfinite(old) and math.isfinite(new)):
        return None
    verdict = verdict_word(is_better(old, new, column.direction))
    return {"value": new - old, "text": delta_text(old, new), "verdict": verdict}


def _groups(
    rows: Rows, chosen: Sequence[RunRow], columns: Sequence[Column], query: Query
) -> list[dict[str, Any]]:
    places = [row.place for row in chosen]
    names = [column.name for column in columns if column.kind == "metric"]
    groups = grouped(list(map(field_in(rows, query.group_by, chosen), chosen)))
    varying = {name: spreads(groups, rows.shelf.metrics.lasts(name, places)) for name in names}
    return [
        {
            "value": group.value,
            "runs": len(group.places),
            "where": _where(query.group_by, group.value),
            "metrics": {
                name: spread._asdict()
                for name, found in varying.items()
                if (spread := found[number]) and spread.runs
            },
        }
        for number, group in enumerate(groups)
    ]


def _where(name: str, value: object) -> str:
    """Return the condition that chooses a group, empty where none can say it."""
    quoted = name if all(letter.isalnum() or letter in "_:.-/" for letter in name) else f"`{name}`"
    if value is None or isinstance(value, bool):
        return f"{quoted} = {str(value).lower()}"
    if isinstance(value, (int, float)):
        return f"{quoted} = {value!r}"
    if isinstance(value, str):
        text = value.replace("\\", "\\\\").replace('"', '\\"')
        return f'{quoted} = "{text}"'
    return ""
