"""Hand parties to a colleague: who of the staff serves them from now on."""

from __future__ import annotations

from kds.core.deeds import Deed
from kds.core.floor.events import SessionServedBy
from kds.core.parties import ON_PARTY, open_party
from kds.core.refusals import OUT_OF_RANGE, within
from kds.core.rights import MOVE
from kds.core.state import State
from kds.core.text import Id, OptionalId
from kds.core.types import Answer, Command, Context, Event

PARTIES_MOST = 500
"""Parties that are handed over at once, at most."""


class HandOver(Command, frozen=True, gc=False):
    """These parties are served by `staff`: an opaque id, as tokens have; "" for nobody in particular."""

    sessions: tuple[Id, ...]
    staff: OptionalId = ""


class HandedOver(Answer, frozen=True, gc=False):
    """The parties that somebody else served before."""

    seq: int
    staff: str
    sessions: tuple[str, ...]


def decide(state: State, command: HandOver, context: Context) -> list[Event]:
    """One event for each party that changes hands. All of them do, or none."""
    within("sessions", len(command.sessions), 1, PARTIES_MOST)
    parties = dict.fromkeys([open_party(state, each).session for each in command.sessions])
    served = [each for each in parties if state.floor.sessions[each].served_by != command.staff]
    return [SessionServedBy(session=each, staff=command.staff) for each in served]


def answer(state: State, command: HandOver, events: list[Event]) -> HandedOver:
    """As it stands after the events."""
    changed = tuple([each.session for each in events if isinstance(each, SessionServedBy)])
    return HandedOver(seq=state.seq, staff=command.staff, sessions=changed)


DEED = Deed(
    HandOver,
    decide,
    answer,
    HandedOver,
    right=MOVE,
    refuses=(*ON_PARTY, OUT_OF_RANGE),
)
