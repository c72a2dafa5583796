"""The limit of connections: one more than there is room for is answered 503, like any overload."""

from __future__ import annotations

from collections.abc import Callable

from starlette.types import ASGIApp, Receive, Scope, Send

from kds.web import wire
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
            await wire.fail(send, Failed(OVERLOADED, headers, retry_after_s=RETRY_S))
        else:
            await self._app(scope, receive, send)
