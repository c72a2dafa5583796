"""What holds of a party over all features: where it sits, what it owes, what is left to bring it."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from kds.core import ids
from kds.core.floor.model import Session
from kds.core.kitchen.model import OPEN, Item
from kds.core.orders.model import Bill, Line
from kds.core.refusals import (
    SESSION_ENDED,
    TABLE_NOT_ALLOWED,
    TABLE_REQUIRED,
    UNKNOWN_SESSION,
    UNKNOWN_TABLE,
)
from kds.core.rights import FORBIDDEN, at_own_table
from kds.core.state import State
from kds.core.types import Minor, Ms, Reason, Record, Refusal, Service, Who, reason

WEIGHT_MISSING = reason(
    "weight_missing", "conflict", "{names_zh}还没称重，称好再结账", "{names_en}: to be weighed before the bill is paid"
)


class Seated(Record, frozen=True, gc=False):
    """A party to choose from, where an order does not say whose it is."""

    session: str
    number: int
    guests: int
    opened_at: Ms
    label: str = ""


def seated(parties: Iterable[Session]) -> list[Seated]:
    """These parties, to choose from."""
    return [Seated(each.session, each.number, each.guests, each.opened_at, each.label) for each in parties]


def table_fits(state: State, service: Service, table: str | None) -> None:
    """A party that dines in has a table of the house, any other has none. Refused: as in `TABLE_FITS`.

    Where the house calls its guests by number, those who dine in may have none either.
    """
    if service != "dine_in":
        if table is not None:
            raise Refusal(TABLE_NOT_ALLOWED)
    elif table is None:
        house = state.day.house.value
        if house is None or not house.dine_in_by_number:
            raise Refusal(TABLE_REQUIRED)
    elif table not in state.floor.tables:
        raise Refusal(UNKNOWN_TABLE, table=table)


TABLE_FITS = (TABLE_REQUIRED, TABLE_NOT_ALLOWED, UNKNOWN_TABLE)


def current(state: State, session_id: str) -> Session | None:
    """The party of that id, or the one that it was merged into; None where it is not alive."""
    session = state.floor.sessions.get(session_id)
    return session if session is None or session.into is None else state.floor.sessions[session.into]


def open_party(state: State, session_id: str, ended: Reason = SESSION_ENDED) -> Session:
    """The party of that id, or the one that it was merged into, which has not left.

    Refused: as in `ON_PARTY`, in the words of `ended` if it has.
    """
    session = current(state, session_id)
    if session is None and not ids.is_past(session_id, "S", state.seq):
        raise Refusal(UNKNOWN_SESSION, session=session_id)
    if session is None or session.state == "cleared":
        raise Refusal(ended, session=session_id)
    return session


ON_PARTY = (UNKNOWN_SESSION, SESSION_ENDED)


def next_number(state: State) -> int:
    """What the next party of the business day is called by: none that somebody of the day before still bears."""
    day = state.day.current.value
    number = 1 if day is None else day.sessions + 1
    while state.floor.numbers.count(number):
        number += 1
    return number


def shares_at(state: State, table: str | None) -> tuple[int, dict[str, int]]:
    """What tells a party that comes to a table from those who sit there, and those of them apart who bear no number.

    0 where nobody sits there, else the lowest that is free.
    """
    there = [] if table is None else parties_at(state, table)
    taken = {party.share for party in there}
    free = iter([number for number in range(1, 2 * len(there) + 2) if number not in taken])
    numbered = {party.session: next(free) for party in there if not party.share}
    return next(free) if there else 0, numbered


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


def own_party(state: State, who: Who) -> Session | None:
    """The party that a guest is of, which has not left: the one they are known to be of, else that of the table."""
    if who.session is None:
        return guests_party(state, who.table)
    party = current(state, who.session)
    return party if party is not None and party.state == "open" else None


def with_own_party(state: State, who: Who, session: Session) -> None:
    """What a party has belongs to it alone. Who is known by the table only has no party where several share it, nor
    one that has paid.

    Refused: forbidden, not_your_table.
    """
    if who.role != "guest":
        return
    if who.session is None:
        at_own_table(who, session.table)
    if own_party(state, who) != session:
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
    if not state.orders.session_bills.count(session.session) or due(state, session.session):
        return False
    return not unweighed(state, ordered(state, session.session))


def unweighed(state: State, lines: Iterable[Line]) -> list[Line]:
    """Those that have to be weighed before they can be paid for."""
    orders = state.orders
    free = (orders.weights, orders.voids, orders.comps)
    return [each for each in lines if each.to_weigh and not any(each.line in book for book in free)]


def weighed(state: State, lines: Iterable[Line]) -> None:
    """Refuse while any of these has to be weighed: weight_missing."""
    missing = unweighed(state, lines)
    if missing:
        names = [known.name for each in missing if (known := state.menu.known(each.dish)) is not None]
        raise Refusal(
            WEIGHT_MISSING,
            lines=[each.line for each in missing],
            names_zh="、".join([f"“{each.in_zh}”" for each in names]),
            names_en=", ".join([f"“{each.in_en}”" for each in names]),
        )


def ordered(state: State, session: str) -> list[Line]:
    """All lines that stand on the bills of a party."""
    bills = [state.orders.bills[bill] for bill in state.orders.session_bills[session]]
    return [state.orders.lines[line] for bill in bills for line in state.orders.lines_on(bill)]


def left_at(state: State, table: str) -> Ms | None:
    """Until when somebody was there who is no more: the table was cleared, or those who still sit there had paid."""
    last = state.floor.cleared.get(table)
    return _latest(state, table, None if last is None else last.cleared_at)


def over_at(state: State, table: str) -> Ms | None:
    """Until when there was a party, now left or paid, that an order by table alone could have been for."""
    last = state.floor.cleared.get(table)
    return _latest(state, table, None if last is None else last.over_at)


def last_over(state: State, table: str) -> int:
    """Which party at a table was over last, whether it has left or has paid and sits there still: when it was opened,
    as the number of that event; 0 for none.
    """
    last = state.floor.cleared.get(table)
    left = (0, 0) if last is None else (last.left_at, last.left)
    paid = [(settled_at(state, each.session), age(each.session)) for each in parties_at(state, table)]
    return max([left, *[(at, born) for at, born in paid if at is not None]])[1]


def newest_over(state: State, table: str) -> int:
    """When the newest of those was opened that are over at a table, or have left it: the number of that event."""
    last = state.floor.cleared.get(table)
    paid = [age(each.session) for each in parties_at(state, table) if is_settled(state, each.session)]
    return max([0 if last is None else last.born, *paid])


def _latest(state: State, table: str, cleared: Ms | None) -> Ms | None:
    """The later of this and of when those who sit there had paid."""
    ends = [cleared, *[settled_at(state, party.session) for party in parties_at(state, table)]]
    return max([at for at in ends if at is not None], default=None)


def items_of(state: State, session: str) -> list[Item]:
    """All lines of a party in the kitchen, in no order, those that were taken back among them."""
    kitchen = state.kitchen
    tickets = [kitchen.tickets[ticket] for ticket in kitchen.session_tickets[session]]
    own = [item for ticket in tickets for line in ticket.lines if not (item := kitchen.items[line]).party]
    return [*own, *[kitchen.items[line] for line in kitchen.elsewhere[session]]]


def is_unserved(item: Item) -> bool:
    """Whether a line is still to come to its table: not served, not taken back, not ended."""
    return item.state in (*OPEN, "done")


def is_over(state: State, session: Session) -> bool:
    """Whether a party without a table has nothing to pay and nothing left to be handed over: nobody clears after it."""
    if session.table is not None or not owes_nothing(state, session):
        return False
    return not any(is_unserved(item) for item in items_of(state, session.session))
