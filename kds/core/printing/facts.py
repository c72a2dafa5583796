"""What reports know of paper: the slips that a printer did not confirm, or that waited for too long."""

from __future__ import annotations

from typing import ClassVar

from kds.core.facts import Fact, Times
from kds.core.printing.events import PrintJobsDropped, PrintJobsFailed
from kds.core.state import State
from kds.core.types import Ms, Stamp


class PrintFact(Fact, frozen=True, gc=False):
    """Slips of a printer that failed, by what; `fault` "dropped": they are not printed any more."""

    TABLE: ClassVar[str] = "prints"

    seq: int
    happened_at: Ms
    business_day: str
    printer: str
    fault: str
    jobs: int


def failed(state: State, stamp: Stamp, event: PrintJobsFailed | PrintJobsDropped, times: Times) -> list[Fact]:
    """One row."""
    fault = event.fault if isinstance(event, PrintJobsFailed) else "dropped"
    return [PrintFact(stamp.seq, stamp.at, times.today, event.printer, fault, len(event.jobs))]
