"""Open a bill again that was closed on the same business day (反结账); as it was it is kept."""

from __future__ import annotations

from kds.core.billing.answers import BillStands, bill_stands
from kds.core.billing.events import BillReopened
from kds.core.bills import BILL_LEFT, gone, sheet_of
from kds.core.deeds import Deed
from kds.core.reasons import NOT_LISTED, listed
from kds.core.refusals import UNKNOWN_BILL
from kds.core.rights import REOPEN
from kds.core.state import State
from kds.core.text import Cause, Id
from kds.core.types import Command, Context, Event, Refusal, reason

ORIGINALS_MOST = 20

NOT_CLOSED = reason("not_closed", "conflict", "账单{bill}还没结清", "Bill {bill} is not closed")
DAY_IS_OVER = reason(
    "day_is_over",
    "conflict",
    "账单{bill}结清的那天已经日结，不能反结账；可以退款",
    "The day on which bill {bill} was paid is closed: it stays closed; refund it instead",
)
REOPENED_TOO_OFTEN = reason(
    "reopened_too_often", "conflict", "账单{bill}反结账次数太多", "Bill {bill} has been opened again too often"
)


class ReopenBill(Command, frozen=True, gc=False):
    """It takes lines, reductions and payments again; what was paid stays paid."""

    bill: Id
    reason: Cause


def decide(state: State, command: ReopenBill, context: Context) -> list[Event]:
    """One event."""
    bill, day = state.orders.bills.get(command.bill), state.day.current.value
    if bill is None:
        raise gone(state, command.bill)
    if bill.state != "paid":
        raise Refusal(NOT_CLOSED, bill=bill.bill)
    sheet = sheet_of(state, bill.bill)
    if day is None or sheet.closed_on != day.business_day:
        raise Refusal(DAY_IS_OVER, bill=bill.bill)
    if len(sheet.originals) >= ORIGINALS_MOST:
        raise Refusal(REOPENED_TOO_OFTEN, bill=bill.bill)
    listed(state, "reopen", command.reason)
    return [
        BillReopened(
            session=bill.session,
            bill=bill.bill,
            reason=command.reason,
            total_minor=bill.total_minor,
            paid_minor=bill.paid_minor,
        )
    ]


def answer(state: State, command: ReopenBill, events: list[Event]) -> BillStands:
    """As it stands after the event."""
    return bill_stands(state, command.bill)


DEED = Deed(
    ReopenBill,
    decide,
    answer,
    BillStands,
    right=REOPEN,
    refuses=(UNKNOWN_BILL, BILL_LEFT, NOT_CLOSED, DAY_IS_OVER, REOPENED_TOO_OFTEN, NOT_LISTED),
)
