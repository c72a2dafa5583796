"""The menu as managers change it: /menu lists it, each dish has a form; what is saved is on sale at once.

A form bears the version of the menu that it was made of: what somebody else has changed meanwhile is not overwritten.
"""

from __future__ import annotations

import hashlib
import secrets
from functools import partial
from urllib.parse import quote

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from kds.core.channels import CALLED
from kds.core.kitchen.model import Station
from kds.core.menu.allergens import ALLERGENS
from kds.core.menu.change_menu import ChangeMenu
from kds.core.menu.mark_sold_out import REMAINING_MOST
from kds.core.menu.menu_view import dayparts_of
from kds.core.menu.model import STEPS_MOST, Dish, MenuGone
from kds.core.money import told
from kds.core.rights import MENU
from kds.core.state import State
from kds.core.types import Command, Name, Refusal
from kds.runtime.store import Store
from kds.storage.living_tokens import Tokens
from kds.storage.tokens import Token
from kds.web.pages import errors
from kds.web.pages.access import enter
from kds.web.pages.changing import Choice, choice
from kds.web.pages.changing import change as change_settings
from kds.web.pages.dish_form import CELL_PRICES, KINDS, copied, dish_of, written
from kds.web.pages.forms import Fields, person, posted
from kds.web.pages.menu_list import Spellings, asked_for, categories_of, listed, query_of, screens_of
from kds.web.pages.respond import language_of, page

NEW = "new"
"""In place of a dish's id: one that there is not yet."""
FORM_BYTES = 128 << 10
FORM_FIELDS = 120
"""What a dish says by ticks has a field each."""
CHANGED_MEANWHILE = Name(
    zh="这道菜刚被别人改过，下面是现在的样子，请重新修改",
    en="Somebody else has changed this dish meanwhile; below it stands as it is now",
)


class MenuEditor:
    """The pages of the menu."""

    def __init__(self, store: Store, tokens: Tokens) -> None:
        self._store = store
        self._tokens = tokens
        self._spellings = Spellings()

    async def whole(self, request: Request) -> Response:
        """GET /menu: the categories with their dishes, those that are looked for, some at a time."""
        entered = await enter(request, self._tokens)
        if entered is not None:
            return entered
        token = await person(request, self._store, self._tokens, MENU)
        await self._store.readable()
        chosen = await choice(self._store, request, token.role)
        state = chosen.state
        asked = asked_for(request)
        spellings = await self._spellings.of(state) if asked.text else {}
        return page(
            request,
            "menu/page.html",
            viewer=token,
            choice=chosen,
            asked=asked,
            listed=listed(state, asked, spellings),
            categories=categories_of(state),
            stations=stations_of(state),
            station_names={each.station: each.name for each in state.kitchen.stations.values()},
            stock=state.menu.stock,
            shown=screens_of(state),
            money=partial(told, state),
            query=partial(query_of, asked),
            saved=request.query_params.get("saved", ""),
            gone=request.query_params.get("gone", ""),
            key=secrets.token_hex(12),
        )

    async def show(self, request: Request) -> Response:
        """GET /menu/dishes/{dish}: its form; `new` is an empty one."""
        token = await person(request, self._store, self._tokens, MENU)
        await self._store.readable()
        return self._form(request, token, await choice(self._store, request, token.role))

    async def save(self, request: Request) -> Response:
        """POST: the dish as the form says, or (`deed` remove) off the menu; a fault shows the form again."""
        token = await person(request, self._store, self._tokens, MENU)
        fields = await posted(request, FORM_BYTES, FORM_FIELDS)
        await self._store.settled()
        chosen = await choice(self._store, request, token.role, fields)
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
        if said is None or "whole" not in said:
            begun = {"category": request.query_params.get("category", ""), **self._begun(request, state, dish)}
            said = {**begun, **(said or {})}
        return page(
            request,
            "dish/page.html",
            status,
            viewer=token,
            choice=chosen,
            dish=dish,
            said=said,
            faults=faults or [],
            kinds=KINDS,
            cell_prices=CELL_PRICES,
            categories=categories_of(state),
            stations=stations_of(state),
            shown=screens_of(state),
            allergens=ALLERGENS,
            channels=CALLED,
            dayparts=dayparts_of(state),
            stock=None if dish is None else state.menu.stock.get(dish.dish),
            most=REMAINING_MOST,
            steps_most=STEPS_MOST,
            seen="" if dish is None else seen_of(dish),
            key=secrets.token_hex(12),
        )

    def _begun(self, request: Request, state: State, dish: Dish | None) -> Fields:
        """What the form says of the dish, or, of a new one, of the dish that it is to be like."""
        language = language_of(request)
        if dish is not None:
            return written(state, dish, language)
        like = state.menu.dishes.get(request.query_params.get("like", ""))
        return {} if like is None else copied(written(state, like, language))


def wanted(request: Request, chosen: Choice) -> Dish | None:
    """The dish of the path, in the house as it is looked at; None for one that is not there, or not yet."""
    return chosen.state.menu.dishes.get(request.path_params["dish"])


def stations_of(state: State) -> list[Station]:
    """All stations in their order."""
    return sorted(state.kitchen.stations.values(), key=lambda each: (each.position, each.station))


def seen_of(dish: Dish) -> str:
    """Tells a dish as it stands from the same one after any change."""
    return hashlib.sha256(msgspec.json.encode(dish)).hexdigest()[:16]
