"""The websockets of the floor map, of sheets and of the cashier: pieces go out, and nothing comes in."""

from __future__ import annotations

from starlette.websockets import WebSocket

from kds.core.rights import SEE_PARTIES, TILL_PAGES, Right, may
from kds.feed.floor import FLOOR
from kds.feed.live_view import ViewKey
from kds.feed.messages import Malformed, frame
from kds.feed.subscriber import Subscriber
from kds.i18n import DEFAULT, known
from kds.storage.tokens import Token
from kds.web.contacts import Kind
from kds.web.pages.live import Live, Needs, Presses, said

SAYS_NOTHING = "This page says nothing: what it does goes over the interface"


class LiveFloor(Live):
    """Serves them, as `Live` serves those of walls; what a page does, it posts to the interface."""

    def __init__(self, needs: Needs, *, kind: str = FLOOR, param: str = "", right: Right = SEE_PARTIES) -> None:
        """`kind` of view is watched, of the name that `param` of the path gives, by those who have the `right`."""
        super().__init__(needs)
        self._kind = kind
        self._param = param
        self._right = right

    def _may(self, token: Token) -> bool:
        return may(self._store.state, token.role, self._right)

    def _shown_by(self) -> Kind:
        return "till" if self._right is TILL_PAGES else "handheld"

    def _watched(self, websocket: WebSocket) -> ViewKey:
        language = known(websocket.query_params.get("lang")) or DEFAULT
        return ViewKey(self._kind, websocket.path_params.get(self._param, ""), language)

    def _welcome(self, subscriber: Subscriber, screen: str) -> None:
        """Nothing: the kitchen's test is not theirs."""

    async def _hear(
        self, websocket: WebSocket, screen: str, subscriber: Subscriber, token: Token, presses: Presses
    ) -> None:
        while True:
            await said(websocket)
            subscriber.say(frame(Malformed(SAYS_NOTHING)))
