"""A screen reports what it has painted: the receipt of law 5."""

from __future__ import annotations

from kds.core.deeds import Deed, roles
from kds.core.kitchen.events import TicketShown
from kds.core.refusals import UNKNOWN_SCREEN
from kds.core.state import State
from kds.core.types import Answer, Command, Context, Event, Refusal


class ReportShown(Command, frozen=True, gc=False):
    """These tickets stand painted on a live screen."""

    screen: str
    tickets: tuple[str, ...]


class Shown(Answer, frozen=True, gc=False):
    """The tickets of which this was the first receipt."""

    seq: int
    tickets: tuple[str, ...]


def decide(state: State, command: ReportShown, context: Context) -> list[Event]:
    """One event for each ticket that nobody had seen; later receipts, and tickets that have gone, add nothing."""
    if command.screen not in state.kitchen.screens:
        raise Refusal(UNKNOWN_SCREEN, screen=command.screen)
    found = [state.kitchen.tickets[each] for each in dict.fromkeys(command.tickets) if each in state.kitchen.tickets]
    return [
        TicketShown(
            session=ticket.session,
            ticket=ticket.ticket,
            screen=command.screen,
            delay_ms=context.at - ticket.submitted_at,
        )
        for ticket in found
        if ticket.seen_at is None
    ]


def answer(state: State, command: ReportShown, events: list[Event]) -> Shown:
    """As it stands after the events."""
    return Shown(seq=state.seq, tickets=tuple([each.ticket for each in events if isinstance(each, TicketShown)]))


DEED = Deed(
    ReportShown,
    decide,
    answer,
    Shown,
    may=roles(),
    refuses=(UNKNOWN_SCREEN,),
)
