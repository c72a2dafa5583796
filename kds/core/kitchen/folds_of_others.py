"""What happens to orders and parties, and what it makes of their tickets: they are relabelled, and never made anew."""

from __future__ import annotations

from msgspec.structs import replace

from kds.core.floor.events import (
    GuestsSet,
    SessionMerged,
    SessionMoved,
    SessionNoted,
    SessionShared,
    SessionUnmerged,
)
from kds.core.floor.model import BETWEEN
from kds.core.kitchen.belonging import belong, with_lines_of
from kds.core.kitchen.model import COOKING
from kds.core.kitchen.settling import see_anew, seen, settle
from kds.core.orders.events import LinesMoved, LineVoided, RoundPlaced
from kds.core.printing.events import PrintJobsPrinted
from kds.core.printing.model import PrintJob
from kds.core.state import State
from kds.core.types import Stamp


def fold_line_voided(state: State, event: LineVoided, stamp: Stamp) -> None:
    """A line that was taken back is no longer cooked, and has to be stopped where the kitchen may have seen it."""
    state.kitchen.wait_no_more(event.line)
    item = state.kitchen.items[event.line]
    state.kitchen.unbump(event.line)
    state.kitchen.items[event.line] = replace(item, state="voided", stop_since=stamp.at if event.stop else None)
    if event.stop and not item.begun:
        state.kitchen.expiring.add(stamp.at, event.line)
    settle(state, item.ticket, stamp.at)


def fold_print_jobs_printed(state: State, event: PrintJobsPrinted, stamp: Stamp) -> None:
    """A ticket of which all that is to be made is on paper is before the kitchen's eyes, as if a screen showed it."""
    items = state.kitchen.items
    jobs = [job for name in event.jobs if (job := state.printing.jobs.get(name)) is not None and _tells(state, job)]
    printed = {line for job in jobs for line in job.lines if line in items and job.is_of_step(items[line])}
    for ticket in sorted({items[line].ticket for line in printed}):
        cooking = [line for line in state.kitchen.tickets[ticket].lines if items[line].state in COOKING]
        if all(line in printed or _on_paper(state, line) for line in cooking):
            seen(state, ticket, stamp.at)


def _tells(state: State, job: PrintJob) -> bool:
    """Whether whoever reads a slip knows what to make; a label goes on a cup."""
    printer = state.printing.printers.get(job.printer)
    return job.tells_kitchen and (printer is None or printer.kind == "escpos")


def _on_paper(state: State, line: str) -> bool:
    jobs, item = [state.printing.jobs[each] for each in state.printing.of_line[line]], state.kitchen.items[line]
    return any(each.state == "printed" and _tells(state, each) and each.is_of_step(item) for each in jobs)


def fold_session_shared(state: State, event: SessionShared, stamp: Stamp) -> None:
    """Its tickets bear its number too, now that others sit at its table."""
    belong(state, with_lines_of(state, event.session))


def fold_session_moved(state: State, event: SessionMoved, stamp: Stamp) -> None:
    """Its tickets bear the name of the other table; nothing is made, fired or seen anew (law 11)."""
    belong(state, with_lines_of(state, event.session))


def fold_session_noted(state: State, event: SessionNoted, stamp: Stamp) -> None:
    """Its tickets say so; those under the kitchen's hands have changed, and are to be seen anew."""
    for name in with_lines_of(state, event.session):
        before = state.kitchen.tickets[name]
        belong(state, (name,))
        ticket = state.kitchen.tickets[name]
        changed = (before.note, before.allergies) != (ticket.note, ticket.allergies)
        if changed and ticket.state in COOKING:
            was = BETWEEN.join([each for each in (before.allergies, before.note) if each])
            known = before.note_was if before.noted_since is not None else was
            state.kitchen.tickets[name] = replace(ticket, noted_since=stamp.at, note_was=known)
            settle(state, name, stamp.at)
            see_anew(state, name, stamp)


def fold_session_merged(state: State, event: SessionMerged, stamp: Stamp) -> None:
    """What is fired stays fired, what is held stays held: the tickets bear another name, and nothing else (law 11)."""
    belong(state, with_lines_of(state, event.session))
    belong(state, with_lines_of(state, event.into))


def fold_session_unmerged(state: State, event: SessionUnmerged, stamp: Stamp) -> None:
    """As when it was merged: each ticket goes with its lines."""
    belong(state, with_lines_of(state, event.out_of))


def fold_lines_moved(state: State, event: LinesMoved, stamp: Stamp) -> None:
    """Each ticket of them is of the party that has lines on it; where both have, a line says whose it is."""
    belong(state, dict.fromkeys([state.kitchen.items[line].ticket for line in event.lines]))


def fold_guests_set(state: State, event: GuestsSet, stamp: Stamp) -> None:
    """The tickets of the party say how many it is now."""
    _say_guests(state, event.session)


def fold_round_placed(state: State, event: RoundPlaced, stamp: Stamp) -> None:
    """So they do where the party has grown by a round."""
    if event.guests:
        _say_guests(state, event.session)


def _say_guests(state: State, session: str) -> None:
    guests = state.floor.sessions[session].guests
    for name in sorted(state.kitchen.session_tickets[session]):
        ticket = state.kitchen.tickets[name]
        if ticket.guests != guests:
            state.kitchen.tickets[name] = replace(ticket, guests=guests)
