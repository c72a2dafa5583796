"""Bump (完成): a ticket, or some lines of it, is done at this station, and what was voided there is known."""

from __future__ import annotations

from kds.core.deeds import Deed
from kds.core.kitchen import lookup
from kds.core.kitchen.answers import TicketIs, ticket_is
from kds.core.kitchen.events import TicketBumped, VoidsAcknowledged
from kds.core.kitchen.lookup import items_of, ticket_of
from kds.core.kitchen.model import COOKING
from kds.core.kitchen.stops import VOID_UNSEEN, acknowledged
from kds.core.refusals import ALREADY_DONE, ALREADY_ENDED, LINE_HELD, LINE_VOIDED
from kds.core.rights import COOK
from kds.core.state import State
from kds.core.text import Id
from kds.core.types import Command, Context, Event, Reason, Refusal


class BumpTicket(Command, frozen=True, gc=False):
    """A ticket, or the named lines of it, is done; `voids` are the lines whose void was seen, None: all of them."""

    ticket: Id
    lines: tuple[Id, ...] = ()
    voids: tuple[Id, ...] | None = None


def decide(state: State, command: BumpTicket, context: Context) -> list[Event]:
    """One event over all lines that are being made, and one for each outcome of those to be stopped; held ones stay."""
    ticket = ticket_of(state, command.ticket)
    items = items_of(state, ticket, command.lines)
    made = tuple(item.line for item in items if item.state in COOKING)
    stopped = acknowledged(ticket, items, command.voids)
    if not made and not stopped:
        if any(item.stop_since is not None for item in items):
            raise Refusal(VOID_UNSEEN, ticket=ticket.ticket)
        raise Refusal(_why_not({item.state for item in items}), ticket=ticket.ticket)
    bumped = [TicketBumped(session=ticket.session, ticket=ticket.ticket, lines=made)] if made else []
    return [*stopped, *bumped]


def _why_not(states: set[str]) -> Reason:
    if "held" in states:
        return LINE_HELD
    if "ended" in states:
        return ALREADY_ENDED
    return LINE_VOIDED if states == {"voided"} else ALREADY_DONE


def answer(state: State, command: BumpTicket, events: list[Event]) -> TicketIs:
    """The ticket after the events, and the lines that are done or stopped by them."""
    changed = [line for event in events if isinstance(event, TicketBumped | VoidsAcknowledged) for line in event.lines]
    return ticket_is(state, command.ticket, tuple(changed))


DEED = Deed(
    BumpTicket,
    decide,
    answer,
    TicketIs,
    right=COOK,
    refuses=(*lookup.ON_TICKET, ALREADY_DONE, ALREADY_ENDED, LINE_HELD, LINE_VOIDED, VOID_UNSEEN),
)
