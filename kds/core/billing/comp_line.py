"""Give a line free (赠菜), with a reason: off the bill once, and made all the same."""

from __future__ import annotations

from kds.core.billing.events import LineComped
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
from kds.core.orders.events import BillClosed
from kds.core.reasons import NOT_LISTED, listed
from kds.core.refusals import BILL_CLOSED, LINE_VOIDED
from kds.core.rights import COMP, FORBIDDEN, OVER_LIMIT, permit_up_to
from kds.core.state import State
from kds.core.text import Cause, Id
from kds.core.types import Answer, Command, Context, Event, Minor, Refusal, reason

LINE_COMPED = reason("line_comped", "conflict", "这道菜已经赠送", "This line has been given free already")


class CompLine(Command, frozen=True, gc=False):
    """The house gives the line; `reason` is what the manager reads in the report."""

    line: Id
    reason: Cause


class LineIsFree(Answer, frozen=True, gc=False):
    """The line, and what its bill comes to without it."""

    seq: int
    line: str
    bill: str
    total_minor: Minor


def decide(state: State, command: CompLine, context: Context) -> list[Event]:
    """One event, and a second where the rest of the bill is paid already."""
    line = alive_line(state, command.line)
    if line.line in state.orders.voids:
        raise Refusal(LINE_VOIDED, line=line.line)
    if line.line in state.orders.comps:
        raise Refusal(LINE_COMPED, line=line.line)
    bill = state.orders.bill_of(line.line)
    if bill.state == "paid":
        raise Refusal(BILL_CLOSED, bill=bill.bill)
    permit_up_to(state, context, COMP, price_of(state, line))
    listed(state, "comp", command.reason)
    rest = sum_of(state, bill, comped=(line.line,)).total_minor
    rest_covers(state, bill, rest)
    comped = LineComped(
        session=bill.session,
        bill=bill.bill,
        line=line.line,
        reason=command.reason,
        price_minor=price_of(state, line),
    )
    if closes(state, bill, rest, (line.line,)):
        return [comped, BillClosed(session=bill.session, bill=bill.bill, total_minor=rest)]
    return [comped]


def answer(state: State, command: CompLine, events: list[Event]) -> LineIsFree:
    """As it stands after the events."""
    bill = state.orders.bill_of(command.line)
    return LineIsFree(seq=state.seq, line=command.line, bill=bill.bill, total_minor=bill.total_minor)


DEED = Deed(
    CompLine,
    decide,
    answer,
    LineIsFree,
    right=COMP,
    refuses=(*ON_LINE, LINE_VOIDED, LINE_COMPED, BILL_CLOSED, FORBIDDEN, OVER_LIMIT, NOT_LISTED, *OF_REST),
)
