"""The floor."""

from __future__ import annotations

from random import Random

from kds.core.floor.clear_session import ClearSession
from kds.core.floor.lay_out_floor import LayOutFloor
from kds.core.types import Command
from tests.core.plays.play import HOUSE, SESSIONS, Play, Plays
from tests.house import AREAS, TABLES, SmallHouse


def lay_out(house: SmallHouse, subject: str, chance: Random) -> Command:
    """Now and then without the last table."""
    return LayOutFloor(AREAS, chance.choice((TABLES, TABLES, TABLES[:3])))


def lay_out_badly(house: SmallHouse, subject: str, chance: Random) -> Command:
    """Tables in no area, and no tables where guests sit."""
    return chance.choice((LayOutFloor((), TABLES), LayOutFloor(AREAS, ())))


PLAYS: Plays = {
    LayOutFloor: Play(HOUSE, lay_out, odd=lay_out_badly, often=1),
    ClearSession: Play(SESSIONS, lambda house, session, chance: ClearSession(session), ends=True),
}
