"""Set the number of guests of a party: what the staff counted stands, whatever orders say."""

from __future__ import annotations

from kds.core.deeds import Deed
from kds.core.floor.answers import PartyIs, party_is
from kds.core.floor.events import GuestsSet
from kds.core.floor.model import GUESTS_MOST
from kds.core.parties import ON_PARTY, open_party
from kds.core.refusals import OUT_OF_RANGE, within
from kds.core.rights import GUEST_COUNT
from kds.core.state import State
from kds.core.text import Id
from kds.core.types import Command, Context, Event


class SetGuests(Command, frozen=True, gc=False):
    """So many guests sit there."""

    session: Id
    guests: int


def decide(state: State, command: SetGuests, context: Context) -> list[Event]:
    """One event, or none where it is so already."""
    session = open_party(state, command.session)
    within("guests", command.guests, 0, GUESTS_MOST)
    if session.guests_set and session.guests == command.guests:
        return []
    return [GuestsSet(session=session.session, guests=command.guests)]


def answer(state: State, command: SetGuests, events: list[Event]) -> PartyIs:
    """The party after the event."""
    return party_is(state, command.session)


DEED = Deed(
    SetGuests,
    decide,
    answer,
    PartyIs,
    right=GUEST_COUNT,
    refuses=(*ON_PARTY, OUT_OF_RANGE),
)
