"""A bill as it is drawn for whoever takes its money: every row of its sum in words, and what can be done with it."""

from __future__ import annotations

from typing import NamedTuple

from kds.core import money
from kds.core.bills import cash_may_round, settings_of, sheet_of
from kds.core.floor.model import Session
from kds.core.kitchen.bill_view import BillLine, BillReduction, BillSurcharge, BillTender, BillView, bill_view
from kds.core.kitchen.model import ItemState
from kds.core.orders.model import Bill
from kds.core.parties import age, bills_of, is_unserved, items_of
from kds.core.state import State
from kds.core.types import Minor, Ms, Name
from kds.feed.cashier_pictures import is_empty
from kds.feed.pictures import LinePicture, line_picture


class LineRow(NamedTuple):
    """A line: its dish with all that was chosen, what it costs in words, and who at the table ordered it (0: nobody
    says). `refunded`: its money went back.
    """

    told: BillLine
    drawn: LinePicture
    price: str
    seat: int
    refunded: bool


class ReductionRow(NamedTuple):
    """What is off: `lines` names the dishes where it is not off the whole bill."""

    told: BillReduction
    lines: tuple[Name, ...]
    amount: str


class SurchargeRow(NamedTuple):
    """What is on."""

    told: BillSurcharge
    each: str
    amount: str


class TenderRow(NamedTuple):
    """What was paid in one go; `source` is the account or the deposit by what it is called."""

    told: BillTender
    name: Name
    source: Name | None
    amount: str
    tip: str
    tendered: str
    change: str
    refunded: str


class OtherBill(NamedTuple):
    """Another bill of the party."""

    bill: Bill
    number: int
    due: str


class LeftLine(NamedTuple):
    """Something that the party ordered and does not have, on whichever of its bills."""

    line: str
    ticket: str
    dish: Name
    qty: int
    weighed: bool
    state: ItemState
    paid: bool


class BillPicture(NamedTuple):
    """The whole of it. `number` counts the party's bills, of `of`; `left` is what of the whole party is not served.

    `can_reopen`: it was paid on the business day under way. `weighs`: something on it is sold by what the scale says.
    `may_round_minor`: so much of it may be rounded off in cash.
    """

    bill: Bill
    party: Session
    number: int
    of: int
    others: list[OtherBill]
    lines: list[LineRow]
    reductions: list[ReductionRow]
    surcharges: list[SurchargeRow]
    tenders: list[TenderRow]
    unserved: list[LineRow]
    left: list[LeftLine]
    view: BillView
    gross: str
    share: str
    total: str
    paid: str
    due: str
    may_round_minor: Minor
    weighs: bool
    can_reopen: bool
    originals: list[tuple[str, str]]


def bill_picture(state: State, bill: Bill, now: Ms) -> BillPicture:
    """As it stands."""
    view, party = bill_view(state, bill, now), state.floor.sessions[bill.session]
    counted = [each for each in bills_of(state, party.session) if each == bill or not is_empty(state, each)]
    lines = [_line(state, bill, each) for each in view.lines]
    waiting = {each.line for each in view.unserved}
    sheet, day = sheet_of(state, bill.bill), state.day.current.value
    return BillPicture(
        bill=bill,
        party=party,
        number=counted.index(bill) + 1,
        of=len(counted),
        others=[
            OtherBill(each, number, money.told(state, each.total_minor - each.paid_minor))
            for number, each in enumerate(counted, start=1)
            if each != bill
        ],
        lines=lines,
        reductions=[_reduction(state, each, lines) for each in view.reductions],
        surcharges=[
            SurchargeRow(each, money.told(state, each.value), money.told(state, each.amount_minor))
            for each in view.surcharges
        ],
        tenders=[_tender(state, each) for each in view.tenders],
        unserved=[each for each in lines if each.told.line in waiting],
        left=_left(state, party),
        view=view,
        gross=money.told(state, view.gross_minor),
        share=money.told(state, view.share_minor),
        total=money.told(state, view.total_minor),
        paid=money.told(state, view.paid_minor),
        due=money.told(state, view.due_minor),
        may_round_minor=cash_may_round(state, bill),
        weighs=any(_on_scale(each) for each in view.lines),
        can_reopen=bill.state == "paid" and day is not None and sheet.closed_on == day.business_day,
        originals=[(money.told(state, each.total_minor), each.reason) for each in view.originals],
    )


def _on_scale(told: BillLine) -> bool:
    return told.state != "voided" and (told.to_weigh or told.net_g is not None)


def _line(state: State, bill: Bill, told: BillLine) -> LineRow:
    item = state.kitchen.items[told.line]
    refunds = [each for each in sheet_of(state, bill.bill).reductions if each.kind == "refund"]
    return LineRow(
        told=told,
        drawn=line_picture(state, item, state.kitchen.tickets[item.ticket]),
        price=money.told(state, told.price_minor),
        seat=state.orders.lines[told.line].seat,
        refunded=any(told.line in each.lines for each in refunds),
    )


def _left(state: State, party: Session) -> list[LeftLine]:
    items = sorted(
        [each for each in items_of(state, party.session) if is_unserved(each)], key=lambda each: age(each.line)
    )
    drawn = [line_picture(state, each, state.kitchen.tickets[each.ticket]) for each in items]
    return [
        LeftLine(
            line=item.line,
            ticket=item.ticket,
            dish=each.dish,
            qty=each.qty,
            weighed=each.weighed,
            state=item.state,
            paid=state.orders.bill_of(item.line).state == "paid",
        )
        for item, each in zip(items, drawn, strict=True)
    ]


def _reduction(state: State, told: BillReduction, lines: list[LineRow]) -> ReductionRow:
    names = tuple([each.drawn.dish for each in lines if each.told.line in told.lines])
    return ReductionRow(told, names, money.told(state, told.amount_minor))


def _tender(state: State, told: BillTender) -> TenderRow:
    names = {each.tender: each.name for each in settings_of(state).tenders}
    account, deposit = state.billing.accounts.get(told.account), state.billing.deposits.get(told.deposit)
    source = account.name if account is not None else None
    if told.deposit:
        called = told.deposit if deposit is None else deposit.reference or told.deposit
        source = Name(zh=called, en=called)

    def words(minor: Minor) -> str:
        return money.told(state, minor) if minor else ""

    return TenderRow(
        told=told,
        name=names.get(told.tender) or Name(zh=told.tender, en=told.tender),
        source=source,
        amount=money.told(state, told.amount_minor),
        tip=words(told.tip_minor),
        tendered=words(told.tendered_minor),
        change=words(told.change_minor),
        refunded=words(told.refunded_minor),
    )
