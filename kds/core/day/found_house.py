"""Found the house: its name, its money, when its days end."""

from __future__ import annotations

from kds.core.day.events import HouseFounded
from kds.core.day.model import Day, House
from kds.core.deeds import Deed, roles
from kds.core.journal import ONLY
from kds.core.state import State
from kds.core.types import Answer, Command, Context, Event, Ms


class FoundHouse(Command, frozen=True, gc=False):
    """The store's settings, and by the caller's calendar the business day under way and its end."""

    house: House
    business_day: str
    closes_at: Ms


class HouseIs(Answer, frozen=True, gc=False):
    """The business day under way."""

    seq: int
    business_day: str


def decide(state: State, command: FoundHouse, context: Context) -> list[Event]:
    """One event; changed settings leave a day that is under way as it is."""
    day = state.day.current.value or Day(business_day=command.business_day, closes_at=command.closes_at)
    return [HouseFounded(house=command.house, day=day)]


def answer(state: State, command: FoundHouse, events: list[Event]) -> HouseIs:
    """As it stands after the event."""
    return HouseIs(seq=state.seq, business_day=state.day.current[ONLY].business_day)


DEED = Deed(
    FoundHouse,
    decide,
    answer,
    HouseIs,
    may=roles("manager"),
    refuses=(),
)
