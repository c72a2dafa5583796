"""The kitchen: what is done in it, and what orders bring there."""

from __future__ import annotations

from kds.core.deeds import Feature
from kds.core.kitchen import (
    acknowledge,
    bump,
    events,
    fire_line,
    recall,
    report_shown,
    routing,
    rush_line,
    serve_line,
    set_up_kitchen,
    start,
)
from kds.core.orders.events import LineVoided, RoundPlaced

KITCHEN = Feature(
    deeds=(
        set_up_kitchen.DEED,
        start.DEED,
        bump.DEED,
        recall.DEED,
        fire_line.DEED,
        rush_line.DEED,
        serve_line.DEED,
        report_shown.DEED,
        acknowledge.DEED,
    ),
    folds={
        events.KitchenSetUp: events.fold_kitchen_set_up,
        events.TicketsRouted: events.fold_tickets_routed,
        events.TicketStarted: events.fold_ticket_started,
        events.TicketBumped: events.fold_ticket_bumped,
        events.TicketRecalled: events.fold_ticket_recalled,
        events.LineFired: events.fold_line_fired,
        events.LineRushed: events.fold_line_rushed,
        events.LineServed: events.fold_line_served,
        LineVoided: events.fold_line_voided,
        events.TicketShown: events.fold_ticket_shown,
        events.TicketAcknowledged: events.fold_ticket_acknowledged,
    },
    policies={RoundPlaced: routing.route},
)
