"""Wire a store to practise in: a copy of the house as it stands, on a ledger of which nothing is kept.

It has pages, views, approvals and deadlines of its own. The house's walls, bars, followers, alarms and figures know
nothing of it. Who works here and what they may is as in the house: nothing of that is changed in a practice, and a
practice ends when it is otherwise in the house.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
from collections.abc import AsyncIterator, Awaitable, Callable, Collection, Iterable, Sequence
from pathlib import Path

from starlette.applications import Starlette

from kds.core.decide import DEEDS
from kds.core.people.change_person import ChangePerson
from kds.core.people.events import RightsChanged
from kds.core.rights import PEOPLE
from kds.core.state import of_books
from kds.core.types import Command, Name
from kds.feed.bars import KnownBars
from kds.feed.events import Broadcast
from kds.feed.hub import Hub
from kds.feed.kinds import kinds
from kds.feed.past import Past, WholeFeed
from kds.ops.kitchen_figures import KitchenFigures
from kds.ops.metrics import Metrics
from kds.ops.practice.progress import Progress
from kds.runtime import timers
from kds.runtime.clock import Clock
from kds.runtime.messages import HOUSE, Committed, Reply, Sender
from kds.runtime.store import Store
from kds.storage.living_people import People
from kds.storage.living_tokens import Tokens
from kds.storage.memory_ledger import MemoryLedger
from kds.storage.memory_tables import MemoryPeople, MemoryTokens
from kds.storage.people import made_pin
from kds.storage.photos import Photos
from kds.storage.tokens import Token
from kds.web.app import build_app
from kds.web.auth import who
from kds.web.grounds import Grounds, Made
from kds.web.problems import NOT_PRACTISED, Failed

APPROVER = Name(zh="练习店长", en="Practice manager")
RETAINED = 512
NOWHERE = Path(os.devnull)
"""Where nothing lies: a practice has no past but the house's, of which its pages ask nothing."""


class PracticeStore(Store):
    """A store in which nobody but kds changes who works here, or what they may."""

    async def submit(self, command: Command, sender: Sender) -> Reply:
        """As `Store.submit`. Fails with not_practised too."""
        _practised([command], sender)
        return await super().submit(command, sender)

    async def submit_together(self, first: Command, then: Sequence[Command], sender: Sender) -> Reply:
        """As `Store.submit_together`. Fails with not_practised too."""
        _practised([first, *then], sender)
        return await super().submit_together(first, then, sender)


def _practised(commands: Iterable[Command], sender: Sender) -> None:
    if sender is not HOUSE and any(PEOPLE in DEEDS[type(each)].rights for each in commands):
        raise Failed(NOT_PRACTISED)


def grounds_of(store: Store, tokens: Tokens, people: People) -> Grounds:
    """Where is practised in a house. What was begun ends when somebody is erased, or their role may other things."""
    grounds = Grounds(tokens, maker(store, tokens, people))

    def rights_changed(events: Sequence[Committed]) -> None:
        for each in events:
            if isinstance(each.event, RightsChanged):
                grounds.shut(each.event.role)

    store.listeners.follow(rights_changed)
    people.erased = grounds.shut
    return grounds


def maker(store: Store, tokens: Tokens, people: People) -> Callable[[Token, Collection[bytes]], Awaitable[Made]]:
    """Makes a store to practise in for whoever has these cookies, given by their hashes."""

    async def make(token: Token, cookies: Collection[bytes]) -> Made:
        practice = await _copy(store)
        living = {key: tokens.living[key] for key in cookies if key in tokens.living}
        own_tokens = Tokens(MemoryTokens(await tokens.list_all(), living))
        own_people = People(MemoryPeople(people.all()))
        await own_tokens.load()
        await own_people.load()
        async with contextlib.AsyncExitStack() as stack:
            await stack.enter_async_context(_running(practice))
            pin = await _approver(practice, own_people)
            hub, bars = Hub(practice, kinds(practice.state)), KnownBars(practice, own_tokens)
            stack.push_async_callback(bars.close)
            stack.push_async_callback(hub.close)
            app = _app(practice, own_tokens, own_people, hub, bars)
            progress = Progress(practice, who(token).id)
            return Made(app, progress, APPROVER, pin, stack.pop_all().aclose)

    return make


async def _copy(store: Store) -> Store:
    """The house as of its last commit. The records are shared, the books are filled in a thread: orders go on."""
    await store.readable()
    seq, at, head, books = store.state.seq, store.state.at, store.head, store.state.books()
    state = await asyncio.to_thread(of_books, seq, at, books)
    ledger = MemoryLedger(store.ledger, head)
    return PracticeStore(ledger, state, head, await ledger.claim(), Clock(store.now(), wall=store.now))


@contextlib.asynccontextmanager
async def _running(store: Store) -> AsyncIterator[None]:
    commits = asyncio.create_task(store.run(), name="practice")
    deadlines = timers.kept_up(store, "deadlines", timers.Deadlines(store).run)
    others = [asyncio.create_task(deadlines, name="practice deadlines")]
    try:
        yield
    finally:
        for task in others:
            task.cancel()
        await asyncio.gather(*others, return_exceptions=True)
        store.close()
        await commits


async def _approver(store: Store, people: People) -> str:
    """Somebody who may approve here, and nowhere else; their PIN, which is shown."""
    pin = made_pin()
    card = await people.add(f"{APPROVER.zh} {APPROVER.en}", "")
    await people.set_pin(card.person, pin)
    await store.submit(ChangePerson(card.person, "manager"), HOUSE)
    return pin


def _app(store: Store, tokens: Tokens, people: People, hub: Hub, bars: KnownBars) -> Starlette:
    live = Broadcast(store.head.seq, RETAINED)
    store.listeners.follow(live.committed)
    feed = WholeFeed(live, Past(store.ledger, NOWHERE))
    figures = KitchenFigures(store.ledger, NOWHERE)
    return build_app(store, tokens, people, Metrics(), hub, feed, figures, bars, Photos(NOWHERE))
