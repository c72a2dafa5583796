"""A screen reports what it has painted: the receipt of law 5."""

from __future__ import annotations

from kds.core import ids
from kds.core.deeds import Deed
from kds.core.kitchen.events import TicketShown
from kds.core.kitchen.model import Ticket
from kds.core.refusals import UNKNOWN_SCREEN
from kds.core.rights import NOBODY
from kds.core.state import State
from kds.core.text import Id
from kds.core.types import Answer, Command, Context, Event, Refusal


class ReportShown(Command, frozen=True, gc=False):
    """These tickets stand painted on a live screen, as of event `seq`; None where it does not say."""

    screen: Id
    tickets: tuple[Id, ...]
    seq: int | None = None


class Shown(Answer, frozen=True, gc=False):
    """The tickets of which this was the first receipt."""

    seq: int
    tickets: tuple[str, ...]


def decide(state: State, command: ReportShown, context: Context) -> list[Event]:
    """One event for each ticket that nobody had seen.

    Later receipts add nothing, nor do those of what stood there before it was fired or came back, nor tickets that
    have gone.
    """
    if command.screen not in state.kitchen.screens:
        raise Refusal(UNKNOWN_SCREEN, screen=command.screen)
    found = [state.kitchen.tickets[each] for each in dict.fromkeys(command.tickets) if each in state.kitchen.tickets]
    return [
        TicketShown(
            session=ticket.session,
            ticket=ticket.ticket,
            screen=command.screen,
            delay_ms=context.at - ticket.unseen_since,
        )
        for ticket in found
        if ticket.unseen_since is not None and shows(ticket, command.seq)
    ]


def shows(ticket: Ticket, seq: int | None) -> bool:
    """Whether a paint of event `seq` shows the ticket as it is to be seen; one of no number only what is new."""
    return ticket.unseen_seq == ids.birth(ticket.ticket) if seq is None else ticket.unseen_seq <= seq


def answer(state: State, command: ReportShown, events: list[Event]) -> Shown:
    """As it stands after the events."""
    return Shown(seq=state.seq, tickets=tuple([each.ticket for each in events if isinstance(each, TicketShown)]))


DEED = Deed(
    ReportShown,
    decide,
    answer,
    Shown,
    right=NOBODY,
    refuses=(UNKNOWN_SCREEN,),
)
