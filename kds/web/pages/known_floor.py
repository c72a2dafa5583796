"""What a waiter's device knows while the house does not answer: /floor/known, the open bills, what dishes cost."""

from __future__ import annotations

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from kds.core.bills import lines_of, price_of
from kds.core.floor.model import Session
from kds.core.floor.table_view import open_parties
from kds.core.kitchen.model import ItemState
from kds.core.menu.menu_view import DishView, menu_view
from kds.core.money import EXPONENTS, currency_of, symbol_of
from kds.core.orders.model import Line
from kds.core.parties import bills_of, due
from kds.core.rights import SEE_PARTIES
from kds.core.state import State
from kds.core.types import Minor, Ms, Name, Record, Service
from kds.runtime.store import Store
from kds.storage.living_tokens import Tokens
from kds.web.pages.order_menu import CHANNEL
from kds.web.pages.ordering import read

FRESH_MS: Ms = 2000
"""Within so long all devices are told the same, for it costs what the house has open."""


class KnownLine(Record, frozen=True, omit_defaults=False):
    """A dish of a party, and how far it is. `qty` is in grams where it is `weighed`."""

    name: Name
    qty: int
    weighed: bool
    state: ItemState
    price_minor: Minor


class KnownParty(Record, frozen=True, omit_defaults=False):
    """A party that is here, with its bills in one."""

    session: str
    label: str
    table: str | None
    number: int
    service: Service
    guests: int
    opened_at: Ms
    total_minor: Minor
    due_minor: Minor
    lines: tuple[KnownLine, ...]


class KnownDish(Record, frozen=True, omit_defaults=False):
    """What a dish costs now, and whether it is sold out."""

    dish: str
    name: Name
    price_minor: Minor
    sold_out: bool


class Known(Record, frozen=True, omit_defaults=False):
    """How it all stood `at` a time; sums are in minor units, of which a whole one has so many `decimals`."""

    at: Ms
    symbol: str
    decimals: int
    parties: tuple[KnownParty, ...]
    dishes: tuple[KnownDish, ...]


class KnownFloor:
    """The answer, made once for all who ask within two seconds."""

    def __init__(self, store: Store, tokens: Tokens) -> None:
        self._store = store
        self._tokens = tokens
        self._made: tuple[Ms, bytes] | None = None

    async def show(self, request: Request) -> Response:
        """GET: the parties and the dishes as they stand."""
        return await read(request, self._store, self._tokens, (SEE_PARTIES,), self._known)

    async def _known(self, request: Request) -> Response:
        await self._store.readable()
        now = self._store.now()
        if self._made is None or not 0 <= now - self._made[0] < FRESH_MS:
            self._made = now, msgspec.json.encode(known(self._store.state, now))
        made_at, body = self._made
        headers = {"cache-control": "no-store", "x-server-now": str(made_at), "x-content-type-options": "nosniff"}
        return Response(body, headers=headers, media_type="application/json")


def known(state: State, now: Ms) -> Known:
    """As it stands."""
    currency = currency_of(state)
    return Known(
        at=now,
        symbol=symbol_of(currency),
        decimals=EXPONENTS.get(currency, 2),
        parties=tuple([_party(state, party) for party in open_parties(state)]),
        dishes=tuple([_dish(each) for each in menu_view(state, CHANNEL).dishes]),
    )


def _party(state: State, party: Session) -> KnownParty:
    bills = bills_of(state, party.session)
    return KnownParty(
        session=party.session,
        label=party.label,
        table=party.table,
        number=party.number,
        service=party.service,
        guests=party.guests,
        opened_at=party.opened_at,
        total_minor=sum([bill.total_minor for bill in bills]),
        due_minor=due(state, party.session),
        lines=tuple([_line(state, line) for bill in bills for line in lines_of(state, bill)]),
    )


def _line(state: State, line: Line) -> KnownLine:
    stands = state.kitchen.items[line.line].state
    return KnownLine(state.menu.name_of(line.dish), line.qty, line.weighed, stands, price_of(state, line))


def _dish(dish: DishView) -> KnownDish:
    return KnownDish(dish.dish, dish.name, dish.price_minor, dish.sold_out)
