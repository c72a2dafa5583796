"""The money of a business day: what each event adds to it, and the sums that must be the same when it ends.

| check    | left                                          | right                                  |
|----------|-----------------------------------------------|----------------------------------------|
| bills    | brought forward + tendered − refunded         | bills closed + paid of bills still open |
| accounts | owed before + put on account − paid           | owed now                               |
| deposits | kept before + taken − returned − applied      | kept now                               |
"""

from __future__ import annotations

from typing import Any

from msgspec.structs import astuple, replace

from kds.core.billing.day_model import Check, DayReport, DayTakings, ShiftDone, Takings, TenderTaken
from kds.core.billing.events import DaySettled
from kds.core.billing.model import TenderKind
from kds.core.day.events import DayClosed
from kds.core.journal import ONLY
from kds.core.state import State
from kds.core.types import Event, Minor, Stamp

SHIFTS_MOST = 200
"""Shifts that a day's report names."""


def takings_of(state: State) -> Takings:
    """Those of the day under way."""
    return state.billing.takings.value or _beginning(0, 0, 0)


def _beginning(brought: Minor, owed: Minor, kept: Minor) -> Takings:
    return Takings(
        brought_minor=brought,
        owed_minor=owed,
        kept_minor=kept,
        bills=0,
        closed_minor=0,
        reduced_minor=0,
        surcharged_minor=0,
        tenders=(),
        shifts=(),
    )


def add(state: State, tender: str, kind: TenderKind, **amounts: Minor) -> None:
    """So much more came, or went, by a tender."""
    takings = takings_of(state)
    found = {each.tender: each for each in takings.tenders}
    known = found.get(tender) or TenderTaken(tender, kind, 0, 0, 0, 0, 0, 0)
    found[tender] = replace(known, **{name: getattr(known, name) + amount for name, amount in amounts.items()})
    tenders = tuple([found[each] for each in sorted(found)])
    state.billing.takings[ONLY] = replace(takings, tenders=tenders)


def close(state: State, bill: str, total: Minor, sign: int = 1) -> None:
    """A bill was closed, or with `sign` -1 opened again."""
    takings, sheet = takings_of(state), state.orders.sheets.get(bill)
    reductions = () if sheet is None else sheet.reductions
    surcharges = () if sheet is None else sheet.surcharges
    off = sum([each.amount_minor for each in reductions if each.kind != "refund"])
    state.billing.takings[ONLY] = replace(
        takings,
        bills=takings.bills + sign,
        closed_minor=takings.closed_minor + sign * total,
        reduced_minor=takings.reduced_minor + sign * off,
        surcharged_minor=takings.surcharged_minor + sign * sum([each.amount_minor for each in surcharges]),
    )


def give_back(state: State, amount: Minor) -> None:
    """A bill that was closed comes to so much less."""
    takings = takings_of(state)
    state.billing.takings[ONLY] = replace(takings, closed_minor=takings.closed_minor - amount)


def note_shift(state: State, done: ShiftDone) -> None:
    """A shift was counted."""
    takings = takings_of(state)
    state.billing.takings[ONLY] = replace(takings, shifts=(*takings.shifts, done)[-SHIFTS_MOST:])


def report(state: State, business_day: str) -> DayReport:
    """The day under way as it would be closed now."""
    takings = takings_of(state)
    return DayReport(
        z=0,
        business_day=business_day,
        ended=0,
        closed_by="",
        word="",
        takings=DayTakings(*astuple(takings)),
        checks=checks(state, takings),
        open_tickets=0,
        unpaid_parties=0,
        open_shifts=tuple(sorted(state.billing.shifts)),
    )


def checks(state: State, takings: Takings) -> tuple[Check, ...]:
    """The sums of the table above."""
    tenders = takings.tenders

    def of(name: str, kind: TenderKind | None = None) -> Minor:
        return sum([getattr(each, name) for each in tenders if kind in (None, each.kind)])

    def on(kind: TenderKind) -> Minor:
        return of("bills_minor", kind) + of("tips_minor", kind) - of("refunded_minor", kind)

    paid = sum([each.paid_minor for each in state.orders.bills.values() if each.state == "open"])
    owed = sum([each.owed_minor for each in state.billing.accounts.values()])
    kept = sum([each.left_minor for each in state.billing.deposits.values()])
    return (
        _check("bills", takings.brought_minor + of("bills_minor") - of("refunded_minor"), takings.closed_minor + paid),
        _check("accounts", takings.owed_minor + on("account") - of("accounts_minor"), owed),
        _check(
            "deposits",
            takings.kept_minor + of("deposits_minor") - of("returned_minor") - on("deposit"),
            kept,
        ),
    )


def _check(name: str, left: Minor, right: Minor) -> Check:
    return Check(name, left, right, left == right)


def settle(state: State, event: DayClosed, stamp: Stamp) -> list[Event]:
    """Policy: a day that is closed gets its number, and its figures are what they are for ever."""
    last = state.billing.last_z.value
    found = report(state, event.business_day)
    return [
        DaySettled(
            report=replace(
                found,
                z=1 if last is None else last + 1,
                ended=stamp.at,
                closed_by=stamp.actor,
                word=event.word,
                open_tickets=event.open_tickets,
                unpaid_parties=event.unpaid_parties,
            )
        )
    ]


def fold_day_settled(state: State, event: Any, stamp: Stamp) -> None:
    """The figures are kept, and those of the next day begin."""
    found: DayReport = event.report
    by_name = {each.check: each for each in found.checks}
    state.billing.days[found.business_day] = found
    state.billing.last_z[ONLY] = found.z
    for old in sorted(state.billing.days)[:-DAYS_KEPT]:
        del state.billing.days[old]
    paid = by_name["bills"].right_minor - found.takings.closed_minor
    owed, kept = by_name["accounts"].right_minor, by_name["deposits"].right_minor
    state.billing.takings[ONLY] = _beginning(paid, owed, kept)


DAYS_KEPT = 800
"""Days whose figures are at hand; the ledger keeps all of them."""
