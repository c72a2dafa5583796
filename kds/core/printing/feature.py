"""The kitchen on paper: what is done about it, and what comes of the kitchen's events."""

from __future__ import annotations

from kds.core.day.events import DayClosed
from kds.core.deeds import Feature
from kds.core.kitchen.events import (
    LineFired,
    LineNoted,
    LineRushed,
    LinesHeld,
    LinesPassedOn,
    TicketBumped,
    TicketsRouted,
    TicketTransferred,
)
from kds.core.orders.events import LineVoided
from kds.core.printing import (
    change_printers,
    events,
    folds,
    following,
    hand_to_paper,
    print_again,
    print_kitchen,
    print_test,
    print_ticket,
    report_not_confirmed,
    report_printed,
    staleness,
)

PRINTING = Feature(
    deeds=(
        change_printers.DEED,
        print_ticket.DEED,
        print_again.DEED,
        print_kitchen.DEED,
        print_test.DEED,
        hand_to_paper.DEED,
        report_printed.DEED,
        report_not_confirmed.DEED,
    ),
    folds={
        events.PrintersChanged: folds.fold_printers_changed,
        events.PrintJobsQueued: folds.fold_print_jobs_queued,
        events.PrintJobsPrinted: folds.fold_print_jobs_printed,
        events.PrintJobsFailed: folds.fold_print_jobs_failed,
        events.PrintJobsDropped: folds.fold_print_jobs_dropped,
        DayClosed: folds.fold_day_closed,
    },
    policies={
        TicketsRouted: following.routed,
        LineFired: following.fired,
        TicketTransferred: following.transferred,
        LinesPassedOn: following.passed_on,
        TicketBumped: following.bumped,
        LineRushed: following.rushed,
        LinesHeld: following.held,
        LineVoided: following.voided,
        LineNoted: following.noted,
    },
    deadlines=(staleness.DEADLINE,),
)
