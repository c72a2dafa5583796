"""What happens to bills, and what it makes of them, of their sheets and of the day's takings."""

from __future__ import annotations

from msgspec.structs import replace

from kds.core.billing import account_history, takings
from kds.core.billing.drawer import cash
from kds.core.billing.events import (
    BillReckoned,
    BillReduced,
    BillRefunded,
    BillReopened,
    BillSplit,
    LineComped,
    LineWeighed,
    ReductionTakenBack,
    SurchargesSet,
)
from kds.core.billing.house_folds import use
from kds.core.billing.model import Comp, Original, Payment, Reduction, Sheet, Weight
from kds.core.orders.events import BillClosed, PaymentTaken
from kds.core.orders.model import Bill
from kds.core.state import State
from kds.core.types import Stamp


def sheet(state: State, bill: str) -> Sheet:
    """What stands on the bill beside its lines."""
    return state.orders.sheets.get(bill) or Sheet(bill)


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
        most_permille=event.most_permille,
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
        drawn_from=state.billing.deposits.get(event.deposit),
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
    """It is not closed after all: it takes lines and payments again, and as it was it is kept."""
    takings.close(state, event.bill, event.total_minor, -1)
    found = sheet(state, event.bill)
    original = Original(event.total_minor, event.paid_minor, stamp.seq, event.reason, stamp.actor)
    state.orders.sheets[event.bill] = replace(found, closed_on="", originals=(*found.originals, original))
    bill = state.orders.bills[event.bill]
    state.orders.bills[event.bill] = replace(bill, closed_at=None)


def fold_bill_refunded(state: State, event: BillRefunded, stamp: Stamp) -> None:
    """What somebody owed is owed no more, what was taken from a deposit is kept again, and cash leaves the drawer."""
    payments = {each.payment: each for each in sheet(state, event.bill).payments}
    _give_back(state, event, stamp)
    if event.closed:
        takings.give_back(state, event.amount_minor)
    for part in event.parts:
        takings.add(state, payments[part.payment].tender, part.kind, refunded_minor=part.amount_minor)
        if part.kind == "cash":
            cash(state, stamp.actor, -part.amount_minor)
        if part.account:
            account_history.of_bill(state, part.account, -part.amount_minor, event.bill, stamp)
        if part.deposit:
            use(state, part.deposit, -part.amount_minor, payments[part.payment].drawn_from)


def _give_back(state: State, event: BillRefunded, stamp: Stamp) -> None:
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
