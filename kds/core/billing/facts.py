"""What reports know of money: every bill that was paid, opened again or given back of, as it was booked.

Each booking is of the business day on which it happened, and is never changed: a bill that is opened again takes back
on that day what it had brought on its own, as the day's Z does. So a closed day stays what it was, and the sums of a
period are those of its Zs.

| a bill of 100.00, paid on the 1st, of which 20.00 go back and which is opened again on the 2nd, then paid with 90.00 |
|------|-----------|-------|--------|--------|
| day  | kind      | bills | refund | net    |
| 1st  | closed    | 1     | 0      | 100.00 |
| 2nd  | refunded  | 0     | 20.00  | −20.00 |
| 2nd  | reopened  | −1    | −20.00 | −80.00 |
| 2nd  | closed    | 1     | 20.00  | 70.00  |
"""

from __future__ import annotations

from typing import ClassVar

from kds.core import ids
from kds.core.billing.events import BillRefunded, BillReopened
from kds.core.billing.model import Sheet
from kds.core.billing.sold_facts import Booking, given_back, lines
from kds.core.billing.sums import Sum
from kds.core.bills import lines_of, price_of, sheet_of, sum_of
from kds.core.facts import Fact, Times
from kds.core.orders.events import BillClosed
from kds.core.orders.model import Bill
from kds.core.parties import bills_of
from kds.core.state import State
from kds.core.types import Minor, Ms, Stamp


class SaleFact(Fact, frozen=True, gc=False):
    """A booking of a bill. Amounts of `reopened` are below zero; those of `refunded` are 0 beside what went back.

    list − comped − reduced − rounded + surcharged + share − refunded = net. `bills` counts bills, `parties` the
    parties of which a first bill was paid, less those of which all was given back.
    """

    TABLE: ClassVar[str] = "sales"

    seq: int
    happened_at: Ms
    business_day: str
    slot: int
    kind: str
    party: int
    session: str
    bill: str
    service: str
    table_id: str
    area: str
    number: int
    guests: int
    bills: int
    parties: int
    list_minor: Minor
    comped_minor: Minor
    reduced_minor: Minor
    rounded_minor: Minor
    surcharged_minor: Minor
    share_minor: Minor
    refunded_minor: Minor
    net_minor: Minor
    actor: str
    approver: str
    reason: str
    opened_at: Ms


class CutFact(Fact, frozen=True, gc=False):
    """What a booking is less by: `kind` is percent, amount, rounding, or comp; for each reduction of its bill."""

    TABLE: ClassVar[str] = "cuts"

    seq: int
    happened_at: Ms
    business_day: str
    bill: str
    kind: str
    reason: str
    times: int
    amount_minor: Minor
    actor: str
    approver: str


class ExtraFact(Fact, frozen=True, gc=False):
    """A surcharge of a booking: `rate` is of its `kind`, `heads` for how many guests it was reckoned."""

    TABLE: ClassVar[str] = "extras"

    seq: int
    business_day: str
    bill: str
    surcharge: str
    surcharge_zh: str
    surcharge_en: str
    kind: str
    rate: int
    heads: int
    times: int
    amount_minor: Minor


def closed(state: State, stamp: Stamp, event: BillClosed, times: Times) -> list[Fact]:
    """A bill was paid: it stands as it is."""
    return _booked(Booking(state, stamp, state.orders.bills[event.bill], "closed", 1, times), "")


def reopened(state: State, stamp: Stamp, event: BillReopened, times: Times) -> list[Fact]:
    """A bill was opened again: all that it had brought is taken back."""
    booking = Booking(state, stamp, state.orders.bills[event.bill], "reopened", -1, times)
    return _booked(booking, event.reason)


def refunded(state: State, stamp: Stamp, event: BillRefunded, times: Times) -> list[Fact]:
    """Money of a bill that was paid went back. Of one that is still open that is no sale, and nothing is booked."""
    if not event.closed:
        return []
    booking = Booking(state, stamp, state.orders.bills[event.bill], "refunded", -1, times)
    summed, amount = sum_of(state, booking.bill), event.amount_minor
    fields = dict.fromkeys(("list", "comped", "reduced", "rounded", "surcharged", "share"), 0)
    sale = _sale(booking, fields, amount, -amount, event.reason)
    weights = {each: net for each, net in summed.nets.items() if not event.lines or each in event.lines}
    return [sale, *given_back(booking, weights, -amount)]


