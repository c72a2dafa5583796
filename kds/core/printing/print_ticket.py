"""Print a ticket by hand (打印, 补打)."""

from __future__ import annotations

from kds.core import ids
from kds.core.deeds import Deed
from kds.core.printing.answers import (
    NO_PRINTER,
    ON_PRINTER,
    ON_TICKET,
    SlipsQueued,
    printer_of,
    slips_of,
    ticket_of,
    waits,
    with_room,
)
from kds.core.printing.events import PrintJobsQueued
from kds.core.printing.model import NewJob
from kds.core.printing.queueing import printed_first_at, printer_for
from kds.core.rights import PRINT
from kds.core.state import State
from kds.core.text import Id, OptionalId
from kds.core.types import Command, Context, Event, Refusal, reason

NOTHING_TO_PRINT = reason(
    "nothing_to_print",
    "conflict",
    "这张单上的菜都退掉了，没有可打印的",
    "All of this ticket is voided; nothing to print",
)


class PrintTicket(Command, frozen=True, gc=False):
    """All of a ticket that is not voided, on `printer`, "" for the one that is its station's."""

    ticket: Id
    printer: OptionalId = ""


def decide(state: State, command: PrintTicket, context: Context) -> list[Event]:
    """One event. It is a reprint where any of it was printed, or may have been."""
    ticket = ticket_of(state, command.ticket)
    lines = tuple([each for each in ticket.lines if state.kitchen.items[each].state != "voided"])
    if not lines:
        raise Refusal(NOTHING_TO_PRINT)
    printer = printer_of(state, command.printer) if command.printer else printer_for(state, ticket.station)
    if printer is None:
        raise Refusal(NO_PRINTER)
    asked = [each for each in state.printing.queued(printer.printer) if each.why == "asked"]
    if any(each.lines == lines for each in asked):
        raise waits(printer)
    with_room(state, printer)
    first_at = printed_first_at(state, lines)
    name = ids.mint("J", state.seq + 1, 1)
    job = NewJob(name, printer.printer, "asked", session=ticket.session, lines=lines, first_at=first_at)
    return [PrintJobsQueued(jobs=(job,))]


def answer(state: State, command: PrintTicket, events: list[Event]) -> SlipsQueued:
    """One slip."""
    return slips_of(state, events)


DEED = Deed(
    PrintTicket,
    decide,
    answer,
    SlipsQueued,
    right=PRINT,
    refuses=(*ON_TICKET, *ON_PRINTER, NO_PRINTER, NOTHING_TO_PRINT),
)
