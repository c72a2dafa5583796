"""What is sold out or counted (沽清, 限量) at /sold-out: marked and set free by those who order for guests."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from kds.core.menu import mark_sold_out
from kds.core.rights import ORDER_PAGE, SOLD_OUT
from kds.runtime.store import Store
from kds.storage.living_tokens import Tokens
from kds.web.pages.access import enter
from kds.web.pages.forms import person
from kds.web.pages.moments import timezone
from kds.web.pages.respond import page


class SoldOut:
    """The page as it is first; its dishes and what is left of them it reads as the ordering pages do."""

    def __init__(self, store: Store, tokens: Tokens) -> None:
        self._store = store
        self._tokens = tokens

    async def show(self, request: Request) -> Response:
        """GET."""
        entered = await enter(request, self._tokens)
        if entered is not None:
            return entered
        await person(request, self._store, self._tokens, ORDER_PAGE)  # it reads what that page reads
        token = await person(request, self._store, self._tokens, SOLD_OUT)
        await self._store.readable()
        return page(
            request,
            "sold_out/page.html",
            viewer=token,
            now=self._store.now(),
            timezone=timezone(self._store.state),
            most=mark_sold_out.REMAINING_MOST,
        )
