"""What the kitchen has learnt of how long its dishes take: /settings/times, where it can be forgotten too."""

from __future__ import annotations

import secrets
from typing import NamedTuple

from starlette.requests import Request
from starlette.responses import Response

from kds.core.kitchen.forget_times import NOTHING_LEARNT, ForgetTimes
from kds.core.kitchen.learnt import learns
from kds.core.kitchen.times import LOADS
from kds.core.kitchen.timings import ANY, LEAST, LearntTime
from kds.core.rights import MENU, SETTINGS, may
from kds.core.state import State
from kds.core.types import Ms, Name, Refusal
from kds.feed.pictures import station_name
from kds.runtime.store import Store
from kds.storage.living_tokens import Tokens
from kds.storage.tokens import Token
from kds.web.pages.forms import person, posted, see, submit
from kds.web.pages.respond import page

SHOWN = 300
"""Dishes that are shown, those that are furthest from their standard time."""


class CellRow(NamedTuple):
    """What is known of a dish in a part of the day, while the station has so much to do."""

    daypart: Name | None
    load: Name
    usual: str
    times: int


class TimeRow(NamedTuple):
    """A dish at a station: its standard time beside what it really takes, in minutes, and what that was learnt from.

    `off` is by what share it takes longer than its standard time, in percent.
    """

    dish: str
    name: Name
    station: Name
    standard: str
    usual: str
    early: str
    late: str
    off: int
    times: int
    odd: int
    first_day: str
    last_day: str
    cells: list[CellRow]


class Times:
    """The page, and what is sent by it."""

    def __init__(self, store: Store, tokens: Tokens) -> None:
        self._store = store
        self._tokens = tokens

    async def show(self, request: Request) -> Response:
        """GET: `?ask=` asks whether what was learnt of a dish, or `all`, is to be forgotten."""
        token = await person(request, self._store, self._tokens, SETTINGS)
        await self._store.readable()
        return self._page(request, token)

    async def forget(self, request: Request) -> Response:
        """POST: `dish`, or none for all of them."""
        token = await person(request, self._store, self._tokens, SETTINGS)
        fields = await posted(request)
        await self._store.settled()
        dish = fields.get("dish", "")
        try:
            await submit(self._store, token, request, fields, ForgetTimes(dish))
        except Refusal as refusal:
            if refusal.reason is not NOTHING_LEARNT:
                raise
            return self._page(request, token, [refusal.message()], 409)
        return see("/settings/times?saved=1")

    def _page(self, request: Request, token: Token, faults: list[Name] | None = None, status: int = 200) -> Response:
        state, asked = self._store.state, request.query_params.get("ask", "")
        rows = rows_of(state)
        asking = next((each for each in rows if each.dish == asked), None)
        return page(
            request,
            "times/page.html",
            status,
            viewer=token,
            rows=rows[:SHOWN],
            more=len(rows[SHOWN:]),
            unknown=unknown(state),
            least=LEAST,
            on=learns(state),
            asking_all=asked == "all" and bool(rows),
            asking=asking,
            faults=faults or [],
            saved="saved" in request.query_params,
            may_edit=may(state, token.role, MENU),
            key=secrets.token_hex(12),
        )


def rows_of(state: State) -> list[TimeRow]:
    """Of every dish at each of its stations, what is furthest from its standard time first."""
    cells: dict[tuple[str, str], list[LearntTime]] = {}
    for _, each in sorted(state.kitchen.learnt.items()):
        cells.setdefault((each.dish, each.station), []).append(each)
    found = [_row(state, several) for several in cells.values()]
    return sorted(found, key=lambda row: (-abs(row.off), row.dish, row.station.zh))


def unknown(state: State) -> int:
    """How many dishes are made of which nothing is known yet."""
    known = {each.dish for each in state.kitchen.learnt.values()}
    return len([each for each in state.menu.dishes.values() if not each.meal and each.dish not in known])


def _row(state: State, several: list[LearntTime]) -> TimeRow:
    whole = next(each for each in several if each.load == ANY)
    dish = state.menu.dishes.get(whole.dish)
    standard_ms = whole.standard_ms if dish is None else dish.standard_ms
    return TimeRow(
        whole.dish,
        state.menu.name_of(whole.dish),
        station_name(state, whole.station),
        in_minutes(standard_ms),
        in_minutes(whole.ms),
        in_minutes(whole.early_ms),
        in_minutes(whole.late_ms),
        100 * (whole.ms - standard_ms) // standard_ms,
        whole.count,
        whole.odd,
        whole.first_day,
        whole.last_day,
        [_cell(state, each) for each in sorted(several, key=lambda each: (each.daypart, each.load)) if each != whole],
    )


def _cell(state: State, each: LearntTime) -> CellRow:
    part = state.menu.dayparts.get(each.daypart)
    return CellRow(None if part is None else part.name, load_name(each.load), in_minutes(each.ms), each.count)


def load_name(load: int) -> Name:
    """How much a station has to do, in words."""
    least, most = (0, *LOADS)[load], LOADS[load] - 1 if load < len(LOADS) else None
    if most is None:
        return Name(zh=f"有{least}单以上", en=f"{least} tickets or more")
    return Name(zh=f"有{least}至{most}单", en=f"{least} to {most} tickets")


def in_minutes(ms: Ms) -> str:
    """A length of time as minutes and seconds: 6:40."""
    minutes, seconds = divmod(ms // 1000, 60)
    return f"{minutes}:{seconds:02}"
