"""Take back what was taken off a bill: a reduction, or a rounding."""

from __future__ import annotations

from kds.core.billing.answers import BillStands, bill_stands
from kds.core.billing.events import ReductionTakenBack
from kds.core.bills import ON_BILL, open_bill, sheet_of
from kds.core.deeds import Deed
from kds.core.rights import TAKE_BACK
from kds.core.state import State
from kds.core.text import Id
from kds.core.types import Command, Context, Event, Refusal, reason

UNKNOWN_REDUCTION = reason(
    "unknown_reduction", "not_found", "账单{bill}上没有优惠{reduction}", "Bill {bill} has no reduction {reduction}"
)
REFUND_STANDS = reason("refund_stands", "conflict", "退款不能撤销", "A refund is not taken back")


class TakeBack(Command, frozen=True, gc=False):
    """The reduction does not hold."""

    bill: Id
    reduction: Id


def decide(state: State, command: TakeBack, context: Context) -> list[Event]:
    """One event: the bill comes to more again."""
    bill = open_bill(state, command.bill)
    found = {each.reduction: each for each in sheet_of(state, bill.bill).reductions}
    if command.reduction not in found:
        raise Refusal(UNKNOWN_REDUCTION, bill=bill.bill, reduction=command.reduction)
    if found[command.reduction].kind == "refund":
        raise Refusal(REFUND_STANDS)
    return [ReductionTakenBack(session=bill.session, bill=bill.bill, reduction=command.reduction)]


def answer(state: State, command: TakeBack, events: list[Event]) -> BillStands:
    """As it stands after the event."""
    return bill_stands(state, command.bill)


DEED = Deed(
    TakeBack,
    decide,
    answer,
    BillStands,
    right=TAKE_BACK,
    refuses=(*ON_BILL, UNKNOWN_REDUCTION, REFUND_STANDS),
)
