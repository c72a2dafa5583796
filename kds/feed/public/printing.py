"""Printers and slips as the public is told of them: by id; addresses are the house's own."""

from __future__ import annotations

from msgspec import Struct

from kds.core.printing.events import PrintersChanged, PrintJobsQueued
from kds.core.printing.model import JobMark, JobWhy
from kds.feed.public.projection import Projections


class PrintersChangedData(Struct, frozen=True, gc=False):
    """The printers that are new, other than before, or gone."""

    printers: tuple[str, ...]
    printers_gone: tuple[str, ...]


class QueuedJob(Struct, frozen=True, gc=False):
    """A slip: on which printer, why, and of which lines; `reprint`: the same was printed before, or may have been."""

    job: str
    printer: str
    why: JobWhy
    mark: JobMark
    session: str
    station: str
    lines: tuple[str, ...]
    reprint: bool


class PrintJobsQueuedData(Struct, frozen=True, gc=False):
    """Slips are to be printed."""

    jobs: tuple[QueuedJob, ...]


def printers_changed(event: PrintersChanged) -> PrintersChangedData:
    """By id."""
    return PrintersChangedData(tuple([each.printer for each in event.printers]), event.printers_gone)


def print_jobs_queued(event: PrintJobsQueued) -> PrintJobsQueuedData:
    """Every slip."""
    return PrintJobsQueuedData(
        tuple(
            [
                QueuedJob(
                    job=each.job,
                    printer=each.printer,
                    why=each.why,
                    mark=each.mark,
                    session=each.session,
                    station=each.station,
                    lines=each.lines,
                    reprint=each.first_at is not None,
                )
                for each in event.jobs
            ]
        )
    )


PROJECTIONS: Projections = {PrintersChanged: printers_changed, PrintJobsQueued: print_jobs_queued}
