"""What runs made, to look at or to keep; nothing of it may run in the page's name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.exceptions import HTTPException
from starlette.responses import Response

from nbtrack.errors import StoreError
from nbtrack.notebook.mime_types import BYTES, PLAIN, RASTERS
from nbtrack.web.run import find

if TYPE_CHECKING:
    from starlette.requests import Request

_SHOWN = (*RASTERS, PLAIN, "text/csv")


def artifact(request: Request) -> Response:
    """Return a file of a run: pictures and text as they are, anything else to download."""
    record = find(request)
    kept = record.artifacts.get(request.path_params["name"])
    if kept is None:
        raise HTTPException(404, "The run has no such file.")
    try:
        raw = request.app.state.store.blobs.get(kept.blob)
    except StoreError as error:
        raise HTTPException(404, error.message) from None
    headers = {"content-security-policy": "default-src 'none'; sandbox"}
    if kept.media_type not in _SHOWN:
        headers["content-disposition"] = "attachment"
    media_type = kept.media_type if kept.media_type in _SHOWN else BYTES
    return Response(raw, media_type=media_type, headers=headers)
