"""Give money back, for lines or an amount, by the tenders that it came by, and never more than each took."""

from __future__ import annotations

from collections.abc import Sequence

from kds.core import ids, money
from kds.core.billing.answers import BillStands, bill_stands
from kds.core.billing.events import BillRefunded
from kds.core.billing.model import Payment, RefundPart
from kds.core.billing.sums import worths
from kds.core.bills import BILL_LEFT, gone, lines_of, sheet_of, sum_of
from kds.core.deeds import Deed
from kds.core.orders.model import Bill
from kds.core.reasons import NOT_LISTED, listed
from kds.core.refusals import LINE_VOIDED, MOST, OUT_OF_RANGE, UNKNOWN_BILL, UNKNOWN_LINE, within
from kds.core.rights import FORBIDDEN, OVER_LIMIT, REFUND, permit_up_to
from kds.core.state import State
from kds.core.text import Cause, Id
from kds.core.types import Command, Context, Event, Minor, Refusal, reason

NOTHING_PAID = reason("nothing_paid", "conflict", "账单{bill}没有收过钱，无可退", "Nothing of bill {bill} is paid")
REFUND_TOO_LARGE = reason(
    "refund_too_large",
    "conflict",
    "只收了{paid}，不能退{amount}",
    "Only {paid} was taken; {amount} cannot be given back",
)
LINE_REFUNDED = reason("line_refunded", "conflict", "这道菜已经退过款", "This line has been refunded already")
STILL_OPEN = reason(
    "still_open",
    "conflict",
    "账单{bill}还没结清：请先退菜，再按金额退款",
    "Bill {bill} is still open: refund an amount, and void the line",
)


class RefundBill(Command, frozen=True, gc=False):
    """What these lines came to, or an amount; without either all that was paid."""

    bill: Id
    reason: Cause
    lines: tuple[Id, ...] = ()
    amount_minor: Minor | None = None


def decide(state: State, command: RefundBill, context: Context) -> list[Event]:
    """One event. A bill that was closed stays closed, and comes to so much less; of an open one more is due again."""
    bill = state.orders.bills.get(command.bill)
    if bill is None:
        raise gone(state, command.bill)
    if bill.paid_minor == 0:
        raise Refusal(NOTHING_PAID, bill=bill.bill)
    within("amount_minor", 1 if command.amount_minor is None else command.amount_minor, 1, MOST)
    lines = tuple(dict.fromkeys(command.lines))
    amount = bill.paid_minor if command.amount_minor is None else command.amount_minor
    if lines:
        worth = _worth(state, bill, lines)
        amount = worth if command.amount_minor is None else min(worth, command.amount_minor)
    if amount > bill.paid_minor:
        words = {"paid": money.told(state, bill.paid_minor), "amount": money.told(state, amount)}
        raise Refusal(REFUND_TOO_LARGE, bill=bill.bill, paid_minor=bill.paid_minor, amount_minor=amount, **words)
    if amount == 0:
        raise Refusal(NOTHING_PAID, bill=bill.bill)
    before = sum([each.amount_minor for each in sheet_of(state, bill.bill).reductions if each.kind == "refund"])
    permit_up_to(state, context, REFUND, before + amount)
    listed(state, "refund", command.reason)
    return [
        BillRefunded(
            session=bill.session,
            bill=bill.bill,
            refund=ids.mint("D", state.seq + 1),
            reason=command.reason,
            lines=lines,
            amount_minor=amount,
            parts=parts_of(sheet_of(state, bill.bill).payments, amount),
            closed=bill.state == "paid",
        )
    ]


def _worth(state: State, bill: Bill, lines: Sequence[str]) -> Minor:
    """What some lines came to, rounding and all that is off the bill reversed with them by their parts."""
    if bill.state != "paid":
        raise Refusal(STILL_OPEN, bill=bill.bill)
    refunds = [each for each in sheet_of(state, bill.bill).reductions if each.kind == "refund"]
    there = {each.line for each in lines_of(state, bill)}
    for line in lines:
        if line not in there:
            raise Refusal(UNKNOWN_LINE, line=line)
        if line in state.orders.voids:
            raise Refusal(LINE_VOIDED, line=line)
        if any(line in each.lines for each in refunds):
            raise Refusal(LINE_REFUNDED, line=line)
    each_is = worths(sum_of(state, bill), sum([each.amount_minor for each in refunds]))
    return sum([each_is[line] for line in lines])


def parts_of(payments: Sequence[Payment], amount: Minor) -> tuple[RefundPart, ...]:
    """The amount by the payments that it goes back to: what came last goes back first.

    | paid, in this order  | refund | card | cash |
    |----------------------|--------|------|------|
    | card 50.00, cash 20.00 | 15.00 | 0    | 15.00 |
    | card 50.00, cash 20.00 | 30.00 | 10.00 | 20.00 |
    """
    found = []
    for each in reversed(payments):
        back = min(amount, each.kept_minor)
        if back:
            found.append(RefundPart(each.payment, each.kind, back, each.account, each.deposit))
        amount -= back
    return tuple(found)


def answer(state: State, command: RefundBill, events: list[Event]) -> BillStands:
    """As it stands after the event; `reduction` is the refund."""
    refund = next(each.refund for each in events if isinstance(each, BillRefunded))
    return bill_stands(state, command.bill, refund)


DEED = Deed(
    RefundBill,
    decide,
    answer,
    BillStands,
    right=REFUND,
    refuses=(
        FORBIDDEN,
        OVER_LIMIT,
        NOT_LISTED,
        UNKNOWN_BILL,
        BILL_LEFT,
        NOTHING_PAID,
        OUT_OF_RANGE,
        STILL_OPEN,
        UNKNOWN_LINE,
        LINE_VOIDED,
        LINE_REFUNDED,
        REFUND_TOO_LARGE,
    ),
)
