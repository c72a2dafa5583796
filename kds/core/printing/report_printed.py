"""Say that slips are printed: their printer confirmed it after the cut, or somebody holds them in their hands."""

from __future__ import annotations

from kds.core.deeds import Deed
from kds.core.printing.answers import JOB_GONE, ON_JOB, UNKNOWN_PRINTER, job_of
from kds.core.printing.events import PrintJobsPrinted
from kds.core.rights import PRINT
from kds.core.state import State
from kds.core.text import Id, OptionalId
from kds.core.types import Answer, Command, Context, Event, Refusal


class ReportPrinted(Command, frozen=True, gc=False):
    """The slips; `printer` is the one that confirmed them, "" where a person says so.

    A printer without slips has said which were too old to be printed.
    """

    jobs: tuple[Id, ...] = ()
    printer: OptionalId = ""


class PrintedAre(Answer, frozen=True, gc=False):
    """How many slips nobody knows of whether they are printed, after that."""

    seq: int
    not_confirmed: int


def decide(state: State, command: ReportPrinted, context: Context) -> list[Event]:
    """One event, or none where it is known already. A person may hold what no printer confirmed."""
    if command.printer:
        if command.printer not in state.printing.printers:
            raise Refusal(UNKNOWN_PRINTER, printer=command.printer)
        there = [each for each in command.jobs if (job := state.printing.find(each)) and job.state != "printed"]
        if command.jobs and not there:
            return []
        return [PrintJobsPrinted(printer=command.printer, jobs=tuple(there))]
    jobs = [job_of(state, each) for each in command.jobs]
    for job in jobs:
        if job.state in ("printed", "replaced"):
            raise Refusal(JOB_GONE, job=job.job)
    return [PrintJobsPrinted(jobs=tuple([each.job for each in jobs]))] if jobs else []


def answer(state: State, command: ReportPrinted, events: list[Event]) -> PrintedAre:
    """As it stands after the event."""
    unsure = state.printing.unsure
    return PrintedAre(seq=state.seq, not_confirmed=sum([unsure.count(each) for each in unsure]))


DEED = Deed(ReportPrinted, decide, answer, PrintedAre, right=PRINT, refuses=(*ON_JOB, UNKNOWN_PRINTER))
