"""The menu as managers change it: /menu lists it, each dish has a form; what is saved is on sale at once.

A form bears the version of the menu that it was made of: what somebody else has changed meanwhile is not overwritten.
"""

from __future__ import annotations

import hashlib
import secrets
from decimal import Decimal
from functools import partial
from typing import Any, NamedTuple, get_args
from urllib.parse import quote

import msgspec
from msgspec.structs import replace
from starlette.requests import Request
from starlette.responses import Response

from kds.core.menu.change_menu import ChangeMenu
from kds.core.menu.model import Category, Dish, DishKind, MenuGone
from kds.core.money import EXPONENTS, currency_of, told
from kds.core.rights import MENU
from kds.core.state import State
from kds.core.types import Command, Minor, Name, Refusal
from kds.ops.setup.grid import money
from kds.ops.setup.options import questions_of, text_of
from kds.runtime.store import Store
from kds.storage.living_tokens import Tokens
from kds.storage.tokens import Token
from kds.web.pages import errors
from kds.web.pages.access import enter
from kds.web.pages.changing import Choice, choice
from kds.web.pages.changing import change as change_settings
from kds.web.pages.forms import Fields, person, posted
from kds.web.pages.respond import language_of, page

KINDS: tuple[DishKind, ...] = get_args(DishKind)
NEW = "new"
"""In place of a dish's id: one that there is not yet."""
MINUTE_MS = 60_000
FORM_BYTES = 64 << 10
CHANGED_MEANWHILE = Name(
    zh="这道菜刚被别人改过，下面是现在的样子，请重新修改",
    en="Somebody else has changed this dish meanwhile; below it stands as it is now",
)
NO_NAME = Name(zh="请填写菜名", en="Write what the dish is called")
NO_PRICE = Name(zh="价格不对", en="That is no price")
NO_MINUTES = Name(zh="标准时间是1到600分钟", en="The standard time is 1 to 600 minutes")
NO_CATEGORY = Name(zh="请选择分类", en="Choose a category")
NO_STATION = Name(zh="请选择档口", en="Choose a station")


class Read(NamedTuple):
    """The dish that a form says, and the category that comes with it where it is new; or what is wrong."""

    dish: Dish | None
    category: Category | None
    faults: list[Name]


class MenuEditor:
    """The pages of the menu."""

    def __init__(self, store: Store, tokens: Tokens) -> None:
        self._store = store
        self._tokens = tokens

    async def whole(self, request: Request) -> Response:
        """GET /menu: every category with its dishes."""
        entered = await enter(request, self._tokens)
        if entered is not None:
            return entered
        token = await person(request, self._store, self._tokens, MENU)
        await self._store.readable()
        chosen = choice(self._store.state, request)
        state = chosen.state
        dishes: dict[str, list[Dish]] = {}
        for dish in sorted(state.menu.dishes.values(), key=lambda each: (each.position, each.dish)):
            dishes.setdefault(dish.category, []).append(dish)
        return page(
            request,
            "menu/page.html",
            viewer=token,
            choice=chosen,
            categories=sorted(state.menu.categories.values(), key=lambda each: (each.position, each.category)),
            dishes=dishes,
            stations=state.kitchen.stations,
            sold_out={dish for dish, stock in state.menu.stock.items() if stock.remaining == 0},
            shown=screens_of(state),
            money=partial(told, state),
            saved=request.query_params.get("saved", ""),
            gone=request.query_params.get("gone", ""),
        )

    async def show(self, request: Request) -> Response:
        """GET /menu/dishes/{dish}: its form; `new` is an empty one."""
        token = await person(request, self._store, self._tokens, MENU)
        await self._store.readable()
        return self._form(request, token, choice(self._store.state, request))

    async def save(self, request: Request) -> Response:
        """POST: the dish as the form says, or (`deed` remove) off the menu; a fault shows the form again."""
        token = await person(request, self._store, self._tokens, MENU)
        fields = await posted(request, FORM_BYTES)
        await self._store.settled()
        chosen = choice(self._store.state, request, fields)
        dish, state = wanted(request, chosen), chosen.state
        if dish is not None and fields.get("seen", "") != seen_of(dish):
            return self._form(request, token, chosen, faults=[CHANGED_MEANWHILE], status=409)
        if dish is not None and fields.get("deed") == "remove":
            gone = ChangeMenu(gone=MenuGone(dishes=(dish.dish,)))
            return await self._stored(request, token, fields, chosen, gone, f"gone={quote(dish.dish)}")
        read = dish_of(state, dish, fields)
        if read.dish is None or read.faults:
            return self._form(request, token, chosen, faults=read.faults, said=fields, status=422)
        change = ChangeMenu(() if read.category is None else (read.category,), (read.dish,))
        return await self._stored(request, token, fields, chosen, change, f"saved={quote(read.dish.dish)}")

    async def _stored(
        self, request: Request, token: Token, fields: Fields, chosen: Choice, command: Command, after: str
    ) -> Response:
        try:
            return await change_settings(self._store, token, request, fields, command, f"/menu?{after}")
        except Refusal as refusal:
            return self._form(request, token, chosen, faults=[refusal.message()], said=fields, status=422)

    def _form(
        self,
        request: Request,
        token: Token,
        chosen: Choice,
        *,
        faults: list[Name] | None = None,
        said: Fields | None = None,
        status: int = 200,
    ) -> Response:
        dish, state = wanted(request, chosen), chosen.state
        if dish is None and request.path_params["dish"] != NEW:
            return errors.not_found(request)
        exponent = EXPONENTS.get(currency_of(state), 2)
        written: dict[str, Any] = {"category": request.query_params.get("category", "")}
        if dish is not None:
            written = {
                "zh": dish.name.zh,
                "en": dish.name.en,
                "category": dish.category,
                "kind": dish.kind,
                "station": dish.station,
                "price": f"{Decimal(dish.price_minor).scaleb(-exponent):f}",
                "minutes": f"{dish.standard_ms / MINUTE_MS:g}",
                "code": dish.code,
                "options": text_of(dish.options, exponent, language_of(request)),
            }
        return page(
            request,
            "dish/page.html",
            status,
            viewer=token,
            choice=chosen,
            dish=dish,
            said={**written, **(said or {})},
            faults=faults or [],
            kinds=KINDS,
            categories=sorted(state.menu.categories.values(), key=lambda each: (each.position, each.category)),
            stations=sorted(state.kitchen.stations.values(), key=lambda each: (each.position, each.station)),
            shown=screens_of(state),
            seen="" if dish is None else seen_of(dish),
            key=secrets.token_hex(12),
        )


