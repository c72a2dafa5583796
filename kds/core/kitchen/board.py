"""What a station, or a screen of several stations, has to cook: its open tickets in the order to cook them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from kds.core.kitchen.colour import colour, due_at, turns, worst
from kds.core.kitchen.model import COOKING, Colour, Item, ItemState, PriorityRule, Station, Thresholds, Ticket, Why
from kds.core.kitchen.priority import Ranked, rank
from kds.core.orders.model import Cell
from kds.core.state import State
from kds.core.types import Ms, Record

DEFAULT_PRIORITY: tuple[PriorityRule, ...] = Station.__struct_defaults__[0]
"""The rules where a screen mixes stations, and for the catch-all."""


class BoardLine(Record, frozen=True, gc=False):
    """A line as the kitchen sees it. `soon_at`, `late_at`, `critical_at` are None while it is held.

    `stop`: it was voided under the kitchen's hands, which has not acknowledged it.
    """

    line: str
    dish: str
    qty: int
    weighed: bool
    state: ItemState
    colour: Colour | None
    due_at: Ms | None
    soon_at: Ms | None
    late_at: Ms | None
    critical_at: Ms | None
    rushed_at: Ms | None
    rushes: int
    stop: bool
    options: tuple[str, ...]
    cells: tuple[Cell, ...]
    note: str


class BoardTicket(Record, frozen=True, gc=False):
    """A ticket as the kitchen sees it: as late as its latest unfinished line."""

    ticket: Ticket
    why: Why
    colour: Colour | None
    due_at: Ms | None
    soon_at: Ms | None
    late_at: Ms | None
    critical_at: Ms | None
    lines: tuple[BoardLine, ...]


def board(state: State, stations: Iterable[str], now: Ms) -> list[BoardTicket]:
    """The open tickets of these stations in the order to cook them; at the end those to stop, then those held."""
    wanted = sorted(set(stations))
    tickets = [state.kitchen.tickets[ticket] for station in wanted for ticket in state.kitchen.open_tickets[station]]
    ranked = rank([ranked_ticket(state, ticket) for ticket in tickets], rules_of(state, wanted), now)
    return [board_ticket(state, each.ticket, why, now) for each, why in ranked]


def rules_of(state: State, stations: Sequence[str]) -> tuple[PriorityRule, ...]:
    """The rules by which the tickets of these stations are ranked together: a single station has its own."""
    if len(stations) == 1 and stations[0] in state.kitchen.stations:
        return state.kitchen.stations[stations[0]].priority
    return DEFAULT_PRIORITY


def ranked_ticket(state: State, ticket: Ticket) -> Ranked:
    """A ticket with the earliest moment at which a line of it is due, and is late."""
    due: Ms | None = None
    late: Ms | None = None
    for line in ticket.lines:
        item = state.kitchen.items[line]
        own, moments = due_at(item), turns(item, ticket.thresholds)
        if item.state in COOKING and own is not None and moments is not None:
            due = own if due is None else min(due, own)
            late = moments[1] if late is None else min(late, moments[1])
    return Ranked(ticket=ticket, due_at=due, late_at=late)


def board_ticket(state: State, ticket: Ticket, why: Why, now: Ms) -> BoardTicket:
    """A ticket with all that a screen needs to draw it and to keep its colour by itself."""
    lines = tuple([_line(state, state.kitchen.items[line], ticket.thresholds, now) for line in ticket.lines])
    cooking = [line for line in lines if line.state in COOKING]
    return BoardTicket(
        ticket=ticket,
        why=why,
        colour=worst(line.colour for line in cooking),
        due_at=min([line.due_at for line in cooking if line.due_at is not None], default=None),
        soon_at=min([line.soon_at for line in cooking if line.soon_at is not None], default=None),
        late_at=min([line.late_at for line in cooking if line.late_at is not None], default=None),
        critical_at=min([line.critical_at for line in cooking if line.critical_at is not None], default=None),
        lines=lines,
    )


def _line(state: State, item: Item, thresholds: Thresholds, now: Ms) -> BoardLine:
    line = state.orders.lines[item.line]
    soon, late, critical = turns(item, thresholds) or (None, None, None)
    return BoardLine(
        line=item.line,
        dish=item.dish,
        qty=item.qty,
        weighed=line.weighed,
        state=item.state,
        colour=colour(item, thresholds, now),
        due_at=due_at(item),
        soon_at=soon,
        late_at=late,
        critical_at=critical,
        rushed_at=item.rushed_at,
        rushes=item.rushes,
        stop=item.stop_since is not None,
        options=line.options,
        cells=line.cells,
        note=line.note,
    )
