"""Listen, and say where, before anything slow is imported."""

from __future__ import annotations

import errno
import secrets
import socket
from typing import TYPE_CHECKING, NamedTuple

from nbtrack.errors import UsageError

if TYPE_CHECKING:
    from nbtrack.store.store import Store

LOOPBACK = "127.0.0.1"
USUAL_PORT = 8765


class Listening(NamedTuple):
    """A socket that browsers can already connect to, and the token that opens the pages."""

    socket: socket.socket
    host: str
    token: str

    @property
    def port(self) -> int:
        """Return the port, which may be another than was asked for."""
        port: int = self.socket.getsockname()[1]
        return port

    @property
    def address(self) -> str:
        """Return the address to open."""
        return f"http://{self.host}:{self.port}/?token={self.token}"


def listen(host: str = LOOPBACK, port: int | None = None, token: str | None = None) -> Listening:
    """Listen on a port, on the usual one or any where none is given; raises UsageError where that fails."""
    for candidate in (USUAL_PORT, 0) if port is None else (port,):
        found = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        found.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            found.bind((host, candidate))
        except OSError as error:
            found.close()
            if error.errno == errno.EADDRINUSE and port is None:
                continue
            why = (error.strerror or str(error)).lower()
            raise UsageError(
                f"cannot listen on {host}:{candidate}: {why}", hint="choose another --port"
            ) from None
        found.listen(128)
        return Listening(found, host, token or secrets.token_urlsafe(24))
    raise AssertionError("the system always has a port")


def serve(listening: Listening, store: Store, project: str) -> None:
    """Answer until somebody stops it with Ctrl-C or SIGTERM."""
    import uvicorn

    from nbtrack.web.access import Access
    from nbtrack.web.app import make_app

    names = {listening.host, "localhost", LOOPBACK}
    access = Access(listening.token, frozenset(f"{name}:{listening.port}" for name in names))
    config = uvicorn.Config(
        make_app(store, access, project),
        log_level="warning",
        server_header=False,
        lifespan="off",
        timeout_graceful_shutdown=1,  # seconds: a page that waits for a run's news would hold it up for ever
    )
    uvicorn.Server(config).run(sockets=[listening.socket])
