"""The frame in which Plotly draws.

Plotly builds functions from text (for WebGL) and writes styles into the page. So that no page has to allow
that, it is shut into a frame: without an origin, cookies and network; only messages come in and go out.
"""

from __future__ import annotations

import os
from functools import cache
from importlib.util import find_spec
from typing import TYPE_CHECKING

from starlette.exceptions import HTTPException
from starlette.responses import HTMLResponse

from nbtrack.web.statics import STATIC

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

_POLICY = (
    "default-src 'none'; script-src 'nonce-{nonce}' 'unsafe-eval'; style-src 'unsafe-inline'; "
    "img-src data: blob:; frame-ancestors 'self'; sandbox allow-scripts allow-downloads"
)


@cache
def plotly_script() -> str | None:
    """Return where the installed package has Plotly's script; nothing of it is imported."""
    found = find_spec("plotly")
    for folder in found.submodule_search_locations or () if found else ():
        path = os.path.join(folder, "package_data", "plotly.min.js")
        if os.path.isfile(path):
            return path
    return None


def are_there() -> bool:
    """Tell whether charts can be drawn."""
    return plotly_script() is not None


def frame(request: Request) -> Response:
    """Return the frame with Plotly in it: without an origin it could fetch nothing itself."""
    path = plotly_script()
    if path is None:
        raise HTTPException(404, "Plotly is not installed: pip install 'nbtrack[charts]'")
    nonce = request.state.nonce
    scripts = "".join(
        f'<script nonce="{nonce}">{_inline(one)}</script>' for one in (path, os.path.join(STATIC, "frame.js"))
    )
    style = "html,body,#chart{margin:0;height:100%;background:transparent;overflow:hidden}"
    head = f'<!doctype html><meta charset="utf-8"><title>Charts</title><style>{style}</style>'
    page = head + '<div id="chart"></div>'
    return HTMLResponse(page + scripts, headers={"content-security-policy": _POLICY.format(nonce=nonce)})


def _inline(path: str) -> str:
    with open(path, encoding="utf-8") as file:
        return file.read().replace("</script", "<\\/script")
