"""The printers as programs and pages read them."""

from __future__ import annotations

from collections.abc import Mapping

from kds.core.printing.model import JobMark, JobWhy, Printer, PrintFault, PrintJob, Standing
from kds.core.printing.queueing import in_order
from kds.core.state import State
from kds.core.types import Ms, Name, Record

LISTED = 100
"""Slips that are listed; of more it is said how many there are."""


class PrinterView(Record, frozen=True, gc=False, omit_defaults=False):
    """A printer: how many slips wait for it, since when, and what it said last."""

    printer: str
    name: Name
    queued: int
    queued_since: Ms | None
    confirmed_at: Ms | None
    fault: PrintFault | None
    faulted_at: Ms | None
    dropped: int


class SlipView(Record, frozen=True, gc=False, omit_defaults=False):
    """A slip that may or may not be printed, and whose it is."""

    job: str
    printer: str
    why: JobWhy
    mark: JobMark
    label: str
    station: str
    lines: tuple[str, ...]
    queued_at: Ms
    fault: PrintFault | None


class PrintersView(Record, frozen=True, gc=False, omit_defaults=False):
    """All printers in their order; the slips that are not confirmed, the oldest first, and how many more there are."""

    printers: tuple[PrinterView, ...]
    not_confirmed: tuple[SlipView, ...]
    more: int


def printers_view(state: State, down: Mapping[str, PrintFault]) -> PrintersView:
    """As they stand; `down` are those that take nothing now, of which nothing has to be written down yet."""
    unsure = state.printing.not_confirmed()
    return PrintersView(
        printers=tuple([printer_view(state, each, down) for each in in_order(state)]),
        not_confirmed=tuple([slip_view(state, each) for each in unsure[:LISTED]]),
        more=max(0, len(unsure) - LISTED),
    )


def printer_view(state: State, printer: Printer, down: Mapping[str, PrintFault]) -> PrinterView:
    """One of them."""
    queued = state.printing.queued(printer.printer)
    standing = state.printing.standings.get(printer.printer) or Standing(printer=printer.printer)
    return PrinterView(
        printer=printer.printer,
        name=printer.name,
        queued=len(queued),
        queued_since=queued[0].queued_at if queued else None,
        confirmed_at=standing.confirmed_at,
        fault=down.get(printer.printer, standing.fault),
        faulted_at=standing.faulted_at,
        dropped=standing.dropped,
    )


def slip_view(state: State, job: PrintJob) -> SlipView:
    """One of them; a party goes by its table, also where it has moved since."""
    return SlipView(
        job=job.job,
        printer=job.printer,
        why=job.why,
        mark=job.mark,
        label=label_of(state, job),
        station=job.station,
        lines=job.lines,
        queued_at=job.queued_at,
        fault=job.fault,
    )


def label_of(state: State, job: PrintJob) -> str:
    """Whose a slip is, as its tickets say; "" for a sheet."""
    for line in job.lines:
        item = state.kitchen.items.get(line)
        if item is not None:
            return item.label or state.kitchen.tickets[item.ticket].label
    party = state.floor.sessions.get(job.session)
    return "" if party is None else party.label
