"""Say something of a run from the page: tags, a note, that it is not wanted any more."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from starlette.concurrency import run_in_threadpool
from starlette.responses import JSONResponse

from nbtrack.errors import NbtrackError
from nbtrack.record.annotating import annotate, is_tag
from nbtrack.web.run import find
from nbtrack.web.sent import sent_b

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

_LONGEST_BYTES = 100_000  # a note is no book


async def annotation(request: Request) -> Response:
    """Keep what was said of a run beside its record."""
    if request.app.state.is_read_only:
        return _refused("These pages are read-only.", 403)
    if request.headers.get("content-type", "").partition(";")[0] != "application/json":
        return _refused("Only JSON is understood here.", 415)
    raw = await sent_b(request, _LONGEST_BYTES)
    if raw is None:
        return _refused("This is too long.", 413)
    try:
        said = _said(raw)
    except ValueError as error:
        return _refused(str(error), 400)
    return await run_in_threadpool(_keep, request, said)


def _keep(request: Request, said: dict[str, Any]) -> Response:
    run_id = find(request).id
    try:
        annotate(request.app.state.store, run_id, **said)
        record = request.app.state.store.get(run_id)
    except NbtrackError as error:
        return _refused(error.message, 409)
    told = {"run": run_id, "tags": list(record.tags), "note": record.note}
    return JSONResponse({"schema": "nbtrack.ui.annotation/1", **told})


def _said(raw: bytes) -> dict[str, Any]:
    """Return the fields of an annotation; raises ValueError for anything else."""
    import json

    try:
        found = json.loads(raw)
    except (ValueError, RecursionError):
        raise ValueError("This is no JSON.") from None
    if not isinstance(found, dict) or not found or found.keys() - {"tags", "untags", "note", "removed"}:
        raise ValueError("An annotation has tags, untags, note or removed.")
    for name in ("tags", "untags"):
        tags = found.get(name, [])
        if not isinstance(tags, list) or not all(isinstance(tag, str) and is_tag(tag) for tag in tags):
            raise ValueError("A tag is a text that can be printed, and not empty.")
        found[name] = tuple(tags)
    if not isinstance(found.get("note", ""), str) or not isinstance(found.get("removed", False), bool):
        raise ValueError("A note is a text, and removed is true or false.")
    return found


def _refused(why: str, status: int) -> Response:
    return JSONResponse({"error": why}, status)
