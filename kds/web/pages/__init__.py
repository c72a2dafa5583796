"""Pages for people: the start page, the walls, and the files they are made with."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import FileResponse, Response
from starlette.routing import BaseRoute, Mount, Route, WebSocketRoute

from kds.feed.hub import Hub
from kds.resources import static_dir
from kds.runtime.store import Store
from kds.storage.tokens import Tokens
from kds.web.pages.live import Live
from kds.web.pages.screens import Screens
from kds.web.pages.start import Start
from kds.web.pages.static import BuiltFiles


def routes(store: Store, tokens: Tokens, hub: Hub) -> list[BaseRoute]:
    """Every page, the walls' sockets and the static files."""
    return [
        Route("/", Start(store, tokens, hub).show, methods=["GET"]),
        Route("/screens/{screen}", Screens(store, tokens, hub).show, methods=["GET"]),
        WebSocketRoute("/screens/{screen}/live", Live(store, tokens, hub).serve),
        Route("/favicon.ico", favicon, methods=["GET"]),
        Mount("/static", BuiltFiles()),
    ]


async def favicon(request: Request) -> Response:
    """The icon for browsers that ask for it unbidden."""
    return FileResponse(static_dir() / "icons" / "kds.svg", headers={"cache-control": "max-age=86400"})
