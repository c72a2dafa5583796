"""Found the house: its name, its money, when its days end."""

from __future__ import annotations

from kds.core.day.events import HouseFounded
from kds.core.day.model import House
from kds.core.deeds import Deed
from kds.core.journal import ONLY
from kds.core.rights import NOBODY
from kds.core.state import State
from kds.core.text import Id
from kds.core.types import Answer, Command, Context, Event, Ms, Refusal, reason

CUTOFF_MOST = 24 * 60 - 1
BAD_CUTOFF = reason(
    "bad_cutoff",
    "invalid",
    "日结时间须在00:00到23:59之间，按午夜后的分钟数填写（0到1439），不能是{cutoff_minute}",
    "The day ends at 00:00 to 23:59, given in minutes after midnight (0 to 1439); {cutoff_minute} is no such time",
)


class FoundHouse(Command, frozen=True, gc=False):
    """The store's settings, and by the caller's calendar the business day under way and its end."""

    house: House
    business_day: Id
    closes_at: Ms


class HouseIs(Answer, frozen=True, gc=False):
    """The business day under way."""

    seq: int
    business_day: str


def decide(state: State, command: FoundHouse, context: Context) -> list[Event]:
    """One event; changed settings leave a day that is under way as it is."""
    house, day = checked(command.house), state.day.current.value
    if day is not None:
        return [HouseFounded(house=house, business_day=day.business_day, closes_at=day.closes_at)]
    return [HouseFounded(house=house, business_day=command.business_day, closes_at=command.closes_at)]


def checked(house: House) -> House:
    """Settings that can be. Refused: bad_cutoff."""
    if not 0 <= house.cutoff_minute <= CUTOFF_MOST:
        raise Refusal(BAD_CUTOFF, cutoff_minute=house.cutoff_minute)
    return house


def answer(state: State, command: FoundHouse, events: list[Event]) -> HouseIs:
    """As it stands after the event."""
    return HouseIs(seq=state.seq, business_day=state.day.current[ONLY].business_day)


DEED = Deed(
    FoundHouse,
    decide,
    answer,
    HouseIs,
    right=NOBODY,
    refuses=(BAD_CUTOFF,),
)
