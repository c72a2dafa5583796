"""Put a bill back into another of its party: a split that was wrong, or a party that pays together after all."""

from __future__ import annotations

from msgspec.structs import replace

from kds.core.billing.answers import BillStands, bill_stands
from kds.core.billing.events import BillSplit
from kds.core.billing.model import REDUCTIONS_MOST, Reduction, Sheet, SplitPart, Surcharge
from kds.core.billing.sums import reckon
from kds.core.bills import ON_BILL, lines_of, open_bill, priced, sheet_of
from kds.core.deeds import Deed
from kds.core.rights import SPLIT
from kds.core.state import State
from kds.core.text import Id
from kds.core.types import Command, Context, Event, Refusal, reason

OTHER_PARTY = reason("other_party", "conflict", "两张账单不是同一拨客人的", "The two bills are not of the same party")
PAID_IN_PART = reason(
    "paid_in_part", "conflict", "账单{bill}已经收过钱，请先退款", "Bill {bill} is paid in part; refund it first"
)
INTO_ITSELF = reason("into_itself", "invalid", "账单不能并入自己", "A bill is not put into itself")
REDUCED_TOO_OFTEN = reason(
    "reduced_too_often", "conflict", "两张账单的优惠加起来太多", "The two bills have too many reductions together"
)


class JoinBills(Command, frozen=True, gc=False):
    """All that stands on `bill` stands on `into` then, and `bill` comes to nothing."""

    bill: Id
    into: Id


def decide(state: State, command: JoinBills, context: Context) -> list[Event]:
    """One event; what both came to is what the one comes to."""
    gone, into = open_bill(state, command.bill), open_bill(state, command.into)
    if gone.bill == into.bill:
        raise Refusal(INTO_ITSELF)
    if gone.session != into.session:
        raise Refusal(OTHER_PARTY)
    if gone.paid_minor:
        raise Refusal(PAID_IN_PART, bill=gone.bill)
    lines = [*lines_of(state, into), *lines_of(state, gone)]
    one, other = sheet_of(state, into.bill), sheet_of(state, gone.bill)
    if len(one.reductions) + len(other.reductions) > REDUCTIONS_MOST:
        raise Refusal(REDUCED_TOO_OFTEN)
    own, theirs = [each.line for each in lines_of(state, into)], [each.line for each in lines_of(state, gone)]
    reductions = (
        *[_named(each, own) for each in one.reductions],
        *[_named(each, theirs) for each in other.reductions],
    )
    sheet = Sheet(
        bill=into.bill,
        reductions=tuple([each for each in reductions if each.lines or each.kind in ("rounding", "refund")]),
        surcharges=_together(one, other),
        share_minor=one.share_minor + other.share_minor,
    )
    found = reckon(priced(state, lines), state.orders.comps, sheet)
    drift = into.total_minor + gone.total_minor - found.total_minor
    joined = SplitPart(
        bill=into.bill,
        lines=tuple([each.line for each in lines]),
        reductions=tuple(
            [
                replace(each, amount_minor=amount)
                for each, amount in zip(sheet.reductions, found.reductions, strict=True)
            ]
        ),
        surcharges=tuple(
            [
                replace(each, amount_minor=amount)
                for each, amount in zip(sheet.surcharges, found.surcharges, strict=True)
            ]
        ),
        share_minor=sheet.share_minor + drift,
        total_minor=found.total_minor + drift,
    )
    empty = SplitPart(gone.bill, (), (), (), 0, 0)
    return [BillSplit(session=into.session, bill=into.bill, by="joined", parts=(empty, joined))]


def _named(given: Reduction, lines: list[str]) -> Reduction:
    """What was off a whole bill is off its lines alone when it has others beside them."""
    if given.lines or given.kind in ("rounding", "refund"):
        return given
    return replace(given, lines=tuple(lines))


def _together(one: Sheet, other: Sheet) -> tuple[Surcharge, ...]:
    """The surcharges of both, each once; what is charged a head for the heads of both."""
    found = {each.rule.surcharge: each for each in one.surcharges}
    for each in other.surcharges:
        known = found.get(each.rule.surcharge)
        found[each.rule.surcharge] = each if known is None else replace(known, heads=known.heads + each.heads)
    return tuple(found.values())


def answer(state: State, command: JoinBills, events: list[Event]) -> BillStands:
    """The bill that has all of it."""
    return bill_stands(state, command.into)


DEED = Deed(
    JoinBills,
    decide,
    answer,
    BillStands,
    right=SPLIT,
    refuses=(*ON_BILL, INTO_ITSELF, OTHER_PARTY, PAID_IN_PART, REDUCED_TOO_OFTEN),
)
