"""Orders and bills: what is done with them."""

from __future__ import annotations

from kds.core.day.events import DayClosed
from kds.core.deeds import Feature
from kds.core.floor.events import SessionMerged, SessionUnmerged
from kds.core.kitchen.events import TicketsRouted
from kds.core.orders import events, folds, move_lines, pay_bill, place_round, void_line

ORDERS = Feature(
    deeds=(place_round.DEED, void_line.DEED, move_lines.DEED, pay_bill.DEED),
    folds={
        events.BillOpened: events.fold_bill_opened,
        events.RoundPlaced: events.fold_round_placed,
        events.OrderNamed: events.fold_order_named,
        events.LineVoided: events.fold_line_voided,
        events.LinesMoved: events.fold_lines_moved,
        events.PaymentTaken: events.fold_payment_taken,
        events.BillClosed: events.fold_bill_closed,
        SessionMerged: folds.fold_session_merged,
        SessionUnmerged: folds.fold_session_unmerged,
        TicketsRouted: folds.fold_tickets_routed,
        DayClosed: folds.fold_day_closed,
    },
)
