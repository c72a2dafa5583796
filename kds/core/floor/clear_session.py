"""Clear a table: the party has paid and left."""

from __future__ import annotations

from kds.core import money
from kds.core.deeds import Deed
from kds.core.floor.events import SessionCleared
from kds.core.floor.model import SessionState
from kds.core.parties import ON_PARTY, WEIGHT_MISSING, bills_of, open_party, ordered, weighed
from kds.core.rights import CLEAR
from kds.core.state import State
from kds.core.text import Id
from kds.core.types import Answer, Command, Context, Event, Refusal, reason

BILL_UNPAID = reason(
    "bill_unpaid",
    "conflict",
    "账单{bill}还有{due}没付",
    "Bill {bill} is not paid: {due} is due",
)


class ClearSession(Command, frozen=True, gc=False):
    """The table is to be free again."""

    session: Id


class SessionIs(Answer, frozen=True, gc=False):
    """The session as it stands."""

    seq: int
    session: str
    state: SessionState


def decide(state: State, command: ClearSession, context: Context) -> list[Event]:
    """One event."""
    session = open_party(state, command.session)
    for bill in bills_of(state, session.session):
        due = bill.total_minor - bill.paid_minor
        if due > 0:
            raise Refusal(BILL_UNPAID, bill=bill.bill, due_minor=due, due=money.told(state, due))
    weighed(state, ordered(state, session.session))
    return [SessionCleared(session=session.session)]


def answer(state: State, command: ClearSession, events: list[Event]) -> SessionIs:
    """As it stands after the event."""
    return SessionIs(seq=state.seq, session=command.session, state="cleared")


DEED = Deed(
    ClearSession,
    decide,
    answer,
    SessionIs,
    right=CLEAR,
    refuses=(*ON_PARTY, BILL_UNPAID, WEIGHT_MISSING),
)
