"""What a browser sends with a request, up to a limit."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from starlette.requests import Request


async def sent_b(request: Request, most_bytes: int) -> bytes | None:
    """Return what was sent, None where it is too long: then the rest is not read."""
    raw = b""
    async for part in request.stream():
        raw += part
        if len(raw) > most_bytes:
            return None
    return raw
