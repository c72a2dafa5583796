"""The pages of those who serve: the live map at /floor, and each party's sheet at /sessions/{session}."""

from __future__ import annotations

from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from kds.core.bills import settings_of
from kds.core.money import EXPONENTS, SYMBOLS, currency_of
from kds.core.reasons import all_reasons
from kds.core.rights import ORDER_PAGE, SEE_PARTIES, TILL_PAGES, may
from kds.feed.floor import FLOOR, FloorView
from kds.feed.hub import Hub
from kds.feed.live_view import UnknownView, ViewKey
from kds.feed.sheet import SHEET, SheetView
from kds.runtime.store import Store
from kds.storage.living_people import People
from kds.storage.living_tokens import Tokens
from kds.storage.tokens import Token
from kds.web.pages import errors
from kds.web.pages.access import enter
from kds.web.pages.forms import person
from kds.web.pages.holders import held
from kds.web.pages.moments import timezone
from kds.web.pages.people import colleagues_of, serving_of
from kds.web.pages.respond import language_of, page

GUESTS_BY_TAP = range(1, 13)
"""Headcounts that are one tap; more are typed."""


class Floor:
    """The pages as they are first; everything after that comes over their sockets."""

    def __init__(self, store: Store, tokens: Tokens, people: People, hub: Hub) -> None:
        self._store = store
        self._tokens = tokens
        self._people = people
        self._hub = hub

    async def map(self, request: Request) -> Response:
        """GET /floor: the tables, the parties without one, and what stands ready.

        `?seat=` asks how many guests sit down at a table, `?move=` where a party goes.
        """
        entered = await enter(request, self._tokens)
        if entered is not None:
            return entered
        token = await person(request, self._store, self._tokens, SEE_PARTIES)
        people = await self._tokens.list_all()
        view = await self._hub.view(ViewKey(FLOOR, "", language_of(request)))
        assert isinstance(view, FloorView)
        moving = self._store.state.floor.sessions.get(request.query_params.get("move", ""))
        return self._live(request, "floor/page.html", token, people=people, view=view, moving=moving)

    async def sheet(self, request: Request) -> Response:
        """GET: a party's lines, bills and deeds; 404 with the way back once it has left."""
        entered = await enter(request, self._tokens)
        if entered is not None:
            return entered
        token = await person(request, self._store, self._tokens, SEE_PARTIES)
        people = await self._tokens.list_all()
        try:
            view = await self._hub.view(ViewKey(SHEET, request.path_params["session"], language_of(request)))
        except UnknownView:
            return errors.no_party(request)
        assert isinstance(view, SheetView)
        return self._live(
            request,
            "sheet/page.html",
            token,
            people=people,
            view=view,
            party=view.party,
            colleagues=colleagues_of(self._store.state, people, self._people, token),
            tenders=settings_of(self._store.state).tenders,
            reasons=all_reasons(self._store.state),
        )

    def _live(self, request: Request, template: str, token: Token, people: list[Token], **values: Any) -> Response:
        state = self._store.state
        currency = currency_of(state)
        answer = page(
            request,
            template,
            viewer=token,
            people=serving_of(self._store.state, people, self._people),
            timezone=timezone(state),
            symbol=SYMBOLS.get(currency) or f"{currency} ".lstrip(),
            exponent=EXPONENTS.get(currency, 2),
            guests_by_tap=GUESTS_BY_TAP,
            cashes=may(self._store.state, token.role, TILL_PAGES),
            orders=may(self._store.state, token.role, ORDER_PAGE),
            **values,
        )
        return held(request, answer, token)
