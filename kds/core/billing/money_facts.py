"""What reports know of money as it comes and goes: by each tender, at each till, on each day that was closed."""

from __future__ import annotations

from typing import Any, ClassVar

from kds.core import ids
from kds.core.billing.events import (
    AccountPaid,
    BillRefunded,
    CashDropped,
    DaySettled,
    DepositReturned,
    DepositTaken,
    ShiftClosed,
)
from kds.core.bills import sheet_of
from kds.core.facts import Fact, Times
from kds.core.orders.events import PaymentTaken
from kds.core.state import State
from kds.core.types import Minor, Ms, Stamp


class MoneyFact(Fact, frozen=True, gc=False):
    """Money that came, or went where it is below zero. `kind`: bill, tip, refund, account, deposit, returned, drop.

    `paid_seq` is of a refund the event by which what goes back had come, 0 of all else.
    """

    TABLE: ClassVar[str] = "money"

    seq: int
    happened_at: Ms
    business_day: str
    slot: int
    kind: str
    tender: str
    tender_kind: str
    amount_minor: Minor
    party: int
    bill: str
    account: str
    deposit: str
    till: str
    actor: str
    approver: str
    reason: str
    paid_seq: int


class ShiftFact(Fact, frozen=True, gc=False):
    """A till that was counted: what should have been in it, what was, and the difference."""

    TABLE: ClassVar[str] = "shifts"

    seq: int
    happened_at: Ms
    business_day: str
    till: str
    shift: str
    opened_by: str
    closed_by: str
    expected_minor: Minor
    counted_minor: Minor
    difference_minor: Minor
    handed_to: str


class DayFact(Fact, frozen=True, gc=False):
    """A business day that was closed, as its Z says; what was carried on, owed and kept is as it was at its end.

    `failed_checks` names the sums that do not fit, "" for none.
    """

    TABLE: ClassVar[str] = "days"

    seq: int
    business_day: str
    z: int
    ended_at: Ms
    closed_by: str
    word: str
    bills: int
    closed_minor: Minor
    reduced_minor: Minor
    surcharged_minor: Minor
    tendered_minor: Minor
    tips_minor: Minor
    refunded_minor: Minor
    brought_minor: Minor
    carried_minor: Minor
    owed_minor: Minor
    kept_minor: Minor
    open_tickets: int
    unpaid_parties: int
    failed_checks: str


def money(state: State, stamp: Stamp, event: Any, times: Times) -> list[Fact]:
    """The rows of an event by which money came or went."""
    match event:
        case PaymentTaken():
            return _paid(stamp, event, times)
        case BillRefunded():
            return _refunded(state, stamp, event, times)
        case AccountPaid():
            more = {"tender": event.named or event.tender, "tender_kind": event.tender, "account": event.account}
            return [_row(stamp, times, "account", event.amount_minor, **more)]
        case DepositTaken():
            more = {"tender": event.named or event.tender, "tender_kind": event.tender, "deposit": event.deposit}
            return [_row(stamp, times, "deposit", event.amount_minor, **more)]
        case DepositReturned():
            more = {"tender": event.tender, "tender_kind": event.tender, "deposit": event.deposit}
            return [_row(stamp, times, "returned", -event.amount_minor, **more)]
        case CashDropped():
            more = {"tender": "cash", "tender_kind": "cash", "till": event.till, "reason": event.reason}
            return [_row(stamp, times, "drop", -event.amount_minor, **more)]
        case _:
            return []


def _paid(stamp: Stamp, event: PaymentTaken, times: Times) -> list[Fact]:
    more: dict[str, Any] = {
        "tender": event.named or event.tender,
        "tender_kind": event.tender,
        "bill": event.bill,
        "party": ids.birth(event.session) or 0,
        "account": event.account,
        "deposit": event.deposit,
    }
    found: list[Fact] = [_row(stamp, times, "bill", event.amount_minor, **more)]
    if event.tip_minor:
        found.append(_row(stamp, times, "tip", event.tip_minor, **more))
    return found


def _refunded(state: State, stamp: Stamp, event: BillRefunded, times: Times) -> list[Fact]:
    """By the tenders by which it had come."""
    payments = {each.payment: each for each in sheet_of(state, event.bill).payments}
    party = ids.birth(event.session) or 0
    return [
        _row(
            stamp,
            times,
            "refund",
            -part.amount_minor,
            tender=payments[part.payment].tender,
            tender_kind=part.kind,
            bill=event.bill,
            party=party,
            account=part.account,
            deposit=part.deposit,
            reason=event.reason,
            paid_seq=payments[part.payment].seq,
        )
        for part in event.parts
    ]


_NOTHING: dict[str, Any] = {
    "tender": "",
    "tender_kind": "",
    "party": 0,
    "bill": "",
    "account": "",
    "deposit": "",
    "till": "",
    "reason": "",
    "paid_seq": 0,
}


def _row(stamp: Stamp, times: Times, kind: str, amount: Minor, **more: Any) -> MoneyFact:
    return MoneyFact(
        seq=stamp.seq,
        happened_at=stamp.at,
        business_day=times.today,
        slot=times.slot(stamp.at),
        kind=kind,
        amount_minor=amount,
        actor=stamp.actor,
        approver=stamp.approver,
        **{**_NOTHING, **more},
    )


def counted(state: State, stamp: Stamp, event: ShiftClosed, times: Times) -> list[Fact]:
    """A till was counted."""
    return [
        ShiftFact(
            seq=stamp.seq,
            happened_at=stamp.at,
            business_day=times.today,
            till=event.till,
            shift=event.shift,
            opened_by=event.opened_by,
            closed_by=stamp.actor,
            expected_minor=event.expected_minor,
            counted_minor=event.counted_minor,
            difference_minor=event.difference_minor,
            handed_to=event.handed_to,
        )
    ]


def settled(state: State, stamp: Stamp, event: DaySettled, times: Times) -> list[Fact]:
    """A business day has its number and its figures."""
    report, takings = event.report, event.report.takings
    ends = {each.check: each.right_minor for each in report.checks}
    return [
        DayFact(
            seq=stamp.seq,
            business_day=report.business_day,
            z=report.z,
            ended_at=report.ended,
            closed_by=report.closed_by,
            word=report.word,
            bills=takings.bills,
            closed_minor=takings.closed_minor,
            reduced_minor=takings.reduced_minor,
            surcharged_minor=takings.surcharged_minor,
            tendered_minor=sum([each.bills_minor for each in takings.tenders]),
            tips_minor=sum([each.tips_minor for each in takings.tenders]),
            refunded_minor=sum([each.refunded_minor for each in takings.tenders]),
            brought_minor=takings.brought_minor,
            carried_minor=ends["bills"] - takings.closed_minor,
            owed_minor=ends["accounts"],
            kept_minor=ends["deposits"],
            open_tickets=report.open_tickets,
            unpaid_parties=report.unpaid_parties,
            failed_checks=" ".join([each.check for each in report.checks if not each.fits]),
        )
    ]