def wanted(request: Request, chosen: Choice) -> Dish | None:
    """The dish of the path, in the house as it is looked at; None for one that is not there, or not yet."""
    return chosen.state.menu.dishes.get(request.path_params["dish"])


def dish_of(state: State, before: Dish | None, fields: Fields) -> Read:
    """The dish that a form says. What has no field there (pots, set meals, thresholds) stays as it is."""
    zh, en = fields.get("zh", "").strip(), fields.get("en", "").strip()
    exponent = EXPONENTS.get(currency_of(state), 2)
    price = _minor(fields.get("price", ""), exponent)
    minutes = money(fields.get("minutes", ""))
    category, made = _category(state, fields)
    kind: DishKind = next((each for each in KINDS if each == fields.get("kind")), "dish")
    station = fields.get("station", "")
    questions = questions_of(fields.get("options", ""), () if before is None else before.options, exponent)
    faults = [
        fault
        for fault, wrong in (
            (NO_NAME, not (zh or en)),
            (NO_PRICE, price is None),
            (NO_MINUTES, minutes is None or not 1 <= minutes <= 600),
            (NO_CATEGORY, category is None),
            (NO_STATION, station not in state.kitchen.stations and (before is None or station != before.station)),
        )
        if wrong
    ] + questions.faults
    if faults or price is None or minutes is None or category is None:
        return Read(None, None, faults)
    base = before or Dish(_new_id(state), Name(zh, en), kind, category, station, price, 0)
    dish = replace(
        base,
        name=Name(zh=zh or en, en=en or zh),
        kind=kind,
        category=category,
        station=station,
        price_minor=price,
        standard_ms=int(minutes * MINUTE_MS),
        code=fields.get("code", "").strip(),
        options=questions.groups,
    )
    return Read(dish, made, [])


def _category(state: State, fields: Fields) -> tuple[str | None, Category | None]:
    """The id of the category that was chosen, or of a new one that was named."""
    named = fields.get("new_category", "").strip()
    if not named:
        chosen = fields.get("category", "")
        return (chosen if chosen in state.menu.categories else None), None
    number = len(state.menu.categories) + 1
    while f"c{number:03}" in state.menu.categories:
        number += 1
    made = Category(category=f"c{number:03}", name=Name(zh=named, en=named))
    return made.category, made


def _minor(said: str, exponent: int) -> Minor | None:
    price = money(said)
    minor = None if price is None else price.scaleb(exponent)
    return None if minor is None or minor != minor.to_integral_value() else int(minor)


def _new_id(state: State) -> str:
    number = len(state.menu.dishes) + 1
    while state.menu.remembered(f"d{number:03}") is not None:
        number += 1
    return f"d{number:03}"


def seen_of(dish: Dish) -> str:
    """Tells a dish as it stands from the same one after any change."""
    return hashlib.sha256(msgspec.json.encode(dish)).hexdigest()[:16]


def screens_of(state: State) -> dict[str, list[Name]]:
    """For each station the screens that show it: where its dishes go."""
    screens = sorted(state.kitchen.screens.values(), key=lambda each: (each.position, each.screen))
    return {
        station: [each.name for each in screens if not each.stations or station in each.stations]
        for station in state.kitchen.stations
    }
