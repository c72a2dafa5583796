"""What the events of printing make of the state."""

from __future__ import annotations

from msgspec.structs import replace

from kds.core.day.events import DayClosed
from kds.core.printing.events import (
    PrintersChanged,
    PrintJobsDropped,
    PrintJobsFailed,
    PrintJobsPrinted,
    PrintJobsQueued,
)
from kds.core.printing.model import MINUTE_MS, PrintJob, Standing
from kds.core.state import State
from kds.core.types import Stamp


def fold_printers_changed(state: State, event: PrintersChanged, stamp: Stamp) -> None:
    """What waits for a printer that is gone is not printed."""
    printing = state.printing
    for gone in event.printers_gone:
        for job in printing.queued(gone):
            printing.settle(job.job, "dropped")
        for name in sorted(printing.unsure[gone]):
            printing.settle(name, "replaced")
        del printing.printers[gone]
        if gone in printing.standings:
            del printing.standings[gone]
    for printer in event.printers:
        printing.printers[printer.printer] = printer


def fold_print_jobs_queued(state: State, event: PrintJobsQueued, stamp: Stamp) -> None:
    """They wait until they are too old for their printer."""
    for new in event.jobs:
        printer = state.printing.printers[new.printer]
        given = {name: getattr(new, name) for name in type(new).__struct_fields__}
        stale_at = stamp.at + printer.backlog_minutes * MINUTE_MS
        state.printing.put(PrintJob(**given, queued_at=stamp.at, stale_at=stale_at))
        if new.again_of:
            state.printing.settle(new.again_of, "replaced")


def fold_print_jobs_printed(state: State, event: PrintJobsPrinted, stamp: Stamp) -> None:
    """They are on paper, and the printer is well."""
    for name in event.jobs:
        job = state.printing.find(name)
        if job is None:
            continue
        if job.is_sheet:
            state.printing.drop(name)
        else:
            state.printing.put(replace(job, state="printed", printed_at=stamp.at, fault=None))
    if event.printer:
        state.printing.standings[event.printer] = Standing(printer=event.printer, confirmed_at=stamp.at)


def fold_print_jobs_failed(state: State, event: PrintJobsFailed, stamp: Stamp) -> None:
    """They wait again, here or at another printer, or for somebody to look."""
    for name in event.jobs:
        job = state.printing.find(name)
        if job is None:
            continue
        sent_at = stamp.at if event.sent and job.sent_at is None else job.sent_at
        moved = event.to not in ("", event.printer)
        after = replace(
            job,
            sent_at=sent_at,
            fault=event.fault,
            tries=0 if moved else job.tries + event.sent,
            moved=job.moved or moved,
            printer=event.to or job.printer,
            state="queued" if event.to else "not_confirmed",
        )
        state.printing.put(after)
    before = _standing(state, event.printer)
    state.printing.standings[event.printer] = replace(before, fault=event.fault, faulted_at=stamp.at)


def fold_print_jobs_dropped(state: State, event: PrintJobsDropped, stamp: Stamp) -> None:
    """The printer says so when it prints again; what may lie there already is to be looked for."""
    printing = state.printing
    there = [job for name in event.jobs if (job := printing.find(name)) is not None]
    found = [job for job in there if job.sent_at is None]
    for job in there:
        if job.sent_at is None:
            printing.settle(job.job, "dropped")
        else:
            printing.put(replace(job, state="not_confirmed"))
    if not found:
        return
    before = _standing(state, event.printer)
    since = [job.queued_at for job in found]
    if before.dropped_from_at is not None and before.dropped_to_at is not None:
        since += [before.dropped_from_at, before.dropped_to_at]
    printing.standings[event.printer] = replace(
        before,
        dropped=before.dropped + len(found),
        dropped_from_at=min(since, default=None),
        dropped_to_at=max(since, default=None),
    )


def fold_day_closed(state: State, event: DayClosed, stamp: Stamp) -> None:
    """What is of no party goes with the day, unless it still waits to be printed."""
    for name in sorted(state.printing.sheets):
        if state.printing.sheets[name].state != "queued":
            state.printing.drop(name)


def _standing(state: State, printer: str) -> Standing:
    return state.printing.standings.get(printer) or Standing(printer=printer)
