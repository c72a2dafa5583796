"""Print a slip once more that a printer did not confirm, or that was too old to be printed (补打)."""

from __future__ import annotations

from kds.core import ids
from kds.core.deeds import Deed
from kds.core.printing.answers import (
    JOB_GONE,
    ON_JOB,
    ON_PRINTER,
    SlipsQueued,
    job_of,
    printer_of,
    slips_of,
    waits,
    with_room,
)
from kds.core.printing.events import PrintJobsQueued
from kds.core.printing.model import NewJob
from kds.core.rights import PRINT
from kds.core.state import State
from kds.core.text import Id, OptionalId
from kds.core.types import Command, Context, Event, Refusal


class PrintAgain(Command, frozen=True, gc=False):
    """The slip, on `printer`, "" for the one that it was for."""

    job: Id
    printer: OptionalId = ""


def decide(state: State, command: PrintAgain, context: Context) -> list[Event]:
    """One event: the new slip takes the place of the old, and says when that was printed first."""
    job = job_of(state, command.job)
    printer = printer_of(state, command.printer or job.printer)
    if job.state == "queued":
        raise waits(printer)
    if job.state == "replaced":
        raise Refusal(JOB_GONE, job=command.job)
    with_room(state, printer)
    first_at = job.printed_at if job.reprint_of_at is None else job.reprint_of_at
    again = NewJob(
        job=ids.mint("J", state.seq + 1, 1),
        printer=printer.printer,
        why=job.why,
        mark=job.mark,
        session=job.session,
        station=job.station,
        lines=job.lines,
        number=job.number,
        of=job.of,
        first_at=first_at,
        again_of=job.job,
    )
    return [PrintJobsQueued(jobs=(again,))]


def answer(state: State, command: PrintAgain, events: list[Event]) -> SlipsQueued:
    """One slip."""
    return slips_of(state, events)


DEED = Deed(PrintAgain, decide, answer, SlipsQueued, right=PRINT, refuses=(*ON_JOB, *ON_PRINTER))
