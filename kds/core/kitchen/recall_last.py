"""Recall the last bump of a screen's stations, whoever pressed: the recall key of a wall or a bump bar."""

from __future__ import annotations

from itertools import islice

from kds.core.deeds import Deed
from kds.core.kitchen.answers import TicketIs, ticket_is
from kds.core.kitchen.events import LinesPassedOn, TicketRecalled
from kds.core.kitchen.model import Item, Ticket
from kds.core.kitchen.screens import Screen
from kds.core.kitchen.slots import stations_of
from kds.core.kitchen.steps import taken_back
from kds.core.refusals import UNKNOWN_SCREEN
from kds.core.rights import COOK
from kds.core.state import State
from kds.core.text import Id
from kds.core.types import Command, Context, Event, Ms, Refusal, reason

PATIENCE_MS: Ms = 10_000
"""A press that was longer on its way means a bump that somebody saw then: by now there may be later ones."""
LOOKED_AT = 1_000
"""Bumped lines of all stations that are looked through, the latest first."""

NOTHING_TO_RECALL = reason("nothing_to_recall", "conflict", "没有可撤回的", "There is nothing to recall")
RECALL_TOO_LATE = reason(
    "recall_too_late",
    "conflict",
    "断线时按的撤回没有执行，请看清再按",
    "This recall was pressed while cut off and was not done; look again and press",
)


class RecallLast(Command, frozen=True, gc=False):
    """What was bumped last at the stations of this screen was not done after all; pressed `age_ms` ago."""

    screen: Id
    age_ms: Ms = 0


def decide(state: State, command: RecallLast, context: Context) -> list[Event]:
    """The lines of that bump which are neither served nor recalled already, of a party that is here: those that it made
    done, and those that it handed on. A press for a batch was one bump, whosever its tickets are.
    """
    screen = state.kitchen.screens_now.get(command.screen)
    if screen is None:
        raise Refusal(UNKNOWN_SCREEN, screen=command.screen)
    if command.age_ms > PATIENCE_MS:
        raise Refusal(RECALL_TOO_LATE, screen=command.screen)
    found = _last(state, screen)
    if not found:
        raise Refusal(NOTHING_TO_RECALL, screen=command.screen)
    return found


def _last(state: State, screen: Screen) -> list[Event]:
    kitchen, stations = state.kitchen, set(stations_of(state, screen))
    press, tickets = 0, dict[str, Ticket]()
    for seq, line in islice(reversed(kitchen.bumps), LOOKED_AT):
        if tickets and seq != press:
            break
        item = kitchen.items[line]
        ticket = kitchen.tickets[item.ticket if item.state == "done" else item.passed[-1].ticket]
        party = item.party or kitchen.tickets[item.ticket].session
        if ticket.station in stations and state.floor.sessions[party].state == "open":
            press, tickets[ticket.ticket] = seq, ticket
    found = [taken_back(state, each, _bumped_with(state, each, press)) for each in reversed(tickets.values())]
    return [event for events in found for event in events]


def _bumped_with(state: State, ticket: Ticket, seq: int) -> list[Item]:
    """What one press made done on a ticket, and what it handed on from there, and what of that can be taken back."""
    lines = [line for line in (*ticket.lines, *ticket.passed) if (seq, line) in state.kitchen.bumps]
    return [state.kitchen.items[line] for line in lines]


def answer(state: State, command: RecallLast, events: list[Event]) -> TicketIs:
    """The ticket after the event, and the lines that came back."""
    found = [each for each in events if isinstance(each, TicketRecalled | LinesPassedOn)]
    first = found[0]
    name = first.into if isinstance(first, LinesPassedOn) else first.ticket
    return ticket_is(state, name, tuple([line for each in found for line in each.lines]))


DEED = Deed(
    RecallLast,
    decide,
    answer,
    TicketIs,
    right=COOK,
    refuses=(UNKNOWN_SCREEN, NOTHING_TO_RECALL, RECALL_TOO_LATE),
)
