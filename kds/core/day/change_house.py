"""Change the house's settings: its name, when its days end, how patient it is."""

from __future__ import annotations

from kds.core.day.model import House, HouseChange
from kds.core.day.rules import HOUSE_REFUSES, house_changed
from kds.core.deeds import Deed
from kds.core.journal import ONLY
from kds.core.rights import SETTINGS
from kds.core.state import State
from kds.core.types import Answer, Command, Context, Event, Ms


class ChangeHouse(Command, HouseChange, frozen=True, gc=False, omit_defaults=False):
    """What is None stays as it is.

    Currency and time zone, an IANA name that the caller has looked up, are for good once anything was sold in them, the
    currency once anything has a price.
    """


class HouseSettings(Answer, frozen=True, gc=False):
    """The settings; a new cut-off holds from the end of the day that is under way."""

    seq: int
    house: House
    business_day: str
    closes_at: Ms


def decide(state: State, command: ChangeHouse, context: Context) -> list[Event]:
    """One event where something changes; a day that is under way ends when it was to end."""
    return [*house_changed(state, command)]


def answer(state: State, command: ChangeHouse, events: list[Event]) -> HouseSettings:
    """As they stand after the event."""
    return house_settings(state)


def house_settings(state: State) -> HouseSettings:
    """The settings, and the day under way."""
    day = state.day.current[ONLY]
    return HouseSettings(
        seq=state.seq, house=state.day.house[ONLY], business_day=day.business_day, closes_at=day.closes_at
    )


DEED = Deed(
    ChangeHouse,
    decide,
    answer,
    HouseSettings,
    right=SETTINGS,
    refuses=HOUSE_REFUSES,
)
