"""Charts of runs: their numbers, and the frame in which Plotly draws them.

Plotly builds functions from text (for WebGL) and writes styles into the page. So that no page has to allow
that, it is shut into a frame: without an origin, cookies and network; only messages come in and go out.
"""

from __future__ import annotations

import os
import re
from functools import cache
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from starlette.exceptions import HTTPException
from starlette.responses import HTMLResponse, JSONResponse

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
from nbtrack.web.statics import STATIC
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

_POLICY = (
    "default-src 'none'; script-src 'nonce-{nonce}' 'unsafe-eval'; style-src 'unsafe-inline'; "
    "img-src data: blob:; frame-ancestors 'self'; sandbox allow-scripts allow-downloads"
)
_MOST_CURVES = 50
_MOST_POINTS = 600
_ID = re.compile(r"[0-9a-f]{16}")


@cache
def plotly_script() -> str | None:
    """Return where the installed package has Plotly's script; nothing of it is imported."""
    found = find_spec("plotly")
    for folder in found.submodule_search_locations or () if found else ():
        path = os.path.join(folder, "package_data", "plotly.min.js")
        if os.path.isfile(path):
            return path
    return None


def are_there() -> bool:
    """Tell whether charts can be drawn."""
    return plotly_script() is not None


def frame(request: Request) -> Response:
    """Return the frame with Plotly in it: without an origin it could fetch nothing itself."""
    path = plotly_script()
    if path is None:
        raise HTTPException(404, "Plotly is not installed: pip install 'nbtrack[charts]'")
    nonce = request.state.nonce
    scripts = "".join(
        f'<script nonce="{nonce}">{_inline(one)}</script>' for one in (path, os.path.join(STATIC, "frame.js"))
    )
    style = "html,body,#chart{margin:0;height:100%;background:transparent;overflow:hidden}"
    head = f'<!doctype html><meta charset="utf-8"><title>Charts</title><style>{style}</style>'
    page = head + '<div id="chart"></div>'
    return HTMLResponse(page + scripts, headers={"content-security-policy": _POLICY.format(nonce=nonce)})


def _inline(path: str) -> str:
    with open(path, encoding="utf-8") as file:
        return file.read().replace("</script", "<\\/script")


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
