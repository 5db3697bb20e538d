"""Tell a page of a run in progress that there is something new, as server-sent events.

An event says no more than that: the page then asks for itself, and replaces what differs. So a page that was
reloaded, or slept, misses nothing.
"""

from __future__ import annotations

import asyncio
import os
from typing import TYPE_CHECKING

from starlette.concurrency import run_in_threadpool
from starlette.responses import StreamingResponse

from nbtrack.store.live import is_over
from nbtrack.web.run import find

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from starlette.requests import Request
    from starlette.responses import Response

_EVERY_S = 0.5
_AGAIN_MS = 1000


async def events(request: Request) -> Response:
    """Send `changed` whenever the journal grew, and `ended` once it is sealed or nobody writes it."""
    record = await run_in_threadpool(find, request)
    folder = request.app.state.store.live_folder(record.id)
    return StreamingResponse(_told(request, folder), media_type="text/event-stream")


async def _told(request: Request, folder: str) -> AsyncIterator[str]:
    yield f"retry: {_AGAIN_MS}\n\n"
    seen = await run_in_threadpool(_state, folder)
    while seen is not None and not await request.is_disconnected():
        await asyncio.sleep(_EVERY_S)
        now = await run_in_threadpool(_state, folder)
        if now != seen:
            yield "event: changed\ndata:\n\n"
        seen = now
    yield "event: ended\ndata:\n\n"


def _state(folder: str) -> frozenset[tuple[str, int, int]] | None:
    """Return what changes whenever something is said in a journal, None once nobody says anything."""
    found = set()
    try:
        for place, _, names in os.walk(folder):
            for name in names:
                path = os.path.join(place, name)
                state = os.stat(path)
                found.add((path, state.st_size, state.st_mtime_ns))
        return frozenset(found) if found and not is_over(folder) else None
    except FileNotFoundError:  # replaced just now, or sealed
        return frozenset({("", 0, 0)}) if os.path.isdir(folder) else None
