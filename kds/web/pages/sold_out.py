"""What is sold out or counted (沽清, 限量) at /sold-out: marked and set free by those who order, and who cook."""

from __future__ import annotations

from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import Response

from kds.core.menu import mark_sold_out
from kds.core.rights import SEE_PARTIES, SOLD_OUT, may
from kds.runtime.store import Store
from kds.storage.living_tokens import Tokens
from kds.storage.tokens import Token
from kds.web.pages.access import enter, viewer
from kds.web.pages.forms import person
from kds.web.pages.moments import timezone
from kds.web.pages.respond import page


class SoldOut:
    """The page as it is first; its dishes and what is left of them it reads as the ordering pages do."""

    def __init__(self, store: Store, tokens: Tokens) -> None:
        self._store = store
        self._tokens = tokens

    async def show(self, request: Request) -> Response:
        """GET. At a paired wall too, which goes back to its tickets by itself when nothing is touched."""
        entered = await enter(request, self._tokens)
        if entered is not None:
            return entered
        token = await self._cook_at_a_wall(request)
        if token is None:
            token = await person(request, self._store, self._tokens, SOLD_OUT)
        await self._store.readable()
        return page(
            request,
            "sold_out/page.html",
            viewer=token,
            at_wall=token.screen is not None,
            back=self._back(token),
            now=self._store.now(),
            timezone=timezone(self._store.state),
            most=mark_sold_out.REMAINING_MOST,
        )

    def _back(self, token: Token) -> str:
        """Where they came from: their wall, the map of the floor, or the start page."""
        if token.screen is not None:
            return f"/screens/{quote(token.screen, safe='')}"
        return "/floor" if may(self._store.state, token.role, SEE_PARTIES) else "/"

    async def _cook_at_a_wall(self, request: Request) -> Token | None:
        """The device, where this is a paired wall: who cooks has both hands full, and signs in nowhere."""
        token = await viewer(request, self._tokens)
        wall = token is not None and token.screen is not None and may(self._store.state, token.role, SOLD_OUT)
        return token if wall else None
