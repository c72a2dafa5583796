"""What happens on paper. What it makes of the state stands in folds.py."""

from __future__ import annotations

from kds.core.printing.model import NewJob, Printer, PrintFault
from kds.core.types import Event


class PrintersChanged(Event, frozen=True, gc=False):
    """These printers are new or other than before, those are gone."""

    printers: tuple[Printer, ...] = ()
    printers_gone: tuple[str, ...] = ()


class PrintJobsQueued(Event, frozen=True, gc=False):
    """Slips are to be printed."""

    jobs: tuple[NewJob, ...]


class PrintJobsPrinted(Event, frozen=True, gc=False):
    """A printer confirmed these slips after the cut; without a `printer` somebody saw them lie there.

    With no jobs it has said which slips were too old to be printed.
    """

    printer: str = ""
    jobs: tuple[str, ...] = ()


class PrintJobsFailed(Event, frozen=True, gc=False):
    """A printer did not confirm these slips; `sent`: they may be printed all the same.

    They are queued for the printer `to`, which may be the same; "" for none: somebody has to look.
    """

    printer: str
    jobs: tuple[str, ...]
    fault: PrintFault
    sent: bool = False
    to: str = ""


class PrintJobsDropped(Event, frozen=True, gc=False):
    """These slips waited too long for a printer, and are not printed any more."""

    printer: str
    jobs: tuple[str, ...]
