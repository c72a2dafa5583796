"""What happens elsewhere, and what it makes of the orders."""

from __future__ import annotations

from msgspec.structs import replace

from kds.core.day.events import DayClosed
from kds.core.floor.events import SessionMerged, SessionUnmerged
from kds.core.kitchen.events import TicketsRouted
from kds.core.orders.model import Bill
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


def fold_session_merged(state: State, event: SessionMerged, stamp: Stamp) -> None:
    """Its bills are the other party's, each as it is, and remember with whom they came."""
    for bill_id in sorted(state.orders.session_bills[event.session]):
        bill = state.orders.bills[bill_id]
        _give(state, replace(bill, session=event.into, came_with=bill.came_with or event.session), event.session)


def fold_session_unmerged(state: State, event: SessionUnmerged, stamp: Stamp) -> None:
    """The bills that came with it go with it."""
    for bill_id in sorted(state.orders.session_bills[event.out_of]):
        bill = state.orders.bills[bill_id]
        if bill.came_with == event.session:
            _give(state, replace(bill, session=event.session, came_with=""), event.out_of)


def _give(state: State, bill: Bill, giver: str) -> None:
    state.orders.bills[bill.bill] = bill
    state.orders.session_bills.discard(giver, bill.bill)
    state.orders.session_bills.add(bill.session, bill.bill)


def fold_day_closed(state: State, event: DayClosed, stamp: Stamp) -> None:
    """Orders from outside are known by their ids for a month."""
    old = [key for key, order in state.orders.outside.items() if order.placed_at + KEPT_MS <= stamp.at]
    for key in sorted(old):
        del state.orders.outside[key]
