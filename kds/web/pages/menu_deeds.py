"""What is done to the menu beside the form of a dish: places, categories, what is left, and the parts of the day."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from typing import TypeVar

from msgspec.structs import replace
from starlette.requests import Request
from starlette.responses import Response

from kds.core.changes.items import drafted
from kds.core.menu.change_menu import ChangeMenu
from kds.core.menu.mark_sold_out import REMAINING_MOST, MarkSoldOut
from kds.core.menu.menu_view import dayparts_of
from kds.core.menu.model import Category, Daypart, Dish, MenuGone
from kds.core.menu.times import minute_of, written
from kds.core.rights import MENU, SOLD_OUT
from kds.core.selling import WEEKDAYS, hours_of, in_words
from kds.core.types import Command, Name, Refusal
from kds.runtime.store import Store
from kds.storage.living_tokens import Tokens
from kds.storage.tokens import Token
from kds.web.pages import errors
from kds.web.pages.access import enter
from kds.web.pages.changing import Choice, change, choice
from kds.web.pages.forms import Fields, person, posted, see, submit
from kds.web.pages.menu_list import categories_of
from kds.web.pages.respond import page
from kds.web.problems import refusal_status

NO_COUNT = Name(zh="剩余份数写成数字", en="How many are left must be a number")
NO_TIME = Name(zh="开始时间写成11:00这样", en="Write when it begins like 11:00")
NO_CATEGORY_NAME = Name(zh="请填写分类的名称", en="Write what the category is called")
NO_DAYPART_NAME = Name(zh="请填写餐段的名称", en="Write what the part of the day is called")
R = TypeVar("R", Dish, Category)


class MenuDeeds:
    """POST below /menu: what a button does; and the page of the parts of the day."""

    def __init__(self, store: Store, tokens: Tokens) -> None:
        self._store = store
        self._tokens = tokens

    async def move(self, request: Request) -> Response:
        """POST /menu/dishes/{dish}/move: one place up or down (`deed`) within its category."""
        token, fields, chosen = await self._asked(request)
        dish = chosen.state.menu.dishes.get(request.path_params["dish"])
        if dish is None:
            return errors.not_found(request)
        beside = [each for each in chosen.state.menu.dishes.values() if each.category == dish.category]
        moved = _moved(sorted(beside, key=lambda each: (each.position, each.dish)), dish, fields.get("deed", ""))
        return await self._change(request, token, fields, ChangeMenu(dishes=tuple(moved)), f"saved={dish.dish}")

    async def stock(self, request: Request) -> Response:
        """POST /menu/dishes/{dish}/stock: sold out, so many left, or not counted (`deed`)."""
        token = await person(request, self._store, self._tokens, SOLD_OUT)
        fields = await posted(request)
        dish, deed, said = request.path_params["dish"], fields.get("deed", ""), fields.get("left", "").strip()
        remaining = {"sold_out": 0, "free": None}.get(deed, -1)
        if deed == "count" and said.isascii() and said.isdigit() and int(said) <= REMAINING_MOST:
            remaining = int(said)
        if remaining == -1:
            return errors.told(request, 422, NO_COUNT)
        await submit(self._store, token, request, fields, MarkSoldOut(dish, remaining))
        back = fields.get("back", "")
        return see(back if back.startswith("/menu") else f"/menu/dishes/{dish}")

    async def category(self, request: Request) -> Response:
        """POST /menu/categories/{category}: another name, one place up or down, or gone (`deed`)."""
        token, fields, chosen = await self._asked(request)
        category = chosen.state.menu.categories.get(request.path_params["category"])
        if category is None:
            return errors.not_found(request)
        deed = fields.get("deed", "")
        if deed == "remove":
            gone = ChangeMenu(gone=MenuGone(categories=(category.category,)))
            return await self._change(request, token, fields, gone, f"gone={category.category}")
        if deed in ("up", "down"):
            moved = _moved(categories_of(chosen.state), category, deed)
            return await self._change(request, token, fields, ChangeMenu(tuple(moved)), "saved=1")
        zh, en = fields.get("zh", "").strip(), fields.get("en", "").strip()
        if not (zh or en):
            return errors.told(request, 422, NO_CATEGORY_NAME)
        named = replace(category, name=Name(zh=zh or en, en=en or zh))
        return await self._change(request, token, fields, ChangeMenu((named,)), "saved=1")

    async def hours(self, request: Request) -> Response:
        """GET /menu/hours: the parts of the day, and when each of them is."""
        entered = await enter(request, self._tokens)
        if entered is not None:
            return entered
        token = await person(request, self._store, self._tokens, MENU)
        await self._store.readable()
        return self._hours(request, token, await choice(self._store, request, token.role))

    async def change_hours(self, request: Request) -> Response:
        """POST /menu/hours: a part of the day as the form says, or gone (`deed` remove)."""
        token, fields, chosen = await self._asked(request)
        daypart = fields.get("daypart", "")
        if fields.get("deed") == "remove":
            command = ChangeMenu(gone=MenuGone(dayparts=(daypart,)))
        else:
            faults = []
            begins = minute_of(fields.get("begins", ""))
            zh, en = fields.get("zh", "").strip(), fields.get("en", "").strip()
            if not (zh or en):
                faults.append(NO_DAYPART_NAME)
            if begins is None:
                faults.append(NO_TIME)
            if faults or begins is None:
                return self._hours(request, token, chosen, faults, fields, 422)
            weekdays = tuple([number for number in range(1, 8) if f"day-{number}" in fields])
            made = Daypart(
                daypart=daypart or _new_daypart(chosen),
                name=Name(zh=zh or en, en=en or zh),
                from_minute=begins,
                weekdays=() if len(weekdays) == len(WEEKDAYS) else weekdays,
            )
            command = ChangeMenu(dayparts=(made,))
        try:
            return await change(self._store, token, request, fields, command, "/menu/hours?saved=1")
        except Refusal as refusal:
            return self._hours(request, token, chosen, [refusal.message()], fields, refusal_status(refusal.reason))

    def _hours(
        self,
        request: Request,
        token: Token,
        chosen: Choice,
        faults: Sequence[Name] = (),
        said: Fields | None = None,
        status: int = 200,
    ) -> Response:
        state = chosen.state
        parts = dayparts_of(state)
        return page(
            request,
            "hours/page.html",
            status,
            viewer=token,
            choice=chosen,
            dayparts=[(each, written(each.from_minute), in_words(hours_of(parts, [each.daypart]))) for each in parts],
            current=state.menu.daypart,
            weekdays=WEEKDAYS,
            faults=faults,
            said=said or {},
            saved="saved" in request.query_params,
            key=secrets.token_hex(12),
        )

    async def _asked(self, request: Request) -> tuple[Token, Fields, Choice]:
        """Who asks, what for, and of which house: as it is, or as a draft would make it."""
        token = await person(request, self._store, self._tokens, MENU)
        fields = await posted(request)
        await self._store.settled()
        return token, fields, await choice(self._store, request, token.role, fields)

    async def _change(self, request: Request, token: Token, fields: Fields, command: Command, after: str) -> Response:
        back = fields.get("back", "")
        address = back if back.startswith("/menu") else f"/menu?{after}"
        return await change(self._store, token, request, fields, command, address)


def _moved(beside: Sequence[R], one: R, deed: str) -> list[R]:
    """Those whose places change, so that one stands before its neighbour, or after it."""
    order = list(beside)
    at = order.index(one)
    to = at - 1 if deed == "up" else at + 1
    if not 0 <= to < len(order):
        return []
    order[at], order[to] = order[to], order[at]
    places = sorted([each.position for each in beside])
    if len(set(places)) < len(places) or 0 in places:
        places = list(range(1, len(order) + 1))
    moved = [replace(each, position=place) for each, place in zip(order, places, strict=True)]
    return [each for each in moved if each not in beside]


def _new_daypart(chosen: Choice) -> str:
    known = {*chosen.state.menu.dayparts, *drafted(chosen.state, "menu", "dayparts")}
    number = len(known) + 1
    while f"p{number}" in known:
        number += 1
    return f"p{number}"
