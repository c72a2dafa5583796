"""What the floor's commands are answered with."""

from __future__ import annotations

from kds.core.state import State
from kds.core.types import Answer, Ms, Service


class PartyIs(Answer, frozen=True, gc=False):
    """A party after a command. `table` is None for takeaway and delivery, which are called by their `number`."""

    seq: int
    session: str
    service: Service
    table: str | None
    number: int
    guests: int
    opened_at: Ms


def party_is(state: State, session: str) -> PartyIs:
    """The party as it stands now."""
    party = state.floor.sessions[session]
    return PartyIs(state.seq, session, party.service, party.table, party.number, party.guests, party.opened_at)
