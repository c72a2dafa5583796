"""What happens in the kitchen, and what it makes of the state."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec.structs import replace

from kds.core.journal import ONLY
from kds.core.kitchen import slots
from kds.core.kitchen.model import CATCH_ALL, Item, ItemState, Screen, Station, Thresholds, Ticket, TicketState
from kds.core.orders.events import LineVoided
from kds.core.state import State
from kds.core.types import Event, Ms, Stamp


class KitchenSetUp(Event, frozen=True, gc=False):
    """The stations and screens of the kitchen, all of them, and the house's thresholds."""

    stations: tuple[Station, ...]
    screens: tuple[Screen, ...]
    thresholds: Thresholds


class TicketsRouted(Event, frozen=True, gc=False):
    """A round became tickets, one a station, and one for a base."""

    session: str
    tickets: tuple[Ticket, ...]


class TicketStarted(Event, frozen=True, gc=False):
    """A cook began these lines of a ticket."""

    session: str
    ticket: str
    lines: tuple[str, ...]


class TicketBumped(Event, frozen=True, gc=False):
    """These lines of a ticket are done (完成)."""

    session: str
    ticket: str
    lines: tuple[str, ...]


class TicketRecalled(Event, frozen=True, gc=False):
    """These lines of a ticket were not done after all (召回). Their clocks run on as if never stopped."""

    session: str
    ticket: str
    lines: tuple[str, ...]


class LineFired(Event, frozen=True, gc=False):
    """A held line is called for (叫起)."""

    session: str
    ticket: str
    line: str


class LineRushed(Event, frozen=True, gc=False):
    """Somebody asked where a line is (催菜)."""

    session: str
    ticket: str
    line: str


class LineServed(Event, frozen=True, gc=False):
    """A line is at the table (划菜). What is served was done, bumped or not."""

    session: str
    ticket: str
    line: str


class TicketShown(Event, frozen=True, gc=False):
    """A screen painted a ticket that nobody had seen, so long after it was submitted."""

    session: str
    ticket: str
    screen: str
    delay_ms: Ms


class TicketAcknowledged(Event, frozen=True, gc=False):
    """Somebody took charge of a ticket that no screen had shown."""

    session: str
    ticket: str


def fold_kitchen_set_up(state: State, event: KitchenSetUp, stamp: Stamp) -> None:
    """The new stations and screens replace the old; tickets of a station that is gone go to the catch-all."""
    stations = {station.station: station for station in event.stations}
    screens = {screen.screen: screen for screen in event.screens}
    for gone in sorted(state.kitchen.stations.keys() - stations.keys()):
        del state.kitchen.stations[gone]
    for gone in sorted(state.kitchen.screens.keys() - screens.keys()):
        del state.kitchen.screens[gone]
    for station_key, station in stations.items():
        state.kitchen.stations[station_key] = station
    for screen_key, screen in screens.items():
        state.kitchen.screens[screen_key] = screen
    state.kitchen.thresholds[ONLY] = event.thresholds
    for ticket in sorted(state.kitchen.tickets):
        if state.kitchen.tickets[ticket].station not in stations:
            _move(state, state.kitchen.tickets[ticket], CATCH_ALL)
    slots.lay_out(state, stamp.at)


def _move(state: State, ticket: Ticket, station: str) -> None:
    state.kitchen.tickets[ticket.ticket] = replace(ticket, station=station)
    if ticket.ticket in state.kitchen.open_tickets[ticket.station]:
        state.kitchen.open_tickets.discard(ticket.station, ticket.ticket)
        state.kitchen.open_tickets.add(station, ticket.ticket)


def fold_tickets_routed(state: State, event: TicketsRouted, stamp: Stamp) -> None:
    """The lines enter the kitchen: fired at once, or held."""
    for ticket in event.tickets:
        state.kitchen.tickets[ticket.ticket] = ticket
        state.kitchen.open_tickets.add(ticket.station, ticket.ticket)
        state.kitchen.session_tickets.add(ticket.session, ticket.ticket)
        state.kitchen.unseen.add(ONLY, ticket.ticket)
        for line_id in ticket.lines:
            line = state.orders.lines[line_id]
            held = line.fire == "hold"
            state.kitchen.items[line_id] = Item(
                line=line_id,
                ticket=ticket.ticket,
                dish=line.dish,
                qty=line.qty,
                standard_ms=line.standard_ms,
                state="held" if held else "fired",
                submitted_at=ticket.submitted_at,
                fired_at=None if held else stamp.at,
            )
    slots.arrive(state, event.tickets, stamp.at)


def fold_ticket_started(state: State, event: TicketStarted, stamp: Stamp) -> None:
    """The start clocks of the lines."""
    for line in event.lines:
        state.kitchen.items[line] = replace(state.kitchen.items[line], state="started", started_at=stamp.at)
    _seen(state, event.ticket, stamp.at)
    _settle(state, event.ticket, stamp.at)


