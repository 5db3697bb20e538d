"""What a page says that is not there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nbtrack.web.rendering import respond

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response


async def missing(request: Request, error: Exception) -> Response:
    """Say what is missing and where to go on."""
    what = getattr(error, "detail", "") or "There is no such page."
    return respond(
        request, "missing", {"what": "There is no such page." if what == "Not Found" else what}, 404
    )


async def trouble(request: Request, error: Exception) -> Response:
    """Say that it was nbtrack's fault."""
    return respond(request, "missing", {"what": f"nbtrack could not make this page: {error}"}, 500)
