"""A station's tickets as clients read them: in the order to cook them, with why."""

from __future__ import annotations

from kds.core import refusals
from kds.core.kitchen.board import BoardLine, BoardTicket, board_ticket
from kds.core.kitchen.model import CATCH_ALL, Colour, ItemState, TicketState, Why
from kds.core.orders.model import Cell
from kds.core.state import State
from kds.core.types import Channel, Ms, Name, Record, Refusal

TICKETS = 100
"""Tickets of a station that are told in full."""


class StationLine(Record, frozen=True, gc=False):
    """A station of the kitchen."""

    station: str
    name: Name


class TicketLine(Record, frozen=True, gc=False):
    """A line of a ticket, with what the cook must know of it.

    `qty` counts portions, or grams of what is `weighed`. `rushes`: how often it was asked for. `stop`: it was voided,
    and whoever makes it has to stop and acknowledge that. `label`: whose it is, where that is not the ticket's party.
    `meal`: the set meal of which it is a part. It is at its step `step` of `steps`, and goes on to the
    stations `onward`.
    """

    line: str
    dish: str
    name: Name
    meal: Name | None
    qty: int
    weighed: bool
    state: ItemState
    colour: Colour | None
    due_at: Ms | None
    rushed_at: Ms | None
    rushes: int
    stop: bool
    options: tuple[str, ...]
    cells: tuple[Cell, ...]
    note: str
    label: str
    note_was: str | None
    step: int
    steps: int
    onward: tuple[str, ...]


class TicketView(Record, frozen=True, gc=False):
    """A ticket with something to make or to stop. `table` is None for whoever has none, and is called by `label`.

    `note` and `allergies` are of the whole party. `changes`: how many notes were changed that the kitchen has not
    acknowledged: of the whole party where `note_was` is not None, and of lines that have a `note_was`.
    """

    ticket: str
    table: str | None
    label: str
    round_no: int
    channel: Channel
    guests: int
    base: bool
    state: TicketState
    colour: Colour | None
    why: Why
    submitted_at: Ms
    due_at: Ms | None
    lines: tuple[TicketLine, ...]
    note: str
    allergies: str
    note_was: str | None
    changes: int


def stations_view(state: State) -> list[StationLine]:
    """All stations in the order in which they were set up, the catch-all last."""
    ordered = sorted(state.kitchen.stations.values(), key=lambda each: (each.station == CATCH_ALL, each.position))
    return [StationLine(each.station, each.name) for each in ordered]


def tickets_view(state: State, station: str, now: Ms, after: str | None = None) -> tuple[list[TicketView], int]:
    """The first open tickets of a station in the order to cook them, and how many stand behind those.

    At the end stand those to stop, then those held. `after` is the last ticket that is known already; one that is not,
    or no longer, among them is refused, unknown_ticket: where it stood nobody can say, so one begins again.
    """
    queue = state.kitchen.queues.of_station(station, now)
    if after is not None and after not in queue:
        raise Refusal(refusals.UNKNOWN_TICKET, ticket=after)
    behind = list(queue if after is None else queue.after(after))
    tickets = [(state.kitchen.tickets[name], queue.why(name)) for name in behind[:TICKETS]]
    return [_ticket(state, board_ticket(state, *each, now)) for each in tickets], len(behind) - len(tickets)


def _ticket(state: State, each: BoardTicket) -> TicketView:
    ticket = each.ticket
    return TicketView(
        ticket=ticket.ticket,
        table=state.floor.sessions[ticket.session].table,
        label=ticket.label,
        round_no=ticket.round_no,
        channel=ticket.channel,
        guests=ticket.guests,
        base=ticket.base,
        state=ticket.state,
        colour=each.colour,
        why=each.why,
        submitted_at=ticket.submitted_at,
        due_at=each.due_at,
        lines=tuple([_line(line) for line in each.lines]),
        note=ticket.note,
        allergies=ticket.allergies,
        note_was=None if ticket.noted_since is None else ticket.note_was,
        changes=ticket.changes,
    )


def _line(line: BoardLine) -> TicketLine:
    return TicketLine(
        line=line.line,
        dish=line.dish,
        name=line.name,
        meal=line.meal,
        qty=line.qty,
        weighed=line.weighed,
        state=line.state,
        colour=line.colour,
        due_at=line.due_at,
        rushed_at=line.rushed_at,
        rushes=line.rushes,
        stop=line.stop,
        options=line.options,
        cells=line.cells,
        note=line.note,
        label=line.label,
        note_was=line.note_was,
        step=line.step,
        steps=line.steps,
        onward=line.onward,
    )
