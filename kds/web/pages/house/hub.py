"""Every page of settings, with what it holds now: /settings, for whoever may change any of it."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from kds.core.rights import SETTINGS, having
from kds.runtime.store import Store
from kds.storage.living_tokens import Tokens
from kds.web.pages import errors
from kds.web.pages.access import enter, viewer
from kds.web.pages.forms import to_sign_in
from kds.web.pages.house.rooms import rooms_for
from kds.web.pages.respond import page


class Hub:
    """The page that leads to them."""

    def __init__(self, store: Store, tokens: Tokens) -> None:
        self._store = store
        self._tokens = tokens

    async def show(self, request: Request) -> Response:
        """GET /settings."""
        entered = await enter(request, self._tokens)
        if entered is not None:
            return entered
        token = await viewer(request, self._tokens)
        if token is None or token.role == "device":
            return to_sign_in(request)
        await self._store.readable()
        state = self._store.state
        rooms = rooms_for(state, token.role) if token.screen is None else []
        if not rooms:
            return errors.no_right(request, token, having(state, SETTINGS))
        return page(request, "settings/page.html", viewer=token, rooms=rooms, state=state)
