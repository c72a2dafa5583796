"""Take a line back (退菜), with a reason."""

from __future__ import annotations

from kds.core.bills import (
    OF_REST,
    ON_LINE,
    alive_line,
    closes,
    price_of,
    rest_covers,
    sum_of,
)
from kds.core.deeds import Deed
from kds.core.kitchen.model import COOKING
from kds.core.orders.events import BillClosed, LineVoided
from kds.core.orders.meals import together
from kds.core.orders.model import Line
from kds.core.reasons import NOT_LISTED, listed
from kds.core.refusals import BILL_CLOSED, LINE_VOIDED
from kds.core.rights import FORBIDDEN, VOID, VOID_STARTED, permit
from kds.core.state import State
from kds.core.text import Cause, Id
from kds.core.types import Answer, Command, Context, Event, Minor, Refusal, reason

PART_OF_MEAL = reason(
    "part_of_meal",
    "conflict",
    "这道菜是套餐“{name_zh}”的一部分，只能整份套餐一起退",
    "This is a part of the set meal “{name_en}”, which is taken back only as a whole",
)


class VoidLine(Command, frozen=True, gc=False):
    """The line is not wanted any more; `reason` is what the manager reads in the report.

    A part of a set meal is taken back only with all of the meal, and `whole_meal` says that this is meant: what is
    left of a meal would be cheaper than its dishes are for anybody else.
    """

    line: Id
    reason: Cause
    whole_meal: bool = False


class LineIs(Answer, frozen=True, gc=False):
    """The line, and what its bill comes to without it. `started`: the kitchen had begun to cook it."""

    seq: int
    line: str
    state: str
    bill: str
    total_minor: Minor
    started: bool


def decide(state: State, command: VoidLine, context: Context) -> list[Event]:
    """One event for each line, and one for each bill of which the rest is paid already.

    What the kitchen has begun is wasted: that takes another right.
    """
    line = alive_line(state, command.line)
    if line.line in state.orders.voids:
        raise Refusal(LINE_VOIDED, line=line.line)
    lines = together(state, line)
    if line.in_meal is not None and len(lines) > 1 and not command.whole_meal:
        name = line.in_meal.name
        raise Refusal(PART_OF_MEAL, name_zh=name.in_zh, name_en=name.in_en, lines=[each.line for each in lines])
    begun = any(state.kitchen.items[each.line].begun for each in lines)
    permit(state, context, VOID_STARTED if begun else VOID)
    listed(state, "void", command.reason)
    on_bills: dict[str, list[Line]] = {}
    for each in lines:
        on_bills.setdefault(state.orders.bill_of(each.line).bill, []).append(each)
    return [event for bill, there in on_bills.items() for event in _voided(state, command, bill, there)]


def _voided(state: State, command: VoidLine, bill_id: str, lines: list[Line]) -> list[Event]:
    """These lines leave one bill. What was free takes nothing off."""
    bill = state.orders.bills[bill_id]
    if bill.state == "paid":
        raise Refusal(BILL_CLOSED, bill=bill.bill)
    rest = sum_of(state, bill, without=[line.line for line in lines]).total_minor
    rest_covers(state, bill, rest)
    voided: list[Event] = [
        LineVoided(
            session=bill.session,
            bill=bill.bill,
            line=line.line,
            reason=command.reason,
            price_minor=0 if line.line in state.orders.comps else price_of(state, line),
            started=(item := state.kitchen.items[line.line]).begun,
            stop=item.state in COOKING,
        )
        for line in lines
    ]
    if closes(state, bill, rest, [line.line for line in lines]):
        voided.append(BillClosed(session=bill.session, bill=bill.bill, total_minor=rest))
    return voided


def answer(state: State, command: VoidLine, events: list[Event]) -> LineIs:
    """As it stands after the events."""
    bill = state.orders.bill_of(command.line)
    return LineIs(
        seq=state.seq,
        line=command.line,
        state="voided",
        bill=bill.bill,
        total_minor=bill.total_minor,
        started=any(event.started for event in events if isinstance(event, LineVoided)),
    )


DEED = Deed(
    VoidLine,
    decide,
    answer,
    LineIs,
    right=VOID,
    or_rights=(VOID_STARTED,),
    refuses=(*ON_LINE, LINE_VOIDED, PART_OF_MEAL, FORBIDDEN, NOT_LISTED, BILL_CLOSED, *OF_REST),
)
