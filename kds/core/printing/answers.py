"""What commands about printing are answered with, and the printers and jobs that they are about."""

from __future__ import annotations

from kds.core import ids
from kds.core.kitchen.model import Ticket
from kds.core.printing.events import PrintJobsQueued
from kds.core.printing.model import QUEUED_MOST, Printer, PrintJob
from kds.core.printing.queueing import in_order
from kds.core.refusals import SESSION_ENDED, UNKNOWN_TICKET
from kds.core.state import State
from kds.core.types import Answer, Event, Refusal, reason

UNKNOWN_PRINTER = reason("unknown_printer", "not_found", "没有打印机“{printer}”", "There is no printer “{printer}”")
UNKNOWN_JOB = reason("unknown_print_job", "not_found", "没有这张打印单“{job}”", "There is no slip “{job}”")
JOB_GONE = reason("print_job_gone", "conflict", "这张打印单已经处理了", "That slip has been seen to already")
NO_PRINTER = reason(
    "no_printer",
    "conflict",
    "还没有厨房打印机，请先在设置里添加",
    "There is no kitchen printer; add one in the settings",
)
PRINT_WAITS = reason(
    "print_waits", "conflict", "已经在打印了，请看{printer_zh}", "It is being printed already; look at {printer_en}"
)
QUEUE_FULL = reason(
    "print_queue_full",
    "conflict",
    "{printer_zh}还有{count}张没打出来，请先看打印机",
    "{count} slips wait for {printer_en}; see to the printer first",
)
ON_PRINTER = (UNKNOWN_PRINTER, PRINT_WAITS, QUEUE_FULL)
"""What asking a printer that is named refuses."""
ON_TICKET = (UNKNOWN_TICKET, SESSION_ENDED)
ON_JOB = (UNKNOWN_JOB, JOB_GONE)


class SlipsQueued(Answer, frozen=True, gc=False):
    """The slips that are to be printed, and on which printer the first of them; "" for none."""

    seq: int
    jobs: tuple[str, ...]
    printer: str


def slips_of(state: State, events: list[Event]) -> SlipsQueued:
    """The answer, of the events that came of it."""
    jobs = [job for each in events if isinstance(each, PrintJobsQueued) for job in each.jobs]
    return SlipsQueued(seq=state.seq, jobs=tuple([each.job for each in jobs]), printer=jobs[0].printer if jobs else "")


def printer_of(state: State, printer: str) -> Printer:
    """The printer of that id, or, where none is named, the first for kitchen slips. Refused:
    unknown_printer, no_printer.
    """
    if printer and printer not in state.printing.printers:
        raise Refusal(UNKNOWN_PRINTER, printer=printer)
    if printer:
        return state.printing.printers[printer]
    found = next((each for each in in_order(state) if each.kind == "escpos"), None)
    if found is None:
        raise Refusal(NO_PRINTER)
    return found


def with_room(state: State, printer: Printer) -> None:
    """Refuse what is asked of a printer for which very much waits already: print_queue_full."""
    count = state.printing.queue.count(printer.printer)
    if count >= QUEUED_MOST:
        raise Refusal(QUEUE_FULL, printer_zh=printer.name.in_zh, printer_en=printer.name.in_en, count=count)


def waits(printer: Printer) -> Refusal:
    """Why the same is not queued twice."""
    return Refusal(PRINT_WAITS, printer_zh=printer.name.in_zh, printer_en=printer.name.in_en)


def job_of(state: State, job: str) -> PrintJob:
    """A job that is alive. Refused: as in `ON_JOB`."""
    found = state.printing.find(job)
    if found is None:
        raise Refusal(JOB_GONE if ids.is_past(job, "J", state.seq) else UNKNOWN_JOB, job=job)
    return found


def ticket_of(state: State, ticket: str) -> Ticket:
    """A ticket that is alive. Refused: as in `ON_TICKET`."""
    found = state.kitchen.tickets.get(ticket)
    if found is None:
        raise Refusal(SESSION_ENDED if ids.is_past(ticket, "T", state.seq) else UNKNOWN_TICKET, ticket=ticket)
    return found
