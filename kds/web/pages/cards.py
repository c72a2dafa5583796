"""What a wall shows when somebody asks: /screens/{screen}/tickets/{ticket}, /recalls and /batches, each a piece of a
page.
"""

from __future__ import annotations

from functools import partial
from typing import NamedTuple

from starlette.requests import Request
from starlette.responses import Response

from kds.core.kitchen.hidden import hidden_stations
from kds.core.kitchen.last_bumps import Bump, last_bumps
from kds.core.kitchen.lookup import ticket_of
from kds.core.kitchen.model import CATCH_ALL, OPEN, Item, Station, Ticket
from kds.core.kitchen.screens import Screen
from kds.core.kitchen.slots import stations_of
from kds.core.menu.model import Dish
from kds.core.refusals import UNKNOWN_SCREEN
from kds.core.rights import FORBIDDEN, KITCHEN_PLAN, may
from kds.core.state import State
from kds.core.types import Name, Refusal
from kds.feed.batch_pictures import batch_pictures
from kds.feed.hub import Hub
from kds.feed.pictures import LinePicture, line_picture, station_name
from kds.runtime.store import Store
from kds.storage.living_tokens import Tokens
from kds.storage.tokens import Token
from kds.web.pages.access import may_press, may_view, viewer
from kds.web.pages.card_reasons import why_line, why_ticket
from kds.web.pages.moments import time_of_day, timezone, to_the_minute
from kds.web.pages.respond import language_of_wall, page

OnCard = tuple[LinePicture, Dish | None, Name | None]


class Done(NamedTuple):
    """A bump as it is listed."""

    ticket: Ticket
    station: Name
    at: str
    lines: list[LinePicture]
    back: tuple[str, ...]


class Cards:
    """Pieces of a wall's page, asked for by its script; who may watch the wall may see them."""

    def __init__(self, store: Store, tokens: Tokens, hub: Hub) -> None:
        self._store = store
        self._tokens = tokens
        self._hub = hub

    async def ticket(self, request: Request) -> Response:
        """GET: a ticket with what can be done with it. Refused: unknown_ticket, session_ended."""
        token, screen = await self._entered(request)
        state = self._store.state
        ticket = ticket_of(state, request.path_params["ticket"])
        items = [state.kitchen.items[line] for line in ticket.lines]
        presses, now = may_press(state, token), self._store.now()
        at = partial(to_the_minute, now=now, zone=timezone(state))
        return page(
            request,
            "wall/_card.html",
            language=language_of_wall(request, screen),
            kept=False,
            ticket=ticket,
            station=station_name(state, ticket.station),
            lines=[on_card(state, item, ticket, why_line(state, item, now, at)) for item in items],
            why=why_ticket(state, ticket, screen.screen, now, at),
            may_press=presses,
            open=[item.line for item in items if item.state in OPEN],
            stations=others(state, ticket.station) if presses else [],
            dark=self._hub.dark,
        )

    async def recalls(self, request: Request) -> Response:
        """GET: what was bumped last at the screen's stations, with what of it can be taken back."""
        token, screen = await self._entered(request)
        state, now = self._store.state, self._store.now()
        found = last_bumps(state, stations_of(state, screen))
        return page(
            request,
            "wall/_recalls.html",
            language=language_of_wall(request, screen),
            kept=False,
            bumps=[done(state, each, time_of_day(each.at, now, timezone(state))) for each in found],
            may_press=may_press(state, token),
        )

    async def batches(self, request: Request) -> Response:
        """GET: what can be cooked together at the screen's stations, with how much of it is done."""
        token, screen = await self._entered(request)
        state = self._store.state
        shown = screen.is_wall and screen.batches
        return page(
            request,
            "wall/_batch_card.html",
            language=language_of_wall(request, screen),
            kept=False,
            batches=batch_pictures(state, state.kitchen.queues.of(screen.screen, self._store.now())) if shown else [],
            off="" if shown else screen.screen,
            named=screen.name,
            sets=may(state, token.role, KITCHEN_PLAN) and token.screen is None,
            may_press=may_press(state, token),
        )

    async def _entered(self, request: Request) -> tuple[Token, Screen]:
        token = await viewer(request, self._tokens)
        if token is None or token.role == "device" or not may_view(self._store.state, token):
            raise Refusal(FORBIDDEN)
        await self._store.readable()
        screen = self._store.state.kitchen.screens_now.get(request.path_params["screen"])
        if screen is None:
            raise Refusal(UNKNOWN_SCREEN, screen=request.path_params["screen"])
        return token, screen


def on_card(state: State, item: Item, ticket: Ticket, why: Name | None) -> OnCard:
    """A line with its dish, and why it waits or is expected when it is."""
    return line_picture(state, item, ticket), state.menu.known(item.dish), why


def done(state: State, bump: Bump, at: str) -> Done:
    """A bump with its lines as they are drawn."""
    lines = [line_picture(state, item, bump.ticket) for item in bump.items]
    return Done(bump.ticket, station_name(state, bump.ticket.station), at, lines, bump.back)


def others(state: State, station: str) -> list[Station]:
    """The stations that some screen shows, but for one, the catch-all last."""
    hidden = {each.station for each in hidden_stations(state)}
    found = [each for name, each in state.kitchen.stations.items() if name != station and name not in hidden]
    return sorted(found, key=lambda each: (each.station == CATCH_ALL, each.position, each.station))
