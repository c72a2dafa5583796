"""What each event makes of the state. A fold never refuses: what happened, happened."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from kds.core.day import events as day
from kds.core.floor import events as floor
from kds.core.kitchen import events as kitchen
from kds.core.menu import events as menu
from kds.core.orders import events as orders
from kds.core.state import State
from kds.core.types import Event, Stamp

Fold = Callable[[State, Any, Stamp], None]

FOLDS: dict[type[Event], tuple[Fold, ...]] = {
    day.HouseFounded: (day.fold_house_founded,),
    day.DayClosed: (day.fold_day_closed,),
    day.ClockStepped: (day.fold_clock_stepped,),
    menu.MenuPublished: (menu.fold_menu_published,),
    menu.StockCounted: (menu.fold_stock_counted,),
    floor.FloorLaidOut: (floor.fold_floor_laid_out,),
    floor.SessionOpened: (floor.fold_session_opened,),
    floor.SessionCleared: (floor.fold_session_cleared,),
    orders.BillOpened: (orders.fold_bill_opened,),
    orders.RoundPlaced: (orders.fold_round_placed, floor.fold_round_placed),
    orders.LineVoided: (orders.fold_line_voided, kitchen.fold_line_voided),
    orders.PaymentTaken: (orders.fold_payment_taken,),
    orders.BillClosed: (orders.fold_bill_closed,),
    kitchen.KitchenSetUp: (kitchen.fold_kitchen_set_up,),
    kitchen.TicketsRouted: (kitchen.fold_tickets_routed,),
    kitchen.TicketStarted: (kitchen.fold_ticket_started,),
    kitchen.TicketBumped: (kitchen.fold_ticket_bumped,),
    kitchen.TicketRecalled: (kitchen.fold_ticket_recalled,),
    kitchen.LineFired: (kitchen.fold_line_fired,),
    kitchen.LineRushed: (kitchen.fold_line_rushed,),
    kitchen.LineServed: (kitchen.fold_line_served,),
    kitchen.TicketShown: (kitchen.fold_ticket_shown,),
    kitchen.TicketAcknowledged: (kitchen.fold_ticket_acknowledged,),
}
"""For each type of event the features that it concerns. What is not here cannot be in a ledger."""


def fold(state: State, event: Event, stamp: Stamp) -> None:
    """Apply one event. The state is then the one after `stamp.seq`."""
    for each in FOLDS[type(event)]:
        each(state, event, stamp)
    state.seq = stamp.seq
    state.at = stamp.at
