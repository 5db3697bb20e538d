"""Notebooks to keep: as a run was given them, and as they came out."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from starlette.exceptions import HTTPException
from starlette.responses import Response

from nbtrack.errors import NbtrackError
from nbtrack.notebook.mime_types import BYTES
from nbtrack.store.digest import short_id
from nbtrack.store.notebooks import get_notebook
from nbtrack.web.run import find

if TYPE_CHECKING:
    from starlette.requests import Request

    from nbtrack.store.record import RunRecord

GIVEN, EXECUTED = "given", "executed"


def download(request: Request) -> Response:
    """Return a version of a run's notebook, or its script, as a file to keep."""
    record, blobs = find(request), request.app.state.store.blobs
    which = request.path_params["which"]
    name = {GIVEN: record.notebook.given, EXECUTED: record.notebook.executed}.get(which)
    try:
        if name:
            return as_file(get_notebook(blobs, name), _name(record))
        if which == GIVEN and record.script:
            return as_file(blobs.get(record.script), _name(record))
    except NbtrackError as error:
        raise HTTPException(404, error.message) from None
    raise HTTPException(404, "The run has no such file.")


def lock(request: Request) -> Response:
    """Return the requirements to make a run's environment again from."""
    record = find(request)
    if record.environment is None or record.environment.lock is None:
        raise HTTPException(404, "The run has no lock on record.")
    try:
        raw = request.app.state.store.blobs.get(record.environment.lock)
    except NbtrackError as error:
        raise HTTPException(404, error.message) from None
    return as_file(raw, f"{short_id(record.id)}-requirements.txt")


def as_file(raw: bytes, path: str) -> Response:
    """Return bytes that a browser saves, and never shows."""
    name = "".join(c if c.isascii() and (c.isalnum() or c in "-_.") else "_" for c in os.path.basename(path))
    headers = {"content-disposition": f'attachment; filename="{name}"'}
    return Response(raw, media_type=BYTES, headers=headers)


def _name(record: RunRecord) -> str:
    return f"{short_id(record.id)}-{os.path.basename(record.experiment)}"
