"""What happens to bills beside orders and payments, and to the house's money."""

from __future__ import annotations

from kds.core.billing.day_model import DayReport
from kds.core.billing.model import (
    BillingSettings,
    ReductionKind,
    RefundPart,
    Regrouped,
    SplitPart,
    Surcharge,
    TenderKind,
)
from kds.core.types import Event, Minor, Name, Permille


class BillingChanged(Event, frozen=True, gc=False):
    """The house charges in another way from now on; bills that there are keep the surcharges that they have."""

    settings: BillingSettings


class LineComped(Event, frozen=True, gc=False):
    """A line was given free (赠菜); `price_minor` leaves its bill."""

    session: str
    bill: str
    line: str
    reason: str
    price_minor: Minor


class LineWeighed(Event, frozen=True, gc=False):
    """A line was on the scale; its price is `price_minor` then, and was `before_minor`."""

    session: str
    bill: str
    line: str
    gross_g: int
    tare_g: int
    net_g: int
    price_minor: Minor
    before_minor: Minor


class BillReduced(Event, frozen=True, gc=False):
    """Something was taken off a bill, or off some of its lines; none are all of them.

    `most_permille` is the limit of whoever gave it: it never takes a greater share of the bill; 0 is none.
    """

    session: str
    bill: str
    reduction: str
    kind: ReductionKind
    value: int
    lines: tuple[str, ...]
    reason: str
    most_permille: Permille = 0


class ReductionTakenBack(Event, frozen=True, gc=False):
    """A reduction does not hold after all."""

    session: str
    bill: str
    reduction: str


class SurchargesSet(Event, frozen=True, gc=False):
    """The surcharges of a bill, all of them, are these now; `reason` is why one of them was waived, "" for none."""

    session: str
    bill: str
    surcharges: tuple[Surcharge, ...]
    reason: str = ""


class BillReckoned(Event, frozen=True, gc=False):
    """A bill that has reductions or surcharges comes to this now; their amounts are in the order of its sheet."""

    session: str
    bill: str
    gross_minor: Minor
    reductions: tuple[Minor, ...]
    surcharges: tuple[Minor, ...]
    total_minor: Minor


class BillSplit(Event, frozen=True, gc=False):
    """The lines and sums of some bills of a party are grouped otherwise now: split, or joined again.

    `parts` are those bills as they are then, the one that it was done to first; what is not there yet is opened.
    """

    session: str
    bill: str
    by: Regrouped
    parts: tuple[SplitPart, ...]


class BillRefunded(Event, frozen=True, gc=False):
    """Money went back to the tenders by which it came. `closed`: the bill was paid, and comes to so much less.

    `lines` is what it was given back for; none where it was an amount.
    """

    session: str
    bill: str
    refund: str
    reason: str
    lines: tuple[str, ...]
    amount_minor: Minor
    parts: tuple[RefundPart, ...]
    closed: bool


class BillReopened(Event, frozen=True, gc=False):
    """A bill that was paid is open again (反结账); as it was it is kept beside it."""

    session: str
    bill: str
    reason: str
    total_minor: Minor
    paid_minor: Minor


class AccountSet(Event, frozen=True, gc=False):
    """Somebody may pay later, up to a limit; nobody new may where the limit is zero."""

    account: str
    name: Name
    limit_minor: Minor


class AccountPaid(Event, frozen=True, gc=False):
    """Somebody paid of what was owed."""

    account: str
    tender: TenderKind
    named: str
    amount_minor: Minor
    reference: str


class DepositTaken(Event, frozen=True, gc=False):
    """The house keeps money for somebody."""

    deposit: str
    tender: TenderKind
    named: str
    amount_minor: Minor
    reference: str


class DepositReturned(Event, frozen=True, gc=False):
    """The house gave money back that it kept; nothing is left of it where it was all."""

    deposit: str
    tender: TenderKind
    amount_minor: Minor


class ShiftOpened(Event, frozen=True, gc=False):
    """Somebody took over a till, with so much cash in its drawer."""

    till: str
    shift: str
    opened_by: str
    float_minor: Minor


class CashDropped(Event, frozen=True, gc=False):
    """Cash went from a drawer to the safe; below zero it came from there."""

    till: str
    amount_minor: Minor
    reason: str


class ShiftClosed(Event, frozen=True, gc=False):
    """A till was counted, by somebody who was not told what should be in it."""

    till: str
    shift: str
    opened_by: str
    expected_minor: Minor
    counted_minor: Minor
    difference_minor: Minor
    handed_to: str


class DaySettled(Event, frozen=True, gc=False):
    """A closed business day in figures, under its number (Z)."""

    report: DayReport
