"""What a station, or a screen of several stations, has to cook: its open tickets in the order to cook them."""

from __future__ import annotations

from collections.abc import Iterable

from kds.core.kitchen.colour import colour, worst
from kds.core.kitchen.model import COOKING, Colour, Item, ItemState, Thresholds, Ticket, Why
from kds.core.kitchen.moments import due_at, turns
from kds.core.kitchen.priority import rank, ranked
from kds.core.kitchen.queues import rules_of
from kds.core.kitchen.steps import step_of
from kds.core.orders.model import Cell
from kds.core.state import State
from kds.core.types import Ms, Name, Record


class BoardLine(Record, frozen=True, gc=False):
    """A line as the kitchen sees it. `soon_at`, `late_at`, `critical_at` are None while it is held.

    `stop`: it was voided under the kitchen's hands, which has not acknowledged it. `label`: whose it is, where it is
    another party's than the ticket; else "". `note_was`: what the kitchen knew of a note that has changed since; None
    where it has acknowledged it. `meal`: the set meal of which it is a part. It is at its step `step` of `steps`, and
    goes on to the stations `onward`.
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
    soon_at: Ms | None
    late_at: Ms | None
    critical_at: Ms | None
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
    rules = rules_of(state.kitchen.stations, wanted)
    ordered = rank([ranked(ticket, state.kitchen.items) for ticket in tickets], rules, now)
    return [board_ticket(state, each.ticket, why, now) for each, why in ordered]


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
    step, steps = step_of(item)
    soon, late, critical = turns(item, thresholds) or (None, None, None)
    return BoardLine(
        line=item.line,
        dish=item.dish,
        name=state.menu.name_of(item.dish),
        meal=None if line.in_meal is None else line.in_meal.name,
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
        note=line.note if item.note is None else item.note,
        label=item.label,
        note_was=None if item.noted_since is None else item.note_was,
        step=step,
        steps=steps,
        onward=tuple([each.station for each in item.ahead]),
    )
