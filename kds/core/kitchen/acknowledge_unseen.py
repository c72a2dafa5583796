"""Take charge of all tickets that the alarm on a screen names: the acknowledge key of a bump bar."""

from __future__ import annotations

from kds.core.deeds import Deed
from kds.core.kitchen.events import TicketAcknowledged
from kds.core.kitchen.slots import stations_of
from kds.core.kitchen.unseen import unseen
from kds.core.refusals import ALREADY_SEEN, UNKNOWN_SCREEN
from kds.core.rights import NOBODY
from kds.core.state import State
from kds.core.text import Id
from kds.core.types import Answer, Command, Context, Event, Ms, Refusal

ALL_SEEN = ALREADY_SEEN.reworded("没有要确认的提醒", "There is no alarm here to acknowledge")


class AcknowledgeUnseen(Command, frozen=True, gc=False):
    """Whoever pressed, `age_ms` ago, knows of the tickets of this screen's stations that were alarmed about then.

    The alarm stands on a screen, so only a press on one sends this; over the interface tickets are named.
    """

    screen: Id
    age_ms: Ms = 0


class UnseenKnown(Answer, frozen=True, gc=False):
    """The tickets that somebody has taken charge of."""

    seq: int
    tickets: tuple[str, ...]


def decide(state: State, command: AcknowledgeUnseen, context: Context) -> list[Event]:
    """An event for each ticket that ought to have been seen when the key was pressed, and has not been."""
    screen = state.kitchen.screens_now.get(command.screen)
    if screen is None:
        raise Refusal(UNKNOWN_SCREEN, screen=command.screen)
    stations = set(stations_of(state, screen))
    missed = [each for each in unseen(state, context.at - command.age_ms) if each.station in stations]
    if not missed:
        raise Refusal(ALL_SEEN, screen=command.screen)
    return [TicketAcknowledged(session=each.session, ticket=each.ticket) for each in missed]


def answer(state: State, command: AcknowledgeUnseen, events: list[Event]) -> UnseenKnown:
    """As it stands after the events."""
    known = tuple(each.ticket for each in events if isinstance(each, TicketAcknowledged))
    return UnseenKnown(seq=state.seq, tickets=known)


DEED = Deed(
    AcknowledgeUnseen,
    decide,
    answer,
    UnseenKnown,
    right=NOBODY,
    refuses=(UNKNOWN_SCREEN, ALL_SEEN),
)
