"""What the house keeps for others (押金, 订金) at /deposits: taken, used on a bill, given back."""

from __future__ import annotations

from typing import NamedTuple

from starlette.requests import Request
from starlette.responses import Response

from kds.core import money
from kds.core.billing.model import Deposit, TenderType
from kds.core.bills import settings_of
from kds.core.floor.model import Reservation, Session
from kds.core.money import EXPONENTS, currency_of, symbol_of
from kds.core.parties import age
from kds.core.rights import TILL_PAGES
from kds.core.state import State
from kds.core.types import Minor, Name
from kds.feed.cashier_pictures import row_picture
from kds.runtime.store import Store
from kds.storage.living_people import People
from kds.storage.living_tokens import Tokens
from kds.web.pages.access import enter
from kds.web.pages.forms import person
from kds.web.pages.moments import date_and_time, time_of_day, timezone
from kds.web.pages.people import names_of
from kds.web.pages.respond import page

NOT_MONEY = ("account", "deposit")
"""Kinds of tenders by which no money comes in."""


class DepositTold(NamedTuple):
    """A deposit in words."""

    deposit: Deposit
    tender: Name
    amount: str
    left: str
    since: str
    taken_by: str


class Owing(NamedTuple):
    """A bill that a deposit can be used on."""

    bill: str
    label: str
    number: int
    of: int
    due: str
    due_minor: Minor


class Coming(NamedTuple):
    """Guests who have reserved, and when they come."""

    reservation: Reservation
    comes: str


class Deposits:
    """The page; what is done on it goes over the public interface."""

    def __init__(self, store: Store, tokens: Tokens, people: People) -> None:
        self._store = store
        self._tokens = tokens
        self._people = people

    async def show(self, request: Request) -> Response:
        """GET /deposits: those that are kept, the newest first; `?deposit=` is the one that is chosen."""
        entered = await enter(request, self._tokens)
        if entered is not None:
            return entered
        token = await person(request, self._store, self._tokens, TILL_PAGES)
        names = names_of(await self._tokens.list_all(), self._people)
        await self._store.settled()
        state, wanted = self._store.state, request.query_params.get("deposit", "")
        held = [self._told(state, each, names) for each in reversed(_by_age(state))]
        currency, tenders = currency_of(state), settings_of(state).tenders
        return page(
            request,
            "deposits/page.html",
            viewer=token,
            held=held,
            in_all=money.told(state, sum(each.deposit.left_minor for each in held)),
            wanted=wanted,
            chosen=next((each for each in held if each.deposit.deposit == wanted), None),
            tenders=money_tenders(state),
            by_deposit=next((each.tender for each in tenders if each.kind == "deposit"), ""),
            owing=_owing(state),
            parties=_parties(state),
            coming=_coming(state),
            symbol=symbol_of(currency),
            exponent=EXPONENTS.get(currency, 2),
        )

    def _told(self, state: State, deposit: Deposit, names: dict[str, str]) -> DepositTold:
        called = {each.tender: each.name for each in settings_of(state).tenders}
        since = time_of_day(deposit.taken_at, self._store.now(), timezone(state)) if deposit.taken_at else ""
        return DepositTold(
            deposit=deposit,
            tender=called.get(deposit.tender) or Name(zh=deposit.tender, en=deposit.tender),
            amount=money.told(state, deposit.amount_minor),
            left=money.told(state, deposit.left_minor),
            since=since,
            taken_by=names.get(deposit.taken_by, deposit.taken_by),
        )


def money_tenders(state: State) -> list[TenderType]:
    """By what money comes in that is for no bill."""
    return [each for each in settings_of(state).tenders if each.kind not in NOT_MONEY]


def _by_age(state: State) -> list[Deposit]:
    return [state.billing.deposits[each] for each in sorted(state.billing.deposits, key=age)]


def _owing(state: State) -> list[Owing]:
    """Bills on which something is due, as the cashier's list orders them."""
    rows = [row_picture(state, each.bill, "open") for each in state.orders.bills.values() if each.state == "open"]
    there = sorted([row for row in rows if row is not None], key=lambda row: row.order)
    return [
        Owing(row.bill.bill, row.party.label, row.number, row.of, row.due, row.bill.total_minor - row.bill.paid_minor)
        for row in there
        if row.bill.total_minor > row.bill.paid_minor
    ]


def _parties(state: State) -> list[Session]:
    there = [each for each in state.floor.sessions.values() if each.state == "open"]
    return sorted(there, key=lambda each: (each.label, each.number))


def _coming(state: State) -> list[Coming]:
    zone = timezone(state)
    there = sorted(state.floor.reservations.values(), key=lambda each: (each.comes_at, each.reservation))
    return [Coming(each, date_and_time(each.comes_at, zone)) for each in there]
