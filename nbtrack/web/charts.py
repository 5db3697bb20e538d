"""The numbers of charts: values of runs, column by column, and the points of their curves."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from starlette.responses import JSONResponse

from nbtrack.compare.fields import FACTS, METRIC
from nbtrack.errors import StoreError, UsageError
from nbtrack.plain_json import finite
from nbtrack.store.attached import series_of
from nbtrack.store.digest import short_id
from nbtrack.store.logged import read_points
from nbtrack.store.statuses import RUNNING
from nbtrack.web.curves import missing_in, thinned
from nbtrack.web.exports import CSV, csv_of
from nbtrack.web.query import query_of
from nbtrack.web.table.asking import quick_field
from nbtrack.web.table.choice import offered, shown
from nbtrack.web.table.view import chosen_rows

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from starlette.requests import Request
    from starlette.responses import Response

    from nbtrack.store.series import Series
    from nbtrack.store.store import Store
    from nbtrack.web.table.row import RunRow
    from nbtrack.web.table.table import Rows

_MOST_CURVES = 50
_MOST_POINTS = 600
_ID = re.compile(r"[0-9a-f]{16}")


def columns(request: Request) -> Response:
    """Return values of the chosen runs, column by column."""
    query = query_of(request.query_params)
    rows = request.app.state.table.all_rows()
    every = offered(rows, query.experiment, {}) if rows.of(query.experiment) else []
    try:
        chosen = chosen_rows(rows, query, query.brush)
    except UsageError as error:
        return JSONResponse({"error": error.message, "hint": error.hint}, 400)
    wanted = request.query_params.getlist("key") or [
        column.key for column in shown(every, query.column, query.pin) if column.kind != "fact"
    ]
    offers = {column.key for column in every}
    asked = {key: [*map(_field(rows, key), chosen)] for key in wanted if key in offers}
    if request.query_params.get("format") == CSV:
        values = zip(*asked.values(), strict=True) if asked else ((),) * len(chosen)
        lines = ((row.id, row.name, *line) for row, line in zip(chosen, values, strict=True))
        return csv_of((("id", "name", *asked), *lines), "chart")
    return JSONResponse({
        "schema": "nbtrack.ui.columns/1",
        "ids": [row.id for row in chosen],
        "names": [row.name or short_id(row.id) for row in chosen],
        "columns": {key: finite(values) for key, values in asked.items()},
    })  # fmt: skip


def _field(rows: Rows, key: str) -> Any:
    return quick_field(rows, key) or FACTS[key]


def curves(request: Request) -> Response:
    """Return the points of one metric in some runs: thinned for a chart, all of them as CSV."""
    metric = request.query_params.get("metric", "").removeprefix(METRIC)
    ids = [one for one in request.query_params.getlist("id") if _ID.fullmatch(one)][:_MOST_CURVES]
    rows = request.app.state.table.all_rows()
    tables = [
        (rows.by_id[run_id], _series(request.app.state.store, rows.by_id[run_id]))
        for run_id in ids
        if run_id in rows.by_id
    ]
    found = [(row, table[metric]) for row, table in tables if metric in table]
    if request.query_params.get("format") == CSV:
        return csv_of(_point_rows(metric, found), "curves")
    curves = [
        {"id": row.id, "name": row.name or short_id(row.id), **curve_points(series, _MOST_POINTS)}
        for row, series in found
    ]
    return JSONResponse({"schema": "nbtrack.ui.curves/1", "metric": metric, "curves": curves})


def _point_rows(metric: str, found: Iterable[tuple[RunRow, Series]]) -> Iterator[Sequence[Any]]:
    yield "run", "name", "metric", "step", "time_s", "value"
    for row, series in found:
        for step, at_s, value in series.points():
            yield row.id, row.name, metric, step, at_s, value


def _series(store: Store, row: RunRow) -> dict[str, Series]:
    try:
        if row.status == RUNNING:
            return read_points(store.live_folder(row.id))
        return series_of(store.get(row.id), store.blobs) if row.series else {}
    except (StoreError, FileNotFoundError):
        return {}


def curve_points(series: Series, most: int) -> dict[str, Any]:
    """Return steps, seconds and values of a series, thinned to about so many, and what is no number in it."""
    points = [
        (place if step is None else step, at_s, value)
        for place, (step, at_s, value) in enumerate(series.points())
    ]
    kept = thinned(points, most)
    first_s = points[0][1] if points else 0.0
    return {
        "steps": [step for step, _, _ in kept],
        "seconds": [at_s - first_s for _, at_s, _ in kept],
        "values": finite([value for _, _, value in kept]),
        "missing": missing_in(points),
    }
