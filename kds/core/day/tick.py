"""Time passing: what is due happens by itself, also in a silent kitchen."""

from __future__ import annotations

from kds.core.day.events import ClockStepped, DayClosed
from kds.core.day.model import Day
from kds.core.floor.model import Session
from kds.core.state import State
from kds.core.types import Answer, Command, Context, Event, Ms


class Tick(Command, frozen=True, gc=False):
    """A deadline has come. By the caller's calendar, `business_day` is under way and ends at `closes_at`."""

    business_day: str
    closes_at: Ms


class NoteClockStep(Command, frozen=True, gc=False):
    """The wall clock jumped against the running time."""

    delta_ms: Ms


class Ticked(Answer, frozen=True, gc=False):
    """The last event after the tick."""

    seq: int


def next_deadline(state: State) -> Ms | None:
    """The next moment at which something is due; None in a house that is not founded."""
    day = state.day.current.value
    return None if day is None else day.closes_at


def decide(state: State, command: Tick, context: Context) -> list[Event]:
    """Close the business day (日结) once its end has come; nothing before."""
    day = state.day.current.value
    if day is None or context.at < day.closes_at or command.closes_at <= day.closes_at:
        return []
    following = Day(business_day=command.business_day, closes_at=command.closes_at)
    return [DayClosed(business_day=day.business_day, sessions=tuple(leaving(state)), next=following)]


def leaving(state: State) -> list[str]:
    """Parties that are cleared, or took away what they paid. None for whom a ticket is open: nothing is hidden."""
    kitchen = state.kitchen
    cooking = {
        kitchen.tickets[ticket].session for name in kitchen.open_tickets for ticket in kitchen.open_tickets[name]
    }
    gone = [each.session for each in state.floor.sessions.values() if each.state == "cleared" or _over(state, each)]
    return sorted(session for session in gone if session not in cooking)


def _over(state: State, session: Session) -> bool:
    """Whether a party without a table has paid for all that it ordered: nobody clears a table after it."""
    bills = [state.orders.bills[bill] for bill in state.orders.session_bills[session.session]]
    return session.table is None and bool(bills) and all(bill.state == "paid" for bill in bills)


def decide_step(state: State, command: NoteClockStep, context: Context) -> list[Event]:
    """One event for the auditor."""
    return [ClockStepped(delta_ms=command.delta_ms)]


def answer(state: State, command: Command, events: list[Event]) -> Ticked:
    """As it stands after the events."""
    return Ticked(seq=state.seq)
