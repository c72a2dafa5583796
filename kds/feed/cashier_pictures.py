"""A bill as a row of the cashier's list."""

from __future__ import annotations

from typing import Literal, NamedTuple

from kds.core import money
from kds.core.bills import sheet_of
from kds.core.floor.model import Session
from kds.core.kitchen.model import Item
from kds.core.orders.model import Bill
from kds.core.parties import age, bills_of, is_unserved
from kds.core.state import State
from kds.core.types import Minor

LATER = 1_000_000_000_000
"""Apart from each other stand those that asked, those that have not, and those that have paid: no id is as old."""

List = Literal["open", "left"]
Standing = Literal["asked", "open", "uncleared", "left"]
"""It asked for its bill; it has not; it is paid and its party still sits there; it is paid and they have left."""


class RowPicture(NamedTuple):
    """A bill in the list. `number` counts the party's bills, of `of`; `order` puts those first that asked first."""

    bill: Bill
    party: Session
    standing: Standing
    number: int
    of: int
    due: str
    total: str
    paid_minor: Minor
    unserved: int
    order: int

    @property
    def list(self) -> List:
        """In which of the two it stands."""
        return list_of(self.standing)


def list_of(standing: Standing) -> List:
    """In which of the two lists bills stand that stand so."""
    return "left" if standing == "left" else "open"


def row_picture(state: State, name: str, among: List) -> RowPicture | None:
    """The row in one of the lists; None for a bill that is in the other, or in none: empty, forgotten, left, or paid on
    another day.
    """
    bill = state.orders.bills.get(name)
    if bill is None:
        return None
    party = state.floor.sessions[bill.session]
    standing = _standing(state, bill, party)
    if standing is None or list_of(standing) != among:
        return None
    bills = [each for each in bills_of(state, party.session) if each == bill or not is_empty(state, each)]
    if is_empty(state, bill) and len(bills) > 1:
        return None
    return RowPicture(
        bill=bill,
        party=party,
        standing=standing,
        number=bills.index(bill) + 1,
        of=len(bills),
        due=money.told(state, bill.total_minor - bill.paid_minor),
        total=money.told(state, bill.total_minor),
        paid_minor=bill.paid_minor,
        unserved=sum(is_unserved(each) for each in items_on(state, bill)),
        order=_order(bill, party, standing),
    )


def is_empty(state: State, bill: Bill) -> bool:
    """Whether nothing stands on it: it was put into another, or all of it was moved."""
    if bill.total_minor or bill.paid_minor or state.orders.lines_on(bill):
        return False
    return not sheet_of(state, bill.bill).share_minor


def items_on(state: State, bill: Bill) -> list[Item]:
    """The lines that stand on a bill, as the kitchen has them, in the order in which they came."""
    return [state.kitchen.items[line] for line in state.orders.lines_on(bill)]


def _standing(state: State, bill: Bill, party: Session) -> Standing | None:
    sheet, day = sheet_of(state, bill.bill), state.day.current.value
    if bill.state == "open":
        if party.state == "cleared" and not sheet.originals:
            return None
        return "open" if party.asked_at is None else "asked"
    if party.state == "open":
        return "uncleared"
    return "left" if day is not None and sheet.closed_on == day.business_day else None


def _order(bill: Bill, party: Session, standing: Standing) -> int:
    if standing == "left":
        return -(bill.closed_at or 0)
    if standing == "asked":
        return (party.asked_at or 0) - 10 * LATER
    return age(bill.bill) + (LATER if standing == "uncleared" else 0)
