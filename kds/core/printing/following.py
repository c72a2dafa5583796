"""What the kitchen's events bring onto paper. What happens to a bill or a table prints nothing (law 11)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from kds.core.kitchen.events import (
    LineFired,
    LineNoted,
    LineRushed,
    LinesHeld,
    LinesPassedOn,
    TicketBumped,
    TicketsRouted,
    TicketTransferred,
)
from kds.core.kitchen.model import COOKING
from kds.core.orders.events import LineVoided
from kds.core.printing.model import JobMark
from kds.core.printing.queueing import not_yet, printers_of, queued
from kds.core.state import State
from kds.core.types import Event, Stamp


def routed(state: State, event: TicketsRouted, stamp: Stamp) -> list[Event]:
    """Policy: the new lines that start at once; what is held is printed when it is fired."""
    lines = [line for ticket in event.tickets for line in ticket.lines]
    fired = [line for line in lines if state.kitchen.items[line].state in COOKING]
    return _always(state, fired)


def fired(state: State, event: LineFired, stamp: Stamp) -> list[Event]:
    """Policy: a line that is called for."""
    return _always(state, (event.line,))


def transferred(state: State, event: TicketTransferred, stamp: Stamp) -> list[Event]:
    """Policy: what goes to another station, on the printers there that have not had it."""
    lines = [each for each in event.lines if state.kitchen.items[each].state in COOKING]
    given = [(each, tuple(not_yet(state, each, lines))) for each in printers_of(state, "always")]
    return queued(state, "always", "new", given)


def passed_on(state: State, event: LinesPassedOn, stamp: Stamp) -> list[Event]:
    """Policy: what goes on to its next step, on every printer there; what comes back was printed where it comes."""
    return [] if event.back else _always(state, event.lines)


def _always(state: State, lines: Sequence[str]) -> list[Event]:
    return queued(state, "always", "new", [(each, lines) for each in printers_of(state, "always")])


def bumped(state: State, event: TicketBumped, stamp: Stamp) -> list[Event]:
    """Policy: what is done, for the pass."""
    return queued(state, "bump", "new", [(each, event.lines) for each in printers_of(state, "bump")])


def rushed(state: State, event: LineRushed, stamp: Stamp) -> list[Event]:
    """Policy: 催菜, where the line is on paper."""
    return _told(state, (event.line,), "rush")


def voided(state: State, event: LineVoided, stamp: Stamp) -> list[Event]:
    """Policy: 退菜, where the line is on paper and is not done."""
    return _told(state, (event.line,), "void") if event.stop else []


def held(state: State, event: LinesHeld, stamp: Stamp) -> list[Event]:
    """Policy: what is not to be made yet after all, where it is on paper."""
    return _told(state, event.lines, "hold")


def noted(state: State, event: LineNoted, stamp: Stamp) -> list[Event]:
    """Policy: another note on a line under the kitchen's hands, where it is on paper."""
    return _told(state, (event.line,), "note") if event.cooking else []


def _told(state: State, lines: Iterable[str], mark: JobMark) -> list[Event]:
    """Slips on each kitchen printer that has these lines, or is to print them."""
    found = dict[str, list[str]]()
    for line in lines:
        for name in sorted(state.printing.of_line[line]):
            job = state.printing.jobs[name]
            printer = state.printing.printers.get(job.printer)
            if job.mark == "new" and job.why != "bump" and printer is not None and printer.kind == "escpos":
                found.setdefault(printer.printer, []).append(line)
    given = [(state.printing.printers[each], tuple(dict.fromkeys(found[each]))) for each in sorted(found)]
    return queued(state, "always", mark, given)
