"""Print a test slip: whether a printer is there, and how its paper looks."""

from __future__ import annotations

from kds.core import ids
from kds.core.deeds import Deed
from kds.core.printing.answers import ON_PRINTER, SlipsQueued, printer_of, slips_of, waits, with_room
from kds.core.printing.events import PrintJobsQueued
from kds.core.printing.model import NewJob
from kds.core.rights import PRINT
from kds.core.state import State
from kds.core.text import Id
from kds.core.types import Command, Context, Event


class PrintTest(Command, frozen=True, gc=False):
    """The printer that is tested."""

    printer: Id


def decide(state: State, command: PrintTest, context: Context) -> list[Event]:
    """One event."""
    printer = printer_of(state, command.printer)
    if any(each.why == "test" for each in state.printing.queued(printer.printer)):
        raise waits(printer)
    with_room(state, printer)
    job = NewJob(ids.mint("J", state.seq + 1, 1), printer.printer, "test")
    return [PrintJobsQueued(jobs=(job,))]


def answer(state: State, command: PrintTest, events: list[Event]) -> SlipsQueued:
    """One slip."""
    return slips_of(state, events)


DEED = Deed(PrintTest, decide, answer, SlipsQueued, right=PRINT, refuses=ON_PRINTER)
