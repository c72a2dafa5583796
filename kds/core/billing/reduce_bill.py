"""Take something off a bill, or off some of its lines: a share, an amount, or what cash is rounded by (抹零)."""

from __future__ import annotations

from typing import Literal

from msgspec.structs import replace

from kds.core import ids, money
from kds.core.billing.answers import BillStands, bill_stands
from kds.core.billing.events import BillReduced
from kds.core.billing.model import REDUCTIONS_MOST, Reduction, Sheet
from kds.core.billing.sums import Sum
from kds.core.bills import (
    OF_REST,
    ON_BILL,
    closes,
    lines_of,
    open_bill,
    rest_covers,
    rounding_left,
    settings_of,
    sheet_of,
    sum_of,
)
from kds.core.deeds import Deed
from kds.core.orders.events import BillClosed
from kds.core.orders.model import Bill
from kds.core.reasons import NOT_LISTED, listed
from kds.core.refusals import LINE_VOIDED, MOST, OUT_OF_RANGE, UNKNOWN_LINE, within
from kds.core.rights import DISCOUNT, FORBIDDEN, OVER_LIMIT, ROUNDING, furthest, permit, permit_up_to
from kds.core.state import State
from kds.core.text import Cause, Id
from kds.core.types import Command, Context, Event, Permille, Refusal, reason

TOO_MANY_REDUCTIONS = reason(
    "too_many_reductions",
    "conflict",
    "账单{bill}已有{most}项优惠，不能再加",
    "Bill {bill} has {most} reductions already; no more can be added",
)
ROUNDED_ALREADY = reason(
    "rounded_already",
    "conflict",
    "账单{bill}已经抹零，请先撤销抹零",
    "Bill {bill} has been rounded already; take that back first",
)
ROUNDED_ENOUGH = reason(
    "rounded_enough",
    "conflict",
    "这桌的账单合计最多抹零{most}，已经抹了{taken}",
    "All bills of this party may be rounded by {most} together, and {taken} is off already",
)
ROUNDED_WHOLE = reason(
    "rounded_whole",
    "invalid",
    "抹零针对整张账单，不能指定菜品",
    "Rounding is for the whole bill, and not for some of its lines",
)


GIVEN = ("percent", "amount")
"""The kinds that somebody grants."""


class ReduceBill(Command, frozen=True, gc=False):
    """`value` is permille of a percent, else an amount. Without lines it is off all of them."""

    bill: Id
    kind: Literal["percent", "amount", "rounding"]
    value: int
    reason: Cause
    lines: tuple[Id, ...] = ()


def decide(state: State, command: ReduceBill, context: Context) -> list[Event]:
    """One event, and a second where the rest of the bill is paid already.

    Whoever takes money rounds by a little; whatever else is given takes another right, which may have a limit.
    """
    permit(state, context, ROUNDING if command.kind == "rounding" else DISCOUNT)
    bill = open_bill(state, command.bill)
    _in_bounds(state, command, bill)
    given = Reduction(
        reduction=ids.mint("D", state.seq + 1),
        kind=command.kind,
        value=command.value,
        lines=tuple(dict.fromkeys(command.lines)),
        reason=command.reason,
        actor=context.who.id,
        approver="",
    )
    sheet = _with(sheet_of(state, bill.bill), given)
    comes_to = sum_of(state, bill, sheet=sheet)
    if command.kind != "rounding":
        permit_up_to(state, context, DISCOUNT, _share_off(comes_to, sheet))
        _for_a_reason(state, command)
    rest = comes_to.total_minor
    rest_covers(state, bill, rest)
    reduced = BillReduced(
        session=bill.session,
        bill=bill.bill,
        reduction=given.reduction,
        kind=command.kind,
        value=given.value,
        lines=given.lines,
        reason=given.reason,
        most_permille=0 if command.kind == "rounding" else furthest(state, context, DISCOUNT) or 0,
    )
    if closes(state, bill, rest):
        return [reduced, BillClosed(session=bill.session, bill=bill.bill, total_minor=rest)]
    return [reduced]


def _share_off(comes_to: Sum, sheet: Sheet) -> Permille:
    """How much of the bill all its discounts take off, together: begun thousandths count whole.

    Of a bill that comes to nothing any discount is all, for it would hold for what is ordered later.
    """
    off = sum(
        [amount for amount, each in zip(comes_to.reductions, sheet.reductions, strict=True) if each.kind in GIVEN]
    )
    whole = comes_to.gross_minor - comes_to.comped_minor
    return -(-off * 1000 // whole) if whole > 0 else 1000


def _for_a_reason(state: State, command: ReduceBill) -> None:
    """What the house gives by name is given for that."""
    asked = (command.kind, command.value, ())
    named = [each.name for each in settings_of(state).reductions if (each.kind, each.value, command.lines) == asked]
    if not any(command.reason in (each.zh, each.en) for each in named):
        listed(state, "discount", command.reason)


def _with(sheet: Sheet, given: Reduction) -> Sheet:
    return replace(sheet, reductions=(*sheet.reductions, given))


def _in_bounds(state: State, command: ReduceBill, bill: Bill) -> None:
    sheet = sheet_of(state, bill.bill)
    if len(sheet.reductions) >= REDUCTIONS_MOST:
        raise Refusal(TOO_MANY_REDUCTIONS, bill=bill.bill, most=REDUCTIONS_MOST)
    if command.kind == "rounding":
        if command.lines:
            raise Refusal(ROUNDED_WHOLE)
        if any(each.kind == "rounding" for each in sheet.reductions):
            raise Refusal(ROUNDED_ALREADY, bill=bill.bill)
        due, most = bill.total_minor - bill.paid_minor, settings_of(state).rounding_most_minor
        left = rounding_left(state, bill, most)
        if left < command.value <= most:
            words = {"most": money.told(state, most), "taken": money.told(state, most - left)}
            raise Refusal(ROUNDED_ENOUGH, bill=bill.bill, left_minor=left, **words)
        within("value", command.value, 1, max(1, min(due, most)))
    else:
        within("value", command.value, 1, 1000 if command.kind == "percent" else MOST)
    there = {each.line for each in lines_of(state, bill)}
    for line in command.lines:
        if line not in there:
            raise Refusal(UNKNOWN_LINE, line=line)
        if line in state.orders.voids:
            raise Refusal(LINE_VOIDED, line=line)


def answer(state: State, command: ReduceBill, events: list[Event]) -> BillStands:
    """As it stands after the events."""
    given = [each.reduction for each in events if isinstance(each, BillReduced)]
    return bill_stands(state, command.bill, given[0])


DEED = Deed(
    ReduceBill,
    decide,
    answer,
    BillStands,
    right=ROUNDING,
    or_rights=(DISCOUNT,),
    refuses=(
        FORBIDDEN,
        OVER_LIMIT,
        NOT_LISTED,
        *ON_BILL,
        TOO_MANY_REDUCTIONS,
        ROUNDED_WHOLE,
        ROUNDED_ALREADY,
        ROUNDED_ENOUGH,
        OUT_OF_RANGE,
        UNKNOWN_LINE,
        LINE_VOIDED,
        *OF_REST,
    ),
)
