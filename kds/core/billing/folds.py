"""What happens elsewhere, and what it makes of the sheets of bills."""

from __future__ import annotations

from msgspec.structs import replace

from kds.core.billing import events
from kds.core.billing.events import BillRefunded, owe, sheet, use
from kds.core.billing.model import Payment
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
    if event.account:
        owe(state, event.account, event.amount_minor + event.tip_minor)
    if event.deposit:
        use(state, event.deposit, event.amount_minor + event.tip_minor)


def fold_bill_refunded(state: State, event: BillRefunded, stamp: Stamp) -> None:
    """What somebody owed is owed no more, and what was taken from a deposit is kept again."""
    events.fold_bill_refunded(state, event, stamp)
    for part in event.parts:
        if part.account:
            owe(state, part.account, -part.amount_minor)
        if part.deposit:
            use(state, part.deposit, -part.amount_minor)


def fold_bill_closed(state: State, event: BillClosed, stamp: Stamp) -> None:
    """The business day on which it was paid: on that day it can be opened again."""
    day = state.day.current.value
    if day is not None:
        state.orders.sheets[event.bill] = replace(sheet(state, event.bill), closed_on=day.business_day)
