"""The start page: how the house stands, what is wrong with it, and a door to every page."""

from __future__ import annotations

import secrets
from typing import NamedTuple

from starlette.requests import Request
from starlette.responses import Response

from kds.core.holes import tables_of
from kds.core.kitchen.acknowledge import AcknowledgeTicket
from kds.core.kitchen.hidden import hidden_tickets
from kds.core.kitchen.model import OPEN, Item, Ticket
from kds.core.kitchen.screens import Screen
from kds.core.kitchen.unseen import count_unseen, unseen
from kds.core.refusals import ALREADY_SEEN, SESSION_ENDED
from kds.core.rights import ACKNOWLEDGE, KITCHEN_PLAN, MENU, PAIR, SETTINGS, SOLD_OUT, SWITCH_THEME, VIEWS, View, may
from kds.core.state import State
from kds.core.types import Ms, Name, Refusal
from kds.feed.bars import KnownBars
from kds.feed.hub import Hub
from kds.feed.kitchen_test import KitchenTesting
from kds.feed.live_view import WALL
from kds.runtime.alarms import Alarm
from kds.runtime.hidden import CODE as HIDDEN
from kds.runtime.store import Store
from kds.runtime.unseen import CODE as UNSEEN
from kds.storage.living_people import People
from kds.storage.living_tokens import Tokens
from kds.storage.tokens import Token
from kds.web.auth import APPROVERS
from kds.web.pages.access import enter, may_view, viewer
from kds.web.pages.forms import person, posted, see, submit
from kds.web.pages.house.rooms import may_set
from kds.web.pages.kitchen_test import shown as test_shown
from kds.web.pages.moments import time_of_day, timezone
from kds.web.pages.paired_devices import devices
from kds.web.pages.paper import shown_on_start
from kds.web.pages.respond import page
from kds.web.pages.role_words import ROLES

UNSEEN_SHOWN = 40
"""Unseen tickets that are listed, a row a table; the rest is counted."""
KEY_CHARS = 40


class ScreenCard(NamedTuple):
    """A screen; of a wall how much waits on it."""

    screen: Screen
    role: Name
    stations: list[Name]
    open: int
    late: int


class AlarmCard(NamedTuple):
    """An alarm that stands, and since when."""

    message: Name
    since: str


class UnseenCard(NamedTuple):
    """A ticket that nobody has seen: whose, where it should be, what is on it."""

    ticket: Ticket
    station: Name
    dishes: list[tuple[str, Name]]
    since: str
    waits_ms: Ms
    key: str


class UnseenTable(NamedTuple):
    """The unseen tickets of a table, or of a party without one, the longest waiting first."""

    label: str
    cards: list[UnseenCard]

    @property
    def tickets(self) -> str:
        """Their ids, as a form names them."""
        return " ".join(card.ticket.ticket for card in self.cards)


class House(NamedTuple):
    """How the house stands."""

    name: Name | None
    business_day: str
    tables: int
    open_tables: int
    open_tickets: int
    late_tickets: int
    ready: bool
    dishes: int
    stations: int
    alarms: list[AlarmCard]
    unseen: list[UnseenTable]
    unseen_tickets: int
    unseen_more: int
    live_screens: int
    screens: list[ScreenCard]
    now: Ms
    time: str
    """The same, as the clocks of the house say it."""


