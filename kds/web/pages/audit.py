"""Who did what: /audit reads the ledger in words, newest first, and /audit/export gives the same as a CSV."""

from __future__ import annotations

import asyncio
import csv
import io
from collections.abc import AsyncIterator, Collection
from datetime import date
from typing import NamedTuple
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from kds.core.rights import AUDIT, PEOPLE, may
from kds.core.state import State
from kds.core.types import SYSTEM, Ms, Name
from kds.feed.public.words import GROUPS, WORDS
from kds.i18n import Language
from kds.runtime.days import DAY, begins
from kds.runtime.store import Store
from kds.runtime.zones import zone_of
from kds.storage.ledger import StoredEvent, Wanted
from kds.storage.living_people import People
from kds.storage.living_tokens import Tokens
from kds.web.pages.access import enter
from kds.web.pages.forms import person
from kds.web.pages.known_names import actors_of, choices, known_names
from kds.web.pages.moments import date_and_time, timezone
from kds.web.pages.respond import HEADERS, language_of, page
from kds.web.pages.told_events import Telling

SHOWN = 50
"""Events on a page."""
CHUNK = 100
"""Events of an export that are told at once, before others have their turn: some five milliseconds."""
EXPORTS = 2
"""Exports that are made at a time; others wait."""
FIELD_CHARS = 64
FORMULAS = ("=", "+", "-", "@", "\t", "\r")
"""What a spreadsheet takes for a formula begins so."""


class Filters(NamedTuple):
    """What is asked for, as it was typed; "" is everything."""

    person: str = ""
    kind: str = ""
    about: str = ""
    day: str = ""

    def query(self, **more: int | str) -> str:
        """As a query string, with what is not asked for left out."""
        return urlencode({name: value for name, value in {**self._asdict(), **more}.items() if value})


class Row(NamedTuple):
    """An event in words. `session` is the party that it is of, "" for none."""

    seq: int
    at: str
    who: Name
    approver: Name | None
    device: Name | None
    kind: Name
    said: Name
    session: str
    replay: str
    """Where that moment can be looked at."""


class Audit:
    """The page and its export."""

    def __init__(self, store: Store, tokens: Tokens, people: People) -> None:
        self._store = store
        self._tokens = tokens
        self._people = people
        self._exports = asyncio.Semaphore(EXPORTS)

    async def show(self, request: Request) -> Response:
        """GET /audit: a page of events; `?before=` is the number before which it begins."""
        entered = await enter(request, self._tokens)
        if entered is not None:
            return entered
        token = await person(request, self._store, self._tokens, AUDIT)
        filters, before = asked(request), number(request.query_params.get("before", ""))
        day_fault = filters.day != "" and day_of(self._store.state, filters.day) is None
        rows, further = ([], 0) if day_fault else await self._page(filters, before)
        return page(
            request,
            "audit/page.html",
            422 if day_fault else 200,
            viewer=token,
            rows=rows,
            filters=filters,
            filtered=any(filters),
            day_fault=day_fault,
            older=filters.query(before=further) if further else "",
            newest=filters.query() if before else None,
            here_query=filters.query(),
            people=choices(await self._tokens.list_all(), self._people.all()),
            groups=GROUPS,
            kinds=WORDS,
            manages=may(self._store.state, token.role, PEOPLE),
        )

    async def _page(self, filters: Filters, before: int) -> tuple[list[Row], int]:
        found = await self._store.ledger.search(await self._wanted(filters), before, SHOWN)
        return self._rows(found.events, await self._names()), found.further

    async def export(self, request: Request) -> Response:
        """GET /audit/export: all that the filters let through, newest first."""
        await person(request, self._store, self._tokens, AUDIT)
        filters = asked(request)
        if filters.day and day_of(self._store.state, filters.day) is None:
            return Response(status_code=422)
        name = f"audit-{filters.day or 'all'}.csv"
        headers = {**HEADERS, "content-disposition": f'attachment; filename="{name}"'}
        body = self._csv(filters, language_of(request))
        return StreamingResponse(body, headers=headers, media_type="text/csv; charset=utf-8")

    async def _csv(self, filters: Filters, language: Language) -> AsyncIterator[str]:
        yield "\ufeff" + line(["seq", "at", "who", "approver", "device", "type", "said", "session"])
        wanted, names, before = await self._wanted(filters), await self._names(), 0
        while True:
            # One stretch at a time: whoever reads the ledger beside this waits for that one at most.
            async with self._exports:
                found = await self._store.ledger.search(wanted, before, CHUNK, stretches=1)
            text = "".join([line(cells(each, language)) for each in self._rows(found.events, names)])
            if text:
                yield text
            if not found.further:
                return
            before = found.further

    async def _names(self) -> dict[str, Name]:
        return known_names(await self._tokens.list_all(), self._people.all())

    async def _wanted(self, filters: Filters) -> Wanted:
        state = self._store.state
        day = day_of(state, filters.day) if filters.day else None
        return Wanted(
            actors=actors_of(filters.person, await self._tokens.list_all()) if filters.person else (),
            types=types_of(filters.kind),
            about=filters.about,
            is_table=filters.about in state.floor.tables,
            since=None if day is None else day[0],
            until=None if day is None else day[1],
        )

    def _rows(self, events: list[StoredEvent], names: dict[str, Name]) -> list[Row]:
        state = self._store.state
        telling, zone = Telling(state, names), timezone(state)
        return [_row(each, telling, names, zone, state.kitchen.screens) for each in events]


