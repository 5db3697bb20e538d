"""The runs as a table: which of them, in which order and with which columns the address says."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from starlette.responses import HTMLResponse, JSONResponse

from nbtrack.settings import read_settings
from nbtrack.web.chart_frame import are_there
from nbtrack.web.exports import csv_of
from nbtrack.web.query import query_of
from nbtrack.web.rendering import page_text, respond
from nbtrack.web.table.beforehand import chosen_beforehand
from nbtrack.web.table.looks import looks_of
from nbtrack.web.table.view import view, view_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from starlette.requests import Request
    from starlette.responses import Response

    from nbtrack.web.query import Query
    from nbtrack.web.table.table import Rows, RunTable

_WHOLE = ("csv", "json")


def runs(request: Request) -> Response:
    """Show the runs of an experiment, or all."""
    form = request.query_params.get("format", "")
    query = query_of(request.query_params)
    table: RunTable = request.app.state.table
    directions = read_settings(request.app.state.project).value("metrics")
    rows = table.all_rows() if form in _WHOLE or query.group_by else table.rows()
    values = view(rows, query, directions) if rows.is_all else _beforehand(request, rows, query, directions)
    if form == "csv":
        return csv_of(_csv(values), "runs")
    if form == "json":
        return respond(request, "runs", values)
    values |= {
        "looks": looks_of(values["columns"], query),
        "query": query,
        "has_charts": are_there(),
        "is_read_only": request.app.state.is_read_only,
    }
    if form in ("rows", "part"):
        return HTMLResponse(page_text(request, f"runs_{form}", values))
    return HTMLResponse(page_text(request, "runs", values))


def _beforehand(
    request: Request, newest: Rows, query: Query, directions: Mapping[str, str]
) -> dict[str, Any]:
    """Return what the page shows while the runs are being read: nobody who types waits for that."""
    table: RunTable = request.app.state.table
    with table.answering():
        rows = table.newest(query.experiment) if query.experiment else newest
        if rows.is_all or not (query.where or query.brush or query.sort or query.experiment or query.offset):
            return view(rows, query, directions)
        return view_of(rows, query, directions, chosen_beforehand(request.app.state.store, query))


def runs_version(request: Request) -> Response:
    """Say whether the runs changed, for pages that are open."""
    rows = request.app.state.table.followed()
    return JSONResponse({"schema": "nbtrack.ui.version/1", "version": rows.version, "total": rows.total})


def _csv(values: dict[str, Any]) -> Iterator[list[Any]]:
    """Yield the runs as they are shown, with the same columns."""
    columns = values["columns"]
    yield ["id", "name", "tags", "note", *(column["name"] for column in columns)]
    for run in values["runs"]:
        kinds = {"fact": run["facts"], "metric": run["metrics"], "parameter": run["parameters"]}
        cells = (kinds[column["kind"]].get(column["name"]) for column in columns)
        yield [run["id"], run["name"], ", ".join(run["tags"]), run["note"], *cells]
