"""Put a table to the front (提前): the kitchen makes what it waits for before all else."""

from __future__ import annotations

from kds.core import ids, parties
from kds.core.deeds import Deed
from kds.core.kitchen.events import TicketsPutForward
from kds.core.kitchen.model import OPEN
from kds.core.parties import items_of, open_party
from kds.core.rights import RUSH_TICKET
from kds.core.state import State
from kds.core.text import Id
from kds.core.types import Answer, Command, Context, Event, Refusal, reason

NOTHING_FORWARD = reason(
    "nothing_forward", "conflict", "{label}没有可以提前的菜", "Nothing of {label} is left to be put to the front"
)
NOT_FORWARD = reason("not_forward", "conflict", "{label}没有提前", "{label} is not at the front")


class PutForward(Command, frozen=True, gc=False):
    """A party's open tickets go before all others; not `front`: they wait for their turn again."""

    session: Id
    front: bool = True


class ForwardIs(Answer, frozen=True, gc=False):
    """The party, and its tickets that changed their place."""

    seq: int
    session: str
    front: bool
    tickets: tuple[str, ...]


def decide(state: State, command: PutForward, context: Context) -> list[Event]:
    """One event. What the party orders afterwards comes in its own turn."""
    party = open_party(state, command.session)
    lines = items_of(state, party.session)
    tickets = {each.ticket: state.kitchen.tickets[each.ticket] for each in lines if each.state in OPEN}
    if not command.front:
        tickets = {each.ticket: state.kitchen.tickets[each.ticket] for each in lines}
    changed = [name for name, ticket in tickets.items() if (ticket.front_at is None) == command.front]
    if not changed:
        raise Refusal(NOTHING_FORWARD if command.front else NOT_FORWARD, session=party.session, label=party.label)
    return [TicketsPutForward(party.session, tuple(sorted(changed, key=ids.age)), not command.front)]


def answer(state: State, command: PutForward, events: list[Event]) -> ForwardIs:
    """As it stands after the event."""
    tickets = tuple([name for each in events if isinstance(each, TicketsPutForward) for name in each.tickets])
    return ForwardIs(state.seq, open_party(state, command.session).session, command.front, tickets)


DEED = Deed(
    PutForward,
    decide,
    answer,
    ForwardIs,
    right=RUSH_TICKET,
    refuses=(*parties.ON_PARTY, NOTHING_FORWARD, NOT_FORWARD),
)