class Start:
    """The page at /."""

    def __init__(
        self, store: Store, tokens: Tokens, people: People, hub: Hub, bars: KnownBars, testing: KitchenTesting
    ) -> None:
        self._store = store
        self._tokens = tokens
        self._people = people
        self._bars = bars
        self._testing = testing
        self._hub = hub

    async def show(self, request: Request) -> Response:
        """The page, open to everybody: strangers see numbers and alarms, and which doors are locked to them."""
        entered = await enter(request, self._tokens)
        if entered is not None:
            return entered
        token = await viewer(request, self._tokens)
        if token is not None and token.role == "device":
            return see("/sign-in")
        known = token is not None and may_view(self._store.state, token)
        paired = await devices(self._store, self._tokens, self._people, self._bars) if known else []
        await self._store.readable()
        return page(
            request,
            "start/page.html",
            house=self._house(known),
            may_view=known,
            person=known and token is not None and token.screen is None,
            works=works_of(self._store.state, token),
            manages=token is not None and may(self._store.state, token.role, KITCHEN_PLAN),
            viewer=token,
            practises=request.app.state.practises and token is not None and token.role in APPROVERS,
            devices=paired,
            paper=shown_on_start(self._store, token),
            test=test_shown(self._store, self._testing),
            sets=token is not None and token.screen is None and may_set(self._store.state, token.role),
            edits_menu=token is not None and token.screen is None and may(self._store.state, token.role, MENU),
            counts=token is not None and token.screen is None and may(self._store.state, token.role, SOLD_OUT),
            sets_up=token is not None and token.screen is None and may(self._store.state, token.role, SETTINGS),
            tests=token is not None and may(self._store.state, token.role, PAIR),
            themes=bool(self._store.state.kitchen.themes),
            theme=self._store.state.kitchen.theme_now,
            switches=token is not None and token.screen is None and may(self._store.state, token.role, SWITCH_THEME),
        )

    async def acknowledge(self, request: Request) -> Response:
        """POST: somebody takes charge of tickets that no screen has shown; their name stands in the ledger."""
        token = await person(request, self._store, self._tokens, ACKNOWLEDGE)
        fields = await posted(request)
        for ticket in fields.get("tickets", "").split()[:UNSEEN_SHOWN]:
            form = {"ticket": ticket, "key": f"{fields.get('key', '')[:KEY_CHARS]}-{ticket}"}
            try:
                await submit(self._store, token, request, form, AcknowledgeTicket(ticket))
            except Refusal as refusal:
                # Somebody else was quicker, or it is done and gone: there is nothing left to be told.
                if refusal.reason not in (ALREADY_SEEN, SESSION_ENDED):
                    raise
        return see("/")

    def _house(self, known: bool) -> House:
        state, status, now = self._store.state, self._store.status(), self._store.now()
        cards = [screen_card(state, screen, now) for screen in state.kitchen.screens_now.values()]
        house, day, zone = state.day.house.value, state.day.current.value, timezone(state)
        everything = state.kitchen.queues.all(now)
        waiting = unseen(state, now, UNSEEN_SHOWN)
        return House(
            name=house.name if house else None,
            business_day=day.business_day if day else "",
            tables=len(state.floor.tables),
            open_tables=len(list(state.floor.table_sessions)),
            open_tickets=len(everything),
            late_tickets=everything.late,
            ready=status.ready,
            dishes=len(state.menu.dishes),
            stations=len(state.kitchen.stations),
            alarms=[
                AlarmCard(alarm_words(state, alarm, known), time_of_day(alarm.since, now, zone))
                for alarm in status.alarms
                if alarm.code != UNSEEN
            ],
            unseen=by_table([unseen_card(state, ticket, now) for ticket in waiting]),
            unseen_tickets=len(waiting),
            unseen_more=count_unseen(state, now) - len(waiting),
            live_screens=sum(len(self._hub.watching(WALL, each)) for each in state.kitchen.screens),
            screens=sorted(cards, key=lambda card: (bool(card.stations), card.screen.screen)),
            now=now,
            time=time_of_day(now, now, zone),
        )


def alarm_words(state: State, alarm: Alarm, known: bool) -> Name:
    """What an alarm says; that of stations which no screen shows tells of the open tickets there as well,
    and of their tables to those who are `known`.
    """
    tickets = hidden_tickets(state) if alarm.code == HIDDEN else []
    if not tickets:
        return alarm.message
    tables, count, said = tables_of(state, tickets), len(tickets), alarm.message
    return Name(
        zh=f"{said.zh}。那里有{count}张没做完的单子没人看到" + (f"：{tables.zh}" if known else ""),
        en=f"{said.en}. {count} open ticket{'' if count == 1 else 's'} there nobody sees"
        + (f": {tables.en}" if known else ""),
    )


def works_of(state: State, token: Token | None) -> frozenset[View]:
    """What somebody who is signed in may look at; a paired device is nobody."""
    if token is None or token.screen is not None:
        return frozenset()
    return frozenset(view for view, right in VIEWS.items() if may(state, token.role, right))


def by_table(cards: list[UnseenCard]) -> list[UnseenTable]:
    """The cards, a table each, in the order of the first of each."""
    tables: dict[str, list[UnseenCard]] = {}
    for card in cards:
        tables.setdefault(card.ticket.label, []).append(card)
    return [UnseenTable(label, found) for label, found in tables.items()]


def unseen_card(state: State, ticket: Ticket, now: Ms) -> UnseenCard:
    """A ticket that nobody has seen, in words."""
    items = [item for line in ticket.lines if (item := state.kitchen.items[line]).state in OPEN]
    station = state.kitchen.stations.get(ticket.station)
    return UnseenCard(
        ticket=ticket,
        station=station.name if station else Name(zh=ticket.station, en=ticket.station),
        dishes=[(amount(state, item), state.menu.name_of(item.dish)) for item in items],
        since=time_of_day(ticket.to_see_since, now, timezone(state)),
        waits_ms=now - ticket.to_see_since,
        key=secrets.token_hex(12),
    )


def amount(state: State, item: Item) -> str:
    """How much of a dish a line is, as it stands before its name: portions, or grams of what is weighed."""
    return f"{item.qty} g" if state.orders.lines[item.line].weighed else f"{item.qty} ×"


def screen_card(state: State, screen: Screen, now: Ms) -> ScreenCard:
    """What waits on a screen of the kitchen."""
    queue = state.kitchen.queues.of(screen.screen, now)
    return ScreenCard(
        screen=screen,
        role=ROLES[screen.role],
        stations=[
            state.kitchen.stations[station].name for station in screen.stations if station in state.kitchen.stations
        ],
        open=len(queue),
        late=queue.late,
    )
