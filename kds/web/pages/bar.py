"""A bump bar's websocket: it hears what the walls of the screen that it works hear, and its presses mean what those
walls showed.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from contextlib import suppress
from functools import partial
from typing import NamedTuple, TypeVar, cast, get_args

import msgspec
from msgspec.structs import replace
from starlette.websockets import WebSocket

from kds.core.kitchen.slips import code_of
from kds.core.types import Ms, Name
from kds.feed.bar_messages import BarDid, BarNote, BarPress, WallDeed, read_bar
from kds.feed.bars import KnownBars
from kds.feed.kitchen_test import WORKS
from kds.feed.live_view import WALL, kind_of
from kds.feed.messages import ACKNOWLEDGE, RECALL_LAST, Malformed, Press, Pressed, PressKind, frame
from kds.feed.paint_history import Meant, common
from kds.feed.presses import do_press
from kds.feed.scans import scanned
from kds.feed.subscriber import Subscriber
from kds.feed.working import Working
from kds.runtime.messages import Committed
from kds.storage.tokens import Token
from kds.web.auth import who
from kds.web.contacts import Peer, bar_of, nowhere
from kds.web.pages.access import may_press
from kds.web.pages.live import MAY_NOT, Live, Needs, said

K = TypeVar("K")
V = TypeVar("V")

PROMPT_MS = 3_000
"""What only changes what a wall shows is not done later than this: somebody has pressed again, or gone."""
DEEDS_MOST = 256
"""Presses of that kind that are remembered, so that one that is sent again is not done twice; and bars, with the screen
on which each opened a card.
"""
NO_WALL = Name(zh="这块屏幕没有连上，按键没有作用", en="This screen is not connected; the key did nothing")
TOO_LATE = Name(zh="断线时按的键没有执行", en="This key was pressed while cut off, and did nothing")
NO_SLOTS = Name(
    zh="传菜屏没有号位：请扫小票上的条码，或者点屏幕", en="The pass has no slots: scan the slip, or touch the screen"
)
NO_SLOT = Name(zh="请先按号位数字，再按这个键", en="Press the slot's digit first, then this key")
LOST = {
    "expired": Name(
        zh="键盘的{count}次按键太旧，没有执行", en="Presses of the bar that were too old and not done: {count}"
    ),
    "overflow": Name(zh="断线时按键太多，{count}次没有收下", en="Too many presses waited; not taken: {count}"),
    "disk": Name(zh="键盘的盒子存不下{count}次按键", en="Presses that the bar's box could not keep: {count}"),
    "dropped": Name(zh="按键太快，有些没有读到，请看清再按", en="Keys came too fast, some were lost; press again"),
}
GONE = Name(zh="键盘断开了，请检查插头", en="The bump bar is unplugged; look at its cable")
BACK = Name(zh="键盘已接上", en="The bump bar is there")

ON_ITS_WAY = Name(
    zh="键盘刚换到这块屏幕，请看清再按", en="The bar has only just come to this screen; look again and press"
)

MOVED = 4009
"""The close code of bars that are to work another screen: come back."""
SHOWN = get_args(WallDeed)
"""What the walls do by themselves."""


class _Turn(NamedTuple):
    """A press that waits for its turn, with the screen and the ticket that it was found to mean when it came."""

    press: BarPress
    screen: str | None
    meant: Meant | None


class _Served(NamedTuple):
    """What a socket of bars serves: the screen that they belong to, and the one that they work."""

    own: str
    works: str


class Bars(Live):
    """Serves the sockets of all bars. A theme can have them work another screen than they belong to."""

    def __init__(self, needs: Needs, known: KnownBars) -> None:
        super().__init__(needs)
        self._known = known
        self._working = Working(self._store)
        self._devices: dict[tuple[str, str], Subscriber] = {}
        """Token and screen → the newest socket."""
        self._bars: dict[Subscriber, _Served] = {}
        self._shown: dict[str, None] = {}
        self._carded: dict[tuple[str, str, str], str] = {}
        """Token, screen and bar → the screen on which it opened a card last."""
        self._store.listeners.follow(self._committed)

    def _peer(self, token: Token) -> Peer:
        return Peer(bar_of(token.id), "bar", nowhere, token)

    def _screen_of(self, websocket: WebSocket) -> str:
        return self._working.now(super()._screen_of(websocket))

    def _committed(self, events: Sequence[Committed]) -> None:
        """Let go of the bars that are to work another screen: they come back and are given its board."""
        if self._working.follow():
            self._known.look()
            for subscriber in self._bars:
                self._let_go(subscriber)

    def _let_go(self, subscriber: Subscriber) -> None:
        own, works = self._bars[subscriber]
        if self._working.now(own) != works:
            subscriber.close(MOVED)

    async def _hear(
        self, websocket: WebSocket, screen: str, subscriber: Subscriber, token: Token, presses: object
    ) -> None:
        """Queue presses, and pass on to the walls what is no press. A press means what stood there as it comes."""
        own: str = websocket.path_params["screen"]
        turns: asyncio.Queue[_Turn] = asyncio.Queue(64)
        self._bars[subscriber] = _Served(own, screen)
        self._let_go(subscriber)
        subscriber.paints = False
        self._working.begins(token.id, own, screen)
        self._devices[token.id, own] = subscriber
        doing = asyncio.create_task(self._do(own, subscriber, token, turns))
        try:
            while True:
                text = await said(websocket)
                came_at = self._store.clock.monotonic()
                try:
                    message = read_bar(text or "")
                except (msgspec.ValidationError, msgspec.DecodeError) as error:
                    subscriber.say(frame(Malformed(str(error))))
                    continue
                pressed_at = came_at - message.age_ms
                works = self._working.meant(token.id, own, pressed_at)
                if isinstance(message, BarNote):
                    self._noted(own, works or screen, token, message)
                    continue
                if message.ticket is not None:
                    message = replace(message, ticket=code_of(self._store.state, message.ticket))
                self._hub.attention.touched(works or screen, message.age_ms)
                meant = None if works is None else self._resolve(works, message, pressed_at)
                await turns.put(_Turn(message, works, meant))
        finally:
            del self._bars[subscriber]
            if self._devices.get((token.id, own)) is subscriber:
                del self._devices[token.id, own]
                self._known.lost(token, own)
            doing.cancel()
            with suppress(asyncio.CancelledError):
                await doing

    def _noted(self, own: str, works: str, token: Token, note: BarNote) -> None:
        if note.bars is None:
            if note.select is not None:
                self._hub.attention.touched(works)
            if note.select is not None and may_press(self._store.state, token):
                self._testing.answered(own, "bar", note.bar)
            self._tell(works, _told(note))
            return
        came, went = self._known.told(token, own, note.bars)
        for names, reason, words in ((came, "back", BACK), (went, "gone", GONE)):
            for each in names:
                self._tell(works, BarDid(each, reason=reason, message=words))

    async def _do(self, own: str, subscriber: Subscriber, token: Token, turns: asyncio.Queue[_Turn]) -> None:
        while True:
            turn = await turns.get()
            pressed = await self._done(own, token, turn)
            subscriber.say(frame(pressed))
            if pressed.outcome != "again":
                self._tell(turn.screen or self._bars[subscriber].works, _answer(turn.press, pressed))

    async def _done(self, own: str, token: Token, turn: _Turn) -> Pressed:
        given, refused = turn.press, partial(Pressed, turn.press.press, "refused", turn.press.ticket, turn.press.slot)
        if not may_press(self._store.state, token):
            return refused("forbidden", MAY_NOT)
        tested = self._testing.answered(own, "bar", given.bar)
        if turn.screen is None and given.slot is None and given.ticket is None:
            return refused("bar_moved", ON_ITS_WAY)
        screen = turn.screen or self._working.now(own)
        if given.kind in SHOWN:
            return self._show(screen, given, (token.id, own, given.bar))
        if tested and not (given.ticket or (turn.meant and turn.meant.ticket)):
            return Pressed(given.press, "done", slot=given.slot, message=WORKS)
        kind = cast(PressKind, given.kind)
        nowhere = given.slot is None and given.ticket is None
        if kind == RECALL_LAST:
            press = Press(given.press, kind, age_ms=given.age_ms)
        elif (nowhere and kind != ACKNOWLEDGE) or (given.slot is not None and given.ticket is not None):
            return refused("slot_required", NO_SLOT)
        else:
            press = Press(given.press, kind, given.ticket, given.slot, age_ms=given.age_ms, dish=given.dish)
        state = self._store.state
        scan = scanned(state, screen, given.ticket, turn.meant) if given.ticket and kind == "bump" else None
        if given.slot is not None and not self._has_slots(screen):
            return refused("no_slots", NO_SLOTS)
        pressed = await do_press(self._store, who(token), press, turn.meant, screen, scan)
        if turn.screen is None and pressed.reason == "slot_unknown":
            return refused("bar_moved", ON_ITS_WAY)
        return pressed

    def _has_slots(self, screen: str) -> bool:
        found = self._store.state.kitchen.screens_now.get(screen)
        return found is None or found.is_wall

    def _show(self, screen: str, given: BarPress, bar: tuple[str, str, str]) -> Pressed:
        """Have every wall of the screen do what changes nothing but itself, once."""
        refused, deed = partial(Pressed, given.press, "refused"), cast(WallDeed, given.kind)
        if given.press not in self._shown:
            if given.age_ms > PROMPT_MS:
                return refused(reason="too_late", message=TOO_LATE)
            if not self._walls(screen):
                return refused(reason="no_wall", message=NO_WALL)
            if given.dish is not None and self._carded.get(bar, screen) != screen:
                return refused(reason="bar_moved", message=ON_ITS_WAY)
            _keep(self._shown, given.press, None)
            if given.dish is None:
                _keep(self._carded, bar, screen)
            self._tell(screen, BarDid(given.bar, deed=deed, number=given.dish))
        return Pressed(given.press, "done")

    def _walls(self, screen: str) -> list[Subscriber]:
        return [each for each in self._hub.watching(WALL, screen) if each not in self._bars]

    def _resolve(self, screen: str, press: BarPress, pressed_at: Ms) -> Meant | None:
        """What all walls that know say, and where none does, the bar, which knows of no void. Where they painted the
        change at different times nobody knows what the person looked at, who is asked to press again. What was scanned
        is on paper with all its lines; of its voids that counts which the walls had painted.
        """
        histories = [each.history for each in self._walls(screen)]
        if press.ticket is not None:
            item = self._store.state.kitchen.items.get(press.ticket)
            stood = press.ticket if item is None else f"{item.ticket} {item.line}"
            found = common([each.seen(stood, pressed_at) for each in histories] or [Meant(press.ticket)])
            return Meant(press.ticket, voids=found.voids if found else ())
        if press.slot is None:
            return None
        resolved = [(each, each.resolve(press.slot, pressed_at)) for each in histories]
        known = [(each, ticket) for each, ticket in resolved if ticket is not None]
        tickets = {ticket for _, ticket in known}
        ticket = press.seen if not tickets else tickets.pop()
        if tickets or ticket is None:
            return None
        return common([each.seen(ticket, pressed_at) for each, _ in known] or [Meant(ticket)])

    def _tell(self, screen: str, did: BarDid) -> None:
        text, shown = frame(did), self._store.state.kitchen.screens_now.get(screen)
        for each in self._hub.watching(WALL if shown is None else kind_of(shown), screen):
            if each not in self._bars:
                each.say(text)


def _keep(kept: dict[K, V], key: K, value: V) -> None:
    """Remember it, and forget the oldest of too many."""
    kept.pop(key, None)
    kept[key] = value
    while len(kept) > DEEDS_MOST:
        del kept[next(iter(kept))]


def _answer(press: BarPress, pressed: Pressed) -> BarDid:
    ticket = pressed.ticket or None
    return BarDid(press.bar, None, press.slot, ticket, pressed.outcome, pressed.reason, pressed.message)


def _told(note: BarNote) -> BarDid:
    if note.lost is not None:
        words = LOST[note.lost]
        message = Name(zh=words.zh.format(count=note.count), en=words.en.format(count=note.count))
        return BarDid(note.bar, reason=note.lost, message=message)
    return BarDid(note.bar, select=note.select)
