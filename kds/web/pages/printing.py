"""What is printed: a bill at /bills/{bill}/print, a table's check slip at /sessions/{session}/slip, /menu/print."""

from __future__ import annotations

from typing import Any, Literal

from starlette.requests import Request
from starlette.responses import Response

from kds.core import money
from kds.core.parties import current
from kds.core.rights import SEE_BILL, SEE_MENU, SEE_PARTIES, Right, may
from kds.runtime.store import Store
from kds.storage.living_tokens import Tokens
from kds.storage.tokens import Token
from kds.web.api.past import bill_for
from kds.web.auth import who
from kds.web.pages import errors
from kds.web.pages.access import enter
from kds.web.pages.forms import Stopped, person
from kds.web.pages.moments import date_and_time, time_of_day, timezone
from kds.web.pages.printed_bill import printed_bill
from kds.web.pages.printed_menu import printed_menu
from kds.web.pages.printed_slip import slip_of
from kds.web.pages.respond import page

Paper = Literal["80", "a4"]
"""A roll of 80 mm, of which 72 are printed on; or sheets."""
ROLL_OR_SHEETS: tuple[Paper, ...] = ("80", "a4")
SHEETS: tuple[Paper, ...] = ("a4",)


class Printing:
    """The pages. `?paper=` is one of their papers, else the first; `?lang=` is for this once: a guest reads it."""

    def __init__(self, store: Store, tokens: Tokens) -> None:
        self._store = store
        self._tokens = tokens

    async def bill(self, request: Request) -> Response:
        """GET: a pre-bill while it is open, a receipt once it is paid. Who may: as for the bill in the interface."""
        token = await self._enter(request, SEE_BILL)
        state, bill = await bill_for(self._store, who(token), request.path_params["bill"])
        found = printed_bill(state, bill, self._store.now(), self._store.state)
        house = self._store.state
        serves = may(house, token.role, SEE_PARTIES) and bill.session in house.floor.sessions
        back = f"/sessions/{bill.session}" if serves else ""
        return self._page(request, "bill", ROLL_OR_SHEETS, bill=found, back=back)

    async def slip(self, request: Request) -> Response:
        """GET: all that a party ordered, to be ticked off; 404 with the way back once it has left."""
        await self._enter(request, SEE_PARTIES)
        await self._store.readable()
        party = current(self._store.state, request.path_params["session"])
        if party is None:
            return errors.no_party(request)
        slip = slip_of(self._store.state, party)
        return self._page(request, "slip", ROLL_OR_SHEETS, slip=slip, back=f"/sessions/{party.session}")

    async def menu(self, request: Request) -> Response:
        """GET: the whole menu, for guests to read on paper."""
        await self._enter(request, SEE_MENU)
        await self._store.readable()
        return self._page(request, "menu", SHEETS, menu=printed_menu(self._store.state), back="")

    async def _enter(self, request: Request, right: Right) -> Token:
        """Whoever may see it. Raises `Stopped` with the way in."""
        entered = await enter(request, self._tokens)
        if entered is not None:
            raise Stopped(entered)
        return await person(request, self._store, self._tokens, right)

    def _page(self, request: Request, what: str, papers: tuple[Paper, ...], **values: Any) -> Response:
        state, now = self._store.state, self._store.now()
        currency, zone = money.currency_of(state), timezone(state)
        asked = request.query_params.get("paper")
        return page(
            request,
            "print/page.html",
            kept=False,
            what=what,
            paper=asked if asked in papers else papers[0],
            papers=papers,
            money=lambda minor: money.in_words(minor, currency),
            moment=lambda at: date_and_time(at, zone),
            clock=lambda at: time_of_day(at, now, zone),
            now=now,
            **values,
        )
