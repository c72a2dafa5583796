"""The house and its day."""

from __future__ import annotations

from random import Random

from kds.core.day.found_house import FoundHouse
from kds.core.day.note_clock_step import NoteClockStep
from kds.core.deadlines import Tick, next_deadline
from kds.core.types import Command, Today
from tests.core.plays.play import HOUSE, Play, Plays
from tests.house import CLOSES, DAY, MINUTE, SmallHouse
from tests.house import HOUSE as SETTINGS


def look_at_the_calendar(house: SmallHouse) -> None:
    """Let the calendar of whoever asks show the day of the house's clock."""
    day = house.now // DAY
    house.today = Today(f"day {day}", (day + 1) * DAY)


def wait_for_what_is_due(house: SmallHouse, subject: str, chance: Random) -> Command:
    """A tick at the moment at which something is due."""
    house.now = max(house.now, next_deadline(house.state) or 0)
    look_at_the_calendar(house)
    return Tick()


def tick(house: SmallHouse, subject: str, chance: Random) -> Command:
    """A tick of whatever moment it is."""
    look_at_the_calendar(house)
    return Tick()


def found(house: SmallHouse, subject: str, chance: Random) -> Command:
    """The settings are written again."""
    return FoundHouse(SETTINGS, "2030-01-01", CLOSES + 9 * DAY)


PLAYS: Plays = {
    Tick: Play(HOUSE, wait_for_what_is_due, odd=tick, often=1),
    FoundHouse: Play(HOUSE, found, often=1),
    NoteClockStep: Play(HOUSE, lambda house, subject, chance: NoteClockStep(-MINUTE), often=1),
}
