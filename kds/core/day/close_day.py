"""Day close (日结): a business day ends by itself when its end has come."""

from __future__ import annotations

from kds.core.day.events import DayClosed
from kds.core.day.model import Day
from kds.core.deeds import Deadline
from kds.core.journal import ONLY
from kds.core.parties import owes_nothing
from kds.core.state import State
from kds.core.types import Context, Event, Ms


def closes_at(state: State) -> Ms | None:
    """When the day under way ends; None in a house that is not founded."""
    day = state.day.current.value
    return None if day is None else day.closes_at


def close(state: State, context: Context) -> list[Event]:
    """One event, once the caller's calendar has a day that ends later."""
    day, today = state.day.current[ONLY], context.today
    if today is None or today.closes_at <= day.closes_at:
        return []
    following = Day(business_day=today.business_day, closes_at=today.closes_at)
    return [DayClosed(business_day=day.business_day, sessions=tuple(leaving(state)), next=following)]


def leaving(state: State) -> list[str]:
    """Parties that are cleared, or have neither table nor debts. None for whom a ticket is open: nothing is hidden."""
    kitchen = state.kitchen
    cooking = {kitchen.tickets[each].session for name in kitchen.open_tickets for each in kitchen.open_tickets[name]}
    parties = state.floor.sessions.values()
    taken_away = [each.session for each in parties if each.table is None and owes_nothing(state, each)]
    gone = {*[each.session for each in parties if each.state == "cleared"], *taken_away}
    return sorted(session for session in gone if session not in cooking)


DEADLINE = Deadline(next=closes_at, due=close)
