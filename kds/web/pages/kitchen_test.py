"""The morning test, begun and ended from the start page, and how the last one went."""

from __future__ import annotations

from typing import NamedTuple

from starlette.requests import Request
from starlette.responses import Response

from kds.core.kitchen.model import TestedKind
from kds.core.rights import PAIR
from kds.core.state import State
from kds.core.types import Name
from kds.feed.kitchen_test import KitchenTesting
from kds.runtime.store import Store
from kds.storage.living_tokens import Tokens
from kds.web.pages.errors import told
from kds.web.pages.forms import person, posted, see
from kds.web.pages.moments import time_of_day, timezone

NOTHING_TO_TEST = Name(
    zh="没有可以测试的屏幕或键盘：请先配对一块屏幕",
    en="There is no screen and no bump bar to test: pair a screen first",
)


class PartShown(NamedTuple):
    """One thing that was asked; `state` is good, bad or, while the test goes on, waiting."""

    kind: TestedKind
    screen: Name
    name: str
    state: str


class ShownTest(NamedTuple):
    """The test that goes on, or the last one. `today`: it belongs to the business day under way."""

    running: bool
    ended: str
    today: bool
    parts: list[PartShown]

    @property
    def silent(self) -> list[PartShown]:
        """What has not answered."""
        return [each for each in self.parts if each.state != "good"]


def shown(store: Store, testing: KitchenTesting) -> ShownTest | None:
    """What the start page says of tests; None where there never was one."""
    state = store.state
    if testing.running is not None:
        running = testing.running
        parts = [_part(state, each.kind, each.screen, each.name, each in running.answered) for each in running.parts]
        waiting = [each._replace(state="waiting") if each.state == "bad" else each for each in parts]
        return ShownTest(running=True, ended="", today=True, parts=waiting)
    last, day = state.kitchen.tested.value, state.day.current.value
    if last is None:
        return None
    parts = [_part(state, each.kind, each.screen, each.name, each.answered_ms is not None) for each in last.parts]
    today = day is not None and last.business_day == day.business_day
    ended = time_of_day(last.ended_at, store.now(), timezone(state))
    return ShownTest(running=False, ended=ended, today=today, parts=parts)


def _part(state: State, kind: TestedKind, screen: str, name: str, answered: bool) -> PartShown:
    found = state.kitchen.screens.get(screen)
    called = found.name if found is not None else Name(zh=screen, en=screen)
    return PartShown(kind, called, name, "good" if answered else "bad")


class KitchenTestPages:
    """What is posted."""

    def __init__(self, store: Store, tokens: Tokens, testing: KitchenTesting) -> None:
        self._store = store
        self._tokens = tokens
        self._testing = testing

    async def begin(self, request: Request) -> Response:
        """POST /kitchen-test: every screen shows the test ticket; one that goes on goes on."""
        token = await person(request, self._store, self._tokens, PAIR)
        await posted(request)
        await self._store.readable()
        if not self._testing.begin(token.id):
            return told(request, 409, NOTHING_TO_TEST)
        return see("/")

    async def end(self, request: Request) -> Response:
        """POST /kitchen-test/end: it is over now, whoever has answered."""
        await person(request, self._store, self._tokens, PAIR)
        await posted(request)
        self._testing.end()
        await self._testing.kept()
        return see("/")
