"""What a screen showed at a moment: as of the board that it had painted, and as of what the house knew by then.

    paint log ──▶ the last board painted before the moment, as of event P ─┐
    ledger    ──▶ the last event before the moment, K ─────────────────────┴─▶ two states, drawn as screens are

Of screens that nobody cooks from it is not written down what they painted: of those there is K alone.
A state is folded beside the loop from the snapshot of the day close before, and kept for who looks on from there.
"""

from __future__ import annotations

import asyncio
import re
from collections import OrderedDict
from collections.abc import Mapping
from html import unescape
from pathlib import Path
from typing import Any, NamedTuple

from kds.core.kitchen.screens import Screen
from kds.core.state import FORMAT, State, of_books, unpack
from kds.core.types import Ms, Name
from kds.feed.board_view import BoardView
from kds.feed.calls import Called, nobody
from kds.feed.kinds import kinds
from kds.feed.live_view import LiveView, UnknownView, kind_of
from kds.feed.wall import WallView
from kds.feed.wall_page import Page
from kds.i18n import Language
from kds.runtime.opening import fits, follow
from kds.runtime.store import Store
from kds.storage.ledger import GENESIS, Head, StoredEvent, Wanted
from kds.storage.snapshots import Header, newest_first

FOLDED_MOST = 300_000
"""Events that are folded for one look; what lies further back is refused."""
PAGE = 500
"""Events that are folded at once, beside the loop."""
KEPT = 24
"""States that are kept of the last looks."""
KEPT_EVERY = 4_000


LABEL = re.compile(r'data-label="([^"]*)"')


class TooFarBack(Exception):
    """No snapshot is near enough."""


class Difference(NamedTuple):
    """What the house knew of a ticket that the screen did not show, or not as it stood on it."""

    ticket: str
    label: str
    what: str
    """`coming`: not painted yet; `gone`: painted still; `changed`."""


class Looked(NamedTuple):
    """A screen as it was: a wall's page, or a board. `differences` are between what a wall had painted and what the
    house knew; of a board there are none.
    """

    screen: Screen
    shown: Page | BoardView
    known_seq: int
    differences: list[Difference]

    @property
    def page(self) -> Page | None:
        """Of a wall."""
        return self.shown if isinstance(self.shown, Page) else None

    @property
    def board(self) -> BoardView | None:
        """Of a screen that nobody cooks from."""
        return self.shown if isinstance(self.shown, BoardView) else None


WHAT = {
    "coming": Name(zh="系统里有了，屏幕还没画", en="known to the house, not painted yet"),
    "gone": Name(zh="已经没有了，屏幕还画着", en="gone by then, still painted"),
    "changed": Name(zh="已经变了，屏幕还是旧的", en="changed by then, painted as it was"),
}


class Kept(NamedTuple):
    """A state as it was, whose records are shared."""

    head: Head
    at: Ms
    books: Mapping[str, Mapping[str, Any]]


