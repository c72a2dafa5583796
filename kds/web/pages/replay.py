"""A look back, for managers: /replay shows what a screen showed at a moment, and what the house knew by then."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import Response

from kds.core.kitchen.screens import Screen
from kds.core.rights import AUDIT
from kds.core.state import State
from kds.core.types import Ms, Name
from kds.feed.live_view import UnknownView
from kds.feed.replay import WHAT, Looked, Replay, TooFarBack
from kds.i18n import Language
from kds.runtime.store import Store
from kds.runtime.zones import zone_of
from kds.storage.living_people import People
from kds.storage.living_tokens import Tokens
from kds.storage.paint_log import KEPT_MS, PaintLog, Stood
from kds.storage.snapshots import DAYS_KEPT
from kds.web.pages.access import enter
from kds.web.pages.forms import person
from kds.web.pages.moments import date_and_time, timezone
from kds.web.pages.reading import reading
from kds.web.pages.respond import language_of, page

AROUND_MS = 30 * 60_000
"""The slider goes so far to both sides of the half hour in which the moment lies."""
STEPS_S = (-60, -10, 10, 60)
KEPT_DAYS = KEPT_MS // 86_400_000
BAD_MOMENT = Name(
    zh="时间写成19:42:10这样，日期写成2026-09-21这样", en="A time is like 19:42:10, a day like 2026-09-21"
)
NO_SCREEN = Name(zh="那时还没有这块屏幕", en="There was no such screen then")
TOO_FAR = Name(
    zh=f"太早了，看不到：回放只看最近{DAYS_KEPT}天",
    en=f"That is too long ago: the last {DAYS_KEPT} days can be looked at",
)
AHEAD = Name(zh="这个时间还没到", en="That is still to come")


class Step(NamedTuple):
    """Where a button leads: to another moment, or nowhere."""

    at: Ms | None
    query: str


class Asked(NamedTuple):
    """What is asked for: a screen and a moment; `day` and `time` as they are typed, by the clocks of the house."""

    screen: str
    at: Ms
    day: str
    time: str
    fault: Name | None = None


class ReplayPages:
    """The page."""

    def __init__(self, store: Store, tokens: Tokens, paints: PaintLog, people: People) -> None:
        self._store = store
        self._tokens = tokens
        self._paints = paints
        self._replay = Replay(store, paints.data, people.called)

    async def show(self, request: Request) -> Response:
        """GET /replay: `?screen=` at `?at=` in milliseconds, or at `?day=` and `?time=`; else a minute ago."""
        entered = await enter(request, self._tokens)
        if entered is not None:
            return entered
        token = await person(request, self._store, self._tokens, AUDIT)
        await self._store.readable()
        state, now = self._store.state, self._store.now()
        screens = _screens(state)
        asked = _asked(request, state, screens, now)
        stood, looked, fault = await self._look(asked, language_of(request), now)
        middle = asked.at - asked.at % AROUND_MS
        return page(
            request,
            "replay/page.html",
            422 if asked.fault is not None else 200,
            wall=True,
            viewer=token,
            looked=looked,
            far=1_000 if looked is None else reading(looked.screen).far,
            timezone=timezone(state),
            screens=screens,
            asked=asked,
            fault=fault,
            stood=stood,
            painted_at=_clock(state, stood.at),
            since=None if stood.since is None else date_and_time(stood.since, timezone(state)),
            keeps=self._paints.keeps,
            kept_days=KEPT_DAYS,
            differences=[] if looked is None else [(each, WHAT[each.what]) for each in looked.differences],
            slider=(max(0, middle - AROUND_MS), min(now, middle + 2 * AROUND_MS)),
            ends=[_clock(state, each)[:5] for each in (middle - AROUND_MS, min(now, middle + 2 * AROUND_MS))],
            before=_step(asked, stood.before),
            after=_step(asked, stood.after),
            steps=[(seconds, _step(asked, min(now, asked.at + seconds * 1_000))) for seconds in STEPS_S],
        )

    async def _look(self, asked: Asked, language: Language, now: Ms) -> tuple[Stood, Looked | None, Name | None]:
        """What was painted, what stood there, and why nothing can be shown."""
        stood = Stood()
        if asked.fault is not None or asked.at > now:
            return stood, None, asked.fault or AHEAD
        known = await self._replay.known_at(asked.at)
        try:
            screen = await self._replay.screen(asked.screen, known)
            stood = await self._paints.stood(screen.screen, asked.at)
            looked = await self._replay.look(screen.screen, language, asked.at, stood.seq, known)
        except UnknownView:
            return stood, None, NO_SCREEN
        except TooFarBack:
            return stood, None, TOO_FAR
        return stood, looked, None


def _screens(state: State) -> list[Screen]:
    return sorted(state.kitchen.screens.values(), key=lambda each: (not each.is_wall, each.position, each.screen))


def _asked(request: Request, state: State, screens: list[Screen], now: Ms) -> Asked:
    query = request.query_params
    screen = query.get("screen", "")[:40] or (screens[0].screen if screens else "")
    given, day, time = query.get("at", ""), query.get("day", "").strip()[:10], query.get("time", "").strip()[:8]
    if day or time:
        at = _moment(state, day, time)
        return Asked(screen, now, day, time, BAD_MOMENT) if at is None else _at(state, screen, at)
    if given.isascii() and given.isdigit() and len(given) <= 14:
        return _at(state, screen, int(given))
    return _at(state, screen, now - 60_000)


def _at(state: State, screen: str, at: Ms) -> Asked:
    local = datetime.fromtimestamp(at / 1_000, zone_of(timezone(state) or "UTC"))
    return Asked(screen, at, f"{local:%Y-%m-%d}", f"{local:%H:%M:%S}")


def _moment(state: State, day: str, time: str) -> Ms | None:
    """The end of the second that is typed: what happened in it has happened."""
    whole = time if time.count(":") == 2 else f"{time}:00"
    try:
        local = datetime.fromisoformat(f"{day}T{whole}").replace(tzinfo=zone_of(timezone(state) or "UTC"))
        at = int(local.timestamp()) * 1_000 + 999
    except (ValueError, OverflowError):
        return None
    return at if at >= 0 else None


def _clock(state: State, at: Ms) -> str:
    local = datetime.fromtimestamp(at / 1_000, zone_of(timezone(state) or "UTC"))
    return f"{local:%H:%M:%S}"


def _step(asked: Asked, at: Ms | None) -> Step:
    return Step(at, "" if at is None else urlencode({"screen": asked.screen, "at": at}))
