"""Orders and bills: what is done with them."""

from __future__ import annotations

from kds.core.day.events import DayClosed
from kds.core.deeds import Feature
from kds.core.kitchen.events import TicketsRouted
from kds.core.orders import events, folds, pay_bill, place_round, void_line

ORDERS = Feature(
    deeds=(place_round.DEED, void_line.DEED, pay_bill.DEED),
    folds={
        events.BillOpened: events.fold_bill_opened,
        events.RoundPlaced: events.fold_round_placed,
        events.OrderNamed: events.fold_order_named,
        events.LineVoided: events.fold_line_voided,
        events.PaymentTaken: events.fold_payment_taken,
        events.BillClosed: events.fold_bill_closed,
        TicketsRouted: folds.fold_tickets_routed,
        DayClosed: folds.fold_day_closed,
    },
)
