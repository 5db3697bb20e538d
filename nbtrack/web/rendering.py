"""Turn what a page says into HTML, or with `?format=json` into JSON: both say the same."""

from __future__ import annotations

import json
import math
import os
from functools import cache, partial
from typing import TYPE_CHECKING, Any

from starlette.responses import HTMLResponse, JSONResponse

from nbtrack.compare.numbers import value_text
from nbtrack.compare.telling_apart import quoted_text
from nbtrack.compare.times import ago, duration_text
from nbtrack.diff.page.templates import templates_in
from nbtrack.natural_order import by_name
from nbtrack.plain_json import finite
from nbtrack.store.digest import first_digits, short_id
from nbtrack.terminal import as_word, size_text
from nbtrack.web import exports, statics
from nbtrack.web.curves import lines, missing_text
from nbtrack.web.notebook.code import highlighted, patched
from nbtrack.web.notebook.coloured import coloured
from nbtrack.web.notebook.markdown import rendered
from nbtrack.web.notebook.maths import formula

if TYPE_CHECKING:
    from collections.abc import Mapping

    from jinja2 import Environment
    from starlette.requests import Request
    from starlette.responses import Response

_TEMPLATES = os.path.join(os.path.dirname(__file__), "templates")


def respond(request: Request, template: str, values: Mapping[str, Any], status: int = 200) -> Response:
    """Return a page of values, the values themselves, or a list of it as CSV."""
    if request.query_params.get("format") == exports.CSV and status < 400:
        return exports.list_of(request, template, values)
    if is_json(request):
        return JSONResponse(finite({"schema": f"nbtrack.ui.{template}/1", **values}), status)
    return HTMLResponse(page_text(request, template, values), status)


def page_text(request: Request, template: str, values: Mapping[str, Any]) -> str:
    """Return the HTML of a page, or of a part of one."""
    around = {
        "request": request,
        "nonce": request.state.nonce,
        "static": statics.place(),
        "here": request.url.path,
        "exports": exports.links(request, template),
    }
    return template_text(template, {**values, **around})


def template_text(template: str, values: Mapping[str, Any]) -> str:
    """Return the HTML of a template, for whoever serves nothing."""
    return _templates().get_template(f"{template}.html.jinja").render(values)


def _briefly(text: str) -> str:
    """Return how long ago a time was in as little room as a table has."""
    return ago(text).replace(" minute", " min").replace(" mins", " min").replace(" seconds", " s")


def is_json(request: Request) -> bool:
    """Tell whether the twin of a page is asked for."""
    return request.query_params.get("format") == "json"


def _pretty(value: object) -> str:
    return json.dumps(value, indent=1, ensure_ascii=False)


def _short(number: float) -> str:
    """Return a number for the edge of a picture, where few digits have room."""
    return f"{number + 0.0:.3g}"  # no sign before a zero


@cache
def _templates() -> Environment:
    found = templates_in(_TEMPLATES)
    found.filters |= {
        "ago": ago,
        "briefly": _briefly,
        "duration": duration_text,
        "value": value_text,
        "quoted": quoted_text,
        "size": size_text,
        "short_id": short_id,
        "first_digits": first_digits,
    }
    found.filters |= {
        "by_name": by_name,
        "code": highlighted,
        "patch": patched,
        "markdown": rendered,
        "coloured": coloured,
        "lines": lines,
        "missing": missing_text,
        "maths": partial(formula, block=True),
        "pretty": _pretty,
        "word": as_word,
        "short": _short,
    }
    found.tests["finite"] = math.isfinite
    return found