def fold_ticket_bumped(state: State, event: TicketBumped, stamp: Stamp) -> None:
    """The done clocks of the lines."""
    for line in event.lines:
        state.kitchen.items[line] = replace(state.kitchen.items[line], state="done", done_at=stamp.at)
    _seen(state, event.ticket, stamp.at)
    _settle(state, event.ticket, stamp.at)


def fold_ticket_recalled(state: State, event: TicketRecalled, stamp: Stamp) -> None:
    """Back to where the lines were before the bump."""
    for line in event.lines:
        item = state.kitchen.items[line]
        before: ItemState = "fired" if item.started_at is None else "started"
        state.kitchen.items[line] = replace(item, state=before, done_at=None)
    _settle(state, event.ticket, stamp.at)


def fold_line_fired(state: State, event: LineFired, stamp: Stamp) -> None:
    """The line's clock starts now."""
    state.kitchen.items[event.line] = replace(state.kitchen.items[event.line], state="fired", fired_at=stamp.at)
    _settle(state, event.ticket, stamp.at)


def fold_line_rushed(state: State, event: LineRushed, stamp: Stamp) -> None:
    """The first rush is the one that counts for the line."""
    item = state.kitchen.items[event.line]
    if item.rushed_at is None:
        state.kitchen.items[event.line] = replace(item, rushed_at=stamp.at)
    _settle(state, event.ticket, stamp.at)


def fold_line_served(state: State, event: LineServed, stamp: Stamp) -> None:
    """The served clock of the line, and its done clock if nobody bumped it."""
    item = state.kitchen.items[event.line]
    done_at = stamp.at if item.done_at is None else item.done_at
    state.kitchen.items[event.line] = replace(item, state="served", done_at=done_at, served_at=stamp.at)
    _seen(state, event.ticket, stamp.at)
    _settle(state, event.ticket, stamp.at)


def fold_line_voided(state: State, event: LineVoided, stamp: Stamp) -> None:
    """A line that was taken back is no longer cooked."""
    item = state.kitchen.items[event.line]
    state.kitchen.items[event.line] = replace(item, state="voided")
    _settle(state, item.ticket, stamp.at)


def fold_ticket_shown(state: State, event: TicketShown, stamp: Stamp) -> None:
    """The kitchen has it before its eyes."""
    _seen(state, event.ticket, stamp.at)


def fold_ticket_acknowledged(state: State, event: TicketAcknowledged, stamp: Stamp) -> None:
    """Somebody answers for it."""
    _seen(state, event.ticket, stamp.at)


def _seen(state: State, ticket_id: str, at: Ms) -> None:
    ticket = state.kitchen.tickets[ticket_id]
    if ticket.seen_at is None:
        state.kitchen.tickets[ticket_id] = replace(ticket, seen_at=at)
        state.kitchen.unseen.discard(ONLY, ticket_id)


def _settle(state: State, ticket_id: str, at: Ms) -> None:
    """Make a ticket's own state follow from its lines, and its place in the kitchen and on the screens from that."""
    ticket = state.kitchen.tickets[ticket_id]
    items = [state.kitchen.items[line] for line in ticket.lines]
    settled = ticket_state(item.state for item in items)
    rushes = [i.rushed_at for i in items if i.rushed_at is not None and i.state in ("held", "fired", "started")]
    rushed_at: Ms | None = min(rushes, default=None)
    if settled == ticket.state and rushed_at == ticket.rushed_at:
        return
    ticket = replace(ticket, state=settled, rushed_at=rushed_at)
    state.kitchen.tickets[ticket_id] = ticket
    if settled in ("done", "voided"):
        state.kitchen.open_tickets.discard(ticket.station, ticket_id)
        state.kitchen.unseen.discard(ONLY, ticket_id)
        slots.leave(state, ticket, at)
    else:
        state.kitchen.open_tickets.add(ticket.station, ticket_id)
        if ticket.seen_at is None:
            state.kitchen.unseen.add(ONLY, ticket_id)
        if settled == "held":  # what was fired of it was voided
            slots.leave(state, ticket, at)
        else:
            slots.arrive(state, [ticket], at)


def ticket_state(states: Iterable[ItemState]) -> TicketState:
    """What a ticket is while its lines are so.

    | its lines, voided ones aside          | ticket  |
    |---------------------------------------|---------|
    | none left                             | voided  |
    | all done or served                    | done    |
    | at least one started                  | started |
    | some done, at least one fired         | started |
    | at least one fired                    | fired   |
    | none in the making, at least one held | held    |
    """
    left = {state for state in states if state != "voided"}
    if not left:
        return "voided"
    if left <= {"done", "served"}:
        return "done"
    if left <= {"held", "done", "served"}:
        return "held"
    if left & {"started", "done", "served"}:
        return "started"
    return "fired"
