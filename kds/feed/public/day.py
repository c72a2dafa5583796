"""The house and its day as the public is told of them."""

from __future__ import annotations

from msgspec import Struct

from kds.core.day.events import DayClosed, HouseFounded
from kds.core.types import Minor
from kds.feed.public.projection import Projections


class FoundedData(Struct, frozen=True, gc=False):
    """The store began, or changed its settings."""

    store_id: str
    currency: str
    timezone: str
    business_day: str


class OpenTicketData(Struct, frozen=True, gc=False):
    """A ticket that the kitchen had not done; `left`: its party had gone."""

    ticket: str
    session: str
    label: str
    station: str
    left: bool


class UnpaidPartyData(Struct, frozen=True, gc=False):
    """A party that owed something."""

    session: str
    label: str
    due_minor: Minor


class DayClosedData(Struct, frozen=True, gc=False):
    """A business day ended: what was unfinished, the oldest of it by name; once, the sessions that left with it."""

    business_day: str
    sessions: tuple[str, ...]
    next_business_day: str
    open_tickets: int
    tickets: tuple[OpenTicketData, ...]
    unpaid_parties: int
    unpaid: tuple[UnpaidPartyData, ...]
    word: str


def founded(event: HouseFounded) -> FoundedData:
    """Without the names and settings that only the house needs."""
    house = event.house
    return FoundedData(house.store_id, house.currency, house.timezone, event.business_day)


def day_closed(event: DayClosed) -> DayClosedData:
    """With the next day's date alone."""
    return DayClosedData(
        business_day=event.business_day,
        sessions=event.sessions,
        next_business_day=event.next_business_day,
        open_tickets=event.open_tickets,
        tickets=tuple(
            [OpenTicketData(each.ticket, each.session, each.label, each.station, each.left) for each in event.tickets]
        ),
        unpaid_parties=event.unpaid_parties,
        unpaid=tuple([UnpaidPartyData(each.session, each.label, each.due_minor) for each in event.unpaid]),
        word=event.word,
    )


PROJECTIONS: Projections = {HouseFounded: founded, DayClosed: day_closed}
