"""The facts of all features, summed up: which tables there are, what an event adds to them, whose rows are to be made
anew after it, and those rows.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any, ClassVar

from kds.core.billing import facts as billing
from kds.core.billing import money_facts, sold_facts
from kds.core.billing.events import (
    AccountPaid,
    BillRefunded,
    BillReopened,
    CashDropped,
    DaySettled,
    DepositReturned,
    DepositTaken,
    ShiftClosed,
)
from kds.core.bills import settings_of
from kds.core.calls import facts as calls
from kds.core.calls.events import CallEnded
from kds.core.facts import Fact, Times
from kds.core.floor import facts as floor
from kds.core.journal import Book, Touched
from kds.core.kitchen import facts as kitchen
from kds.core.kitchen.events import TicketShown
from kds.core.menu import facts as menu
from kds.core.menu.events import StockCounted
from kds.core.orders import facts as orders
from kds.core.orders.events import BillClosed, PaymentTaken
from kds.core.printing import facts as printing
from kds.core.printing.events import PrintJobsDropped, PrintJobsFailed
from kds.core.state import State
from kds.core.types import Event, Name, Stamp


class NameFact(Fact, frozen=True, gc=False):
    """What a thing of the house was called last, by `kind`: station, area, category, tender."""

    TABLE: ClassVar[str] = "names"
    KEY: ClassVar[tuple[str, ...]] = ("kind", "id")

    kind: str
    id: str
    zh: str
    en: str


TABLES: dict[str, type[Fact]] = {
    each.TABLE: each
    for each in (
        floor.PartyFact,
        orders.LineFact,
        orders.ChoiceFact,
        kitchen.StepFact,
        kitchen.PressFact,
        kitchen.ShownFact,
        billing.SaleFact,
        sold_facts.SoldFact,
        billing.CutFact,
        billing.ExtraFact,
        money_facts.MoneyFact,
        money_facts.ShiftFact,
        money_facts.DayFact,
        calls.CallFact,
        menu.StockFact,
        printing.PrintFact,
        NameFact,
    )
}
"""Every table by its name."""

Told = Callable[[State, Stamp, Any, Times], list[Fact]]

BOOKED: dict[type[Event], tuple[Told, ...]] = {
    BillClosed: (billing.closed,),
    BillReopened: (billing.reopened,),
    BillRefunded: (billing.refunded, money_facts.money),
    PaymentTaken: (money_facts.money,),
    AccountPaid: (money_facts.money,),
    DepositTaken: (money_facts.money,),
    DepositReturned: (money_facts.money,),
    CashDropped: (money_facts.money,),
    ShiftClosed: (money_facts.counted,),
    DaySettled: (money_facts.settled,),
    CallEnded: (calls.ended,),
    StockCounted: (menu.stocked,),
    PrintJobsFailed: (printing.failed,),
    PrintJobsDropped: (printing.failed,),
    TicketShown: (kitchen.shown,),
    **dict.fromkeys(kitchen.PRESSES, (kitchen.pressed,)),
}
"""For each type of event what it appends."""


def booked(state: State, stamp: Stamp, event: Event, times: Times) -> list[Fact]:
    """The rows that an event appends; `state` is the one right after it."""
    return [row for told in BOOKED.get(type(event), ()) for row in told(state, stamp, event, times)]


def of_party(state: State, session: str, times: Times) -> list[Fact]:
    """All rows of a party as it stands: they take the place of those that it had."""
    return [
        floor.party(state, session, times),
        *orders.lines(state, session, times),
        *kitchen.steps(state, session, times),
    ]


def touched_parties(state: State, event: Event, touched: Touched) -> Iterator[str]:
    """The parties that are alive of which something was changed, some of them more than once: all of them where what
    they are told by was changed: names, tables, days.
    """
    if _told_by(state, touched):
        yield from state.floor.sessions
        return
    named = [getattr(event, name) for name in NAMES if hasattr(event, name)]
    for session in (*named, *touched.of(state.floor.sessions), *_by_bill(state, touched), *_by_line(state, touched)):
        if session in state.floor.sessions:
            yield session


NAMES = ("session", "into", "out_of", "to_session", "other")
"""Where an event names a party: also one that has lost what another has now."""


def _told_by(state: State, touched: Touched) -> bool:
    books: tuple[Book[Any, Any], ...] = (
        state.menu.dishes,
        state.menu.categories,
        state.floor.tables,
        state.day.house,
        state.billing.days,
    )
    return any(touched.of(book) for book in books)


def _by_bill(state: State, touched: Touched) -> Iterator[str]:
    bills = state.orders.bills
    for bill in (*touched.of(bills), *touched.of(state.orders.sheets)):
        if bill in bills:
            yield bills[bill].session


def _by_line(state: State, touched: Touched) -> Iterator[str]:
    own, cooked = state.orders, state.kitchen
    rounds = [each for name in touched.of(own.rounds) if name in own.rounds for each in own.rounds[name].lines]
    on_tickets = [
        each
        for name in touched.of(cooked.tickets)
        if name in cooked.tickets
        for each in (*cooked.tickets[name].lines, *cooked.tickets[name].passed)
    ]
    books: tuple[Iterable[str], ...] = (
        *[touched.of(book) for book in (own.lines, own.voids, own.comps, own.weights, own.moved)],
        touched.of(cooked.items),
        rounds,
        on_tickets,
    )
    for line in dict.fromkeys([each for book in books for each in book]):
        if line in own.lines:
            yield own.bill_of(line).session


def names(state: State, touched: Touched) -> list[Fact]:
    """What things are called since an event."""
    found = [
        *_named("station", state.kitchen.stations, touched),
        *_named("area", state.floor.areas, touched),
        *_named("category", state.menu.categories, touched),
    ]
    if touched.of(state.billing.settings) or touched.of(state.day.house):
        found += [_name("tender", each.tender, each.name) for each in settings_of(state).tenders]
    return found


def _named(kind: str, book: Book[str, Any], touched: Touched) -> list[Fact]:
    return [_name(kind, key, book[key].name) for key in sorted(touched.of(book)) if key in book]


def _name(kind: str, id: str, name: Name) -> Fact:
    return NameFact(kind, id, name.in_zh, name.in_en)
