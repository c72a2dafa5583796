"""What follows for a ticket from what happened to its lines: its state, whether it stands, whether it is to be seen."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from msgspec.structs import replace

from kds.core.kitchen import slots
from kds.core.kitchen.model import CLOSED, COOKING, OPEN, Item, ItemState, Ticket, TicketState
from kds.core.state import State
from kds.core.types import Ms, Stamp


def settle(state: State, ticket_id: str, at: Ms) -> None:
    """Make a ticket's own state follow from its lines, and its place in the kitchen and on the screens from that."""
    ticket = state.kitchen.tickets[ticket_id]
    items = [state.kitchen.items[line] for line in ticket.lines]
    settled = ticket_state(item.state for item in items)
    rushes = [item.rushed_at for item in items if item.rushed_at is not None and item.state in OPEN]
    rushed_at: Ms | None = min(rushes, default=None)
    stops = len([item for item in items if item.stop_since is not None])
    changes = changes_of(ticket, items)
    if (settled, rushed_at, stops, changes) == (ticket.state, ticket.rushed_at, ticket.stops, ticket.changes):
        return
    ticket = replace(ticket, state=settled, rushed_at=rushed_at, stops=stops, changes=changes)
    state.kitchen.tickets[ticket_id] = ticket
    if ticket.is_open:
        state.kitchen.open_tickets.add(ticket.station, ticket_id)
    else:
        state.kitchen.open_tickets.discard(ticket.station, ticket_id)
    if settled in CLOSED:
        _waits_no_more(state, ticket)
    if ticket.stands:
        slots.arrive(state, [ticket], at)
    else:
        slots.leave(state, ticket, at)


def changes_of(ticket: Ticket, items: Sequence[Item]) -> int:
    """How many notes have changed that whoever is making something of this ticket has not acknowledged."""
    cooking = [item for item in items if item.state in COOKING]
    return len([item for item in cooking if item.noted_since is not None]) + bool(cooking and ticket.noted_since)


def see_anew(state: State, ticket_id: str, stamp: Stamp) -> None:
    """There is something new on a ticket: it is as unseen as one that has just come, but does not wait any less.

    Costs nothing where the ticket is closed.
    """
    ticket = state.kitchen.tickets[ticket_id]
    if ticket.state in CLOSED:
        return
    waits = (ticket.to_see_since, ticket_id) in state.kitchen.unseen
    since = ticket.to_see_since if waits else stamp.at
    state.kitchen.tickets[ticket_id] = replace(ticket, seen_at=None, unseen_since=since, unseen_seq=stamp.seq)
    if not waits:
        state.kitchen.unseen.add(since, ticket_id)


def seen(state: State, ticket_id: str, at: Ms) -> None:
    """Somebody has it before their eyes, or answers for it."""
    ticket = state.kitchen.tickets[ticket_id]
    if ticket.seen_at is None:
        _waits_no_more(state, ticket)
        state.kitchen.tickets[ticket_id] = replace(ticket, seen_at=at, unseen_since=None)


def _waits_no_more(state: State, ticket: Ticket) -> None:
    if (ticket.to_see_since, ticket.ticket) in state.kitchen.unseen:
        state.kitchen.unseen.discard(ticket.to_see_since, ticket.ticket)


def undone(item: Item) -> Item:
    """The line as it was before it was done, served or ended; its clocks run on as if never stopped."""
    before: ItemState = "held" if item.fired_at is None else "fired" if item.started_at is None else "started"
    item = replace(item, state=before, done_at=None, served_at=None, bumped=False, bumped_seq=0, ended_as=None)
    return replace(item, handed_at=None)


def ticket_state(states: Iterable[ItemState]) -> TicketState:
    """What a ticket is while its lines are so.

    | its lines, voided ones aside                  | ticket  |
    |-----------------------------------------------|---------|
    | it has none any more: all went elsewhere      | done    |
    | none left                                     | voided  |
    | all ended without being made                  | ended   |
    | all done, served or ended                     | done    |
    | the others aside that are ended               |         |
    | at least one started                          | started |
    | some done, at least one fired                 | started |
    | at least one fired                            | fired   |
    | none in the making, at least one held         | held    |
    """
    there = set(states)
    if not there:
        return "done"
    left = there - {"voided"}
    if not left:
        return "voided"
    left.discard("ended")
    if not left:
        return "ended"
    if left <= {"done", "served"}:
        return "done"
    if left <= {"held", "done", "served"}:
        return "held"
    if left & {"started", "done", "served"}:
        return "started"
    return "fired"
