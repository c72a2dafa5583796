"""Business days: /days closes the one under way and lists the others, /days/{business_day} is what one came to."""

from __future__ import annotations

from typing import NamedTuple

from starlette.requests import Request
from starlette.responses import Response

from kds.core import money
from kds.core.billing.day_model import Check, DayReport, TenderTaken
from kds.core.billing.takings import report
from kds.core.bills import settings_of
from kds.core.day.close_day import open_tickets, unpaid_parties
from kds.core.day.events import OpenTicket, UnpaidParty
from kds.core.parties import bills_of
from kds.core.rights import AUDIT, CLOSE_DAY, SEE_EVENTS, may
from kds.core.state import State
from kds.core.types import Name
from kds.runtime.store import Store
from kds.storage.living_people import People
from kds.storage.living_tokens import Tokens
from kds.web.pages import errors
from kds.web.pages.access import enter
from kds.web.pages.drawer import CountedRow, counted
from kds.web.pages.forms import person
from kds.web.pages.moments import time_of_day, timezone
from kds.web.pages.people import names_of
from kds.web.pages.respond import page

NAMED = 100
"""Unfinished tickets and parties that are named, the oldest; of the others it is said how many there are."""
DAYS_SHOWN = 60
"""Days that are listed at first; the others are a link away."""


class UnpaidRow(NamedTuple):
    """A party that owes something, and the bill to begin with."""

    label: str
    bill: str
    due: str


class TenderTold(NamedTuple):
    """What came and went by one tender, in words."""

    name: Name
    taken: TenderTaken
    bills: str
    tips: str
    refunded: str
    accounts: str
    deposits: str
    returned: str


class CheckTold(NamedTuple):
    """Two sums that are the same, or that are not."""

    check: Check
    left: str
    right: str


class DayTold(NamedTuple):
    """A day's report in words. `closed_by` is "" where the day ended by itself."""

    report: DayReport
    ended: str
    closed_by: str
    closed: str
    reduced: str
    surcharged: str
    tenders: list[TenderTold]
    shifts: list[CountedRow]
    checks: list[CheckTold]


class FormerDay(NamedTuple):
    """A day that was closed, as a row of the list."""

    business_day: str
    z: int
    bills: int
    closed: str
    fits: bool


class Days:
    """Both pages; the day is closed over the public interface."""

    def __init__(self, store: Store, tokens: Tokens, people: People) -> None:
        self._store = store
        self._tokens = tokens
        self._people = people

    async def list(self, request: Request) -> Response:
        """GET /days: what is unfinished, the word for it, and the days that were closed (`?all=1`: all at hand)."""
        entered = await enter(request, self._tokens)
        if entered is not None:
            return entered
        token = await person(request, self._store, self._tokens, CLOSE_DAY)
        names = names_of(await self._tokens.list_all(), self._people)
        await self._store.readable()
        state = self._store.state
        day = state.day.current.value
        tickets, owing = open_tickets(state), unpaid_parties(state)
        former = [_former(state, state.billing.days[each]) for each in sorted(state.billing.days, reverse=True)]
        return page(
            request,
            "days/page.html",
            viewer=token,
            day=day,
            closes=time_of_day(day.closes_at, self._store.now(), timezone(state)) if day else "",
            told=self._told(state, report(state, day.business_day), names) if day else None,
            tickets=tickets[:NAMED],
            tickets_more=max(0, len(tickets) - NAMED),
            stations={ticket.station: _station(state, ticket) for ticket in tickets[:NAMED]},
            unpaid=[_unpaid(state, each) for each in owing[:NAMED]],
            unpaid_more=max(0, len(owing) - NAMED),
            shifts=sorted(state.billing.shifts),
            former=former if "all" in request.query_params else former[:DAYS_SHOWN],
            former_all=len(former),
            audits=may(state, token.role, AUDIT),
        )

    async def show(self, request: Request) -> Response:
        """GET /days/{business_day}: what it came to; the one under way as it would be closed now."""
        entered = await enter(request, self._tokens)
        if entered is not None:
            return entered
        token = await person(request, self._store, self._tokens, SEE_EVENTS)
        names = names_of(await self._tokens.list_all(), self._people)
        await self._store.readable()
        state, wanted = self._store.state, request.path_params["business_day"]
        day, found = state.day.current.value, state.billing.days.get(wanted)
        if found is None and day is not None and day.business_day == wanted:
            found = report(state, wanted)
        if found is None:
            return errors.not_found(request)
        closes = may(self._store.state, token.role, CLOSE_DAY)
        return page(
            request,
            "day/page.html",
            viewer=token,
            told=self._told(state, found, names),
            closes=closes,
            audits=may(state, token.role, AUDIT),
        )

    def _told(self, state: State, found: DayReport, names: dict[str, str]) -> DayTold:
        takings, called = found.takings, {each.tender: each.name for each in settings_of(state).tenders}
        return DayTold(
            report=found,
            ended=time_of_day(found.ended, self._store.now(), timezone(state)) if found.ended else "",
            closed_by=names.get(found.closed_by, found.closed_by),
            closed=money.told(state, takings.closed_minor),
            reduced=money.told(state, takings.reduced_minor),
            surcharged=money.told(state, takings.surcharged_minor),
            tenders=[_tender(state, each, called) for each in takings.tenders],
            shifts=counted(state, takings.shifts, names),
            checks=[
                CheckTold(each, money.told(state, each.left_minor), money.told(state, each.right_minor))
                for each in found.checks
            ],
        )


def _tender(state: State, taken: TenderTaken, called: dict[str, Name]) -> TenderTold:
    return TenderTold(
        name=called.get(taken.tender) or Name(zh=taken.tender, en=taken.tender),
        taken=taken,
        bills=money.told(state, taken.bills_minor),
        tips=money.told(state, taken.tips_minor),
        refunded=money.told(state, taken.refunded_minor),
        accounts=money.told(state, taken.accounts_minor),
        deposits=money.told(state, taken.deposits_minor),
        returned=money.told(state, taken.returned_minor),
    )


def _unpaid(state: State, party: UnpaidParty) -> UnpaidRow:
    """With the oldest of their bills that is open."""
    bills = [each.bill for each in bills_of(state, party.session) if each.state == "open"]
    return UnpaidRow(party.label, bills[0] if bills else "", money.told(state, party.due_minor))


def _station(state: State, ticket: OpenTicket) -> Name:
    station = state.kitchen.stations.get(ticket.station)
    return Name(zh=ticket.station, en=ticket.station) if station is None else station.name


def _former(state: State, found: DayReport) -> FormerDay:
    return FormerDay(
        business_day=found.business_day,
        z=found.z,
        bills=found.takings.bills,
        closed=money.told(state, found.takings.closed_minor),
        fits=all(each.fits for each in found.checks),
    )
