"""From commits to screens: only the views that somebody watches are followed, each is rendered once for all.

committed ─▶ dirty stations ─▶ (settled) ─▶ view.refresh ─▶ one text ─▶ a bounded queue for each screen ─▶ websocket
shown ─▶ receipts of all screens ─▶ one command
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import NamedTuple

import structlog

from kds.core.day.events import ClockStepped, DayClosed
from kds.core.floor.events import GuestsSet
from kds.core.kitchen import events as kitchen
from kds.core.kitchen.model import Screen
from kds.core.kitchen.slots import FREE
from kds.core.kitchen.space import Grid
from kds.core.menu.events import MenuChanged
from kds.core.orders.events import LineVoided, RoundPlaced
from kds.core.types import Event, Ms
from kds.feed.alarms import alarms_frame
from kds.feed.messages import Beat, Reload, frame
from kds.feed.ranking import stations_of
from kds.feed.receipts import Receipts
from kds.feed.subscriber import Frame, Subscriber, WriteNow, never
from kds.feed.views import View
from kds.i18n import Language
from kds.runtime.messages import Committed
from kds.runtime.store import Store

log = structlog.get_logger()

SCREENS = 200
"""Screens that may watch at once."""
BEAT_S = 1.0
"""How often a silent screen hears that the server lives."""
GATHER = 2
GATHER_S = (0.002, 0.008)
"""After a refresh, changes gather for `GATHER` times as long as it took, within these bounds: screens are prompt
while little happens, and a rush never leaves the loop to them alone."""
NO_CHANGE = (kitchen.TicketShown, kitchen.TicketAcknowledged)
"""What has been seen looks the same."""

GOING_AWAY, TRY_AGAIN, NO_SCREEN = 1001, 1011, 4404

Key = tuple[str, Language]


class TooManyScreens(Exception):
    """`SCREENS` are watching already."""


class UnknownScreen(Exception):
    """The kitchen has no screen of that name."""


class Page(NamedTuple):
    """What a first page shows: the same HTML that the feed sends.

    `slots` has for each slot the ticket and its HTML, both "" where it is free; `queue` the same for every part of
    the tickets that have no slot.
    """

    screen: Screen
    seq: int
    now: Ms
    grid: Grid
    slots: list[tuple[str, str]]
    queue: list[tuple[str, str]]
    tickets: int
    all_day: str


class Hub:
    """The views of one store and the screens that watch them."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._views: dict[Key, View] = {}
        self._watching: dict[Key, set[Subscriber]] = {}
        self._dirty: set[str] = set()
        self._all_dirty = False
        self._alarms_changed = False
        self._wake = asyncio.Event()
        self._task: asyncio.Task[None] | None = None
        self.receipts = Receipts(store)
        store.alarms.follow(self._alarmed)

    @property
    def screens(self) -> int:
        """How many screens are watching."""
        return sum(len(each) for each in self._watching.values())

    def committed(self, batch: Sequence[Committed]) -> None:
        """Follow a commit: note which stations changed. Renders nothing, waits for nothing."""
        for each in batch:
            self._note(each.event)

    async def page(self, name: str, language: Language) -> Page:
        """The first page of a screen. Raises `UnknownScreen`."""
        await self._store.settled()
        view, screen = self._current((name, language))
        return Page(
            screen=screen,
            seq=self._store.state.seq,
            now=self._store.now(),
            grid=view.grid,
            slots=view.in_slots(),
            queue=[(ticket, part) for ticket in view.queue for part in view.parts(ticket)],
            tickets=len(set(view.slots) - {FREE}) + len(view.queue),
            all_day=view.all_day,
        )

    async def subscribe(self, name: str, language: Language, since: int, write_now: WriteNow = never) -> Subscriber:
        """Watch a screen from event `since` on. Raises `UnknownScreen` and `TooManyScreens`."""
        await self._store.settled()
        if self.screens >= SCREENS:
            raise TooManyScreens
        key = (name, language)
        view, _ = self._current(key)
        subscriber = Subscriber(self._store.clock.monotonic, write_now)
        subscriber.offer(view.since(since))
        subscriber.say(alarms_frame(self._store.alarms))
        self._watching.setdefault(key, set()).add(subscriber)
        if self._task is None or self._task.done():
            self._task = asyncio.create_task(self._run())
        return subscriber

    def unsubscribe(self, name: str, language: Language, subscriber: Subscriber) -> None:
        """The screen has gone; without one nothing runs."""
        key = (name, language)
        watching = self._watching.get(key, set())
        watching.discard(subscriber)
        if not watching:
            self._watching.pop(key, None)
        if not self._watching and self._task is not None:
            self._task.cancel()
            self._task = None

    async def close(self) -> None:
        """Let go of all screens: the server stops."""
        for watching in self._watching.values():
            for subscriber in watching:
                subscriber.close(GOING_AWAY)
        await self.receipts.close()

    def _alarmed(self) -> None:
        """An alarm begins, says something else or ends: the next turn tells every screen."""
        self._alarms_changed = True
        self._wake.set()

    def _note(self, event: Event) -> None:
        state = self._store.state
        ticket_id: str | None = None
        if isinstance(event, NO_CHANGE):
            return
        if isinstance(event, kitchen.TicketsRouted):
            self._dirty.update(ticket.station for ticket in event.tickets)
        elif isinstance(event, kitchen.KitchenChanged):
            self._send_all(frame(Reload()))
            self._all_dirty = True
            for key in [
                key for key in self._views if key[0] not in state.kitchen.screens and key not in self._watching
            ]:
                del self._views[key]
        elif isinstance(event, (MenuChanged, DayClosed, ClockStepped)):
            self._all_dirty = True
        elif isinstance(event, GuestsSet) or (isinstance(event, RoundPlaced) and event.guests):
            tickets = [state.kitchen.tickets[each] for each in state.kitchen.session_tickets[event.session]]
            self._dirty.update([each.station for each in tickets if each.is_open])
        elif isinstance(event, LineVoided):
            item = state.kitchen.items.get(event.line)
            ticket_id = item.ticket if item else None
        else:
            ticket_id = getattr(event, "ticket", None)
        if ticket_id is not None and ticket_id in state.kitchen.tickets:
            self._dirty.add(state.kitchen.tickets[ticket_id].station)
        if self._dirty or self._all_dirty:
            self._wake.set()

    def _current(self, key: Key) -> tuple[View, Screen]:
        """The view as of now; whoever watches it already is brought up to date too. The state must be settled."""
        screen = self._store.state.kitchen.screens.get(key[0])
        if screen is None:
            raise UnknownScreen(key[0])
        view = self._views.get(key)
        if view is None:
            view = self._views[key] = View(*key)
        self._refresh(key, view, screen)
        return view, screen

    def _refresh(self, key: Key, view: View, screen: Screen) -> None:
        clock = self._store.clock
        board = view.refresh(self._store.state, screen, clock.now(), clock.steps)
        if board is not None:
            for subscriber in self._watching.get(key, ()):
                subscriber.offer(board)

    def _send_all(self, text: str) -> None:
        shared = Frame(text)
        for watching in self._watching.values():
            for subscriber in watching:
                subscriber.offer(shared)

    async def _run(self) -> None:
        loop = asyncio.get_running_loop()
        beat_at = loop.time() + BEAT_S
        while True:
            await self._sleep(min(beat_at - loop.time(), self._until_turn()))
            if loop.time() >= beat_at:
                beat_at = loop.time() + BEAT_S
                self._send_all(frame(Beat(self._store.now(), self._store.clock.steps)))
            if self._alarms_changed:
                self._alarms_changed = False
                self._send_all(alarms_frame(self._store.alarms))
            if self._wake.is_set() or self._until_turn() <= 0:
                await self._store.settled()
                started = loop.time()
                self._refresh_changed()
                least, most = GATHER_S
                await asyncio.sleep(min(max(GATHER * (loop.time() - started), least), most))

    async def _sleep(self, seconds: float) -> None:
        try:
            async with asyncio.timeout(max(0.0, seconds)):
                await self._wake.wait()
        except TimeoutError:
            return

    def _until_turn(self) -> float:
        """Seconds until time alone changes the order of a view that is watched; endless where it never does."""
        turns = [turn for key in self._watching if (turn := self._views[key].turns_at) is not None]
        return (min(turns) - self._store.now()) / 1000 if turns else float("inf")

    def _refresh_changed(self) -> None:
        """Refresh the watched views that a commit or the time has changed. One that fails is begun anew."""
        state, now = self._store.state, self._store.now()
        dirty, everything = self._dirty, self._all_dirty
        self._dirty, self._all_dirty = set(), False
        self._wake.clear()
        for key in list(self._watching):
            screen, view = state.kitchen.screens.get(key[0]), self._views[key]
            if screen is None:
                self._drop(key, NO_SCREEN)
                continue
            turned = view.turns_at is not None and view.turns_at <= now
            if not (everything or turned or not dirty.isdisjoint(stations_of(state, screen))):
                continue
            try:
                self._refresh(key, view, screen)
            except Exception:
                log.exception("view_failed", screen=key[0], language=key[1])
                self._drop(key, TRY_AGAIN)

    def _drop(self, key: Key, code: int) -> None:
        self._views.pop(key, None)
        for subscriber in self._watching.pop(key, ()):
            subscriber.close(code)
