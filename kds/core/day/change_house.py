"""Change the house's settings: its name, when its days end, how patient it is."""

from __future__ import annotations

from msgspec.structs import replace

from kds.core.day.events import HouseFounded
from kds.core.day.found_house import BAD_CUTOFF, checked
from kds.core.day.model import House
from kds.core.deeds import Deed
from kds.core.journal import ONLY
from kds.core.refusals import OUT_OF_RANGE, within
from kds.core.rights import SETTINGS
from kds.core.state import State
from kds.core.text import ExternalId, Id
from kds.core.types import Answer, Command, Context, Event, Ms, Name, Refusal, reason

HOUR_MS = 3_600_000
FOR_GOOD = reason(
    "for_good",
    "conflict",
    "已经定过价或卖过菜，货币和时区不能再改",
    "Currency and time zone are for good once there are prices, or anything was sold",
)
PATIENCE_MOST_MS = 12 * HOUR_MS
IDLE_LEAST_MS = 5_000


class ChangeHouse(Command, frozen=True, gc=False):
    """What is None stays as it is.

    Currency and time zone, an IANA name that the caller has looked up, are for good once anything was sold in them, the
    currency once anything has a price.
    """

    name: Name | None = None
    cutoff_minute: int | None = None
    shown_within_ms: Ms | None = None
    rush_after_ms: Ms | None = None
    rush_every_ms: Ms | None = None
    dine_in_by_number: bool | None = None
    tables_are_cleaned: bool | None = None
    currency: Id | None = None
    timezone: ExternalId | None = None
    sign_out_after_ms: Ms | None = None


class HouseSettings(Answer, frozen=True, gc=False):
    """The settings; a new cut-off holds from the end of the day that is under way."""

    seq: int
    house: House
    business_day: str
    closes_at: Ms


def decide(state: State, command: ChangeHouse, context: Context) -> list[Event]:
    """One event where something changes; a day that is under way ends when it was to end."""
    within("shown_within_ms", _or(command.shown_within_ms, 1_000), 1_000, HOUR_MS)
    within("rush_after_ms", _or(command.rush_after_ms, 0), 0, PATIENCE_MOST_MS)
    within("rush_every_ms", _or(command.rush_every_ms, 0), 0, PATIENCE_MOST_MS)
    if command.sign_out_after_ms:
        within("sign_out_after_ms", command.sign_out_after_ms, IDLE_LEAST_MS, PATIENCE_MOST_MS)
    before, day = state.day.house[ONLY], state.day.current[ONLY]
    if command.currency not in (None, before.currency) and (has_sold(state) or state.menu.head.value is not None):
        raise Refusal(FOR_GOOD)
    if command.timezone not in (None, before.timezone) and has_sold(state):
        raise Refusal(FOR_GOOD)
    given = {name: value for name in command.__struct_fields__ if (value := getattr(command, name)) is not None}
    house = checked(replace(before, **given))
    if house == before:
        return []
    return [HouseFounded(house=house, business_day=day.business_day, closes_at=day.closes_at)]


def has_sold(state: State) -> bool:
    """Whether anybody has ever been a guest here."""
    day = state.day.current[ONLY]
    return day.sessions > 0 or day.earlier


def _or(value: Ms | None, other: Ms) -> Ms:
    return other if value is None else value


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
    refuses=(BAD_CUTOFF, FOR_GOOD, OUT_OF_RANGE),
)
