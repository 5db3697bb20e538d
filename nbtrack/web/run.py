"""One run: what, when, how, with which parameters, and what came out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.exceptions import HTTPException

from nbtrack.errors import StoreError
from nbtrack.store.record_json import to_json
from nbtrack.web.rendering import respond

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from nbtrack.store.record import RunRecord


def run(request: Request) -> Response:
    """Show a run."""
    return respond(request, "run", {"run": _complete(find(request))})


def find(request: Request) -> RunRecord:
    """Return the run that a page is about; an id is all that is accepted."""
    try:
        record: RunRecord = request.app.state.store.get(request.path_params["run_id"])
    except (StoreError, ValueError):
        raise HTTPException(404, "There is no such run in this store.") from None
    return record


def _complete(record: RunRecord) -> dict[str, object]:
    """Return a record with all fields, so that a page need not ask what is there."""
    absent = dict.fromkeys(("name", "note", "ended", "duration_s", "error", "git", "environment", "script"))
    many: dict[str, object] = {
        "tags": [],
        "parameters": {},
        "metrics": {},
        "cells": [],
        "artifacts": {},
        "command": [],
    }
    return {**absent, **many, **to_json(record)}
