"""The kitchen: what is done in it, and what orders bring there."""

from __future__ import annotations

from kds.core.deeds import Feature
from kds.core.floor.events import GuestsSet, SessionMoved
from kds.core.kitchen import (
    acknowledge,
    acknowledge_unseen,
    acknowledge_voids,
    bump,
    change_kitchen,
    end_ticket,
    events,
    fire_line,
    fire_ticket,
    folds,
    recall,
    recall_last,
    report_shown,
    routing,
    rush_line,
    rush_ticket,
    serve_line,
    start,
    stops,
    unserve_line,
    upcasters,
)
from kds.core.orders.events import LineVoided, RoundPlaced

KITCHEN = Feature(
    deeds=(
        change_kitchen.DEED,
        start.DEED,
        bump.DEED,
        recall.DEED,
        recall_last.DEED,
        end_ticket.DEED,
        fire_line.DEED,
        fire_ticket.DEED,
        rush_line.DEED,
        rush_ticket.DEED,
        serve_line.DEED,
        unserve_line.DEED,
        acknowledge_voids.DEED,
        report_shown.DEED,
        acknowledge.DEED,
        acknowledge_unseen.DEED,
    ),
    folds={
        events.KitchenSetUp: folds.fold_kitchen_set_up,
        events.KitchenChanged: folds.fold_kitchen_changed,
        events.TicketsRouted: folds.fold_tickets_routed,
        events.TicketStarted: folds.fold_ticket_started,
        events.TicketBumped: folds.fold_ticket_bumped,
        events.TicketRecalled: folds.fold_ticket_recalled,
        events.TicketEnded: folds.fold_ticket_ended,
        events.LineFired: folds.fold_line_fired,
        events.LineRushed: folds.fold_line_rushed,
        events.LineServed: folds.fold_line_served,
        events.LineUnserved: folds.fold_line_unserved,
        RoundPlaced: folds.fold_round_placed,
        LineVoided: folds.fold_line_voided,
        events.VoidsAcknowledged: folds.fold_voids_acknowledged,
        SessionMoved: folds.fold_session_moved,
        GuestsSet: folds.fold_guests_set,
        events.TicketShown: folds.fold_ticket_shown,
        events.TicketAcknowledged: folds.fold_ticket_acknowledged,
    },
    policies={RoundPlaced: routing.route},
    deadlines=(stops.DEADLINE,),
    upcasters=upcasters.UPCASTERS,
)
