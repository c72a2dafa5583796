"""Day close (日结): a business day ends by itself when its end has come, and says what was unfinished then."""

from __future__ import annotations

from kds.core.day.events import DayClosed, OpenTicket, UnpaidParty
from kds.core.deeds import Deadline
from kds.core.journal import ONLY
from kds.core.state import State
from kds.core.types import Context, Event, Ms, Today

NAMED = 500
"""Tickets and parties that a close names, at most; of the others it says how many they are."""


def closes_at(state: State) -> Ms | None:
    """When the day under way ends; None in a house that is not founded."""
    day = state.day.current.value
    return None if day is None else day.closes_at


def close(state: State, context: Context) -> list[Event]:
    """One event, once the caller's calendar has a later day."""
    today = later_day(state, context)
    return [] if today is None else [closed(state, today)]


def later_day(state: State, context: Context) -> Today | None:
    """The day that follows the one under way, by the caller's calendar; None where it has none."""
    day, today = state.day.current[ONLY], context.today
    if today is None or today.business_day <= day.business_day or today.closes_at <= day.closes_at:
        return None
    return today


def closed(state: State, today: Today, word: str = "") -> DayClosed:
    """The day under way ends, and `today` begins; what is unfinished is named."""
    tickets, unpaid = open_tickets(state), unpaid_parties(state)
    return DayClosed(
        business_day=state.day.current[ONLY].business_day,
        next_business_day=today.business_day,
        closes_at=today.closes_at,
        open_tickets=len(tickets),
        tickets=tuple(tickets[:NAMED]),
        unpaid_parties=len(unpaid),
        unpaid=tuple(unpaid[:NAMED]),
        word=word,
    )


def open_tickets(state: State) -> list[OpenTicket]:
    """What the kitchen has not done, the oldest first."""
    names = [ticket for station in state.kitchen.open_tickets for ticket in state.kitchen.open_tickets[station]]
    tickets = sorted([state.kitchen.tickets[name] for name in names], key=lambda each: (each.submitted_at, each.ticket))
    return [
        OpenTicket(
            ticket=each.ticket,
            session=each.session,
            label=each.label,
            station=each.station,
            left=state.floor.sessions[each.session].state == "cleared",
        )
        for each in tickets
    ]


def unpaid_parties(state: State) -> list[UnpaidParty]:
    """Who owes something, the oldest first."""
    due: dict[str, int] = {}
    for bill in state.orders.bills.values():
        owed = bill.total_minor - bill.paid_minor
        if owed:
            due[bill.session] = due.get(bill.session, 0) + owed
    parties = sorted([state.floor.sessions[name] for name in due], key=lambda each: (each.opened_at, each.session))
    return [UnpaidParty(session=each.session, label=each.label, due_minor=due[each.session]) for each in parties]


DEADLINE = Deadline(next=closes_at, due=close, first=True)
