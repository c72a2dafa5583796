"""Parties leave the state soon after nothing is left to do for them, some at a time, so that no order waits for it."""

from __future__ import annotations

from types import ModuleType
from typing import Any

from kds.core.billing import events as billing
from kds.core.day import events
from kds.core.day.events import PartiesLeft
from kds.core.deeds import Deadline
from kds.core.floor import events as floor
from kds.core.kitchen import events as kitchen
from kds.core.orders import events as orders
from kds.core.parties import is_over
from kds.core.state import State
from kds.core.types import Context, Event, Ms, Stamp

STAYS_MS = 12 * 3_600_000
"""How long a party stays after the last thing that concerned it: so long a bump can be recalled, and its bill refunded
or opened again."""
FETCHED_MS = 4 * 3_600_000
"""How long after the end of its day something may still be fetched."""
RECORDS = 1_500
"""Records that leave at a time, at most: the first party leaves whole, however large it is."""


def is_gone(state: State, session_id: str) -> bool:
    """Whether nothing is left to do for a party: it has left, and the kitchen makes nothing for it any more."""
    session = state.floor.sessions[session_id]
    if session.into is not None:
        return False  # it leaves with the party that it was merged into
    if session.state != "cleared" and not is_over(state, session):
        return False
    return not _is_cooking(state, session_id) and not is_open_again(state, session_id)


def is_open_again(state: State, session_id: str) -> bool:
    """Whether a bill of a party that has paid was opened again, and is not closed yet."""
    bills = [state.orders.bills[bill] for bill in state.orders.session_bills[session_id]]
    return any(bill.state == "open" and (bill.paid_minor or bill.total_minor) for bill in bills)


def _is_cooking(state: State, session_id: str) -> bool:
    kitchen = state.kitchen
    tickets = [kitchen.tickets[each] for each in kitchen.session_tickets[session_id]]
    strange = [kitchen.tickets[kitchen.items[line].ticket] for line in kitchen.elsewhere[session_id]]
    return any(each.is_open for each in (*tickets, *strange))


def note(state: State, event: Any, stamp: Stamp) -> None:
    """Fold, after those of the other features: whatever happens to a party, its time to leave is reckoned anew."""
    for session in (event.session, *_beside(state, event)):
        if is_gone(state, session):
            state.day.go(session, stamp.at)
        else:
            state.day.stay(session)


def _beside(state: State, event: Any) -> list[str]:
    """The other parties that have lines on the same ticket as what the event speaks of."""
    if not state.orders.moved:
        return []
    kitchen = state.kitchen
    line = getattr(event, "line", None)
    name = getattr(event, "ticket", None) or (kitchen.items[line].ticket if line else None)
    if name is None:
        return []
    ticket = kitchen.tickets[name]
    parties = dict.fromkeys([ticket.session, *[kitchen.items[each].party for each in ticket.lines]])
    return [each for each in parties if each and each != event.session]


def fold_day_closed(state: State, event: Any, stamp: Stamp) -> None:
    """The next day begins; what was paid and not fetched, or opened and never ordered for, is not waited for long."""
    events.fold_day_closed(state, event, stamp)
    for name in sorted(state.floor.sessions):
        session = state.floor.sessions[name]
        waits = session.into is not None or is_open_again(state, name) or _is_cooking(state, name)
        if session.table is None and not waits:
            state.day.go(name, stamp.at + FETCHED_MS - STAYS_MS)


def next_leaving(state: State) -> Ms | None:
    """When the party that has been gone for longest leaves."""
    first = state.day.leaving.first
    return None if first is None else first[0] + STAYS_MS


def leave(state: State, context: Context) -> list[Event]:
    """One event, of as many parties as may leave together."""
    parties: list[str] = []
    records = 0
    for gone_at, session in state.day.leaving:
        if gone_at + STAYS_MS > context.at:
            break
        records += _records(state, session)
        if parties and records > RECORDS:
            break
        parties.append(session)
    return [PartiesLeft(sessions=tuple(parties))]


def _records(state: State, session: str) -> int:
    """How many records a party has, near enough."""
    bills = [state.orders.bills[bill] for bill in state.orders.session_bills[session]]
    rounds = [state.orders.rounds[each] for bill in bills for each in bill.rounds]
    lines = sum(len(each.lines) for each in rounds)
    lines += sum(len(bill.lines_in) for bill in bills)
    return 1 + len(bills) + len(rounds) + 2 * lines + state.kitchen.session_tickets.count(session)


def _of_a_party(module: ModuleType) -> list[type[Event]]:
    found = [each for each in vars(module).values() if isinstance(each, type) and issubclass(each, Event)]
    return [each for each in found if "session" in each.__struct_fields__]


OF_A_PARTY = tuple(
    dict.fromkeys(event for module in (floor, orders, billing, kitchen) for event in _of_a_party(module))
)
"""All that can happen to a party."""

DEADLINE = Deadline(next=next_leaving, due=leave)
