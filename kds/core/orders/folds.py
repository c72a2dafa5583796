"""What happens elsewhere, and what it makes of the orders."""

from __future__ import annotations

from msgspec.structs import replace

from kds.core.day.events import DayClosed
from kds.core.kitchen.events import TicketsRouted
from kds.core.orders.outside import KEPT_MS
from kds.core.state import State
from kds.core.types import Stamp


def fold_tickets_routed(state: State, event: TicketsRouted, stamp: Stamp) -> None:
    """An order from outside is answered with its tickets also when they are no longer alive."""
    for placed in dict.fromkeys([ticket.round for ticket in event.tickets]):
        found = state.orders.rounds[placed]
        if found.external_id:
            ticket_of = {line: ticket.ticket for ticket in event.tickets for line in ticket.lines}
            tickets = tuple(dict.fromkeys([ticket_of[line] for line in found.lines]))
            order = state.orders.outside[found.channel, found.external_id]
            state.orders.outside[found.channel, found.external_id] = replace(order, tickets=tickets)


def fold_day_closed(state: State, event: DayClosed, stamp: Stamp) -> None:
    """Orders from outside are known by their ids for a month."""
    old = [key for key, order in state.orders.outside.items() if order.placed_at + KEPT_MS <= stamp.at]
    for key in sorted(old):
        del state.orders.outside[key]
