"""The floor."""

from __future__ import annotations

from random import Random

from kds.core.floor.clear_session import ClearSession
from kds.core.floor.lay_out_floor import LayOutFloor
from kds.core.floor.open_session import OpenSession
from kds.core.floor.set_guests import SetGuests
from kds.core.types import Command
from tests.core.plays.play import HOUSE, SESSIONS, Play, Plays
from tests.house import AREAS, TABLES, SmallHouse


def lay_out(house: SmallHouse, subject: str, chance: Random) -> Command:
    """Now and then without the last table."""
    return LayOutFloor(AREAS, chance.choice((TABLES, TABLES, TABLES[:3])))


def lay_out_badly(house: SmallHouse, subject: str, chance: Random) -> Command:
    """Tables in no area, and no tables where guests sit."""
    return chance.choice((LayOutFloor((), TABLES), LayOutFloor(AREAS, ())))


def open_one(house: SmallHouse, subject: str, chance: Random) -> Command:
    """At any table, whoever sits there, or to take away."""
    table = chance.choice((*[each.table for each in TABLES], None))
    return OpenSession(table, chance.randint(0, 6), "takeaway" if table is None else "dine_in")


def open_badly(house: SmallHouse, subject: str, chance: Random) -> Command:
    """Nowhere, or where it cannot be, or fewer than nobody."""
    return chance.choice(
        (OpenSession(), OpenSession("Z9"), OpenSession("A01", service="pickup"), OpenSession("A01", -1))
    )


def set_guests(house: SmallHouse, session: str, chance: Random) -> Command:
    """As many as the staff counted."""
    return SetGuests(session, chance.randint(0, 6))


def set_guests_badly(house: SmallHouse, session: str, chance: Random) -> Command:
    """Fewer than nobody."""
    return SetGuests(session, -1)


PLAYS: Plays = {
    OpenSession: Play(HOUSE, open_one, odd=open_badly, often=2),
    SetGuests: Play(SESSIONS, set_guests, odd=set_guests_badly, often=2),
    LayOutFloor: Play(HOUSE, lay_out, odd=lay_out_badly, often=1),
    ClearSession: Play(SESSIONS, lambda house, session, chance: ClearSession(session), ends=True),
}
