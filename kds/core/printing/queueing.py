"""What is printed of lines, and on which printers: slips by table, by station, by dish."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from kds.core import ids
from kds.core.floor.model import Session
from kds.core.printing.events import PrintJobsQueued
from kds.core.printing.model import JobMark, JobWhy, NewJob, Printer, PrinterMode, PrintJob
from kds.core.state import State
from kds.core.types import Event


def in_order(state: State) -> list[Printer]:
    """All printers, in their order."""
    return sorted(state.printing.printers.values(), key=lambda each: (each.position, each.printer))


def printers_of(state: State, mode: PrinterMode) -> list[Printer]:
    """The printers of a mode, in their order."""
    return [each for each in in_order(state) if each.mode == mode]


def queued(state: State, why: JobWhy, mark: JobMark, given: Iterable[tuple[Printer, Sequence[str]]]) -> list[Event]:
    """One event over the slips on which these printers print these lines, or none where there is nothing to print."""
    seq, jobs = state.seq + 1, list[NewJob]()
    for printer, lines in given:
        piles = piles_of(state, printer, lines)
        for number, pile in enumerate(piles, start=1):
            jobs.append(
                NewJob(
                    job=ids.mint("J", seq, len(jobs) + 1),
                    printer=printer.printer,
                    why=why,
                    mark=mark,
                    session=_ticket_party(state, pile[0]),
                    lines=tuple(pile),
                    number=number,
                    of=len(piles),
                )
            )
    return [PrintJobsQueued(jobs=tuple(jobs))] if jobs else []


def piles_of(state: State, printer: Printer, lines: Iterable[str]) -> list[list[str]]:
    """The lines that this printer prints, slip by slip; a label is for one dish that leaves the house."""
    items, tickets = state.kitchen.items, state.kitchen.tickets
    piles: dict[str, list[str]] = {}
    for line in lines:
        ticket = tickets[items[line].ticket]
        session = state.floor.sessions[ticket.session]
        if not printer.prints(ticket.station) or (printer.kind == "label" and not _leaves(session)):
            continue
        if printer.kind == "label" or printer.slip == "dish":
            key = line
        else:
            key = ticket.ticket if printer.slip == "station" else ticket.session
        piles.setdefault(key, []).append(line)
    return list(piles.values())


def _ticket_party(state: State, line: str) -> str:
    return state.kitchen.tickets[state.kitchen.items[line].ticket].session


def _leaves(session: Session) -> bool:
    return session.service != "dine_in"


def not_yet(state: State, printer: Printer, lines: Iterable[str]) -> Iterator[str]:
    """The lines that a printer has had on no slip, nor has given to its second, or that were held again since. A slip
    of a step before says nothing of what is to be made now.
    """
    mine = {printer.printer, printer.second}
    for line in lines:
        had = [each for each in _slips_of(state, line) if each.mark in ("new", "hold") and each.printer in mine]
        last = max(had, key=lambda each: (each.queued_at, ids.age(each.job)), default=None)
        if last is None or last.mark == "hold":
            yield line


def _slips_of(state: State, line: str) -> list[PrintJob]:
    """What was queued of a line at the step that it is at."""
    item, printing = state.kitchen.items[line], state.printing
    jobs = [printing.jobs[job] for job in printing.of_line[line]]
    return [each for each in jobs if each.is_of_step(item)]


def printer_for(state: State, station: str) -> Printer | None:
    """Where what is asked for by hand is printed: at the station's own printer, else at one for when screens fail."""
    plain = [each for each in in_order(state) if each.kind == "escpos"]
    own = [each for each in plain if each.prints(station)]
    ranked = sorted(own or plain, key=lambda each: ("always", "fallback", "bump").index(each.mode))
    return ranked[0] if ranked else None


def printed_first_at(state: State, lines: Iterable[str]) -> int | None:
    """When any of these was first printed as something to make where it stands, or may have been; None for never."""
    jobs = [each for line in lines for each in _slips_of(state, line)]
    moments = [
        at for job in jobs if job.mark == "new" for at in (job.sent_at, job.printed_at, job.first_at) if at is not None
    ]
    return min(moments, default=None)
