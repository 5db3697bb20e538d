"""What cells put out, to look at: pictures, and HTML that nothing of runs, each at an address of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.exceptions import HTTPException
from starlette.responses import Response

from nbtrack.diff.outputs import parts_at
from nbtrack.errors import NbtrackError
from nbtrack.web.notebook.outputs import picture_or_frame
from nbtrack.web.notebook.reading import notebook_of
from nbtrack.web.run import find

if TYPE_CHECKING:
    from starlette.requests import Request

# An SVG styles itself; as a document of its own it may no more run anything than the HTML. Nothing runs with
# `allow-same-origin` either, but the page around may read how high a frame came out.
_POLICY = (
    "default-src 'none'; img-src data:; style-src 'unsafe-inline'; sandbox allow-same-origin; "
    "frame-ancestors 'self'"
)


def output(request: Request) -> Response:
    """Return an output of a run as a picture or as a page for a frame."""
    cell, number = request.path_params["cell"], request.path_params["number"]
    try:
        notebook = notebook_of(request.app.state.store, find(request))
        outputs = notebook.cells[cell - 1].outputs if notebook and 0 < cell <= len(notebook.cells) else []
        shown = picture_or_frame(parts_at(outputs, number)) if outputs and number > 0 else None
    except (NbtrackError, IndexError):
        shown = None
    if shown is None:
        raise HTTPException(404, "The run has no such output.")
    media_type, raw = shown
    return Response(raw, media_type=media_type, headers={"content-security-policy": _POLICY})
