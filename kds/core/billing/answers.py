"""What is said of a bill after something was done to it."""

from __future__ import annotations

from kds.core.orders.model import BillState
from kds.core.state import State
from kds.core.types import Answer, Minor


class BillStands(Answer, frozen=True, gc=False):
    """The bill as it stands; `reduction` is what was given now, "" where nothing was."""

    seq: int
    bill: str
    state: BillState
    total_minor: Minor
    paid_minor: Minor
    due_minor: Minor
    reduction: str = ""


def bill_stands(state: State, bill_id: str, reduction: str = "") -> BillStands:
    """After the events."""
    bill = state.orders.bills[bill_id]
    return BillStands(
        seq=state.seq,
        bill=bill.bill,
        state=bill.state,
        total_minor=bill.total_minor,
        paid_minor=bill.paid_minor,
        due_minor=bill.total_minor - bill.paid_minor,
        reduction=reduction,
    )
