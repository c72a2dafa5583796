"""The house and its day as the public is told of them."""

from __future__ import annotations

from msgspec import Struct

from kds.core.day.events import DayClosed, HouseFounded
from kds.feed.public.projection import Projections


class FoundedData(Struct, frozen=True, gc=False):
    """The store began, or changed its settings."""

    store_id: str
    currency: str
    timezone: str
    business_day: str


class DayClosedData(Struct, frozen=True, gc=False):
    """A business day ended; the sessions that left with it."""

    business_day: str
    sessions: tuple[str, ...]
    next_business_day: str


def founded(event: HouseFounded) -> FoundedData:
    """Without the names and settings that only the house needs."""
    house = event.house
    return FoundedData(house.store_id, house.currency, house.timezone, event.day.business_day)


def day_closed(event: DayClosed) -> DayClosedData:
    """With the next day's date alone."""
    return DayClosedData(event.business_day, event.sessions, event.next.business_day)


PROJECTIONS: Projections = {HouseFounded: founded, DayClosed: day_closed}
