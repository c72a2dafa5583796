"""What happens to bills beside orders and payments, and what it makes of the state."""

from __future__ import annotations

from msgspec.structs import replace

from kds.core.billing.model import (
    Account,
    BillingSettings,
    Comp,
    DayReport,
    Deposit,
    Original,
    Reduction,
    ReductionKind,
    RefundPart,
    Regrouped,
    Sheet,
    Shift,
    SplitPart,
    Surcharge,
    TenderKind,
    Weight,
)
from kds.core.journal import ONLY
from kds.core.orders.model import Bill
from kds.core.state import State
from kds.core.types import Event, Minor, Name, Stamp


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
    """Something was taken off a bill, or off some of its lines; none are all of them."""

    session: str
    bill: str
    reduction: str
    kind: ReductionKind
    value: int
    lines: tuple[str, ...]
    reason: str


class ReductionTakenBack(Event, frozen=True, gc=False):
    """A reduction does not hold after all."""

    session: str
    bill: str
    reduction: str


class SurchargesSet(Event, frozen=True, gc=False):
    """The surcharges of a bill, all of them, are these now."""

    session: str
    bill: str
    surcharges: tuple[Surcharge, ...]


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


def sheet(state: State, bill: str) -> Sheet:
    """What stands on the bill beside its lines."""
    return state.orders.sheets.get(bill) or Sheet(bill)


def fold_billing_changed(state: State, event: BillingChanged, stamp: Stamp) -> None:
    """The settings."""
    state.billing.settings[ONLY] = event.settings


def fold_line_comped(state: State, event: LineComped, stamp: Stamp) -> None:
    """The line stays, beside it why it is free."""
    state.orders.comps[event.line] = Comp(event.line, event.reason, stamp.actor, stamp.approver, stamp.at)
    bill = state.orders.bills[event.bill]
    state.orders.bills[bill.bill] = replace(bill, total_minor=bill.total_minor - event.price_minor)


def fold_line_weighed(state: State, event: LineWeighed, stamp: Stamp) -> None:
    """It costs what it weighs; what is free stays free."""
    state.orders.weights[event.line] = Weight(event.line, event.gross_g, event.tare_g, event.net_g, event.price_minor)
    if event.line not in state.orders.comps:
        bill = state.orders.bills[event.bill]
        more = event.price_minor - event.before_minor
        state.orders.bills[bill.bill] = replace(bill, total_minor=bill.total_minor + more)


def fold_bill_reduced(state: State, event: BillReduced, stamp: Stamp) -> None:
    """It stands on the sheet; what it comes to is reckoned."""
    found = sheet(state, event.bill)
    given = Reduction(
        reduction=event.reduction,
        kind=event.kind,
        value=event.value,
        lines=event.lines,
        reason=event.reason,
        actor=stamp.actor,
        approver=stamp.approver,
    )
    state.orders.sheets[event.bill] = replace(found, reductions=(*found.reductions, given))


def fold_reduction_taken_back(state: State, event: ReductionTakenBack, stamp: Stamp) -> None:
    """It leaves the sheet."""
    found = sheet(state, event.bill)
    rest = tuple([each for each in found.reductions if each.reduction != event.reduction])
    state.orders.sheets[event.bill] = replace(found, reductions=rest)


def fold_surcharges_set(state: State, event: SurchargesSet, stamp: Stamp) -> None:
    """They stand on the sheet; what they come to is reckoned."""
    state.orders.sheets[event.bill] = replace(sheet(state, event.bill), surcharges=event.surcharges)


def fold_bill_reckoned(state: State, event: BillReckoned, stamp: Stamp) -> None:
    """The amounts, and the total."""
    found = sheet(state, event.bill)
    reductions = zip(found.reductions, event.reductions, strict=True)
    surcharges = zip(found.surcharges, event.surcharges, strict=True)
    state.orders.sheets[event.bill] = replace(
        found,
        reductions=tuple([replace(each, amount_minor=amount) for each, amount in reductions]),
        surcharges=tuple([replace(each, amount_minor=amount) for each, amount in surcharges]),
    )
    bill = state.orders.bills[event.bill]
    state.orders.bills[bill.bill] = replace(bill, total_minor=event.total_minor)