class Replay:
    """Folds what was, one look at a time. `called` says what people are called now."""

    def __init__(self, store: Store, data: Path | None, called: Called = nobody) -> None:
        self._store = store
        self._data = data
        self._called = called
        self._turn = asyncio.Lock()
        self._kept: OrderedDict[int, Kept] = OrderedDict()

    async def known_at(self, at: Ms) -> int:
        """The number of the last event that happened by then; 0 for none."""
        found = await self._store.ledger.search(Wanted(until=at + 1), 0, 1)
        return found.events[0].seq if found.events else 0

    async def screen(self, name: str, known: int) -> Screen:
        """What a screen was set to be as of event `known`; of a mirror the screen that it showed.

        Raises `TooFarBack`, `UnknownView` where there was none, and `StorageFailed`.
        """
        async with self._turn:
            return _screen(await self._state(known), name)

    async def look(self, screen: str, language: Language, at: Ms, painted: int | None, known: int) -> Looked:
        """The screen as of the event `painted`, or of what was known where that is None, at that moment.

        Raises `TooFarBack`, `UnknownView` where there was no such screen, and `StorageFailed`.
        """
        async with self._turn:
            shown = await self._state(known if painted is None else painted)
            newest = shown if painted in (None, known) else await self._state(known)
            return await asyncio.to_thread(_drawn, shown, newest, screen, language, at, self._called)

    async def _state(self, seq: int) -> State:
        """The state right after event `seq`."""
        begun = await self._begin(seq)
        if seq - begun.head.seq > FOLDED_MOST:
            raise TooFarBack
        state = await asyncio.to_thread(of_books, begun.head.seq, begun.at, begun.books)
        head = begun.head
        while head.seq < seq:
            page = await self._store.ledger.read(head.seq, min(PAGE, seq - head.seq))
            if not page:
                break
            head = await asyncio.to_thread(_fold, state, head, page, self._store.ledger.store_id)
            if head.seq // KEPT_EVERY > (head.seq - len(page)) // KEPT_EVERY or head.seq == seq:
                self._keep(Kept(head, state.at, state.books()))
        return state

    def _keep(self, kept: Kept) -> None:
        self._kept[kept.head.seq] = kept
        self._kept.move_to_end(kept.head.seq)
        while len(self._kept) > KEPT:
            self._kept.popitem(last=False)

    async def _begin(self, seq: int) -> Kept:
        """The nearest state before it that there is: kept, from a snapshot, or that of an empty house."""
        near = max([each for each in self._kept if each <= seq], default=0)
        if near and seq - near <= 2 * KEPT_EVERY:
            self._kept.move_to_end(near)
            return self._kept[near]
        found = None if self._data is None else await asyncio.to_thread(_snapshot, self._data, near, seq)
        if found is not None and await fits(self._store.ledger, found[0]):
            header, state = found
            return Kept(Head(header.seq, bytes.fromhex(header.hash)), header.at, state.books())
        return self._kept[near] if near else Kept(Head(0, GENESIS), 0, {})


def _snapshot(data: Path, after: int, until: int) -> tuple[Header, State] | None:
    """The newest snapshot between two events, unpacked."""
    for _, header, chunks in newest_first(data):
        if header is not None and header.format == FORMAT and after < header.seq <= until:
            return header, unpack(header.seq, header.at, chunks)
    return None


def _fold(state: State, head: Head, page: list[StoredEvent], store_id: str) -> Head:
    for event in page:
        head = follow(state, head, event, store_id)
    return head


def _drawn(shown: State, newest: State, screen: str, language: Language, at: Ms, called: Called) -> Looked:
    """Both, drawn anew: the clocks of what was painted went on by themselves."""
    view = view_at(shown, screen, language, at, called)
    if not isinstance(view, WallView):
        assert isinstance(view, BoardView)
        return Looked(view.screen_now(), view, newest.seq, [])
    now = view if shown is newest else view_at(newest, screen, language, at, called)
    page = view.page()
    if not isinstance(now, WallView):
        return Looked(page.screen, page, newest.seq, [])
    stood, known = _tickets(page), _tickets(now.page())
    found = [_difference(ticket, html, "coming") for ticket, html in known.items() if ticket not in stood]
    found += [_difference(ticket, html, "gone") for ticket, html in stood.items() if ticket not in known]
    found += [_difference(ticket, html, "changed") for ticket, html in known.items() if stood.get(ticket, html) != html]
    return Looked(page.screen, page, newest.seq, found)


def view_at(state: State, name: str, language: Language, at: Ms, called: Called = nobody) -> LiveView:
    """What a screen shows of a state at a moment, drawn once. Raises `UnknownView`."""
    screen = _screen(state, name)
    view = kinds(state, called)[kind_of(screen)](screen.screen, language)
    view.refresh(at, 0)
    return view


def _screen(state: State, name: str) -> Screen:
    found = state.kitchen.screens.get(name)
    if found is not None and found.role == "mirror":
        found = state.kitchen.screens.get(found.of or "")
    if found is None or found.role == "mirror":
        raise UnknownView(name)
    return found


def _tickets(page: Page) -> dict[str, str]:
    """What stands there, by ticket, or by the group of lines that stands in a slot together."""
    return {ticket: html for ticket, html in [*page.slots, *page.queue] if html}


def _difference(ticket: str, html: str, what: str) -> Difference:
    """Of a ticket, or of a group of lines, under the name that stands on it."""
    named = LABEL.search(html)
    return Difference(ticket, "" if named is None else unescape(named[1]), what)
