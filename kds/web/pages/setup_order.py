"""A first order, to see that it runs to the wall and back; it is taken back afterwards, and costs nobody anything."""

from __future__ import annotations

from typing import NamedTuple

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from kds.core.floor.clear_session import ClearSession
from kds.core.kitchen.model import Ticket
from kds.core.menu.model import Dish
from kds.core.menu.plain_dishes import plain_dishes
from kds.core.orders.place_round import PlaceRound
from kds.core.orders.void_line import VoidLine
from kds.core.orders.wanted import LineWanted
from kds.core.rights import ORDER, SETTINGS
from kds.core.state import State
from kds.core.types import Name
from kds.runtime.messages import Sender
from kds.runtime.store import Store
from kds.storage.living_tokens import Tokens
from kds.storage.tokens import Token
from kds.web.auth import who
from kds.web.pages.forms import person, posted, see, submit
from kds.web.pages.setup import Setup

NOTE = "测试 TEST"
NO_DISH = Name(zh="菜单上还没有可以直接点的菜", en="There is no dish yet that can be ordered as it is")


class Trial(NamedTuple):
    """A test order under way: its ticket, until the kitchen is through, and how far it has come."""

    session: str
    dish: Name
    ticket: Ticket | None
    seen: bool
    done: bool


class SetupOrder:
    """GET and POST /setup/order."""

    def __init__(self, store: Store, tokens: Tokens, setup: Setup) -> None:
        self._store = store
        self._tokens = tokens
        self._setup = setup

    async def show(self, request: Request) -> Response:
        """GET: order, or how far `?session=` has come."""
        token = await person(request, self._store, self._tokens, SETTINGS)
        await self._store.readable()
        return await self._page(request, token)

    async def do(self, request: Request) -> Response:
        """POST: order (`deed` order), or take it back (`deed` back)."""
        token = await person(request, self._store, self._tokens, ORDER)
        fields = await posted(request)
        await self._store.settled()
        session = fields.get("session", "")
        if trial_of(self._store.state, session) is not None:
            await self._take_back(token, session)
            return see("/setup/order?back=1")
        dish = plain_dish(self._store.state)
        if dish is None:
            return await self._page(request, token, [NO_DISH])
        line = LineWanted(dish=dish.dish, qty=dish.per, note=NOTE)
        command = PlaceRound(channel="counter", service="takeaway", lines=(line,))
        placed = await submit(self._store, token, request, fields, command)
        return see(f"/setup/order?session={msgspec.json.decode(placed.body)['session']}")

    async def _take_back(self, token: Token, session: str) -> None:
        """Its lines are taken back and the party goes: nothing of it is ever paid."""
        state = self._store.state
        voids = [VoidLine(each, NOTE) for each in _lines(state, session) if each not in state.orders.voids]
        deeds = [*voids, ClearSession(session)]
        await self._store.submit_together(deeds[0], deeds[1:], Sender(who(token)))

    async def _page(self, request: Request, token: Token, faults: list[Name] | None = None) -> Response:
        state, session = self._store.state, request.query_params.get("session", "")
        return await self._setup.step(
            request,
            token,
            "order",
            faults=faults,
            status=422 if faults else 200,
            trial=trial_of(state, session),
            dish=plain_dish(state),
            back="back" in request.query_params,
        )


def trial_of(state: State, session: str) -> Trial | None:
    """How far a test order has come; None where there is none under way. What guests have ordered is none."""
    party = state.floor.sessions.get(session)
    if party is None or party.cleared_at is not None:
        return None
    if any(state.orders.lines[line].note != NOTE for line in _lines(state, session)):
        return None
    items = [state.kitchen.items[line] for line in _lines(state, session)]
    tickets = [state.kitchen.tickets[each.ticket] for each in items if each.ticket in state.kitchen.tickets]
    done = all(each.state in ("done", "served") for each in items)
    ticket = tickets[0] if tickets else None
    name = state.menu.name_of(items[0].dish)
    return Trial(session, name, ticket, done or (ticket is not None and ticket.unseen_since is None), done)


def _lines(state: State, session: str) -> list[str]:
    return [
        line for bill in state.orders.session_bills[session] for line in state.orders.lines_on(state.orders.bills[bill])
    ]


def plain_dish(state: State) -> Dish | None:
    """The first dish of the menu that the till can order now as it is."""
    return next(iter(plain_dishes(state, "counter")), None)