def _row(stored: StoredEvent, telling: Telling, names: dict[str, Name], zone: str, screens: Collection[str]) -> Row:
    said = WORDS.get(stored.type)
    moment: dict[str, int | str] = {"at": stored.at}

    def called(known: str) -> Name | None:
        return names.get(known, Name(zh=known, en=known)) if known else None

    return Row(
        seq=stored.seq,
        at=date_and_time(stored.at, zone),
        who=names.get(stored.actor, Name(zh=stored.actor, en=stored.actor)),
        approver=called(stored.approver),
        device=called(stored.device),
        kind=Name(zh=stored.type, en=stored.type) if said is None else said.called,
        said=telling.told(stored),
        session=stored.session or "",
        replay=urlencode({**moment, "screen": stored.device} if stored.device in screens else moment),
    )


def asked(request: Request) -> Filters:
    """The filters of an address."""
    return Filters(*[request.query_params.get(name, "").strip()[:FIELD_CHARS] for name in Filters._fields])


def types_of(kind: str) -> tuple[str, ...]:
    """The types of events that a kind is: a group's, or one; of an unknown kind there are none but itself."""
    if not kind:
        return ()
    return tuple([name for name, said in WORDS.items() if said.group == kind]) or (kind,)


def day_of(state: State, said: str) -> tuple[Ms, Ms] | None:
    """When a business day begins and ends by the house's cut-off; None where that is no date."""
    house = state.day.house.value
    try:
        day = date.fromisoformat(said)
        if house is None:
            return None
        zone = zone_of(house.timezone)
        return begins(day, zone, house.cutoff_minute), begins(day + DAY, zone, house.cutoff_minute)
    except (ValueError, OverflowError):
        return None


def number(said: str) -> int:
    """A number of an event; 0 where it is none."""
    return int(said) if said.isascii() and said.isdigit() and len(said) < 16 else 0


def cells(row: Row, language: Language) -> list[str]:
    """A row of the export."""

    def word(name: Name | None) -> str:
        return "" if name is None else name.in_en if language == "en" else name.in_zh

    return [
        str(row.seq),
        row.at,
        word(row.who) or SYSTEM.id,
        word(row.approver),
        word(row.device),
        word(row.kind),
        word(row.said),
        row.session,
    ]


def line(values: list[str]) -> str:
    """A line of CSV; what a spreadsheet would take for a formula is text."""
    text = io.StringIO()
    csv.writer(text).writerow([f"'{each}" if each.startswith(FORMULAS) else each for each in values])
    return text.getvalue()
