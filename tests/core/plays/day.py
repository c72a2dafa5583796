"""The house and its day."""

from __future__ import annotations

from random import Random

from msgspec.structs import replace

from kds.core.day.change_house import ChangeHouse
from kds.core.day.end_day import CloseDay
from kds.core.day.found_house import FoundHouse
from kds.core.day.note_clock_step import NoteClockStep
from kds.core.deadlines import Tick, next_deadline
from kds.core.journal import ONLY
from kds.core.types import Command, Today
from tests.core.plays.play import HOUSE, Play, Plays
from tests.house import CLOSES, DAY, HOUR, MINUTE, SmallHouse
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


def found_badly(house: SmallHouse, subject: str, chance: Random) -> Command:
    """A cut-off that is no time of day."""
    return FoundHouse(replace(SETTINGS, cutoff_minute=24 * 60), "2030-01-01", CLOSES + 9 * DAY)


def change(house: SmallHouse, subject: str, chance: Random) -> Command:
    """The house becomes more or less patient, or its days end at another time; its guests sit down by themselves. Its
    dishes wait for the base and for each other, or do not.
    """
    return ChangeHouse(
        rush_after_ms=chance.choice((0, MINUTE, HOUR)),
        cutoff_minute=chance.choice((150, 240)),
        seated_first=False,
        base_gate_ms=chance.choice((0, 4 * MINUTE)),
        pace_courses=chance.random() < 0.5,
        nobody_after_permille=2_000,
        batch_most=chance.choice((2, 8)),
    )


def change_badly(house: SmallHouse, subject: str, chance: Random) -> Command:
    """A cut-off, or a patience, that cannot be; another currency where there are prices."""
    return chance.choice(
        (
            ChangeHouse(cutoff_minute=-1),
            ChangeHouse(shown_within_ms=1),
            ChangeHouse(base_gate_ms=2 * HOUR),
            ChangeHouse(currency="EUR"),
            ChangeHouse(currency="eur"),
            ChangeHouse(address="192.168.1.20"),
        )
    )


def set_the_clock(house: SmallHouse, subject: str, chance: Random) -> Command:
    """The wall clock is set, and running time follows it."""
    step = chance.choice((14 * HOUR, -14 * HOUR, 3 * DAY, -3 * DAY))
    house.wait(step)
    look_at_the_calendar(house)
    return NoteClockStep(step, step)


def note_a_step(house: SmallHouse, subject: str, chance: Random) -> Command:
    """The wall clock is set to what cannot be."""
    return NoteClockStep(-MINUTE)


def close_by_hand(house: SmallHouse, subject: str, chance: Random) -> Command:
    """The manager goes home within a day of its end."""
    day = house.state.day.current[ONLY]
    house.now = max(house.now, day.closes_at - chance.choice((1, 3)) * HOUR)
    house.today = Today(f"day {day.closes_at // DAY}", (day.closes_at // DAY + 1) * DAY)
    return CloseDay("all is well")


def close_badly(house: SmallHouse, subject: str, chance: Random) -> Command:
    """Without a word, without a calendar, or twice."""
    if chance.random() < 0.4:
        look_at_the_calendar(house)
        return CloseDay("again")
    if chance.random() < 0.4:
        house.attempt(close_by_hand(house, subject, chance))
        now = house.now
        command = close_by_hand(house, subject, chance)
        house.now = now
        return command
    close_by_hand(house, subject, chance)
    return CloseDay()


PLAYS: Plays = {
    CloseDay: Play(HOUSE, close_by_hand, odd=close_badly, often=1),
    Tick: Play(HOUSE, wait_for_what_is_due, odd=tick, often=1),
    FoundHouse: Play(HOUSE, found, odd=found_badly, often=1),
    ChangeHouse: Play(HOUSE, change, odd=change_badly, often=1),
    NoteClockStep: Play(HOUSE, set_the_clock, odd=note_a_step, often=1),
}
