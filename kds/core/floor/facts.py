"""What reports know of the parties: where they sat, for how long, how many they were."""

from __future__ import annotations

from typing import ClassVar

from kds.core import ids
from kds.core.facts import Fact, Times
from kds.core.parties import settled_at
from kds.core.state import State
from kds.core.types import Ms


class PartyFact(Fact, frozen=True, gc=False):
    """A party. `merged_into` is the one that it was merged into, "" for none: such a one counts no more by itself.

    `business_day` and `slot` are those of when it came. `seats` is 0 where it has no table that the house knows.
    """

    TABLE: ClassVar[str] = "parties"
    OF_PARTY: ClassVar[bool] = True

    party: int
    session: str
    business_day: str
    slot: int
    service: str
    table_id: str
    area: str
    seats: int
    guests: int
    number: int
    label: str
    served_by: str
    rounds: int
    opened_at: Ms
    asked_at: Ms | None
    settled_at: Ms | None
    cleared_at: Ms | None
    merged_into: str


def party(state: State, name: str, times: Times) -> PartyFact:
    """A party, also one that was merged into another."""
    session = state.floor.sessions[name]
    table = None if session.table is None else state.floor.tables.get(session.table)
    return PartyFact(
        party=ids.birth(name) or 0,
        session=name,
        business_day=times.day(session.opened_at),
        slot=times.slot(session.opened_at),
        service=session.service,
        table_id=session.table or "",
        area="" if table is None else table.area,
        seats=0 if table is None else table.seats,
        guests=session.guests,
        number=session.number,
        label=session.label,
        served_by=session.served_by,
        rounds=session.rounds,
        opened_at=session.opened_at,
        asked_at=session.asked_at,
        settled_at=settled_at(state, name),
        cleared_at=session.cleared_at,
        merged_into=session.into or "",
    )
