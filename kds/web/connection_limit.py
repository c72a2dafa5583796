"""The limit of connections: one more than there is room for is answered 503, like any overload."""

from __future__ import annotations

from collections.abc import Callable

from starlette.requests import Request
from starlette.types import ASGIApp, Receive, Scope, Send

from kds.i18n import DEFAULT, Language, known, negotiate
from kds.web import wire
from kds.web.auth import SAFE
from kds.web.busy import busy_page
from kds.web.pages.respond import PAGES
from kds.web.problems import OVERLOADED, Failed

RETRY_S = 1


class ConnectionLimit:
    """Passes requests on to `app` unless the server is `full`. Whoever is refused has to connect anew."""

    def __init__(self, app: ASGIApp, full: Callable[[], bool]) -> None:
        self._app = app
        self._full = full

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on, or answer 503 and close the connection. Websockets have limits of their own."""
        if scope["type"] == "http" and self._full():
            headers = {"retry-after": str(RETRY_S), "connection": "close"}
            await _refuse(scope, send, Failed(OVERLOADED, headers, retry_after_s=RETRY_S))
        else:
            await self._app(scope, receive, send)


async def _refuse(scope: Scope, send: Send, failure: Failed) -> None:
    """A page for who goes to one, a problem for all others."""
    if not wants_page(scope):
        await wire.fail(send, failure)
        return
    status, headers, body = busy_page(failure, _language_of(scope), scope["path"])
    raw = [(name.encode(), value.encode()) for name, value in headers.items()]
    await wire.respond(send, status, raw, b"" if scope["method"] == "HEAD" else body)


def wants_page(scope: Scope) -> bool:
    """Whether a person goes to a page: what they would see is words."""
    accepted = wire.header(scope, b"accept") or b""
    return scope["method"] in SAFE and b"text/html" in accepted and not scope["path"].startswith("/api/")


def _language_of(scope: Scope) -> Language:
    """What was chosen in this browser, or what it asks for. Nobody has the time to ask what the house speaks."""
    request = Request(scope)
    chosen = known(request.cookies.get(PAGES))
    return chosen or negotiate(request.headers.get("accept-language", ""), DEFAULT)
