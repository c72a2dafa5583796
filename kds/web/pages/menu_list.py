"""The dishes of the menu as managers look for them: by name, pinyin, code, category, station, or what is amiss."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, NamedTuple, get_args
from urllib.parse import urlencode

from starlette.requests import Request

from kds.core.kitchen.model import CATCH_ALL
from kds.core.menu.model import Category, Dish
from kds.core.state import State
from kds.core.types import Name
from kds.web.pages.spelling import Spelling, spelt

Only = Literal["", "sold_out", "counted", "no_photo", "hidden"]
ONLY: tuple[Only, ...] = get_args(Only)
A_PAGE = 100
"""Dishes of one page."""
TEXT_CHARS = 80


class Asked(NamedTuple):
    """What is looked for; "" is anything. Pages count from 1."""

    text: str = ""
    category: str = ""
    station: str = ""
    only: Only = ""
    page: int = 1


class Shelf(NamedTuple):
    """A category with those of its dishes that are on this page; `many` were found in it."""

    category: Category
    dishes: list[Dish]
    many: int


class Listed(NamedTuple):
    """A page of what was found."""

    shelves: list[Shelf]
    found: int
    pages: int
    page: int


class Spellings:
    """How the dishes of the menu are typed, made once for each version of it."""

    def __init__(self) -> None:
        self._known: dict[Name, Spelling] = {}

    async def of(self, state: State) -> Mapping[Name, Spelling]:
        """By the name of a dish."""
        names = list(dict.fromkeys([dish.name for dish in state.menu.dishes.values()]))
        missing = [name for name in names if name not in self._known]
        if missing:
            fresh = dict(zip(missing, await spelt(missing), strict=True))
            self._known = {name: spelling for name in names if (spelling := fresh.get(name) or self._known.get(name))}
        return self._known


def asked_for(request: Request) -> Asked:
    """What the address asks for; what it cannot mean is anything."""
    said = request.query_params
    number = said.get("page", "")
    return Asked(
        text=" ".join(said.get("q", "").split())[:TEXT_CHARS],
        category=said.get("category", "")[:TEXT_CHARS],
        station=said.get("station", "")[:TEXT_CHARS],
        only=next((each for each in ONLY if each == said.get("only")), ""),
        page=int(number) if number.isascii() and number.isdigit() and len(number) < 6 else 1,
    )


def query_of(asked: Asked, **other: str | int) -> str:
    """The query of an address that asks for this, with some of it other."""
    said = {**asked._asdict(), **other}
    named = {"q" if name == "text" else name: value for name, value in said.items() if value and value != 1}
    return urlencode(named)


def listed(state: State, asked: Asked, spellings: Mapping[Name, Spelling]) -> Listed:
    """The dishes that are looked for, in the order of the menu; without any search empty categories stand there too."""
    categories = categories_of(state)
    place = {each.category: number for number, each in enumerate(categories)}
    shown = screens_of(state)
    found = [each for each in state.menu.dishes.values() if _fits(state, each, asked, spellings, shown)]
    found.sort(key=lambda each: (place.get(each.category, len(place)), each.position, each.dish))
    pages = max(1, -(-len(found) // A_PAGE))
    number = min(max(asked.page, 1), pages)
    here = found[(number - 1) * A_PAGE : number * A_PAGE]
    many: dict[str, int] = {}
    for each in found:
        many[each.category] = many.get(each.category, 0) + 1
    everything = asked._replace(page=1) == Asked() and pages == 1
    shelves = [
        Shelf(each, [dish for dish in here if dish.category == each.category], many.get(each.category, 0))
        for each in categories
    ]
    return Listed([each for each in shelves if each.dishes or everything], len(found), pages, number)


def _fits(
    state: State, dish: Dish, asked: Asked, spellings: Mapping[Name, Spelling], shown: Mapping[str, list[Name]]
) -> bool:
    if asked.category and dish.category != asked.category:
        return False
    if asked.station and asked.station not in dish.stations:
        return False
    if asked.only in ("sold_out", "counted"):
        stock = state.menu.stock.get(dish.dish)
        if stock is None or (asked.only == "sold_out" and stock.permille):
            return False
    if asked.only == "no_photo" and dish.photo:
        return False
    if asked.only == "hidden" and (dish.meal or all(shown.get(each) for each in dish.stations)):
        return False
    return not asked.text or _is_called(dish, asked.text.casefold(), spellings.get(dish.name, ()))


def _is_called(dish: Dish, text: str, spelling: Spelling) -> bool:
    """By a part of its name, by its pinyin or the first letters of it, or by the beginning of its code."""
    if text in dish.name.zh.casefold() or text in dish.name.en.casefold():
        return True
    if dish.code and dish.code.casefold().startswith(text):
        return True
    typed = text.replace(" ", "")
    return typed in "".join(spelling) or typed in "".join([each[0] for each in spelling])


def categories_of(state: State) -> list[Category]:
    """The categories in their order."""
    return sorted(state.menu.categories.values(), key=lambda each: (each.position, each.category))


def screens_of(state: State) -> dict[str, list[Name]]:
    """For each station the screens that show it: where its dishes go, those of one that is gone to the catch-all."""
    screens = sorted(state.kitchen.screens.values(), key=lambda each: (each.position, each.screen))
    made = [name for each in state.menu.dishes.values() for name in each.stations]
    named = dict.fromkeys([*state.kitchen.stations, *made])
    made_at = {each: each if each in state.kitchen.stations else CATCH_ALL for each in named}
    shown = {station: [each.name for each in screens if each.shows(station)] for station in set(made_at.values())}
    return {each: shown[station] for each, station in made_at.items()}
