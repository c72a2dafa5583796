"""The lines of a booking, each with its part of what was paid."""

from __future__ import annotations

from typing import ClassVar, Literal, NamedTuple

from kds.core import ids
from kds.core.allocation import allocate
from kds.core.billing.sums import Sum
from kds.core.bills import lines_of, price_of
from kds.core.facts import Fact, Times
from kds.core.orders.model import Bill, Line
from kds.core.parties import bills_of
from kds.core.state import State
from kds.core.types import Minor, Stamp

Booked = Literal["closed", "reopened", "refunded"]


class Booking(NamedTuple):
    """What is booked: a bill, with which sign, and by which event."""

    state: State
    stamp: Stamp
    bill: Bill
    kind: Booked
    sign: int
    times: Times


class SoldFact(Fact, frozen=True, gc=False):
    """A line of a booking. `net_minor` is after comps and reductions, `worth_minor` what it is worth of all that was
    paid, with surcharges, rounding and shares: those of a booking sum up to its net.

    What a bill without lines comes to, a share of another, stands in a row without a dish. `qty` is 0 where money
    alone went back.
    """

    TABLE: ClassVar[str] = "sold"

    seq: int
    business_day: str
    slot: int
    kind: str
    party: int
    bill: str
    line: str
    channel: str
    service: str
    dish: str
    dish_zh: str
    dish_en: str
    category: str
    meal: str
    base: bool
    weighed: bool
    comped: bool
    times: int
    qty: int
    list_minor: Minor
    comped_minor: Minor
    net_minor: Minor
    worth_minor: Minor


def lines(booking: Booking, summed: Sum) -> list[Fact]:
    """The lines that count, each with its part of the total; and what is on no line."""
    state, sign = booking.state, booking.sign
    shares = _shared(summed.total_minor, summed.nets)
    found: list[Fact] = []
    for line in lines_of(state, booking.bill):
        if line.line in state.orders.voids:
            continue
        comped = line.line in state.orders.comps
        price = price_of(state, line)
        amounts = (price, price if comped else 0, summed.nets[line.line], shares.get(line.line, 0))
        found.append(_sold(booking, line, sign, *[sign * each for each in amounts]))
    rest = summed.total_minor - sum(shares.values())
    if rest:
        found.append(_sold(booking, None, 0, 0, 0, 0, sign * rest))
    return found


def _shared(total: Minor, nets: dict[str, Minor]) -> dict[str, Minor]:
    """A total over the lines by what each comes to; over none where none comes to anything."""
    if sum(nets.values()) <= 0:
        return {}
    return dict(zip(nets, allocate(total, list(nets.values())), strict=True))


def given_back(booking: Booking, nets: dict[str, Minor], amount: Minor) -> list[Fact]:
    """Money alone, over these lines."""
    shares = _shared(-amount, nets)
    found: list[Fact] = [
        _sold(booking, booking.state.orders.lines[each], 0, 0, 0, 0, -share) for each, share in shares.items() if share
    ]
    return found or [_sold(booking, None, 0, 0, 0, 0, amount)]


def _sold(
    booking: Booking, line: Line | None, counts: int, price: Minor, comped: Minor, net: Minor, worth: Minor
) -> SoldFact:
    state, stamp, bill = booking.state, booking.stamp, booking.bill
    dish = None if line is None else state.menu.remembered(line.dish)
    name = None if line is None else state.menu.name_of(line.dish)
    weight = None if line is None else state.orders.weights.get(line.line)
    qty = 0 if line is None else line.qty if weight is None else weight.net_g
    return SoldFact(
        seq=stamp.seq,
        business_day=booking.times.today,
        slot=booking.times.slot(stamp.at),
        kind=booking.kind,
        party=ids.birth(bill.session) or 0,
        bill=bill.bill,
        line="" if line is None else line.line,
        channel=_channel(state, bill, line),
        service=state.floor.sessions[bill.session].service,
        dish="" if line is None else line.dish,
        dish_zh="" if name is None else name.in_zh,
        dish_en="" if name is None else name.in_en,
        category="" if dish is None else dish.category,
        meal="" if line is None or line.in_meal is None else line.in_meal.dish,
        base=line is not None and line.base,
        weighed=line is not None and line.weighed,
        comped=line is not None and line.line in state.orders.comps,
        times=counts,
        qty=counts * qty,
        list_minor=price,
        comped_minor=comped,
        net_minor=net,
        worth_minor=worth,
    )


def _channel(state: State, bill: Bill, line: Line | None) -> str:
    """By what a line was ordered; what is on no line goes with what its party ordered first."""
    if line is not None:
        return state.orders.rounds[line.round].channel
    rounds = [state.orders.rounds[each] for own in bills_of(state, bill.session) for each in own.rounds]
    return rounds[0].channel if rounds else ""
