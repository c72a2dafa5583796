"""The codes of tables: printed at /tables/codes, a card a table, and what a guest sees who scans one, at /t/{code}.

A code is the id of a token whose secret nobody has: it says which table it is and opens nothing, so that whoever has
photographed it has got nothing. It stays what it is until it is renewed: then what was printed leads nowhere.
"""

from __future__ import annotations

from typing import NamedTuple

from starlette.requests import Request
from starlette.responses import Response

from kds.core.day.change_house import ChangeHouse
from kds.core.day.rules import BAD_ADDRESS
from kds.core.floor.model import Table
from kds.core.rights import FLOOR_PLAN, SETTINGS, may
from kds.core.types import Name, Refusal
from kds.runtime.store import Store
from kds.storage.living_tokens import Tokens
from kds.storage.table_codes import code_tables, renew_table_code, table_codes
from kds.storage.tokens import Token
from kds.web.pages.access import enter
from kds.web.pages.forms import Fields, person, posted, see, submit
from kds.web.pages.reach import reach_of
from kds.web.pages.respond import page
from kds.web.qr import Qr, qr_of

PATH = "/tables/codes"
SCAN = Name(zh="扫码点餐", en="Scan to order")
SIZES = ("large", "medium", "small")
PREFIX = "tok_"


class Card(NamedTuple):
    """What is printed for a table."""

    table: str
    seats: int
    qr: Qr


class CardsOf(NamedTuple):
    """The cards of an area."""

    area: Name
    cards: list[Card]


class TableCodes:
    """The printable page, and where its codes lead."""

    def __init__(self, store: Store, tokens: Tokens) -> None:
        self._store = store
        self._tokens = tokens

    async def show(self, request: Request) -> Response:
        """GET: the cards of all tables; `?area=` or `?table=`, some of them; `?size=` how large."""
        entered = await enter(request, self._tokens)
        if entered is not None:
            return entered
        token = await person(request, self._store, self._tokens, FLOOR_PLAN)
        await self._store.readable()
        return self._page(request, token)

    async def do(self, request: Request) -> Response:
        """POST: every table gets a code (`deed` make), one gets another (renew), or the house says its address."""
        token = await person(request, self._store, self._tokens, FLOOR_PLAN)
        fields = await posted(request)
        await self._store.readable()
        deed, table = fields.get("deed", ""), fields.get("table", "")
        if deed == "address":
            return await self._address(request, token, fields)
        tables = self._store.state.floor.tables
        if deed == "renew" and table in tables:
            await renew_table_code(self._tokens, table)
            return see(f"{PATH}?table={table}&done=renewed")
        if deed == "make":
            await code_tables(self._tokens, list(tables))
        return see(PATH)

    async def _address(self, request: Request, token: Token, fields: Fields) -> Response:
        await person(request, self._store, self._tokens, SETTINGS)
        address = fields.get("address", "").strip().rstrip("/").lower()
        if address and "//" not in address:
            address = f"http://{address}"
        try:
            await submit(self._store, token, request, fields, ChangeHouse(address=address))
        except Refusal:
            # Whatever is wrong with it, this is how it is right.
            return self._page(request, token, Refusal(BAD_ADDRESS).message(), fields, 422)
        return see(f"{PATH}?done=address")

    def _page(
        self,
        request: Request,
        token: Token,
        fault: Name | None = None,
        said: Fields | None = None,
        status: int = 200,
    ) -> Response:
        state, asked = self._store.state, request.query_params
        tables = list(state.floor.tables.values())
        codes = table_codes(self._tokens)
        size = asked.get("size", "")
        return page(
            request,
            "table_codes/page.html",
            status,
            viewer=token,
            reach=reach_of(state, request),
            areas=sorted(state.floor.areas.values(), key=lambda each: each.area),
            tables=sorted(each.table for each in tables),
            lacking=len([each for each in tables if each.table not in codes]),
            sheets=self._sheets(request, codes),
            area=asked.get("area", ""),
            table=asked.get("table", ""),
            size=size if size in SIZES else "medium",
            sizes=SIZES,
            scan_words=SCAN,
            settles=may(state, token.role, SETTINGS),
            done=asked.get("done", ""),
            fault=fault,
            said=said or {},
        )

    def _sheets(self, request: Request, codes: dict[str, Token]) -> list[CardsOf]:
        """The cards that are asked for, by area."""
        state, asked = self._store.state, request.query_params
        address = reach_of(state, request).address
        area, table = asked.get("area", ""), asked.get("table", "")

        def wanted(each: Table) -> bool:
            return each.table in codes and table in ("", each.table) and area in ("", each.area)

        found = sorted([each for each in state.floor.tables.values() if wanted(each)], key=lambda each: each.table)
        cards = {each.table: Card(each.table, each.seats, qr_of(link_of(address, codes[each.table]))) for each in found}
        areas = sorted(state.floor.areas.values(), key=lambda each: each.area)
        sheets = [CardsOf(at.name, [cards[each.table] for each in found if each.area == at.area]) for at in areas]
        return [each for each in sheets if each.cards]


def link_of(address: str, code: Token) -> str:
    """Where a printed code leads."""
    return f"{address}/t/{code.id.removeprefix(PREFIX)}"
