"""The styles, scripts and icon of the pages, at an address that changes with what is in them.

So a browser asks for each once and keeps it, and never mixes those of two versions: a script that imports
another by its name gets the one beside it.
"""

from __future__ import annotations

import os
from functools import cache
from hashlib import sha256
from typing import TYPE_CHECKING

from starlette.exceptions import HTTPException
from starlette.responses import FileResponse

from nbtrack.diff.page.render import FOLDER as DIFF
from nbtrack.diff.page.render import SCRIPTS, STYLE

if TYPE_CHECKING:
    from collections.abc import Mapping

    from starlette.requests import Request
    from starlette.responses import Response

STATIC = os.path.join(os.path.dirname(__file__), "static")
_KEPT = "private, max-age=31536000, immutable"  # RFC 8246


def static(request: Request) -> Response:
    """Return a file; only one that was asked for by its own digest is kept by browsers."""
    path = _files().get(request.path_params["name"])
    if path is None:
        raise HTTPException(404, "There is no such file.")
    is_own = f"/static/{request.path_params['digest']}" == place()
    return FileResponse(path, headers={"cache-control": _KEPT} if is_own else None)


@cache
def place() -> str:
    """Return the address before the names of all files."""
    found = sha256()
    for name, path in sorted(_files().items()):
        with open(path, "rb") as file:
            found.update(f"{name}\0".encode() + sha256(file.read()).digest())
    return f"/static/{found.hexdigest()[:16]}"


@cache
def _files() -> Mapping[str, str]:
    own = {entry.name: entry.path for entry in os.scandir(STATIC) if entry.is_file()}
    # The style and the scripts of the diff stand beside its templates.
    return own | {f"diff/{name}": str(DIFF / name) for name in (STYLE, *SCRIPTS)}
