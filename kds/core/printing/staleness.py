"""What waited too long is not printed any more: a kitchen that gets the slips of half an hour at once cooks twice."""

from __future__ import annotations

from itertools import islice, takewhile

from kds.core.deeds import Deadline
from kds.core.printing.events import PrintJobsDropped
from kds.core.state import State
from kds.core.types import Context, Event, Ms

MOST = 200
"""Jobs that go at one tick."""


def next_stale(state: State) -> Ms | None:
    """When the first of what waits is too old."""
    first = state.printing.stale.first
    return None if first is None else first[0]


def drop(state: State, context: Context) -> list[Event]:
    """One event a printer."""
    old = takewhile(lambda each: each[0] <= context.at, state.printing.stale)
    found: dict[str, list[str]] = {}
    for _, name in islice(old, MOST):
        job = state.printing.find(name)
        if job is not None:
            found.setdefault(job.printer, []).append(name)
    return [PrintJobsDropped(printer=printer, jobs=tuple(jobs)) for printer, jobs in found.items()]


DEADLINE = Deadline(next=next_stale, due=drop)
