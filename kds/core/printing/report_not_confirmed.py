"""Say that a printer did not confirm slips: they are printed once more, then by the second, then somebody has to look.

| the printer                | first time          | second time                    | where there is no second |
|----------------------------|---------------------|--------------------------------|--------------------------|
| took it, did not confirm   | once more, as 补打  | the second printer, as 补打    | not confirmed            |
| did not take it            | the second printer  |                                | it waits                 |
"""

from __future__ import annotations

from kds.core.deeds import Deed
from kds.core.printing.answers import UNKNOWN_PRINTER
from kds.core.printing.events import PrintJobsFailed
from kds.core.printing.model import TRIES_MOST, Printer, PrintFault, PrintJob
from kds.core.rights import NOBODY
from kds.core.state import State
from kds.core.text import Id
from kds.core.types import Answer, Command, Context, Event, Refusal


class ReportNotConfirmed(Command, frozen=True, gc=False):
    """What a printer was to print, and what was wrong; `sent`: it took some of it, and may have printed it."""

    printer: Id
    jobs: tuple[Id, ...]
    fault: PrintFault
    sent: bool = False


class NotConfirmedIs(Answer, frozen=True, gc=False):
    """How many of them wait again, here or at the second printer."""

    seq: int
    again: int


def decide(state: State, command: ReportNotConfirmed, context: Context) -> list[Event]:
    """One event for each printer that takes some of them, and one for those that nobody takes."""
    printer = state.printing.printers.get(command.printer)
    if printer is None:
        raise Refusal(UNKNOWN_PRINTER, printer=command.printer)
    piles: dict[str, list[str]] = {}
    for name in command.jobs:
        job = state.printing.find(name)
        if job is not None and job.state == "queued" and job.printer == command.printer:
            to = _next(state, printer, job, sent=command.sent)
            if to is not None:
                piles.setdefault(to, []).append(name)
    return [
        PrintJobsFailed(printer=command.printer, jobs=tuple(names), fault=command.fault, sent=command.sent, to=to)
        for to, names in piles.items()
    ]


def _next(state: State, printer: Printer, job: PrintJob, *, sent: bool) -> str | None:
    """Who prints it now, "" for nobody; None: it waits where it is."""
    if sent and job.tries + 1 < TRIES_MOST:
        return printer.printer
    second = "" if job.moved or printer.second not in state.printing.printers else printer.second
    return second or ("" if sent else None)


def answer(state: State, command: ReportNotConfirmed, events: list[Event]) -> NotConfirmedIs:
    """Those that are queued again."""
    again = [job for each in events if isinstance(each, PrintJobsFailed) and each.to for job in each.jobs]
    return NotConfirmedIs(seq=state.seq, again=len(again))


DEED = Deed(ReportNotConfirmed, decide, answer, NotConfirmedIs, right=NOBODY, refuses=(UNKNOWN_PRINTER,))
