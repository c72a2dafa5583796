"""The menu as the ordering pages read it: what changes with its version alone, made once and sent as it is."""

from __future__ import annotations

import asyncio
import gzip
import hashlib
from typing import Any, NamedTuple

import msgspec

from kds.core import money
from kds.core.menu.menu_view import MenuView, menu_view
from kds.core.types import Channel
from kds.runtime.store import Store
from kds.web.pages.spelling import Spelling, spelt

CHANNEL: Channel = "waiter"
"""By what the pages of the staff order."""
MOVING = ("sold_out", "remaining", "rest_permille")
"""Members of a dish that orders change: the pages are told of them by /order/now."""


class OrderMenu(NamedTuple):
    """A version of the menu as JSON, plain and zipped. `mark` tells it from any other, also of another house."""

    version: int
    mark: str
    body: bytes
    zipped: bytes


class OrderMenus:
    """Keeps the menu of now, as it is sold by a channel."""

    def __init__(self, store: Store, channel: Channel = CHANNEL) -> None:
        self._store = store
        self._channel = channel
        self._kept: OrderMenu | None = None
        self._making = asyncio.Lock()

    async def current(self) -> OrderMenu:
        """The menu that stands. Many who ask at once wait for one."""
        async with self._making:
            await self._store.readable()
            if self._kept is None or self._kept.version != self._version():
                view = menu_view(self._store.state, self._channel)
                self._kept = await _made(view)
            return self._kept

    def _version(self) -> int:
        head = self._store.state.menu.head.value
        return 0 if head is None else head.version


async def _made(view: MenuView) -> OrderMenu:
    spellings = await spelt([dish.name for dish in view.dishes])
    return await asyncio.to_thread(_encoded, view, spellings)


def _encoded(view: MenuView, spellings: list[Spelling]) -> OrderMenu:
    dishes = [
        {**_standing(msgspec.to_builtins(dish)), "spelt": spelling}
        for dish, spelling in zip(view.dishes, spellings, strict=True)
    ]
    menu = {
        "version": view.version,
        "currency": view.currency,
        "symbol": money.symbol_of(view.currency),
        "decimals": money.EXPONENTS.get(view.currency, 2),
        "categories": view.categories,
        "dishes": dishes,
        "allergens": view.allergens,
    }
    mark = hashlib.sha256(msgspec.json.encode(menu)).hexdigest()[:16]
    body = msgspec.json.encode({"mark": mark, **menu})
    return OrderMenu(view.version, mark, body, gzip.compress(body, 6))


def _standing(dish: dict[str, Any]) -> dict[str, Any]:
    return {member: value for member, value in dish.items() if member not in MOVING}
