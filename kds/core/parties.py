"""What holds of a party over all features: where it sits, what it owes, what is left to bring it."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from kds.core import ids
from kds.core.floor.model import Session
from kds.core.kitchen.model import OPEN, Item
from kds.core.orders.model import Bill
from kds.core.refusals import (
    SESSION_ENDED,
    TABLE_NOT_ALLOWED,
    TABLE_REQUIRED,
    UNKNOWN_SESSION,
    UNKNOWN_TABLE,
)
from kds.core.rights import FORBIDDEN, at_own_table
from kds.core.state import State
from kds.core.types import Minor, Ms, Reason, Record, Refusal, Service, Who


class Seated(Record, frozen=True, gc=False):
    """A party to choose from, where an order does not say whose it is."""

    session: str
    number: int
    guests: int
    opened_at: Ms


def table_fits(state: State, service: Service, table: str | None) -> None:
    """A party that dines in has a table of the house, any other has none. Refused: as in `TABLE_FITS`."""
    if service != "dine_in":
        if table is not None:
            raise Refusal(TABLE_NOT_ALLOWED)
    elif table is None:
        raise Refusal(TABLE_REQUIRED)
    elif table not in state.floor.tables:
        raise Refusal(UNKNOWN_TABLE, table=table)


TABLE_FITS = (TABLE_REQUIRED, TABLE_NOT_ALLOWED, UNKNOWN_TABLE)


def open_party(state: State, session_id: str, ended: Reason = SESSION_ENDED) -> Session:
    """The party of that id, which has not left. Refused: as in `ON_PARTY`, in the words of `ended` if it has."""
    session = state.floor.sessions.get(session_id)
    if session is None and not ids.is_past(session_id, "S", state.seq):
        raise Refusal(UNKNOWN_SESSION, session=session_id)
    if session is None or session.state == "cleared":
        raise Refusal(ended, session=session_id)
    return session


ON_PARTY = (UNKNOWN_SESSION, SESSION_ENDED)


def next_number(state: State) -> int:
    """What the next party of the business day is called by."""
    day = state.day.current.value
    return 1 if day is None else day.sessions + 1


def age(id: str) -> int:
    """What sorts ids by when they were made."""
    return ids.birth(id) or 0


def _oldest_first(ids: Collection[str]) -> Iterable[str]:
    return sorted(ids, key=age) if len(ids) > 1 else ids  # nearly always there is one


def parties_at(state: State, table: str) -> list[Session]:
    """The open parties at a table, the oldest first."""
    return [state.floor.sessions[session] for session in _oldest_first(state.floor.table_sessions[table])]


def running_at(state: State, table: str) -> list[Session]:
    """The parties at a table that one who names only the table may belong to, the oldest first.

    They are those that have not paid for all they ordered; with them those that have, but only after one of the others
    had come: they may still sit there together.
    """
    there = [(party, settled_at(state, party.session)) for party in parties_at(state, table)]
    came = min([party.opened_at for party, at in there if at is None], default=None)
    return [party for party, at in there if at is None or (came is not None and at > came)]


def guests_party(state: State, table: str | None) -> Session | None:
    """The party that a guest's right for a table is for: the only one there that it can be, if it has not paid."""
    running = [] if table is None else running_at(state, table)
    return running[0] if len(running) == 1 else None


def with_own_party(state: State, who: Who, session: Session) -> None:
    """What a party has belongs to it alone, and to no guest once it has paid, or where several share the table.

    Refused: forbidden, not_your_table.
    """
    if who.role != "guest":
        return
    at_own_table(who, session.table)
    if who.table is None or guests_party(state, who.table) != session:
        raise Refusal(FORBIDDEN)


def bills_of(state: State, session: str) -> list[Bill]:
    """All bills of a party, the oldest first."""
    return [state.orders.bills[bill] for bill in _oldest_first(state.orders.session_bills[session])]


def due(state: State, session: str) -> Minor:
    """What a party still has to pay, on all its bills."""
    bills = [state.orders.bills[bill] for bill in state.orders.session_bills[session]]
    return sum([bill.total_minor - bill.paid_minor for bill in bills])


def is_settled(state: State, session: str) -> bool:
    """Whether a party has paid, and owes nothing. One that has not ordered, or took all of it back, has not paid."""
    return settled_at(state, session) is not None


def settled_at(state: State, session: str) -> Ms | None:
    """When a party paid the last that it owed; None where it owes something, or never paid."""
    bills = [state.orders.bills[bill] for bill in state.orders.session_bills[session]]
    paid = [bill.closed_at for bill in bills if bill.closed_at is not None]
    return max(paid) if paid and due(state, session) == 0 else None


def owes_nothing(state: State, session: Session) -> bool:
    """Whether a party has ordered, and has nothing to pay: it paid, or all that it ordered was taken back."""
    return session.rounds > 0 and due(state, session.session) == 0


def left_at(state: State, table: str) -> Ms | None:
    """Until when somebody was there who is no more: the table was cleared, or those who still sit there had paid."""
    last = state.floor.cleared.get(table)
    return _latest(state, table, None if last is None else last.cleared_at)


def over_at(state: State, table: str) -> Ms | None:
    """Until when there was a party, now left or paid, that an order by table alone could have been for."""
    last = state.floor.cleared.get(table)
    return _latest(state, table, None if last is None else last.over_at)


def _latest(state: State, table: str, cleared: Ms | None) -> Ms | None:
    """The later of this and of when those who sit there had paid."""
    ends = [cleared, *[settled_at(state, party.session) for party in parties_at(state, table)]]
    return max([at for at in ends if at is not None], default=None)


def items_of(state: State, session: str) -> list[Item]:
    """All lines of a party in the kitchen, in no order, those that were taken back among them."""
    kitchen = state.kitchen
    tickets = [kitchen.tickets[ticket] for ticket in kitchen.session_tickets[session]]
    return [kitchen.items[line] for ticket in tickets for line in ticket.lines]


def is_unserved(item: Item) -> bool:
    """Whether a line is still to come to its table: not served, not taken back, not ended."""
    return item.state in (*OPEN, "done")


def is_over(state: State, session: Session) -> bool:
    """Whether a party without a table has nothing to pay and nothing left to be handed over: nobody clears after it."""
    if session.table is not None or not owes_nothing(state, session):
        return False
    return not any(is_unserved(item) for item in items_of(state, session.session))
