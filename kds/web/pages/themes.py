"""Switching the kitchen's theme at /themes: which holds now, what each shows, one press to another."""

from __future__ import annotations

import secrets
from typing import NamedTuple

from starlette.requests import Request
from starlette.responses import Response

from kds.core.kitchen.switch_theme import SwitchTheme
from kds.core.kitchen.themes import ThemeNow
from kds.core.rights import KITCHEN_PLAN, SWITCH_THEME, may
from kds.core.types import Name, Refusal
from kds.runtime.store import Store
from kds.storage.living_tokens import Tokens
from kds.storage.tokens import Token
from kds.web.pages.access import enter
from kds.web.pages.forms import person, posted, see, submit
from kds.web.pages.house.themes import begins_in_words, in_order, shown_in_words
from kds.web.pages.moments import time_of_day, timezone
from kds.web.pages.respond import page

AS_SET = Name(zh="不用方案", en="No theme")
SHOWS_AS_SET = Name(zh="每块屏幕显示自己设置的档口", en="each screen shows what it is set to")


class ThemeCard(NamedTuple):
    """A theme, the id "" for none: what screens show then, when it begins by itself, whether it holds."""

    theme: str
    name: Name
    shows: list[Name]
    begins: Name | None
    holds: bool


class ThemeSwitch:
    """The page, for those who may switch."""

    def __init__(self, store: Store, tokens: Tokens) -> None:
        self._store = store
        self._tokens = tokens

    async def show(self, request: Request) -> Response:
        """GET: what there is, and what holds."""
        entered = await enter(request, self._tokens)
        if entered is not None:
            return entered
        token = await person(request, self._store, self._tokens, SWITCH_THEME)
        await self._store.readable()
        return self._page(request, token)

    async def switch(self, request: Request) -> Response:
        """POST: to the theme of the form, or stay with it; the page again, with why, where that is refused."""
        token = await person(request, self._store, self._tokens, SWITCH_THEME)
        fields = await posted(request)
        held = self._store.state.kitchen.theme.value or ThemeNow()
        try:
            await submit(self._store, token, request, fields, SwitchTheme(fields.get("theme", "")))
        except Refusal as refusal:
            await self._store.readable()
            return self._page(request, token, refusal.message())
        return see("/themes" if fields.get("theme", "") == held.theme else "/themes?switched=1")

    def _page(self, request: Request, token: Token, fault: Name | None = None) -> Response:
        state = self._store.state
        now, holds = state.kitchen.theme.value, state.kitchen.theme_now
        cards = [ThemeCard("", AS_SET, [SHOWS_AS_SET], None, holds is None)]
        cards += [
            ThemeCard(each.theme, each.name, shown_in_words(state, each), begins_in_words(state, each), holds == each)
            for each in in_order(state)
        ]
        next_at = now.ends_at if now is not None and now.ends_at else None
        wanted = state.kitchen.themes.get(now.wanted) if now is not None else None
        return page(
            request,
            "themes/page.html",
            200 if fault is None else 409,
            viewer=token,
            cards=cards,
            fault=fault,
            switched="switched" in request.query_params,
            next_at="" if next_at is None else time_of_day(next_at, self._store.now(), timezone(state)),
            wanted=None if wanted is None else wanted.name,
            stayed=None if now is None or wanted is None else now.stayed,
            sets=may(state, token.role, KITCHEN_PLAN),
            key=secrets.token_hex(12),
        )
