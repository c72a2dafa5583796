"""Move single lines to another party, a new one or another bill: the kitchen makes nothing anew (law 11)."""

from __future__ import annotations

from kds.core import ids
from kds.core.bills import (
    OF_REST,
    ROUNDED_BEFORE,
    closes,
    not_rounded,
    price_of,
    rest_covers,
    sheet_of,
    sum_of,
)
from kds.core.deeds import Deed
from kds.core.floor.events import PartiesTied, SessionOpened, SessionShared
from kds.core.orders.events import BillClosed, BillOpened, LinesMoved
from kds.core.orders.model import Bill
from kds.core.orders.place_round import open_bill
from kds.core.parties import ON_PARTY, next_number, open_party, shares_at
from kds.core.refusals import BILL_CLOSED, LINE_VOIDED, OUT_OF_RANGE, SESSION_ENDED, UNKNOWN_BILL, UNKNOWN_LINE, within
from kds.core.rights import MOVE
from kds.core.state import State
from kds.core.text import Id
from kds.core.types import Answer, Command, Context, Event, Refusal, reason

LINES_MOST = 500
"""Lines that are moved at once, at most."""
TO_ONE = reason(
    "to_one",
    "invalid",
    "请注明转到哪一拨客人、新的一拨客人，或者哪一张账单",
    "Name the party, a new party, or the bill, to move the lines to",
)


LINE_REDUCED = reason(
    "line_reduced",
    "conflict",
    "明细{line}有单独的优惠，请先撤销优惠再转菜",
    "Line {line} has a reduction of its own; take that back before moving it",
)
OF_MONEY = (ROUNDED_BEFORE, LINE_REDUCED, *OF_REST)


class MoveLines(Command, frozen=True, gc=False):
    """These lines are to stand on the open bill of a party, or on a bill, or `to_new`: on that of a new party at the
    table of the one that has the first of them. One of the three is said.
    """

    lines: tuple[Id, ...]
    to_session: Id | None = None
    to_bill: Id | None = None
    to_new: bool = False


class LinesAre(Answer, frozen=True, gc=False):
    """Where the lines stand now, and which of them stood elsewhere before."""

    seq: int
    session: str
    bill: str
    lines: tuple[str, ...]


def decide(state: State, command: MoveLines, context: Context) -> list[Event]:
    """One event for each bill that they leave; where nothing is due on that any more it is closed. Else nothing.

    Before them what a new party needs.
    """
    within("lines", len(command.lines), 1, LINES_MOST)
    if [command.to_session is not None, command.to_bill is not None, command.to_new].count(True) != 1:
        raise Refusal(TO_ONE)
    leaving: dict[str, list[str]] = {}
    for line in dict.fromkeys(command.lines):
        leaving.setdefault(_bill_of(state, line).bill, []).append(line)
    events = _new_party(state, command.lines[0]) if command.to_new else []
    session, bill = (ids.mint("S", state.seq + 1), None) if command.to_new else _target(state, command)
    if bill is not None:
        not_rounded(state, bill)
    leaving.pop(bill or "", None)
    if leaving and bill is None:
        bill = ids.mint("B", state.seq + 1)
        events.append(BillOpened(bill=bill, session=session))
    tied = dict.fromkeys([state.orders.bills[each].session for each in leaving])
    for each, lines in leaving.items():
        events += _moved(state, state.orders.bills[each], lines, session, bill or "")
    return [*events, *[PartiesTied(session=session, other=each) for each in tied if each != session]]


def _bill_of(state: State, line: str) -> Bill:
    """The bill of a line that can be moved. Refused: unknown_line, session_ended, line_voided, bill_closed."""
    if line not in state.orders.lines:
        raise Refusal(SESSION_ENDED if ids.is_past(line, "L", state.seq) else UNKNOWN_LINE, line=line)
    if line in state.orders.voids:
        raise Refusal(LINE_VOIDED, line=line)
    return _open(state.orders.bill_of(line))


def _open(bill: Bill) -> Bill:
    if bill.state == "paid":
        raise Refusal(BILL_CLOSED, bill=bill.bill)
    return bill


def _new_party(state: State, line: str) -> list[Event]:
    """It sits down where the party of the line sits, whose waiter serves it too; those there are told apart."""
    party = open_party(state, state.orders.bill_of(line).session)
    share, numbered = shares_at(state, party.table)
    opened = SessionOpened(
        session=ids.mint("S", state.seq + 1),
        service=party.service,
        number=next_number(state),
        table=party.table,
        share=share,
        served_by=party.served_by,
    )
    return [opened, *[SessionShared(session=each, share=number) for each, number in numbered.items()]]


def _target(state: State, command: MoveLines) -> tuple[str, str | None]:
    """The party, and its bill if it has one that is open."""
    if command.to_bill is None:
        party = open_party(state, command.to_session or "").session
        return party, open_bill(state, party, party)
    if command.to_bill not in state.orders.bills:
        gone = ids.is_past(command.to_bill, "B", state.seq)
        raise Refusal(BILL_CLOSED if gone else UNKNOWN_BILL, bill=command.to_bill)
    bill = _open(state.orders.bills[command.to_bill])
    return open_party(state, bill.session).session, bill.bill


def _moved(state: State, bill: Bill, lines: list[str], session: str, to_bill: str) -> list[Event]:
    """Refused: as in `OF_MONEY`."""
    not_rounded(state, bill.bill)
    for line in lines:
        if any(line in each.lines for each in sheet_of(state, bill.bill).reductions):
            raise Refusal(LINE_REDUCED, line=line)
    paid_for = [line for line in lines if line not in state.orders.comps]
    price = sum(price_of(state, state.orders.lines[line]) for line in paid_for)
    rest = sum_of(state, bill, without=lines).total_minor
    rest_covers(state, bill, rest)
    moved = LinesMoved(
        session=bill.session,
        bill=bill.bill,
        to_session=session,
        to_bill=to_bill,
        lines=tuple(lines),
        price_minor=price,
    )
    if closes(state, bill, rest, lines):
        return [moved, BillClosed(session=bill.session, bill=bill.bill, total_minor=rest)]
    return [moved]


def answer(state: State, command: MoveLines, events: list[Event]) -> LinesAre:
    """As it stands after the events."""
    bill = state.orders.bill_of(command.lines[0])
    moved = tuple([line for event in events if isinstance(event, LinesMoved) for line in event.lines])
    return LinesAre(seq=state.seq, session=bill.session, bill=bill.bill, lines=moved)


DEED = Deed(
    MoveLines,
    decide,
    answer,
    LinesAre,
    right=MOVE,
    refuses=(
        OUT_OF_RANGE,
        TO_ONE,
        UNKNOWN_LINE,
        LINE_VOIDED,
        UNKNOWN_BILL,
        BILL_CLOSED,
        *OF_MONEY,
        *ON_PARTY,
    ),
)
