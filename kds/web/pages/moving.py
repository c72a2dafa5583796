"""A paired device is given another screen to show: it goes there by itself."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from urllib.parse import quote, urlencode

import structlog
from starlette.requests import Request
from starlette.responses import Response

from kds.core.kitchen.screens import Screen
from kds.core.kitchen.slots import stations_of
from kds.core.rights import PAIR, may
from kds.core.state import State
from kds.core.types import Name
from kds.feed.hub import Hub
from kds.feed.live_view import WALL
from kds.runtime.access_record import note_access
from kds.runtime.store import Store
from kds.storage.devices import move
from kds.storage.living_tokens import Tokens
from kds.storage.tokens import Token
from kds.web.auth import who
from kds.web.pages.forms import person, posted, see
from kds.web.pages.paired_devices import showing

PAIRING = "/screens/pair"

log = structlog.get_logger()


class Moving:
    """What moves devices, and what the page of a screen says of them."""

    def __init__(self, store: Store, tokens: Tokens, hub: Hub) -> None:
        self._store = store
        self._tokens = tokens
        self._hub = hub

    async def move(self, request: Request) -> Response:
        """POST /screens/move: the device shows that screen. Where a station would stand on no live wall, that is said
        first, and asked again.
        """
        token = await person(request, self._store, self._tokens, PAIR)
        fields = await posted(request)
        await self._store.readable()
        screens = self._store.state.kitchen.screens_now
        device = next((each for each in self._tokens.devices() if each.id == fields.get("device")), None)
        to = screens.get(fields.get("to", ""))
        if device is None or device.screen is None or to is None:
            return see(f"{_page(fields.get('from', ''))}?moved=gone" if fields.get("from") in screens else PAIRING)
        # Whose screen is gone was moved from where devices are paired: there is no page of that screen.
        back = _page(device.screen) if device.screen in screens else PAIRING
        if self.unseen(device, to) and fields.get("knowingly") != "1":
            return see(f"{back}?{urlencode({'move': device.id, 'to': to.screen})}#devices")
        if await move(self._tokens, device, to.screen):
            log.info("device_moved", device=device.id, screen=to.screen, by=who(token).id)
            at = token.device or ""
            await note_access(self._store, "moved", device.id, device.role, by=who(token).id, device=at)
        return see(f"{back}?{urlencode({'moved': to.screen})}#devices")

    def unseen(self, device: Token, to: Screen) -> list[Name]:
        """The stations that no live wall would show any more, were the device to go there (law 12)."""
        state = self._store.state
        before = state.kitchen.screens_now.get(device.screen or "")
        if before is None or not before.is_sure or not self._tokens.is_held(device):
            return []
        left = [
            each
            for each in state.kitchen.screens_now.values()
            if each.is_sure and each is not before and self._hub.watching(WALL, each.screen)
        ]
        others = [each for each in self._tokens.devices() if each.screen == before.screen and each.id != device.id]
        if any(self._tokens.is_held(each) for each in others):
            left.append(before)
        return _missing(state, before, (*left, to))

    def shown(self, request: Request, viewer: Token, screen: Screen) -> dict[str, Any]:
        """What the page of a screen says of its devices; nothing to who may pair none."""
        state, asked = self._store.state, request.query_params
        if not may(state, viewer.role, PAIR):
            return {"screen": screen, "pictured": True}
        screens = sorted(state.kitchen.screens_now.values(), key=lambda each: (each.position, each.screen))
        moving = next((each for each in self._tokens.devices() if each.id == asked.get("move")), None)
        to = state.kitchen.screens_now.get(asked.get("to", ""))
        return {
            "below": "setting/_screen_below.html",
            "screen": screen,
            "pictured": True,
            "devices": showing(self._store, self._tokens, screen.screen),
            "screens": [each for each in screens if each.screen != screen.screen],
            "moving": moving if to is not None and moving is not None and moving.screen == screen.screen else None,
            "to": to,
            "unseen": self.unseen(moving, to) if moving is not None and to is not None else [],
            "moved": state.kitchen.screens_now.get(asked.get("moved", "")),
            "moved_gone": asked.get("moved") == "gone",
        }


def _missing(state: State, before: Screen, left: Iterable[Screen]) -> list[Name]:
    shown = {station for each in left if each.is_sure for station in stations_of(state, each)}
    gone = [each for each in stations_of(state, before) if each not in shown and each in state.kitchen.stations]
    return [state.kitchen.stations[each].name for each in gone]


def _page(screen: str) -> str:
    return f"/settings/screens/{quote(screen, safe='')}"
