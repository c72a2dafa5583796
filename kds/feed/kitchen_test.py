"""The morning test: every screen shows a test ticket, and its paint, touch, sound and bump bars have to answer it.

It is no order: nothing of it is in the kitchen, and bars that press on what is no ticket answer it and do nothing else.
How it went is kept in the ledger once all have answered, the time is over, or somebody ends it.
"""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Collection, Iterable
from typing import NamedTuple

import structlog

from kds.core.kitchen.model import AskedPart, TestedKind
from kds.core.kitchen.record_test import RecordTest
from kds.core.types import Ms, Name, Refusal, Who
from kds.feed.bars import KnownBars
from kds.feed.hub import Hub
from kds.feed.live_view import WALL
from kds.feed.messages import MorningTest, PartAsked, frame
from kds.runtime.messages import Fault, InDoubt, Overloaded, Sender, StorageFailed
from kds.runtime.store import Store
from kds.storage.living_tokens import Tokens

log = structlog.get_logger()

TEST_MS: Ms = 180_000
"""How long a test waits for answers."""
OF_SCREEN: tuple[TestedKind, ...] = ("screen", "touch", "sound")
WORKS = Name(zh="测试：这个键盘正常", en="Test: this bar works")


class Part(NamedTuple):
    """What is to answer."""

    kind: TestedKind
    screen: str
    name: str = ""


class Running(NamedTuple):
    """A test under way; `answered` has for each part after how long it did."""

    id: str
    who: str
    began_at: Ms
    parts: tuple[Part, ...]
    answered: dict[Part, Ms]


class KitchenTesting:
    """The test of one house, of which there is one at a time."""

    def __init__(self, store: Store, tokens: Tokens, hub: Hub, bars: KnownBars) -> None:
        self._store = store
        self._tokens = tokens
        self._hub = hub
        self._bars = bars
        self._timer: asyncio.TimerHandle | None = None
        self._keeping: asyncio.Task[None] | None = None
        self.running: Running | None = None

    def begin(self, who: str) -> bool:
        """Begin a test in somebody's name, unless one is under way. False where there is nothing to ask."""
        if self.running is not None:
            return True
        screens = {each.screen for each in self._tokens.devices() if each.screen} | set(self._watched())
        there = [each for each in self._store.state.kitchen.screens if each in screens]
        parts = [Part(kind, screen) for screen in there for kind in OF_SCREEN]
        parts += [Part("bar", each.screen, each.bar) for each in self._bars.all()]
        if not parts:
            return False
        now = self._store.clock.monotonic()
        self.running = Running(secrets.token_hex(6), who, now, tuple(dict.fromkeys(parts)), {})
        self._timer = asyncio.get_running_loop().call_later(TEST_MS / 1000, self.end)
        self._tell()
        return True

    def answered(self, screen: str, kind: TestedKind, name: str = "", test: str = "") -> bool:
        """Something answers; False where it was not asked. `test` is the one that it speaks of, where it knows."""
        running, part = self.running, Part(kind, screen, name)
        if running is None or part not in running.parts or (test and test != running.id):
            return False
        if part not in running.answered:
            running.answered[part] = self._store.clock.monotonic() - running.began_at
            if len(running.answered) == len(running.parts):
                self.end()
            else:
                self._tell([self._shown_at(part)])
        return True

    def end(self) -> None:
        """It is over, whoever has answered; how it went is kept."""
        running, self.running = self.running, None
        if running is None:
            return
        if self._timer is not None:
            self._timer.cancel()
        self._tell()
        self._keeping = asyncio.create_task(self._keep(running))

    def message(self, screen: str) -> str:
        """What a wall of this screen shows of it now; a test without an id is none."""
        running = self.running
        parts = [] if running is None else [each for each in running.parts if self._shown_at(each) == screen]
        if running is None or not parts:
            return frame(MorningTest("", []))
        return frame(MorningTest(running.id, [PartAsked(p.kind, p.name, p in running.answered) for p in parts]))

    def _shown_at(self, part: Part) -> str:
        """The screen that shows it: of a bar the one that it works now, before which whoever presses it stands."""
        return self._store.state.kitchen.bars_at(part.screen) if part.kind == "bar" else part.screen

    async def kept(self) -> None:
        """Wait until the last result is kept."""
        if self._keeping is not None:
            await self._keeping

    async def _keep(self, running: Running) -> None:
        took_ms = min(self._store.clock.monotonic() - running.began_at, TEST_MS)
        parts = tuple([AskedPart(p.kind, p.screen, p.name, running.answered.get(p)) for p in running.parts])
        try:
            await self._store.submit(RecordTest(took_ms, parts), Sender(Who(running.who, "system")))
        except (Refusal, Overloaded, StorageFailed, InDoubt, Fault):
            log.exception("kitchen_test_not_kept")

    def _watched(self) -> Iterable[str]:
        return [each for each in self._store.state.kitchen.screens if self._hub.watching(WALL, each)]

    def _tell(self, screens: Collection[str] | None = None) -> None:
        for screen in self._watched() if screens is None else screens:
            text = self.message(screen)
            for each in self._hub.watching(WALL, screen):
                each.say(text)
