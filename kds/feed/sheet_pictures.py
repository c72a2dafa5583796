"""A party's sheet as it is drawn: how it stands, its lines round by round, its bills."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from kds.core import money
from kds.core.bills import price_of
from kds.core.floor.model import Session
from kds.core.floor.table_view import party_line
from kds.core.kitchen.model import COOKING, Item
from kds.core.orders.model import Bill
from kds.core.parties import age, bills_of, is_unserved, items_of
from kds.core.state import State
from kds.core.types import Channel, Minor, Ms
from kds.feed.floor_pictures import Standing, standing_of
from kds.feed.pictures import LinePicture, line_picture


class HeadPicture(NamedTuple):
    """The party, how it stands, and how many of its lines are held, being made, and ready.

    `courses` are those of which something is held, each with how many lines, in their order.
    `unpaid` are the bills that are open. `into` is the party that it was merged into, `merged` are those that were
    merged into it, the oldest first.
    """

    party: Session
    standing: Standing
    held: int
    cooking: int
    ready: int
    courses: list[tuple[int, int]]
    unpaid: tuple[str, ...]
    into: Session | None
    merged: tuple[Session, ...]


class SheetLine(NamedTuple):
    """A line with its clocks; `price` in words, without that of what was taken back. `base`: it is a pot.

    `scale`: it is put on the scale. `net_g` is what it weighed there, None before. `free`: it was given free.
    `seat`: whose it is, 0 for the whole party's. `course`: with which it comes, 0 for none.
    """

    drawn: LinePicture
    item: Item
    bill: str
    price: str
    base: bool
    paid: bool
    scale: bool
    net_g: int | None
    free: bool
    seat: int
    course: int


class RoundPicture(NamedTuple):
    """What came together, in the order in which it was asked for."""

    round: str
    round_no: int
    placed_at: Ms
    channel: Channel
    lines: list[SheetLine]


class BillPicture(NamedTuple):
    """What a bill comes to, in words and, what is due, in minor units; `number` counts the party's bills, of `of`."""

    bill: Bill
    number: int
    of: int
    total: str
    paid: str
    due: str
    due_minor: Minor
    unserved: int


def head_picture(state: State, party: Session) -> HeadPicture:
    """The party as it stands."""
    line, items = party_line(state, party), items_of(state, party.session)
    states = [item.state for item in items]
    return HeadPicture(
        party=party,
        standing=standing_of(state, [line], line.phase, line.payment),
        held=states.count("held"),
        cooking=sum(each in COOKING for each in states),
        ready=states.count("done"),
        courses=_held_courses(state, items),
        unpaid=tuple([each.bill for each in bills_of(state, party.session) if each.state == "open"]),
        into=None if party.into is None else state.floor.sessions[party.into],
        merged=tuple([state.floor.sessions[each] for each in sorted(state.floor.merged[party.session], key=age)]),
    )


def _held_courses(state: State, items: Iterable[Item]) -> list[tuple[int, int]]:
    held = Counter([state.orders.lines[item.line].course for item in items if item.state == "held"])
    return sorted([(course, lines) for course, lines in held.items() if course])


def rounds_of(state: State, party: str) -> dict[str, dict[str, Item]]:
    """The rounds that the party's lines came with, the oldest first, and in each the lines that are its own."""
    found: dict[str, dict[str, Item]] = {}
    for item in items_of(state, party):
        found.setdefault(state.orders.lines[item.line].round, {})[item.line] = item
    return {each: found[each] for each in sorted(found, key=age)}


def round_picture(state: State, name: str, own: Mapping[str, Item]) -> RoundPicture:
    """A round, with those of its lines that are the party's `own`."""
    placed = state.orders.rounds[name]
    return RoundPicture(
        round=name,
        round_no=placed.round_no,
        placed_at=placed.placed_at,
        channel=placed.channel,
        lines=[_line(state, own[line]) for line in placed.lines if line in own],
    )


def _line(state: State, item: Item) -> SheetLine:
    ticket = state.kitchen.tickets[item.ticket]
    bill, placed = state.orders.bill_of(item.line), state.orders.lines[item.line]
    weight = state.orders.weights.get(item.line)
    return SheetLine(
        drawn=line_picture(state, item, ticket),
        item=item,
        bill=bill.bill,
        price=money.told(state, price_of(state, placed)),
        base=ticket.base,
        paid=bill.state == "paid",
        scale=placed.to_weigh,
        net_g=None if weight is None else weight.net_g,
        free=item.line in state.orders.comps,
        seat=placed.seat,
        course=placed.course,
    )


def bill_picture(state: State, party: str, name: str) -> BillPicture:
    """One bill of the party."""
    bills = bills_of(state, party)
    bill = state.orders.bills[name]
    due = bill.total_minor - bill.paid_minor
    return BillPicture(
        bill=bill,
        number=bills.index(bill) + 1,
        of=len(bills),
        total=money.told(state, bill.total_minor),
        paid=money.told(state, bill.paid_minor),
        due=money.told(state, due),
        due_minor=due,
        unserved=sum(is_unserved(state.kitchen.items[line]) for line in state.orders.lines_on(bill)),
    )
