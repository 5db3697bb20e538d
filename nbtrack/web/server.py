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
_LOOPBACKS = (LOOPBACK, "::1", "localhost")
_EVERYWHERE = ("0.0.0.0", "::")  # noqa: S104 - only where somebody asked for it, with a token
USUAL_PORT = 8765


class Listening(NamedTuple):
    """A socket that browsers can already connect to, and the token that opens the pages."""

    socket: socket.socket
    host: str
    token: str
    names: tuple[str, ...] = ()

    @property
    def port(self) -> int:
        """Return the port, which may be another than was asked for."""
        port: int = self.socket.getsockname()[1]
        return port

    @property
    def address(self) -> str:
        """Return the address to open."""
        named = socket.gethostname() if self.host in _EVERYWHERE else self.host
        host = self.names[0] if self.names else named
        return f"http://{in_address(host)}:{self.port}/?token={self.token}"

    @property
    def hosts(self) -> frozenset[str]:
        """Return what a browser may call this machine: any other name is somebody's trick (DNS rebinding)."""
        names = {self.host, "localhost", LOOPBACK, *self.names}
        if not is_loopback(self.host):
            names |= {socket.gethostname(), socket.getfqdn(), *_addresses()}
        return frozenset(f"{in_address(name)}:{self.port}" for name in names)


def is_loopback(host: str) -> bool:
    """Tell whether only this machine reaches an address."""
    return _shortest(host) in _LOOPBACKS


def in_address(host: str) -> str:
    """Return a name or an address as browsers write it in front of a port (RFC 3986, 3.2.2)."""
    return f"[{host}]" if ":" in host else host


def _shortest(host: str) -> str:
    """Return an address of IPv6 as browsers have it: in lower case, zeros left out (RFC 5952)."""
    try:
        return socket.inet_ntop(socket.AF_INET6, socket.inet_pton(socket.AF_INET6, host))
    except OSError:
        return host


def _addresses() -> set[str]:
    """Return the addresses that this machine's own name stands for."""
    try:
        found = socket.getaddrinfo(socket.gethostname(), None)
    except OSError:
        return set()
    return {str(address[4][0]) for address in found}


def _socket(host: str) -> socket.socket:
    """Return a socket of the kind that an address needs; the one of `::` takes IPv4 as well."""
    if ":" not in host:
        found = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    else:
        found = socket.socket(socket.AF_INET6, socket.SOCK_STREAM)
        found.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, int(host not in _EVERYWHERE))
    found.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    return found


def listen(
    host: str = LOOPBACK, port: int | None = None, token: str | None = None, names: tuple[str, ...] = ()
) -> Listening:
    """Listen on a port, on the usual one or any where none is given; raises UsageError where that fails."""
    host = _shortest(host)
    for candidate in (USUAL_PORT, 0) if port is None else (port,):
        found = _socket(host)
        try:
            found.bind((host, candidate))
        except (OSError, OverflowError) as error:
            found.close()
            if port is None and _is_taken(error):
                continue
            raise _refused(host, candidate, error) from None
        found.listen(128)
        return Listening(found, host, token or secrets.token_urlsafe(24), names)
    raise AssertionError("the system always has a port")


def _is_taken(error: Exception) -> bool:
    return isinstance(error, OSError) and error.errno == errno.EADDRINUSE


def _refused(host: str, port: int, error: Exception) -> UsageError:
    """Say why nobody can listen there, and which of the two to change."""
    if isinstance(error, OverflowError):
        return UsageError(f"there is no port {port}", hint="ports end at 65535")
    why = (getattr(error, "strerror", None) or str(error)).lower()
    is_of_host = isinstance(error, socket.gaierror) or getattr(error, "errno", 0) == errno.EADDRNOTAVAIL
    hint = "--host takes an address or a name of this machine" if is_of_host else "choose another --port"
    return UsageError(f"cannot listen on {in_address(host)}:{port}: {why}", hint=hint)


def serve(listening: Listening, store: Store, project: str, *, is_read_only: bool = False) -> None:
    """Answer until somebody stops it with Ctrl-C or SIGTERM."""
    import uvicorn

    from nbtrack.web.access import Access
    from nbtrack.web.app import make_app

    access = Access(listening.token, listening.hosts)
    app = make_app(store, access, project, is_read_only=is_read_only)
    config = uvicorn.Config(
        app,
        log_level="warning",
        server_header=False,
        lifespan="off",
        timeout_graceful_shutdown=1,  # seconds: a page that waits for a run's news would hold it up for ever
    )
    try:
        uvicorn.Server(config).run(sockets=[listening.socket])
    finally:
        app.state.checking.close()
