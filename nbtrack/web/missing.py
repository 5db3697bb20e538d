"""What a page says that is not there, or that would not do what was asked for: why, and where to go on."""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING, Any

from starlette.concurrency import run_in_threadpool

from nbtrack.store.digest import short_id
from nbtrack.store.references import SHORTEST_ID
from nbtrack.web.rendering import respond
from nbtrack.web.run_parts import brief, readable

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

_MISSING = 404
_MOST = 5  # suggestions of a kind
_TITLES = {404: "Not here", 403: "Not allowed", 405: "Not allowed", 409: "Left as it is"}


async def missing(request: Request, error: Exception) -> Response:
    """Say what is missing, what may have been meant, and where to go on."""
    status = getattr(error, "status_code", _MISSING)
    what = getattr(error, "detail", "") or "Not Found"
    nothing: dict[str, Any] = {"runs": [], "experiments": []}
    found = await run_in_threadpool(_meant, request) if status == _MISSING else nothing
    values = {
        "title": _TITLES.get(status, "Not done"),
        "what": "There is no such page." if what == "Not Found" else what,
        "meant": nothing if "trouble" in found else found,
    }
    return respond(request, "missing", values, status)


async def trouble(request: Request, error: Exception) -> Response:
    """Say that it was nbtrack's fault."""
    what = f"nbtrack could not make this page: {error}"
    values = {"title": "A defect", "what": what, "meant": {"runs": [], "experiments": []}}
    return respond(request, "missing", values, 500)


def _meant(request: Request) -> dict[str, Any]:
    """Return runs and experiments that may have been meant, else the newest."""
    found: dict[str, Any] = readable(lambda: _candidates(request))
    return found


def _candidates(request: Request) -> dict[str, Any]:
    rows = request.app.state.table.rows().rows
    words = [*request.query_params.getlist("run"), *request.query_params.getlist("experiment")]
    words += request.url.path.strip("/").split("/")[1:2]
    names = list(dict.fromkeys(row.experiment for row in rows))
    beginnings = tuple(short_id(word) for word in words if len(word) >= SHORTEST_ID)
    runs = [row for row in rows if row.id.startswith(beginnings)]
    runs += [row for row in rows if row.name and row.name in words]
    close = [name for word in words for name in get_close_matches(word, names[:1000], _MOST)]
    return {
        "is_guess": bool(runs or close),
        "runs": [brief(row) | {"experiment": row.experiment} for row in dict.fromkeys(runs or rows[:_MOST])][
            :_MOST
        ],
        "experiments": list(dict.fromkeys(close))[:_MOST],
    }
