"""Print the open tickets of a station that nobody looks at, on the printers that are for that."""

from __future__ import annotations

from itertools import islice

from kds.core import ids
from kds.core.deeds import Deed
from kds.core.kitchen.model import COOKING
from kds.core.printing.answers import SlipsQueued, slips_of
from kds.core.printing.model import NobodyLooks
from kds.core.printing.queueing import not_yet, printers_of, queued
from kds.core.rights import NOBODY
from kds.core.state import State
from kds.core.text import Id
from kds.core.types import Command, Context, Event

LINES_MOST = 500
"""Lines that are handed over at once; what is left is handed over next."""


class HandToPaper(Command, frozen=True, gc=False):
    """`dark`: no screen shows the station; `unseen`: nobody acts upon the alarm about these of its tickets;
    `untouched`: nobody acts upon the alarm that there is nobody.
    """

    station: Id
    why: NobodyLooks
    tickets: tuple[Id, ...] = ()


def decide(state: State, command: HandToPaper, context: Context) -> list[Event]:
    """One event over what these printers have not had, the oldest tickets first; none where they have had it all."""
    printers = [each for each in printers_of(state, "fallback") if each.prints(command.station)]
    lines = open_lines(state, command.station, command.tickets)
    given = [(each, list(islice(not_yet(state, each, lines), LINES_MOST))) for each in printers]
    return queued(state, command.why, "new", given)


def open_lines(state: State, station: str, only: tuple[str, ...] = ()) -> list[str]:
    """What is to be made at a station, or of these tickets of it."""
    kitchen = state.kitchen
    tickets = [each for each in kitchen.open_tickets[station] if not only or each in only]
    lines = [line for each in sorted(tickets, key=ids.age) for line in kitchen.tickets[each].lines]
    return [line for line in lines if kitchen.items[line].state in COOKING]


def waits_for_paper(state: State, station: str, only: tuple[str, ...] = ()) -> bool:
    """Whether there is anything at a station that its printers for that have not had."""
    printers = [each for each in printers_of(state, "fallback") if each.prints(station)]
    if not printers:
        return False
    lines = open_lines(state, station, only)
    return any(piles for each in printers if (piles := next(not_yet(state, each, lines), "")))


def answer(state: State, command: HandToPaper, events: list[Event]) -> SlipsQueued:
    """So many slips."""
    return slips_of(state, events)


DEED = Deed(HandToPaper, decide, answer, SlipsQueued, right=NOBODY)
