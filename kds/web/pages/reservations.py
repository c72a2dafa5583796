"""Reservations (预订) at /reservations: tables are kept, changed, let go, and those who come are seated."""

from __future__ import annotations

from itertools import groupby
from typing import NamedTuple

from starlette.requests import Request
from starlette.responses import Response

from kds.core.floor.floor_map import reservations
from kds.core.floor.model import Reservation, Table
from kds.core.rights import SEE_PARTIES
from kds.core.state import State
from kds.core.types import Ms, Name
from kds.runtime.store import Store
from kds.storage.living_tokens import Tokens
from kds.web.pages.access import enter
from kds.web.pages.forms import person
from kds.web.pages.moments import date_and_time, timezone
from kds.web.pages.respond import page

HALF_HOUR_MS: Ms = 1_800_000


class Kept(NamedTuple):
    """A reservation, and its day and time where the house is; `late`: they should have come."""

    reservation: Reservation
    date: str
    time: str
    late: bool


class AreaTables(NamedTuple):
    """The tables of an area, by name; None is that of tables whose area is not known."""

    name: Name | None
    tables: list[Table]


class Reservations:
    """The page; what is done on it goes over the public interface."""

    def __init__(self, store: Store, tokens: Tokens) -> None:
        self._store = store
        self._tokens = tokens

    async def show(self, request: Request) -> Response:
        """GET: all of them by day, the next one first.

        `?table=` asks for when that table is to be kept, `?change=` what is to be other about a reservation.
        """
        entered = await enter(request, self._tokens)
        if entered is not None:
            return entered
        token = await person(request, self._store, self._tokens, SEE_PARTIES)
        await self._store.readable()
        state, now = self._store.state, self._store.now()
        soon, zone = (now // HALF_HOUR_MS + 2) * HALF_HOUR_MS, timezone(state)
        told = [_kept(each, now, zone) for each in reservations(state)]
        return page(
            request,
            "reservations/page.html",
            viewer=token,
            days=[(date, list(kept)) for date, kept in groupby(told, lambda each: each.date)],
            count=len(told),
            today=date_and_time(now, zone).split()[0],
            soon=date_and_time(soon, zone).split(),
            areas=_areas(state),
            table=request.query_params.get("table", ""),
            change=request.query_params.get("change", ""),
            timezone=zone,
        )


def _kept(each: Reservation, now: Ms, zone: str) -> Kept:
    date, time = date_and_time(each.comes_at, zone).split()
    return Kept(each, date, time, each.comes_at < now)


def _areas(state: State) -> list[AreaTables]:
    areas, by_area = state.floor.areas, dict[str, list[Table]]()
    for table in sorted(state.floor.tables.values(), key=lambda each: (each.area, each.table)):
        by_area.setdefault(table.area, []).append(table)
    return [AreaTables(areas[each].name if each in areas else None, there) for each, there in by_area.items()]
