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


def _harmless(value: object) -> Any:
    is_risky = isinstance(value, str) and value.startswith(_DANGEROUS) and not _is_number(value)
    return f"'{value}" if is_risky else value


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True


def list_of(request: Request, template: str, values: Values) -> Response:
    """Return a list of a page by its name, the first without one; raises HTTPException."""
    lists, name = _lists(request, template) or {}, request.query_params.get("list")
    wanted = name or next(iter(lists), "")
    if wanted not in lists:
        raise HTTPException(404, f"This page has no such list: {', '.join(lists) or 'it has none'}.")
    return csv_of(lists[wanted](values), wanted)


def _lists(request: Request, template: str) -> Mapping[str, Callable[[Values], Rows]] | None:
    """Return the lists of a page, of a page with several views those of the one that is shown."""
    view = request.query_params.get("view")
    return _LISTS.get(f"{template} {view}") or _LISTS.get(template)


def links(request: Request, template: str) -> list[tuple[str, str]]:
    """Return names and addresses of what a page can be kept as, beside the page itself."""
    lists = _lists(request, template)
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


def _not_run(values: Values) -> Rows:
    yield "notebook", "findings", "worst", "in_step", "smoke_passed"
    for one in values["not_run"]:
        found, pair, smoke = (one[part] or {} for part in ("findings", "pair", "smoke"))
        worst = found.get("worst") or {}
        yield one["name"], found.get("count"), worst.get("code"), pair.get("in_step"), smoke.get("passed")


def _history(values: Values) -> Rows:
    yield "kind", "at", "id", "label", "status", "duration_s", "code", "commit", "change"
    for one in values["items"]:
        label = one.get("label") or one.get("subject")
        change = " · ".join(one.get("change", {}).get("texts", ()))
        yield (
            *(one["kind"], one["at"], one.get("id"), label, one.get("status"), one.get("duration_s")),
            *(one.get("version"), one.get("commit"), change),
        )


def _lines(values: Values) -> Rows:
    yield "cell", "kind", "line", "text", "run", "label", "started"
    blame = values["blame"]
    for cell in blame.get("cells", ()):
        lines = cell["source"].split("\n")
        for group in cell["groups"]:
            one = {} if group["version"] is None else blame["versions"][group["version"]]
            since = [one.get(name) for name in ("id", "label", "started")]
            for place in range(group["first"], group["first"] + group["count"]):
                yield cell["number"], cell["kind"], place + 1, lines[place], *since


def _findings(values: Values) -> Rows:
    names = ("code", "name", "level", "cell", "line", "message")
    yield *names, "fix"
    for one in values["list"]:
        fix = one.get("fix") or {}
        yield *(one.get(name) for name in names), fix.get("safety")


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


def _files(values: Values) -> Rows:
    names = ("path", "use", "cell", "size_bytes", "digest", "became", "now")
    yield names
    yield from ([one.get(name) for name in names] for one in (values["data"] or {}).get("files", ()))


def _usage(values: Values) -> Rows:
    yield "name", "time_s", "value"
    for name, points in (values["system"] or {}).items():
        yield from ((name, *point) for point in points if name != "trouble")


def _packages(values: Values) -> Rows:
    found = values["packages"] or {}
    yield "name", "version"
    yield from found.items() if "trouble" not in found else ()


_LISTS: dict[str, dict[str, Callable[[Values], Rows]]] = {
    "experiments": {"experiments": _experiments, "never-run": _not_run},
    "history": {"history": _history},
    "history cells": {"lines": _lines},
    "checks": {"findings": _findings},
    "compare": {"comparison": _beside},
    "run": {
        "metrics": _metrics,
        "parameters": _parameters,
        "cells": _cells,
        "usage": _usage,
        "data": _files,
        "packages": _packages,
    },
}
