"""The lists of pages as CSV: `format=csv` and `list=NAME` behind a page's own address lead to one."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING, Any

from starlette.exceptions import HTTPException
from starlette.responses import Response

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from starlette.requests import Request

    Values = Mapping[str, Any]
    Rows = Iterable[Sequence[Any]]

CSV = "csv"
_DANGEROUS = ("=", "+", "-", "@", "\t", "\r")  # with these a spreadsheet takes a text for a formula


def csv_of(rows: Rows, name: str) -> Response:
    """Return rows as a file of comma-separated values to keep."""
    made = io.StringIO()
    writer = csv.writer(made, lineterminator="\n")
    writer.writerows([_harmless(value) for value in row] for row in rows)
    headers = {"content-disposition": f'attachment; filename="{name}.csv"'}
    return Response(made.getvalue(), media_type="text/csv", headers=headers)


def _harmless(value: Any) -> Any:
    is_risky = isinstance(value, str) and value.startswith(_DANGEROUS) and not _is_number(value)
    return f"'{value}" if is_risky else value


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True


def list_of(template: str, values: Values, name: str | None) -> Response:
    """Return a list of a page by its name, the first without one; raises HTTPException."""
    lists = _LISTS.get(template, {})
    wanted = name or next(iter(lists), "")
    if wanted not in lists:
        raise HTTPException(404, f"This page has no such list: {', '.join(lists) or 'it has none'}.")
    return csv_of(lists[wanted](values), wanted)


def links(request: Request, template: str) -> list[tuple[str, str]]:
    """Return names and addresses of what a page can be kept as, beside the page itself."""
    lists = _LISTS.get(template)
    if lists is None:
        return []
    around = request.url.remove_query_params(["format", "list"])
    pages = [("JSON of this page", around.include_query_params(format="json"))]
    pages += [(f"CSV of {name}", around.include_query_params(format=CSV, list=name)) for name in lists]
    return [(label, f"{page.path}?{page.query}") for label, page in pages]


def _experiments(values: Values) -> Rows:
    yield "experiment", "runs", "last_run", "last_status", "last_started", "best_metric", "best", "best_run"
    for one in values["experiments"]:
        last, best = one["last"], one["best"] or {}
        run = best.get("run") or {}
        yield (
            *(one["name"], one["runs"], last["id"], last["status"], last["started"]),
            *(best.get("metric"), best.get("value"), run.get("id")),
        )


def _history(values: Values) -> Rows:
    yield "kind", "at", "id", "label", "status", "duration_s", "code", "commit", "change"
    for one in values["items"]:
        label = one.get("label") or one.get("subject")
        change = " · ".join(one.get("change", {}).get("texts", ()))
        yield (
            *(one["kind"], one["at"], one.get("id"), label, one.get("status"), one.get("duration_s")),
            *(one.get("version"), one.get("commit"), change),
        )


def _beside(values: Values) -> Rows:
    runs = values["runs"]
    yield "kind", "name", *(run["id"] for run in runs)
    for row in values["rows"]:
        yield row["kind"], row["name"], *row["values"]


def _metrics(values: Values) -> Rows:
    names = ("name", "last", "before", "delta", "verdict", "min", "max", "count")
    yield names
    found = values["metrics"]
    yield from ([one[name] for name in names] for one in found if not isinstance(found, dict))


def _parameters(values: Values) -> Rows:
    yield "name", "value", "from", "default"
    for name, one in values["run"]["parameters"].items():
        yield name, one["value"], one["origin"], one.get("default")


def _cells(values: Values) -> Rows:
    names = ("number", "status", "started", "duration_s", "cpu_s", "memory_bytes")
    yield names
    yield from ([cell.get(name) for name in names] for cell in values["run"]["cells"])


def _usage(values: Values) -> Rows:
    yield "name", "time_s", "value"
    for name, points in (values["system"] or {}).items():
        yield from ((name, *point) for point in points if name != "trouble")


def _packages(values: Values) -> Rows:
    found = values["packages"] or {}
    yield "name", "version"
    yield from found.items() if "trouble" not in found else ()


_LISTS: dict[str, dict[str, Callable[[Values], Rows]]] = {
    "experiments": {"experiments": _experiments},
    "history": {"history": _history},
    "compare": {"comparison": _beside},
    "run": {
        "metrics": _metrics,
        "parameters": _parameters,
        "cells": _cells,
        "usage": _usage,
        "packages": _packages,
    },
}
