"""What the floor's commands are answered with."""

from __future__ import annotations

from kds.core.parties import current
from kds.core.state import State
from kds.core.types import Answer, Ms, Service


class PartyIs(Answer, frozen=True, gc=False):
    """A party after a command. `table` is None for whoever has none, and is called by the `number`.

    `label` is what tickets and lists call it; `served_by` the staff who serves it, "" for nobody in particular.
    """

    seq: int
    session: str
    service: Service
    table: str | None
    number: int
    guests: int
    opened_at: Ms
    label: str
    served_by: str


def party_is(state: State, session: str) -> PartyIs:
    """The party as it stands now."""
    party = current(state, session)
    assert party is not None, "whoever was spoken of is there"
    return PartyIs(
        seq=state.seq,
        session=party.session,
        service=party.service,
        table=party.table,
        number=party.number,
        guests=party.guests,
        opened_at=party.opened_at,
        label=party.label,
        served_by=party.served_by,
    )
