"""Who may see the pages: this machine's browser, by the address that `nbtrack ui` printed.

A page on the web may make the same browser send requests here (CSRF), and may give a name of its own the
address 127.0.0.1 (DNS rebinding). Hence a token, an exact list of hosts, and no write without our own origin.
"""

from __future__ import annotations

import secrets
from http.cookies import SimpleCookie
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import parse_qsl, urlencode

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse, RedirectResponse

from nbtrack.web.refusal import stranger

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

_READING = ("GET", "HEAD")
_POLICY = (
    "default-src 'none'; script-src 'self' 'nonce-{nonce}'; style-src 'self' 'nonce-{nonce}'; "
    "img-src 'self' data:; "
    "connect-src 'self'; font-src 'self'; frame-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'self'"
)


class Access(NamedTuple):
    """The token that opens the pages, and the hosts ("127.0.0.1:8765") that they are asked for by."""

    token: str
    hosts: frozenset[str]

    @property
    def cookie(self) -> str:
        """Return the cookie's name: several pages of nbtrack on one machine share their cookies' host."""
        return "nbtrack-" + min(self.hosts).rpartition(":")[2]


class Guard:
    """Let through what comes from the right browser, and tell that browser what the pages may do."""

    def __init__(self, app: ASGIApp, access: Access) -> None:
        self._app = app
        self._access = access

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer, or refuse to."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        nonce = secrets.token_urlsafe(16)
        refusal = self._refusal(scope, nonce)
        if refusal is not None:
            await refusal(scope, receive, _with_headers(send, nonce))
            return
        scope.setdefault("state", {})["nonce"] = nonce
        await self._app(scope, receive, _with_headers(send, nonce))

    def _refusal(self, scope: Scope, nonce: str) -> ASGIApp | None:
        headers = Headers(scope=scope)
        if headers.get("host") not in self._access.hosts:
            return PlainTextResponse("nbtrack does not answer to this name.\n", 421)
        query = parse_qsl(scope["query_string"].decode("latin-1"))
        if given := [value for name, value in query if name == "token"]:
            rest = [(name, value) for name, value in query if name != "token"]
            return self._let_in(scope, rest) if self._is_token(given[-1]) else stranger(headers, nonce)
        cookies = SimpleCookie(headers.get("cookie", ""))
        morsel = cookies.get(self._access.cookie)
        if morsel is None or not self._is_token(morsel.value):
            return stranger(headers, nonce)
        if scope["method"] not in _READING and not self._is_own(headers):
            return PlainTextResponse("Only a page of nbtrack may change anything.\n", 403)
        return None

    def _let_in(self, scope: Scope, query: list[tuple[str, str]]) -> ASGIApp:
        place = scope["path"] + (f"?{urlencode(query)}" if query else "")
        answer = RedirectResponse("/" + place.lstrip("/"), 303)
        answer.set_cookie(self._access.cookie, self._access.token, httponly=True, samesite="strict")
        return answer

    def _is_token(self, given: str) -> bool:
        return secrets.compare_digest(given.encode("utf-8", "replace"), self._access.token.encode())

    def _is_own(self, headers: Headers) -> bool:
        scheme, _, host = headers.get("origin", "").partition("://")
        fetched = headers.get("sec-fetch-site", "same-origin")
        return scheme in ("http", "https") and host == headers.get("host") and fetched == "same-origin"


def _with_headers(send: Send, nonce: str) -> Send:
    async def sent(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            headers.setdefault("content-security-policy", _POLICY.format(nonce=nonce))
            headers["x-content-type-options"] = "nosniff"
            headers["referrer-policy"] = "no-referrer"
            headers["cross-origin-opener-policy"] = "same-origin"
            headers["cross-origin-resource-policy"] = "same-origin"
            headers.setdefault("cache-control", "no-store")
        await send(message)

    return sent
