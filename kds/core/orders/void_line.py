"""Take a line back (退菜), with a reason."""

from __future__ import annotations

from kds.core.bills import (
    ON_LINE,
    REFUND_NEEDED,
    alive_line,
    closes,
    price_of,
    rest_covers,
    sum_of,
)
from kds.core.deeds import Deed, roles
from kds.core.kitchen.model import COOKING
from kds.core.orders.events import BillClosed, LineVoided
from kds.core.refusals import BILL_CLOSED, LINE_VOIDED
from kds.core.state import State
from kds.core.text import Cause, Id
from kds.core.types import Answer, Command, Context, Event, Minor, Refusal


class VoidLine(Command, frozen=True, gc=False):
    """The line is not wanted any more; `reason` is what the manager reads in the report."""

    line: Id
    reason: Cause


class LineIs(Answer, frozen=True, gc=False):
    """The line, and what its bill comes to without it. `started`: the kitchen had begun to cook it."""

    seq: int
    line: str
    state: str
    bill: str
    total_minor: Minor
    started: bool


def decide(state: State, command: VoidLine, context: Context) -> list[Event]:
    """One event, and a second where the rest of the bill is paid already. What was free takes nothing off."""
    line = alive_line(state, command.line)
    if line.line in state.orders.voids:
        raise Refusal(LINE_VOIDED, line=line.line)
    bill = state.orders.bill_of(line.line)
    if bill.state == "paid":
        raise Refusal(BILL_CLOSED, bill=bill.bill)
    rest = sum_of(state, bill, without=(line.line,)).total_minor
    rest_covers(state, bill, rest)
    item = state.kitchen.items[line.line]
    voided = LineVoided(
        session=bill.session,
        bill=bill.bill,
        line=line.line,
        reason=command.reason,
        price_minor=0 if line.line in state.orders.comps else price_of(state, line),
        started=item.begun,
        stop=item.state in COOKING,
    )
    if closes(bill, rest):
        return [voided, BillClosed(session=bill.session, bill=bill.bill, total_minor=rest)]
    return [voided]


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
    may=roles("waiter", "manager"),
    refuses=(*ON_LINE, LINE_VOIDED, BILL_CLOSED, REFUND_NEEDED),
)
