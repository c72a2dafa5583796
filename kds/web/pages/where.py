"""Where does this dish go? /where answers for any dish: how it is ordered, at which station, on which screens."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import Response

from kds.core.channels import CALLED
from kds.core.holes import plan_of, station_name
from kds.core.kitchen.model import CATCH_ALL
from kds.core.kitchen.proof import CHANNELS, SERVICES, Place, Ways, in_blocks, places_of
from kds.core.kitchen.routes import Way
from kds.core.kitchen.screens import Screen
from kds.core.menu.model import Dish
from kds.core.rights import KITCHEN_PLAN, MENU, may
from kds.core.services import SERVICE_NAMES
from kds.core.state import State
from kds.core.types import Name
from kds.feed.hub import Hub
from kds.feed.live_view import WALL
from kds.runtime.store import Store
from kds.storage.living_tokens import Tokens
from kds.web.pages import errors
from kds.web.pages.access import enter, viewer
from kds.web.pages.changing import choice
from kds.web.pages.forms import person
from kds.web.pages.respond import page

FOUND_MOST = 50
"""Dishes that a search lists; of more it is said how many there are."""
NOW = "now"
ALWAYS = Name(zh="不管怎么点", en="however it is ordered")


class Shown(NamedTuple):
    """A screen that shows a station, and whether it is connected now."""

    screen: Screen
    connected: bool


class Row(NamedTuple):
    """One place: in which ways the dish comes there, by which route or as which further step, and who sees it."""

    ways: list[Name]
    station: Name
    route: Name | None
    missing: bool
    step: int
    screens: list[Shown]


class Asked(NamedTuple):
    """Which ways are asked about; "" is all of them, and `now` the part of the day under way."""

    service: str
    channel: str
    daypart: str

    @property
    def query(self) -> str:
        """As it stands in an address after other parameters: "&service=delivery", or nothing."""
        given = {name: value for name, value in self._asdict().items() if value}
        return f"&{urlencode(given)}" if given else ""

    def those(self, state: State, ways: Sequence[Way]) -> list[Way]:
        """Of some ways those that are asked about."""
        part = state.menu.daypart if self.daypart == NOW else self.daypart
        return [
            each
            for each in ways
            if self.service in ("", each.service) and self.channel in ("", each.channel) and part in ("", each.daypart)
        ]


class Where:
    """The page."""

    def __init__(self, store: Store, tokens: Tokens, hub: Hub) -> None:
        self._store = store
        self._tokens = tokens
        self._hub = hub

    async def show(self, request: Request) -> Response:
        """GET: `?q=` lists the dishes of that name or code, `?dish=` answers for one.

        `?service=`, `?channel=` and `?daypart=` narrow the ways that are told of.
        """
        entered = await enter(request, self._tokens)
        if entered is not None:
            return entered
        asks = await viewer(request, self._tokens)
        own = [each for each in (MENU, KITCHEN_PLAN) if asks is not None and may(self._store.state, asks.role, each)]
        token = await person(request, self._store, self._tokens, (own or [MENU])[0])
        await self._store.readable()
        chosen = await choice(self._store, request, token.role)
        state, asked = chosen.state, request.query_params.get("q", "").strip()
        name = request.query_params.get("dish", "")
        dish = state.menu.dishes.get(name)
        ways, parts = asked_in(request, state), state.menu.dayparts.values()
        if (name and dish is None) or ways is None:
            return errors.not_found(request)
        found = search(state.menu.dishes.values(), asked) if asked else []
        return page(
            request,
            "where/page.html",
            viewer=token,
            choice=chosen,
            asked=asked,
            ways=ways,
            services=SERVICE_NAMES,
            channels=CALLED,
            dayparts=[(each.daypart, each.name) for each in sorted(parts, key=lambda each: each.from_minute)],
            part_now=state.menu.dayparts.get(state.menu.daypart),
            found=found[:FOUND_MOST],
            more=max(0, len(found) - FOUND_MOST),
            dish=dish,
            parts=[] if dish is None else _parts(state, dish),
            rows=[] if dish is None or dish.meal else self._rows(state, dish, ways),
        )

    def _rows(self, state: State, dish: Dish, asked: Asked) -> list[Row]:
        found = places_of(plan_of(state), dish)
        places = [place._replace(ways=tuple(asked.those(state, place.ways))) for place in found]
        return [self._row(state, dish, place) for place in places if place.ways]

    def _row(self, state: State, dish: Dish, place: Place) -> Row:
        screens = sorted(state.kitchen.screens_now.values(), key=lambda each: (each.position, each.screen))
        return Row(
            ways=[block_in_words(state, each) for each in in_blocks(place.ways)],
            station=station_name(state, place.station),
            route=None if place.route is None else place.route.name,
            missing=place.route is None and place.station == CATCH_ALL != dish.stations[place.step],
            step=place.step,
            screens=[
                Shown(each, bool(self._hub.watching(WALL, each.screen)))
                for each in screens
                if each.shows(place.station)
            ],
        )


def asked_in(request: Request, state: State) -> Asked | None:
    """The ways that an address asks about; None where there is no such service, channel or part of the day."""
    asked = Asked(*[request.query_params.get(name, "") for name in Asked._fields])
    known = asked.service in ("", *SERVICES) and asked.channel in ("", *CHANNELS)
    return asked if known and (asked.daypart in ("", NOW) or asked.daypart in state.menu.dayparts) else None


def search(dishes: Iterable[Dish], asked: str) -> list[Dish]:
    """Dishes with these letters in a name, or with this code or id, in the order of the menu."""
    letters = asked.casefold()
    found = [
        each
        for each in dishes
        if letters in each.name.zh.casefold()
        or letters in each.name.en.casefold()
        or letters in (each.code.casefold(), each.dish.casefold())
    ]
    return sorted(found, key=lambda each: (each.category, each.position, each.dish))


def _parts(state: State, dish: Dish) -> list[Dish]:
    """The dishes of a set meal, each of which goes its own way."""
    names = dict.fromkeys([choice.dish for group in dish.meal for choice in group.choices])
    return [state.menu.dishes[each] for each in names if each in state.menu.dishes]


def block_in_words(state: State, block: Ways) -> Name:
    """Some ways in words: which services, channels and parts of the day, as far as these are not all."""
    words: list[list[Name]] = []
    if len(block.services) < len(SERVICES):
        words.append([SERVICE_NAMES[each] for each in block.services])
    if len(block.channels) < len(CHANNELS):
        words.append([CALLED[each] for each in block.channels])
    if len(block.dayparts) < len(state.menu.dayparts):
        words.append([state.menu.dayparts[each].name for each in block.dayparts])
    if not words:
        return ALWAYS
    zh = " · ".join(["、".join([each.in_zh for each in some]) for some in words])
    return Name(zh=zh, en=" · ".join([", ".join([each.in_en for each in some]) for some in words]))
