"""The runs as a table: which of them, in which order and with which columns the address says."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING, Any

from starlette.responses import HTMLResponse, JSONResponse, Response

from nbtrack.settings import read_settings
from nbtrack.web.charts import are_there
from nbtrack.web.finite import finite
from nbtrack.web.query import query_of
from nbtrack.web.rendering import page_text, respond
from nbtrack.web.table.view import view

if TYPE_CHECKING:
    from starlette.requests import Request

    from nbtrack.web.table.table import RunTable

_DANGEROUS = ("=", "+", "-", "@", "\t", "\r")  # with these a spreadsheet takes a text for a formula


def runs(request: Request) -> Response:
    """Show the runs of an experiment, or all."""
    form = request.query_params.get("format", "")
    query = query_of(request.query_params)
    table: RunTable = request.app.state.table
    rows = table.all_rows() if form or query.where or query.sort or query.group_by else table.rows()
    values = finite(view(rows, query, read_settings(request.app.state.project).value("metrics")))
    if form == "csv":
        return _csv(values)
    if form == "json":
        return respond(request, "runs", values)
    values |= {"query": query, "has_charts": are_there(), "is_read_only": request.app.state.is_read_only}
    if form in ("rows", "part"):
        return HTMLResponse(page_text(request, f"runs_{form}", values))
    return HTMLResponse(page_text(request, "runs", values))


def runs_version(request: Request) -> Response:
    """Say whether the runs changed, for pages that are open."""
    rows = request.app.state.table.rows()
    return JSONResponse({"schema": "nbtrack.ui.version/1", "version": rows.version, "total": rows.total})


def _csv(values: dict[str, Any]) -> Response:
    """Return the runs as they are shown, with the same columns."""
    made = io.StringIO()
    writer = csv.writer(made, lineterminator="\n")
    columns = values["columns"]
    writer.writerow(map(_harmless, ["id", "name", "tags", "note", *(column["name"] for column in columns)]))
    for run in values["runs"]:
        kinds = {"fact": run["facts"], "metric": run["metrics"], "parameter": run["parameters"]}
        cells = (kinds[column["kind"]].get(column["name"]) for column in columns)
        writer.writerow(map(_harmless, [run["id"], run["name"], ", ".join(run["tags"]), run["note"], *cells]))
    headers = {"content-disposition": 'attachment; filename="runs.csv"'}
    return Response(made.getvalue(), media_type="text/csv", headers=headers)


def _harmless(value: Any) -> Any:
    return f"'{value}" if isinstance(value, str) and value.startswith(_DANGEROUS) else value
