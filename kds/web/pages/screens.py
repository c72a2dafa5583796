"""The walls: /screens/{screen}."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from kds.core.rights import SEE_WALLS, SOLD_OUT, having, may
from kds.feed.hub import Hub
from kds.feed.live_view import UnknownView
from kds.feed.walls import first_page
from kds.runtime.store import Store
from kds.storage.living_tokens import Tokens
from kds.storage.tokens import Token
from kds.web.pages.access import enter, may_press, may_view, viewer
from kds.web.pages.boards import board
from kds.web.pages.errors import no_right, no_screen, screen_gone
from kds.web.pages.forms import see, to_sign_in
from kds.web.pages.moments import timezone
from kds.web.pages.paired import home_of
from kds.web.pages.pairing import PATH, to_pairing
from kds.web.pages.reach import reach_of
from kds.web.pages.reading import reading
from kds.web.pages.respond import language_of_wall, page
from kds.web.qr import qr_of


class Screens:
    """First pages of walls; everything after that comes over the wall's socket."""

    def __init__(self, store: Store, tokens: Tokens, hub: Hub) -> None:
        self._store = store
        self._tokens = tokens
        self._hub = hub

    async def show(self, request: Request) -> Response:
        """The wall with the tickets of now, or where to go: to the clean address of a token link, or to be paired."""
        entered = await enter(request, self._tokens)
        if entered is not None:
            return entered
        token = await viewer(request, self._tokens)
        if token is None:
            return to_pairing()
        if token.role == "device":
            return to_sign_in(request)
        if not may_view(self._store.state, token):
            return no_right(request, token, having(self._store.state, SEE_WALLS))
        name = request.path_params["screen"]
        screens = self._store.state.kitchen.screens
        home = home_of(token)
        if token.screen != name and token.screen in screens and home is not None:
            # It was moved to another screen.
            return see(home)
        screen = screens.get(name)
        if screen is not None and screen.role == "mirror":
            screen = screens.get(screen.of or "")
        if screen is None:
            return self._none(request, token, name)
        language = language_of_wall(request, screen)
        try:
            if not screen.is_wall:
                return await board(self._store, self._hub, request, token, screen)
            first = await first_page(self._hub, screen.screen, language)
        except UnknownView:
            return self._none(request, token, name)
        return page(
            request,
            "wall/page.html",
            wall=True,
            language=language,
            first=first,
            far=reading(first.screen).far,
            timezone=timezone(self._store.state),
            prints=bool(self._store.state.printing.printers),
            viewer=token,
            may_press=may_press(self._store.state, token),
            counts=may(self._store.state, token.role, SOLD_OUT),
        )

    def _none(self, request: Request, token: Token, name: str) -> Response:
        """Such a screen there is not; a device that is paired to it has nowhere else to go."""
        if token.screen != name:
            return no_screen(request, self._store.state, name)
        reach = reach_of(self._store.state, request)
        square = qr_of(f"{reach.address}{PATH}") if reach.open else None
        return screen_gone(request, token, f"{reach.host}{PATH}", square)
