"""What the events of the pass make of the state: who carries what, which tables go first."""

from __future__ import annotations

from msgspec.structs import replace

from kds.core.kitchen import slots
from kds.core.kitchen.events import LineHandedOver, LinesHeld, TicketsPutForward
from kds.core.kitchen.settling import settle
from kds.core.state import State
from kds.core.types import Stamp


def fold_line_handed_over(state: State, event: LineHandedOver, stamp: Stamp) -> None:
    """It is on its way, or at the pass again; to the kitchen it is done either way."""
    handed_at = None if event.back else stamp.at
    state.kitchen.items[event.line] = replace(state.kitchen.items[event.line], handed_at=handed_at)


def fold_lines_held(state: State, event: LinesHeld, stamp: Stamp) -> None:
    """Their clocks have not begun: they stand as if they had been held from the first."""
    for line in event.lines:
        state.kitchen.unbump(line)
        state.kitchen.items[line] = replace(state.kitchen.items[line], state="held", fired_at=None)
    settle(state, event.ticket, stamp.at)


def fold_tickets_put_forward(state: State, event: TicketsPutForward, stamp: Stamp) -> None:
    """They go before all others, also into reserved slots; or as if they had never been put forward."""
    for name in event.tickets:
        ticket = replace(state.kitchen.tickets[name], front_at=None if event.back else stamp.at)
        state.kitchen.tickets[name] = ticket
        if ticket.stands:
            slots.arrive(state, [ticket], stamp.at)