def fold_bill_split(state: State, event: BillSplit, stamp: Stamp) -> None:
    """Every bill has the lines, and what is beside them, that the event says; the kitchen has what it had (law 11)."""
    for part in event.parts:
        if part.bill not in state.orders.bills:
            came_with = state.orders.bills[event.bill].came_with
            state.orders.bills[part.bill] = Bill(
                bill=part.bill, session=event.session, opened_at=stamp.at, came_with=came_with
            )
            state.orders.session_bills.add(event.session, part.bill)
        own = state.orders.bills[part.bill]
        moved_in = tuple([line for line in part.lines if _home(state, line) != part.bill])
        state.orders.bills[part.bill] = replace(own, total_minor=part.total_minor, lines_in=moved_in)
        state.orders.sheets[part.bill] = replace(
            sheet(state, part.bill),
            reductions=part.reductions,
            surcharges=part.surcharges,
            share_minor=part.share_minor,
        )
        for line in part.lines:
            if line in moved_in:
                state.orders.moved[line] = part.bill
            elif line in state.orders.moved:
                del state.orders.moved[line]


def _home(state: State, line: str) -> str:
    return state.orders.rounds[state.orders.lines[line].round].bill


def fold_bill_refunded(state: State, event: BillRefunded, stamp: Stamp) -> None:
    """The payments are less; so is a bill that was paid."""
    found = sheet(state, event.bill)
    back = {each.payment: each.amount_minor for each in event.parts}
    payments = tuple(
        [replace(each, refunded_minor=each.refunded_minor + back.get(each.payment, 0)) for each in found.payments]
    )
    given = Reduction(
        reduction=event.refund,
        kind="refund",
        value=event.amount_minor,
        lines=event.lines,
        reason=event.reason,
        actor=stamp.actor,
        approver=stamp.approver,
        amount_minor=event.amount_minor,
    )
    reductions = (*found.reductions, given) if event.closed else found.reductions
    state.orders.sheets[event.bill] = replace(found, payments=payments, reductions=reductions)
    bill = state.orders.bills[event.bill]
    less = event.amount_minor if event.closed else 0
    state.orders.bills[event.bill] = replace(
        bill, paid_minor=bill.paid_minor - event.amount_minor, total_minor=bill.total_minor - less
    )


def fold_bill_reopened(state: State, event: BillReopened, stamp: Stamp) -> None:
    """It takes lines and payments again."""
    found = sheet(state, event.bill)
    original = Original(event.total_minor, event.paid_minor, stamp.seq, event.reason, stamp.actor)
    state.orders.sheets[event.bill] = replace(found, closed_on="", originals=(*found.originals, original))
    bill = state.orders.bills[event.bill]
    state.orders.bills[event.bill] = replace(bill, closed_at=None)


def fold_account_set(state: State, event: AccountSet, stamp: Stamp) -> None:
    """What is owed stays."""
    known = state.billing.accounts.get(event.account)
    owed = 0 if known is None else known.owed_minor
    state.billing.accounts[event.account] = Account(event.account, event.name, event.limit_minor, owed)


def fold_account_paid(state: State, event: AccountPaid, stamp: Stamp) -> None:
    """So much less is owed."""
    owe(state, event.account, -event.amount_minor)


def fold_deposit_taken(state: State, event: DepositTaken, stamp: Stamp) -> None:
    """It is kept."""
    state.billing.deposits[event.deposit] = Deposit(
        deposit=event.deposit,
        amount_minor=event.amount_minor,
        left_minor=event.amount_minor,
        tender=event.named,
        kind=event.tender,
        reference=event.reference,
        taken=stamp.at,
        taken_by=stamp.actor,
    )


def fold_deposit_returned(state: State, event: DepositReturned, stamp: Stamp) -> None:
    """So much less of it is kept."""
    use(state, event.deposit, event.amount_minor)


def owe(state: State, account: str, amount: Minor) -> None:
    """Somebody owes so much more; nothing in a state that was folded from a party's events alone."""
    known = state.billing.accounts.get(account)
    if known is not None:
        state.billing.accounts[account] = replace(known, owed_minor=known.owed_minor + amount)


def use(state: State, deposit: str, amount: Minor) -> None:
    """So much less of a deposit is kept, or more; it is known until it is all gone, and again once some is back."""
    known = state.billing.deposits.get(deposit)
    if known is None and amount < 0:
        state.billing.deposits[deposit] = Deposit(deposit, -amount, -amount, "cash", "cash", "")
    if known is not None:
        state.billing.deposits[deposit] = replace(known, left_minor=known.left_minor - amount)
        if known.left_minor == amount:
            del state.billing.deposits[deposit]


def fold_shift_opened(state: State, event: ShiftOpened, stamp: Stamp) -> None:
    """The till is theirs."""
    state.billing.shifts[event.till] = Shift(event.till, event.shift, event.opened_by, stamp.at, event.float_minor)


def fold_cash_dropped(state: State, event: CashDropped, stamp: Stamp) -> None:
    """So much less is in the drawer."""
    shift = state.billing.shifts[event.till]
    state.billing.shifts[event.till] = replace(shift, drops_minor=shift.drops_minor + event.amount_minor)
