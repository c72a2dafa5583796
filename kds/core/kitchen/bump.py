"""Bump (完成): a ticket, or some lines of it, is done at this station, and what was voided there is known.

What has further steps goes on to the station of the next one.
"""

from __future__ import annotations

from kds.core.deeds import Deed
from kds.core.kitchen import lookup
from kds.core.kitchen.answers import TicketIs, ticket_is
from kds.core.kitchen.events import LinesPassedOn, TicketBumped, VoidsAcknowledged
from kds.core.kitchen.lookup import items_of, ticket_of
from kds.core.kitchen.model import COOKING
from kds.core.kitchen.steps import done_here
from kds.core.kitchen.stops import VOID_UNSEEN, acknowledged
from kds.core.refusals import ALREADY_DONE, ALREADY_ENDED, LINE_HELD, LINE_VOIDED
from kds.core.rights import COOK
from kds.core.state import State
from kds.core.text import Id
from kds.core.types import Command, Context, Event, Reason, Refusal, reason

NOTE_CHANGED = reason(
    "note_changed",
    "conflict",
    "备注或忌口刚改过：看清后先按“开始”确认，再按完成",
    "A note or an allergy has changed: look, press start to confirm it, then bump",
)


class BumpTicket(Command, frozen=True, gc=False):
    """A ticket, or the named lines of it, is done; `voids` are the lines whose void was seen, None: all of them.

    `notes`: whoever asks knows the notes as they are by now. A key that is pressed says no such thing: where one has
    changed under the kitchen's hands, that is acknowledged first.
    """

    ticket: Id
    lines: tuple[Id, ...] = ()
    voids: tuple[Id, ...] | None = None
    notes: bool = True


def decide(state: State, command: BumpTicket, context: Context) -> list[Event]:
    """One event over all lines that are being made and done by it, one for each station to which others go on, and one
    for each outcome of those to be stopped; held ones stay.
    """
    ticket = ticket_of(state, command.ticket)
    items = items_of(state, ticket, command.lines)
    made = [item for item in items if item.state in COOKING]
    if made and ticket.changes and not command.notes:
        raise Refusal(NOTE_CHANGED, ticket=ticket.ticket)
    stopped = acknowledged(ticket, items, command.voids)
    if not made and not stopped:
        if any(item.stop_since is not None for item in items):
            raise Refusal(VOID_UNSEEN, ticket=ticket.ticket)
        raise Refusal(_why_not({item.state for item in items}), ticket=ticket.ticket)
    return [*stopped, *done_here(state, ticket, made, len(stopped))]


def _why_not(states: set[str]) -> Reason:
    if "held" in states:
        return LINE_HELD
    if "ended" in states:
        return ALREADY_ENDED
    return LINE_VOIDED if states == {"voided"} else ALREADY_DONE


def answer(state: State, command: BumpTicket, events: list[Event]) -> TicketIs:
    """The ticket after the events, and the lines that are done, handed on or stopped by them."""
    found = [event for event in events if isinstance(event, TicketBumped | LinesPassedOn | VoidsAcknowledged)]
    return ticket_is(state, command.ticket, tuple([line for event in found for line in event.lines]))


DEED = Deed(
    BumpTicket,
    decide,
    answer,
    TicketIs,
    right=COOK,
    refuses=(*lookup.ON_TICKET, ALREADY_DONE, ALREADY_ENDED, LINE_HELD, LINE_VOIDED, VOID_UNSEEN, NOTE_CHANGED),
)
