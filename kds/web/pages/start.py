"""The start page: how the house stands, and a door to every page."""

from __future__ import annotations

from typing import NamedTuple

from starlette.requests import Request
from starlette.responses import Response

from kds.core.kitchen.board import ranked_ticket
from kds.core.kitchen.model import Screen
from kds.core.state import ONLY, State
from kds.core.types import Ms, Name
from kds.feed.hub import Hub
from kds.feed.ranking import stations_of
from kds.runtime.alarms import Alarm
from kds.runtime.store import Store
from kds.storage.tokens import Tokens
from kds.web.pages.access import enter, may_view, viewer
from kds.web.pages.respond import page


class ScreenCard(NamedTuple):
    """A wall, and what waits on it."""

    screen: Screen
    stations: list[Name]
    open: int
    late: int


class House(NamedTuple):
    """How the house stands."""

    name: Name | None
    business_day: str
    tables: int
    open_tables: int
    open_tickets: int
    late_tickets: int
    ready: bool
    alarms: list[Alarm]
    live_screens: int
    screens: list[ScreenCard]
    now: Ms


class Start:
    """The page at /."""

    def __init__(self, store: Store, tokens: Tokens, hub: Hub) -> None:
        self._store = store
        self._tokens = tokens
        self._hub = hub

    async def show(self, request: Request) -> Response:
        """The page, open to everybody: it shows numbers only, and says which doors are locked to the reader."""
        entered = await enter(request, self._tokens)
        if entered is not None:
            return entered
        token = await viewer(request, self._tokens)
        await self._store.settled()
        return page(request, "start/page.html", house=self._house(), may_view=may_view(token), token=token)

    def _house(self) -> House:
        state, status, now = self._store.state, self._store.status(), self._store.now()
        cards = [screen_card(state, screen, now) for screen in state.screens.values()]
        house, day = state.house.get(ONLY), state.day.get(ONLY)
        everything = screen_card(state, Screen("", Name(zh="", en="")), now)
        return House(
            name=house.name if house else None,
            business_day=day.business_day if day else "",
            tables=len(state.tables),
            open_tables=len(list(state.table_sessions)),
            open_tickets=everything.open,
            late_tickets=everything.late,
            ready=status.ready,
            alarms=status.alarms,
            live_screens=self._hub.screens,
            screens=sorted(cards, key=lambda card: (bool(card.stations), card.screen.screen)),
            now=now,
        )


def screen_card(state: State, screen: Screen, now: Ms) -> ScreenCard:
    """What waits on a screen."""
    tickets = [
        state.tickets[ticket] for station in stations_of(state, screen) for ticket in state.open_tickets[station]
    ]
    lates = [ranked_ticket(state, ticket).late_at for ticket in tickets]
    return ScreenCard(
        screen=screen,
        stations=[state.stations[station].name for station in screen.stations if station in state.stations],
        open=len(tickets),
        late=len([late for late in lates if late is not None and late <= now]),
    )
