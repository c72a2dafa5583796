"""What happens to the house and its day, and what it makes of the state."""

from __future__ import annotations

from kds.core.day.model import Day, House
from kds.core.state import ONLY, State
from kds.core.types import Event, Ms, Stamp


class HouseFounded(Event, frozen=True, gc=False):
    """The store began to exist, or changed its settings; its business day is under way."""

    house: House
    day: Day


class DayClosed(Event, frozen=True, gc=False):
    """A business day ended (日结): the parties of `sessions` leave the state, `next` begins."""

    business_day: str
    sessions: tuple[str, ...]
    next: Day


class ClockStepped(Event, frozen=True, gc=False):
    """The wall clock jumped by `delta_ms` against the running time; the running time went on as it was."""

    delta_ms: Ms


def fold_house_founded(state: State, event: HouseFounded, stamp: Stamp) -> None:
    """The settings of the house."""
    state.house[ONLY] = event.house
    state.day[ONLY] = event.day


def fold_day_closed(state: State, event: DayClosed, stamp: Stamp) -> None:
    """Cleared parties leave with all that was theirs; the ledger keeps them."""
    for session in event.sessions:
        for bill in sorted(state.session_bills[session]):
            for placed in state.bills[bill].rounds:
                _forget_round(state, placed)
            del state.bills[bill]
            state.session_bills.discard(session, bill)
        del state.sessions[session]
    state.day[ONLY] = event.next


def _forget_round(state: State, round_id: str) -> None:
    placed = state.rounds[round_id]
    for line_id in placed.lines:
        line = state.lines[line_id]
        ticket_id = state.items[line_id].ticket
        if ticket_id in state.tickets:
            state.open_tickets.discard(state.tickets[ticket_id].station, ticket_id)
            del state.tickets[ticket_id]
        if line.id:
            del state.line_ids[placed.session, line.id]
        if line_id in state.voids:
            del state.voids[line_id]
        del state.items[line_id]
        del state.lines[line_id]
    if placed.external_id:
        del state.external_ids[placed.channel, placed.external_id]
    del state.rounds[round_id]


def fold_clock_stepped(state: State, event: ClockStepped, stamp: Stamp) -> None:
    """A record for the auditor; nothing in the state hangs on the wall clock."""
