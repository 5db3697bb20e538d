"""What somebody is told who came without the token: mostly the person it belongs to, after a restart."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.responses import HTMLResponse, PlainTextResponse

if TYPE_CHECKING:
    from starlette.datastructures import Headers
    from starlette.responses import Response

_WHY = "This page needs the whole address that `nbtrack ui` printed, with its token."
_PAGE = """<!doctype html>
<html lang="en"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Not let in · nbtrack</title><style nonce="{nonce}">
:root {{ color-scheme: light dark }}
body {{ font: 15px/1.5 system-ui, sans-serif; max-width: 34rem; margin: 12vh auto; padding: 0 1.5rem }}
h1 {{ font-size: 1.35rem }} code {{ font: .9em ui-monospace, Menlo, Consolas, monospace }}
</style></head><body><main><h1>Not let in</h1>
<p>This page needs the whole address that <code>nbtrack ui</code> printed, with its token.</p>
<p>It stands in the terminal where <code>nbtrack ui</code> runs. Each start has a new token, unless one
is given with <code>--token</code>: whoever opens that address once may then follow links like this.</p>
</main></body></html>
"""


def stranger(headers: Headers, nonce: str) -> Response:
    """Return the refusal, as a page where a browser asks for one."""
    if "text/html" in headers.get("accept", ""):
        return HTMLResponse(_PAGE.format(nonce=nonce), 403)
    return PlainTextResponse(_WHY + "\n", 403)
