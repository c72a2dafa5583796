"""What happens elsewhere, and what it makes of the sheets of bills."""

from __future__ import annotations

from msgspec.structs import replace

from kds.core.billing import account_history, events, takings
from kds.core.billing.drawer import cash
from kds.core.billing.events import (
    AccountPaid,
    BillRefunded,
    BillReopened,
    DepositReturned,
    DepositTaken,
    ShiftClosed,
    sheet,
    use,
)
from kds.core.billing.model import Payment, ShiftDone
from kds.core.orders.events import BillClosed, PaymentTaken
from kds.core.state import State
from kds.core.types import Stamp


def fold_payment_taken(state: State, event: PaymentTaken, stamp: Stamp) -> None:
    """It stands on the sheet, under an id of its own."""
    found = sheet(state, event.bill)
    payment = Payment(
        payment=f"P{stamp.seq}",
        tender=event.named or event.tender,
        kind=event.tender,
        amount_minor=event.amount_minor,
        seq=stamp.seq,
        tendered_minor=event.tendered_minor,
        change_minor=event.change_minor,
        tip_minor=event.tip_minor,
        reference=event.reference,
        account=event.account,
        deposit=event.deposit,
    )
    state.orders.sheets[event.bill] = replace(found, payments=(*found.payments, payment))
    came = event.amount_minor + event.tip_minor
    named = event.named or event.tender
    takings.add(state, named, event.tender, bills_minor=event.amount_minor, tips_minor=event.tip_minor)
    if event.tender == "cash":
        cash(state, stamp.actor, came)
    if event.account:
        account_history.of_bill(state, event.account, came, event.bill, stamp)
    if event.deposit:
        use(state, event.deposit, came)


def fold_bill_closed(state: State, event: BillClosed, stamp: Stamp) -> None:
    """The business day on which it was paid: on that day it can be opened again, and it is among its figures."""
    day = state.day.current.value
    if day is not None:
        state.orders.sheets[event.bill] = replace(sheet(state, event.bill), closed_on=day.business_day)
    takings.close(state, event.bill, event.total_minor)


def fold_bill_reopened(state: State, event: BillReopened, stamp: Stamp) -> None:
    """It is not closed after all."""
    takings.close(state, event.bill, event.total_minor, -1)
    events.fold_bill_reopened(state, event, stamp)


def fold_bill_refunded(state: State, event: BillRefunded, stamp: Stamp) -> None:
    """What somebody owed is owed no more, what was taken from a deposit is kept again, and cash leaves the drawer."""
    tenders = {each.payment: each.tender for each in sheet(state, event.bill).payments}
    events.fold_bill_refunded(state, event, stamp)
    if event.closed:
        takings.give_back(state, event.amount_minor)
    for part in event.parts:
        takings.add(state, tenders[part.payment], part.kind, refunded_minor=part.amount_minor)
        if part.kind == "cash":
            cash(state, stamp.actor, -part.amount_minor)
        if part.account:
            account_history.of_bill(state, part.account, -part.amount_minor, event.bill, stamp)
        if part.deposit:
            use(state, part.deposit, -part.amount_minor)


def fold_account_paid(state: State, event: AccountPaid, stamp: Stamp) -> None:
    """It came by a tender."""
    account_history.account_paid(state, event, stamp)
    takings.add(state, event.named, event.tender, accounts_minor=event.amount_minor)
    if event.tender == "cash":
        cash(state, stamp.actor, event.amount_minor)


def fold_deposit_taken(state: State, event: DepositTaken, stamp: Stamp) -> None:
    """It came by a tender."""
    events.fold_deposit_taken(state, event, stamp)
    takings.add(state, event.named, event.tender, deposits_minor=event.amount_minor)
    if event.tender == "cash":
        cash(state, stamp.actor, event.amount_minor)


def fold_deposit_returned(state: State, event: DepositReturned, stamp: Stamp) -> None:
    """It went by the tender that it came by."""
    named = state.billing.deposits[event.deposit].tender
    events.fold_deposit_returned(state, event, stamp)
    takings.add(state, named, event.tender, returned_minor=event.amount_minor)
    if event.tender == "cash":
        cash(state, stamp.actor, -event.amount_minor)


def fold_shift_closed(state: State, event: ShiftClosed, stamp: Stamp) -> None:
    """The till is nobody's; the count is among the day's figures."""
    del state.billing.shifts[event.till]
    takings.note_shift(
        state,
        ShiftDone(
            till=event.till,
            shift=event.shift,
            opened_by=event.opened_by,
            closed_by=stamp.actor,
            expected_minor=event.expected_minor,
            counted_minor=event.counted_minor,
            difference_minor=event.difference_minor,
        ),
    )
