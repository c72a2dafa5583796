"""Take money for a bill; when all of it is paid, the bill is closed."""

from __future__ import annotations

from kds.core import ids, money
from kds.core.deeds import Deed, roles
from kds.core.orders.events import BillClosed, PaymentTaken
from kds.core.orders.model import BillState, Tender
from kds.core.refusals import BILL_CLOSED, MOST, OUT_OF_RANGE, UNKNOWN_BILL, within
from kds.core.state import State
from kds.core.text import Id
from kds.core.types import Answer, Command, Context, Event, Minor, Refusal, reason

OVERPAID = reason(
    "overpaid",
    "conflict",
    "只需付{due}，{amount}收多了",
    "Only {due} is due; {amount} is too much",
)
NOTHING_DUE = reason("nothing_due", "invalid", "收款金额须大于零", "A payment is more than zero")


class PayBill(Command, frozen=True, gc=False):
    """So much money, in one tender. Zero closes a bill on which nothing is due."""

    bill: Id
    tender: Tender
    amount_minor: Minor


class BillIs(Answer, frozen=True, gc=False):
    """The bill after the payment."""

    seq: int
    bill: str
    state: BillState
    total_minor: Minor
    paid_minor: Minor
    due_minor: Minor


def decide(state: State, command: PayBill, context: Context) -> list[Event]:
    """The payment, and the closing of the bill with the last of it."""
    bill = state.orders.bills.get(command.bill)
    if bill is None and not ids.is_past(command.bill, "B", state.seq):
        raise Refusal(UNKNOWN_BILL, bill=command.bill)
    if bill is None or bill.state == "paid":
        raise Refusal(BILL_CLOSED, bill=command.bill)
    within("amount_minor", command.amount_minor, 0, MOST)
    due = bill.total_minor - bill.paid_minor
    if command.amount_minor > due:
        words = {"due": money.told(state, due), "amount": money.told(state, command.amount_minor)}
        raise Refusal(OVERPAID, bill=bill.bill, due_minor=due, amount_minor=command.amount_minor, **words)
    if command.amount_minor == 0 and due:
        raise Refusal(NOTHING_DUE, bill=bill.bill)
    events: list[Event] = []
    if command.amount_minor:
        events.append(
            PaymentTaken(session=bill.session, bill=bill.bill, tender=command.tender, amount_minor=command.amount_minor)
        )
    if command.amount_minor == due:
        events.append(BillClosed(session=bill.session, bill=bill.bill, total_minor=bill.total_minor))
    return events


def answer(state: State, command: PayBill, events: list[Event]) -> BillIs:
    """As it stands after the events."""
    bill = state.orders.bills[command.bill]
    return BillIs(
        seq=state.seq,
        bill=bill.bill,
        state=bill.state,
        total_minor=bill.total_minor,
        paid_minor=bill.paid_minor,
        due_minor=bill.total_minor - bill.paid_minor,
    )


DEED = Deed(
    PayBill,
    decide,
    answer,
    BillIs,
    may=roles("waiter", "manager", "integration"),
    refuses=(UNKNOWN_BILL, BILL_CLOSED, OVERPAID, NOTHING_DUE, OUT_OF_RANGE),
)
