"""From commits to screens: only views that somebody watches are refreshed, and each is made once for all who do.

committed ─▶ view.note ─▶ (settled) ─▶ view.refresh ─▶ one text ─▶ a bounded queue for each screen ─▶ websocket
shown ─▶ receipts of all screens ─▶ one command
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Mapping

import structlog

from kds.core.journal import Touched
from kds.feed.alarms import alarms_frame
from kds.feed.attention import Attention
from kds.feed.dark import DarkStations
from kds.feed.live_view import WALL, Kind, LiveView, UnknownView, ViewKey
from kds.feed.messages import Beat, frame
from kds.feed.receipts import Receipts
from kds.feed.subscriber import Frame, Subscriber, WriteNow, never
from kds.runtime.store import Store

log = structlog.get_logger()

SCREENS = 200
"""Screens that may watch at once."""
VIEWS = 600
"""Views that are remembered for who comes back, of every screen one in each language."""
BEAT_S = 1.0
"""How often a silent screen hears that the server lives."""
GATHER = 2
GATHER_S = (0.002, 0.008)
"""After a refresh, changes gather for `GATHER` times as long as it took, within these bounds: screens are prompt
while little happens, and a rush never leaves the loop to them alone."""
SLICE_S = 0.004
"""Views that have taken so long together let orders go before the next of them."""

GOING_AWAY, TRY_AGAIN, NOTHING_THERE = 1001, 1011, 4404


class TooManyScreens(Exception):
    """`SCREENS` are watching already."""


class Hub:
    """The views of one store and the screens that watch them."""

    def __init__(self, store: Store, kinds: Mapping[str, Kind]) -> None:
        self._store = store
        self._kinds = kinds
        self._views: dict[ViewKey, LiveView] = {}
        self._watching: dict[ViewKey, set[Subscriber]] = {}
        self._behind: dict[ViewKey, None] = {}
        """Views that somebody watches and that a commit has changed."""
        self._alarms_changed = False
        self._wake = asyncio.Event()
        self._task: asyncio.Task[None] | None = None
        self._dark = DarkStations(store.state)
        self.receipts = Receipts(store)
        self.attention = Attention(store)
        store.alarms.follow(self._alarmed)

    @property
    def screens(self) -> int:
        """How many screens are watching."""
        return sum(len(each) for each in self._watching.values())

    def watching(self, kind: str, name: str) -> list[Subscriber]:
        """Whoever watches this view, in any language."""
        found = [each for key, each in self._watching.items() if (key.kind, key.name) == (kind, name)]
        return [subscriber for subscribers in found for subscriber in subscribers]

    def committed(self, touched: Touched) -> None:
        """Follow a commit: every view notes what concerns it. Draws nothing, waits for nothing."""
        for key, view in self._views.items():
            if view.note(touched) and key in self._watching:
                self._behind[key] = None
        if self._behind:
            self._wake.set()

    async def view(self, key: ViewKey) -> LiveView:
        """The view as of now; whoever watches it already is brought up to date too.

        Raises `UnknownView`, and `StorageFailed` where a commit comes to no end.
        """
        await self._store.readable()
        view = self._views.get(key)
        if view is None:
            view = self._views[key] = self._kinds[key.kind](key.name, key.language)
            self._store.listeners.watch(self.committed)
            self._forget_some()
        try:
            self._refresh(key, view)
        except UnknownView:
            self._drop(key, NOTHING_THERE)
            raise
        return view

    async def subscribe(self, key: ViewKey, since: int, write_now: WriteNow = never) -> Subscriber:
        """Watch a view from event `since` on. Raises `TooManyScreens`, and what `view` raises."""
        view = await self.view(key)
        if self.screens >= SCREENS:
            raise TooManyScreens
        subscriber = Subscriber(self._store.clock.monotonic, write_now)
        subscriber.offer(view.since(since))
        subscriber.say(self._alarms_of(key, view))
        self._watching.setdefault(key, set()).add(subscriber)
        if self._task is None or self._task.done():
            self._dark.begin()
            self._task = asyncio.create_task(self._run())
        return subscriber

    @property
    def dark(self) -> tuple[str, ...]:
        """The stations that no live wall shows."""
        return self._dark.found

    def unsubscribe(self, key: ViewKey, subscriber: Subscriber) -> None:
        """The screen has gone; without one nothing runs."""
        watching = self._watching.get(key, set())
        watching.discard(subscriber)
        if not watching:
            self._watching.pop(key, None)
            self._behind.pop(key, None)
        if not self._watching and self._task is not None:
            self._task.cancel()
            self._task = None

    async def close(self) -> None:
        """Let go of all screens: the server stops."""
        for watching in self._watching.values():
            for subscriber in watching:
                subscriber.close(GOING_AWAY)
        await self.receipts.close()

    def _forget_some(self) -> None:
        idle = [key for key in self._views if key not in self._watching][:-1]
        for key in idle[: max(0, len(self._views) - VIEWS)]:
            del self._views[key]

    def _alarmed(self) -> None:
        """An alarm begins, says something else or ends: the next turn tells every screen."""
        self._alarms_changed = True
        self._wake.set()

    def _refresh(self, key: ViewKey, view: LiveView) -> None:
        clock = self._store.clock
        for each in view.refresh(clock.now(), clock.steps):
            self._send(self._watching.get(key, ()), each)

    def _send(self, subscribers: Iterable[Subscriber], message: Frame) -> None:
        for subscriber in subscribers:
            subscriber.offer(message)

    def _send_all(self, text: str) -> None:
        shared = Frame(text)
        for watching in self._watching.values():
            self._send(watching, shared)

    async def _run(self) -> None:
        loop = asyncio.get_running_loop()
        beat_at = loop.time() + BEAT_S
        while True:
            await self._sleep(min(beat_at - loop.time(), self._until_turn()))
            if loop.time() >= beat_at:
                beat_at = loop.time() + BEAT_S
                self._send_all(frame(Beat(self._store.now(), self._store.clock.steps)))
                self._alarms_changed |= self._dark.look(self.walls(), loop.time())
            if self._alarms_changed:
                self._alarms_changed = False
                self._tell_alarms()
            if self._wake.is_set() or self._until_turn() <= 0:
                took = await self._catch_up()
                least, most = GATHER_S
                await asyncio.sleep(min(max(GATHER * took, least), most))

    def _tell_alarms(self) -> None:
        for key, watching in self._watching.items():
            self._send(watching, Frame(self._alarms_of(key, self._views[key])))

    def _alarms_of(self, key: ViewKey, view: LiveView) -> str:
        return alarms_frame(self._store.alarms, view.stations, key.name, self._dark.found)

    def walls(self) -> list[str]:
        """The screens of which a live wall can be seen; a bump bar shows nothing."""
        watched = [key for key, each in self._watching.items() if any(one.is_seen for one in each)]
        return [key.name for key in watched if key.kind == WALL]

    def hidden(self) -> dict[str, list[str]]:
        """The dark stations with walls that are connected and that nobody can see, by the screens of these."""
        seen, kitchen = {*self.walls()}, self._store.state.kitchen
        painting = [
            key.name for key, each in self._watching.items() if key.kind == WALL and any(one.paints for one in each)
        ]
        names = [each for each in dict.fromkeys(painting) if each not in seen and each in kitchen.screens_now]
        found = {station: [each for each in names if kitchen.screens_now[each].shows(station)] for station in self.dark}
        return {station: screens for station, screens in found.items() if screens}

    async def _sleep(self, seconds: float) -> None:
        try:
            async with asyncio.timeout(max(0.0, seconds)):
                await self._wake.wait()
        except TimeoutError:
            return

    def _until_turn(self) -> float:
        """Seconds until time alone changes a view that is watched; endless where it never does."""
        turns = [turn for key in self._watching if (turn := self._views[key].turns_at) is not None]
        return (min(turns) - self._store.now()) / 1000 if turns else float("inf")

    async def _catch_up(self) -> float:
        """Refresh the watched views that a commit or the time has changed; the seconds that it took by itself.

        One that fails is begun anew.
        """
        loop, now = asyncio.get_running_loop(), self._store.now()
        self._wake.clear()
        for key in self._watching:
            turns_at = self._views[key].turns_at
            if turns_at is not None and turns_at <= now:
                self._behind[key] = None
        took = 0.0
        await self._store.settled()
        began = loop.time()
        for key in list(self._behind):
            if key in self._behind:
                del self._behind[key]
                self._follow(key)
            if loop.time() - began > SLICE_S:
                took += loop.time() - began
                await asyncio.sleep(0)
                await self._store.settled()
                began = loop.time()
        return took + loop.time() - began

    def _follow(self, key: ViewKey) -> None:
        try:
            self._refresh(key, self._views[key])
        except UnknownView:
            self._drop(key, NOTHING_THERE)
        except Exception:
            log.exception("view_failed", kind=key.kind, name=key.name, language=key.language)
            self._drop(key, TRY_AGAIN)

    def _drop(self, key: ViewKey, code: int) -> None:
        self._views.pop(key, None)
        if not self._views:
            self._store.listeners.unwatch(self.committed)
        self._behind.pop(key, None)
        for subscriber in self._watching.pop(key, ()):
            subscriber.close(code)
