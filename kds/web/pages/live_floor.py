"""The websockets of the floor map and of parties' sheets: pieces go out, and nothing comes in."""

from __future__ import annotations

from starlette.websockets import WebSocket

from kds.core.rights import VIEWS, may
from kds.feed.floor import FLOOR
from kds.feed.live_view import ViewKey
from kds.feed.messages import Malformed, frame
from kds.feed.sheet import SHEET
from kds.feed.subscriber import Subscriber
from kds.i18n import DEFAULT, known
from kds.storage.tokens import Token
from kds.web.pages.live import Live, Presses, said

SAYS_NOTHING = "This page says nothing: what it does goes over the interface"


class LiveFloor(Live):
    """Serves them, as `Live` serves those of walls; what a page does, it posts to the interface."""

    def _may(self, token: Token) -> bool:
        return may(token.role, VIEWS["parties"])

    def _watched(self, websocket: WebSocket) -> ViewKey:
        session = websocket.path_params.get("session")
        language = known(websocket.query_params.get("lang")) or DEFAULT
        return ViewKey(FLOOR, "", language) if session is None else ViewKey(SHEET, session, language)

    def _welcome(self, subscriber: Subscriber, screen: str) -> None:
        """Nothing: the kitchen's test is not theirs."""

    async def _hear(self, websocket: WebSocket, subscriber: Subscriber, token: Token, presses: Presses) -> None:
        while True:
            await said(websocket)
            subscriber.say(frame(Malformed(SAYS_NOTHING)))