def _booked(booking: Booking, reason: str) -> list[Fact]:
    state, bill, sign = booking.state, booking.bill, booking.sign
    sheet, summed = sheet_of(state, bill.bill), sum_of(state, bill)
    by_kind = dict.fromkeys(("percent", "amount", "rounding", "refund"), 0)
    for each, amount in zip(sheet.reductions, summed.reductions, strict=True):
        by_kind[each.kind] += amount
    amounts = {
        "list": summed.gross_minor,
        "comped": summed.comped_minor,
        "reduced": by_kind["percent"] + by_kind["amount"],
        "rounded": by_kind["rounding"],
        "surcharged": sum(summed.surcharges),
        "share": summed.share_minor,
    }
    fields = {name: sign * amount for name, amount in amounts.items()}
    sale = _sale(booking, fields, sign * by_kind["refund"], sign * summed.total_minor, reason)
    return [sale, *lines(booking, summed), *_cuts(booking, sheet, summed), *_extras(booking, sheet, summed)]


def _sale(booking: Booking, amounts: dict[str, Minor], refunded: Minor, net: Minor, reason: str) -> SaleFact:
    state, stamp, bill = booking.state, booking.stamp, booking.bill
    session = state.floor.sessions[bill.session]
    table = None if session.table is None else state.floor.tables.get(session.table)
    return SaleFact(
        seq=stamp.seq,
        happened_at=stamp.at,
        business_day=booking.times.today,
        slot=booking.times.slot(stamp.at),
        kind=booking.kind,
        party=ids.birth(bill.session) or 0,
        session=bill.session,
        bill=bill.bill,
        service=session.service,
        table_id=session.table or "",
        area="" if table is None else table.area,
        number=session.number,
        guests=session.guests,
        bills=0 if booking.kind == "refunded" else booking.sign,
        parties=_parties(booking),
        **{f"{name}_minor": amount for name, amount in amounts.items()},
        refunded_minor=refunded,
        net_minor=net,
        actor=stamp.actor,
        approver=stamp.approver,
        reason=reason,
        opened_at=bill.opened_at,
    )


def _parties(booking: Booking) -> int:
    """By how many the parties that have paid, and keep something of it, are more with this booking: 1, 0 or −1."""
    state, bill = booking.state, booking.bill
    others = [each for each in bills_of(state, bill.session) if each.bill != bill.bill and each.closed_at is not None]
    if any(_keeps(state, each) for each in others):
        return 0
    if booking.kind == "refunded":
        return -1 if bill.total_minor == 0 else 0
    return booking.sign if _keeps(state, bill) else 0


def _keeps(state: State, bill: Bill) -> bool:
    """Whether not all of a bill was given back."""
    refunds = [each for each in sheet_of(state, bill.bill).reductions if each.kind == "refund"]
    return bill.total_minor > 0 or not refunds


def _cuts(booking: Booking, sheet: Sheet, summed: Sum) -> list[Fact]:
    state, stamp, sign, day = booking.state, booking.stamp, booking.sign, booking.times.today
    head = (stamp.seq, stamp.at, day, booking.bill.bill)
    found: list[Fact] = [
        CutFact(*head, each.kind, each.reason, sign, sign * amount, each.actor, each.approver)
        for each, amount in zip(sheet.reductions, summed.reductions, strict=True)
        if each.kind != "refund"
    ]
    for line in lines_of(state, booking.bill):
        comp = state.orders.comps.get(line.line)
        if comp is not None and line.line not in state.orders.voids:
            amount = sign * price_of(state, line)
            found.append(CutFact(*head, "comp", comp.reason, sign, amount, comp.actor, comp.approver))
    return found


def _extras(booking: Booking, sheet: Sheet, summed: Sum) -> list[Fact]:
    found: list[Fact] = []
    for each, amount in zip(sheet.surcharges, summed.surcharges, strict=True):
        rule, name, sign = each.rule, each.rule.name, booking.sign
        head = (booking.stamp.seq, booking.times.today, booking.bill.bill, rule.surcharge, name.in_zh, name.in_en)
        found.append(ExtraFact(*head, rule.kind, rule.value, sign * each.heads, sign, sign * amount))
    return found
