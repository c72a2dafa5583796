"""The network as an installer looks at it: /network with all devices and tables, /network/measure to walk the room."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from kds.core.rights import PAIR
from kds.core.types import Ms
from kds.feed.bars import KnownBars
from kds.runtime.store import Store
from kds.storage.living_people import People
from kds.storage.living_tokens import Tokens
from kds.storage.measures import Measure, Measures
from kds.web.contacts import MINUTES, QUARTER_MS, QUARTERS, Contacts
from kds.web.pages.forms import Fields, person, posted
from kds.web.pages.moments import date_and_time, time_of_day, timezone
from kds.web.pages.network_rows import counted, device_rows, figures_in, of_grade, table_rows
from kds.web.pages.respond import HEADERS, page
from kds.web.spans import BOUNDS, figures_of

LASTS_MS, EVERY_MS, PATIENCE_MS = 20_000, 250, 2_000
"""How long it is measured at a table, how often, and after what an answer is missed."""
TRIPS_MOST = 2 * LASTS_MS // EVERY_MS
HOUR_MS: Ms = 3_600_000
HOURS = QUARTERS * QUARTER_MS // HOUR_MS


class Network:
    """Both pages, and what they read and note."""

    def __init__(
        self, store: Store, tokens: Tokens, people: People, bars: KnownBars, contacts: Contacts, measures: Measures
    ) -> None:
        self._store = store
        self._tokens = tokens
        self._people = people
        self._bars = bars
        self._contacts = contacts
        self._measures = measures

    async def show(self, request: Request) -> Response:
        """GET /network."""
        token = await person(request, self._store, self._tokens, PAIR)
        await self._store.readable()
        now, zone = self._store.now(), timezone(self._store.state)
        runs_ms = self._contacts.now() - self._contacts.began_at
        areas = table_rows(self._store.state, self._contacts, self._measures)
        devices = device_rows(self._store, self._tokens, self._people, self._bars, self._contacts)
        return page(
            request,
            "network/page.html",
            viewer=token,
            areas=areas,
            weak=of_grade(areas, "weak"),
            devices=devices,
            counts=counted(devices),
            minutes=MINUTES,
            hours=HOURS,
            since="" if runs_ms >= HOURS * HOUR_MS else time_of_day(now - runs_ms, now, zone),
            time=time_of_day(now, now, zone),
            measured_at=lambda measure: date_and_time(measure.at, zone),
        )

    async def measure(self, request: Request) -> Response:
        """GET /network/measure: for `?table=`."""
        token = await person(request, self._store, self._tokens, PAIR)
        await self._store.readable()
        tables = sorted(self._store.state.floor.tables)
        asked = request.query_params.get("table", "")
        return page(
            request,
            "network_measure/page.html",
            viewer=token,
            tables=tables,
            asked=asked if asked in tables else "",
            lasts_ms=LASTS_MS,
            every_ms=EVERY_MS,
            patience_ms=PATIENCE_MS,
        )

    async def echo(self, request: Request) -> Response:
        """GET /network/echo: nothing, as soon as can be."""
        await person(request, self._store, self._tokens, PAIR)
        return Response(status_code=204, headers={"cache-control": "no-store"})

    async def note(self, request: Request) -> Response:
        """POST /network/measure: what was measured at a table; answers how good it is there.

        `state` is noted, unknown_table, malformed, or not_kept where the disk did not take it.
        """
        await person(request, self._store, self._tokens, PAIR)
        fields = await posted(request)
        await self._store.readable()
        table = fields.get("table", "")
        if table not in self._store.state.floor.tables:
            return JSONResponse({"state": "unknown_table"}, 422, headers=HEADERS)
        found = _measured(table, fields, self._store.now())
        if found is None:
            return JSONResponse({"state": "malformed"}, 422, headers=HEADERS)
        try:
            await self._measures.note(found)
        except OSError:
            return JSONResponse({"state": "not_kept"}, 503, headers={**HEADERS, "retry-after": "2"})
        said = {"state": "noted", "grade": figures_in(found).grade, "median_ms": found.median_ms}
        return JSONResponse({**said, "worst_ms": found.worst_ms, "missed": found.missed}, headers=HEADERS)


def _measured(table: str, fields: Fields, now: Ms) -> Measure | None:
    """What a page has measured: `trips`, milliseconds with commas between, and how many were `missed`."""
    said = [each for each in fields.get("trips", "").split(",") if each]
    missed = fields.get("missed", "")
    numbers = [int(each) for each in (*said, missed) if each.isascii() and each.isdigit() and len(each) < 6]
    if len(numbers) != len(said) + 1 or len(said) > TRIPS_MOST or numbers[-1] > TRIPS_MOST:
        return None
    figures = figures_of([min(each, BOUNDS[-1]) for each in numbers[:-1]], numbers[-1])
    if not figures.trips and not figures.missed:
        return None
    return Measure(table, now, figures.trips, figures.median_ms, figures.worst_ms, figures.missed)
