"""Print the whole kitchen: every open line, by station and by table, for going on with paper alone."""

from __future__ import annotations

from collections.abc import Iterable

from kds.core import ids
from kds.core.deeds import Deed
from kds.core.kitchen.model import CATCH_ALL, OPEN
from kds.core.printing.answers import NO_PRINTER, ON_PRINTER, SlipsQueued, printer_of, slips_of, waits, with_room
from kds.core.printing.events import PrintJobsQueued
from kds.core.printing.model import NewJob
from kds.core.rights import PRINT
from kds.core.state import State
from kds.core.text import OptionalId
from kds.core.types import Command, Context, Event, Refusal, reason

NOTHING_OPEN = reason(
    "nothing_open", "conflict", "后厨没有要做的单，没有可打印的", "The kitchen has nothing to make; nothing to print"
)


class PrintKitchen(Command, frozen=True, gc=False):
    """On `printer`, "" for the first kitchen printer."""

    printer: OptionalId = ""


def decide(state: State, command: PrintKitchen, context: Context) -> list[Event]:
    """One event over a page for each station and one for each party, numbered through."""
    printer = printer_of(state, command.printer)
    if any(each.why == "handover" for each in state.printing.queued(printer.printer)):
        raise waits(printer)
    with_room(state, printer)
    stations, parties = open_stations(state), open_parties(state)
    pages = [("", each) for each in stations] + [(each, "") for each in parties]
    if not pages:
        raise Refusal(NOTHING_OPEN)
    seq = state.seq + 1
    jobs = [
        NewJob(
            job=ids.mint("J", seq, number),
            printer=printer.printer,
            why="handover",
            session=session,
            station=station,
            number=number,
            of=len(pages),
        )
        for number, (session, station) in enumerate(pages, start=1)
    ]
    return [PrintJobsQueued(jobs=tuple(jobs))]


def open_stations(state: State) -> list[str]:
    """The stations with something to make, in their order, the catch-all last."""
    kitchen = state.kitchen
    found = [each for each in kitchen.open_tickets if _open_lines(state, kitchen.open_tickets[each])]
    places = {name: each.position for name, each in kitchen.stations.items()}
    return sorted(found, key=lambda each: (each == CATCH_ALL, places.get(each, 0), each))


def open_parties(state: State) -> list[str]:
    """The parties for which something is to be made, the oldest first."""
    kitchen = state.kitchen
    tickets = [each for station in kitchen.open_tickets for each in kitchen.open_tickets[station]]
    found = {kitchen.tickets[each].session for each in tickets if _open_lines(state, (each,))}
    return sorted(found, key=ids.age)


def _open_lines(state: State, tickets: Iterable[str]) -> bool:
    kitchen = state.kitchen
    return any(kitchen.items[line].state in OPEN for each in tickets for line in kitchen.tickets[each].lines)


def answer(state: State, command: PrintKitchen, events: list[Event]) -> SlipsQueued:
    """So many pages."""
    return slips_of(state, events)


DEED = Deed(PrintKitchen, decide, answer, SlipsQueued, right=PRINT, refuses=(*ON_PRINTER, NO_PRINTER, NOTHING_OPEN))
