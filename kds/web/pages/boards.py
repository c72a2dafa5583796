"""The boards: /screens/{screen} where its role is another than a wall's."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from kds.core.kitchen.screens import Screen
from kds.core.rights import ANSWER_CALL, COOK, SERVE, may
from kds.feed.board_view import BoardView
from kds.feed.hub import Hub
from kds.feed.live_view import ViewKey
from kds.runtime.store import Store
from kds.storage.tokens import Token
from kds.web.pages.moments import timezone
from kds.web.pages.reading import reading
from kds.web.pages.respond import language_of_wall, page


async def board(store: Store, hub: Hub, request: Request, token: Token, screen: Screen) -> Response:
    """The board as it is first; everything after that comes over the socket. Raises `UnknownView`."""
    language = language_of_wall(request, screen)
    view = await hub.view(ViewKey(screen.role, screen.screen, language))
    assert isinstance(view, BoardView)
    return page(
        request,
        f"{screen.role}/page.html",
        wall=True,
        language=language,
        view=view,
        screen=screen,
        far=reading(screen).far,
        timezone=timezone(store.state),
        viewer=token,
        may_cook=may(store.state, token.role, COOK),
        may_serve=may(store.state, token.role, SERVE),
        may_answer=may(store.state, token.role, ANSWER_CALL),
    )
