"""The kitchen has taken note of what was voided under its hands (停做)."""

from __future__ import annotations

from kds.core.deeds import Deed
from kds.core.kitchen import lookup
from kds.core.kitchen.answers import TicketIs, ticket_is
from kds.core.kitchen.events import VoidsAcknowledged
from kds.core.kitchen.lookup import items_of, ticket_of
from kds.core.kitchen.model import EndedAs
from kds.core.kitchen.stops import VOID_UNSEEN, acknowledged
from kds.core.rights import COOK
from kds.core.state import State
from kds.core.text import Id
from kds.core.types import Command, Context, Event, Refusal, reason

NOTHING_TO_STOP = reason("nothing_to_stop", "conflict", "没有要停做的菜", "There is nothing here to stop making")


class AcknowledgeVoids(Command, frozen=True, gc=False):
    """The voided lines of a ticket, or the named ones, are no longer made; of these those in `voids`, None: all.

    `outcome` is what had become of them, None: of each what its clocks say.
    """

    ticket: Id
    lines: tuple[Id, ...] = ()
    voids: tuple[Id, ...] | None = None
    outcome: EndedAs | None = None


def decide(state: State, command: AcknowledgeVoids, context: Context) -> list[Event]:
    """One event for each outcome, over the lines that the kitchen had to stop."""
    ticket = ticket_of(state, command.ticket)
    items = items_of(state, ticket, command.lines)
    events = acknowledged(ticket, items, command.voids, command.outcome)
    if not events:
        unseen = any(item.stop_since is not None for item in items)
        raise Refusal(VOID_UNSEEN if unseen else NOTHING_TO_STOP, ticket=ticket.ticket)
    return [*events]


def answer(state: State, command: AcknowledgeVoids, events: list[Event]) -> TicketIs:
    """The ticket after the event, and the lines that were to be stopped."""
    changed = tuple(line for event in events if isinstance(event, VoidsAcknowledged) for line in event.lines)
    return ticket_is(state, command.ticket, changed)


DEED = Deed(
    AcknowledgeVoids,
    decide,
    answer,
    TicketIs,
    right=COOK,
    refuses=(*lookup.ON_TICKET, NOTHING_TO_STOP, VOID_UNSEEN),
)
