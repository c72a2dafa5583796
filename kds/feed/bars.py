"""The bump bars of the house: whose they are, on which screen, and since when each is there or gone.

A bar belongs to the screen that its device is paired with, whichever it works while a theme holds. One that is gone is
an alarm, at the screen that it works, until it is back, or its device has none of that name any more. What a paired
device has is kept with its token, so that a bar which does not come back after a restart of the server is missed too.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence

import msgspec
import structlog

from kds.core.types import Ms, Name
from kds.runtime.store import Store
from kds.storage.ledger import StorageError
from kds.storage.living_tokens import Tokens
from kds.storage.tokens import Token, wall_ms

log = structlog.get_logger()

CODE = "bar_gone"
GRACE_MS: Ms = 5_000
"""How long a bar may be away, as when its device or the server starts anew, before it is missed."""


class Bar(msgspec.Struct, frozen=True):
    """A bar of a device (its token): on which screen it presses, and since when it has been there, or gone."""

    token: str
    screen: str
    bar: str
    here: bool
    since: Ms


class KnownBars:
    """All bars that paired devices have told of, and those of whoever else is connected."""

    def __init__(self, store: Store, tokens: Tokens) -> None:
        self._store = store
        self._tokens = tokens
        self._bars: dict[tuple[str, str], list[Bar]] = {}
        """Token and screen → its bars."""
        self._passing: set[tuple[str, str]] = set()
        """Who is connected without being paired: of them nothing is known once they have gone."""
        self._timer: asyncio.TimerHandle | None = None
        self._keeping: set[asyncio.Task[None]] = set()
        now = wall_ms()
        for token in tokens.devices():
            kept = msgspec.json.decode(token.bars or "{}", type=dict[str, Ms])
            screen, seen_at = token.screen or "", token.seen_at or token.created_at
            self._bars[token.id, screen] = [
                Bar(token.id, screen, each, here=False, since=at or seen_at) for each, at in kept.items()
            ]
        if any(self._bars.values()):
            self._look_after(now + GRACE_MS)

    def told(self, token: Token, screen: str, bars: Mapping[str, bool]) -> tuple[list[str], list[str]]:
        """A device says all its bars of this screen, and which are there; the names of those that came, or went."""
        before, now = {each.bar: each for each in self._bars.get((token.id, screen), [])}, wall_ms()
        after = []
        for name, here in bars.items():
            known = before.get(name)
            since = known.since if known is not None and known.here == here else now
            after.append(Bar(token.id, screen, name, here, since))
        self._bars[token.id, screen] = after
        if token.screen is None:
            self._passing.add((token.id, screen))
        self._changed(token, screen)
        came = [each.bar for each in after if each.here and each.bar in before and not before[each.bar].here]
        went = [each.bar for each in after if not each.here and (each.bar not in before or before[each.bar].here)]
        return came, went

    def lost(self, token: Token, screen: str) -> None:
        """The device is not connected any more, and its bars with it."""
        now = wall_ms()
        bars = self._bars.pop((token.id, screen), [])
        self._passing.discard((token.id, screen))
        if token.screen is not None:
            self._bars[token.id, screen] = [
                msgspec.structs.replace(each, here=False, since=now) if each.here else each for each in bars
            ]
        self._changed(token, screen)

    def all(self) -> list[Bar]:
        """The bars of everybody whose right still holds, by name."""
        living = {each.id for each in self._tokens.devices()} | {token for token, _ in self._passing}
        found = [each for bars in self._bars.values() for each in bars if each.token in living]
        return sorted(found, key=lambda each: (each.screen, each.bar))

    def look(self) -> None:
        """Let the alarm say who is missing now."""
        now = wall_ms()
        gone = [each for each in self.all() if not each.here]
        missed = [each for each in gone if each.since + GRACE_MS <= now]
        if len(missed) < len(gone):
            self._look_after(min(each.since for each in gone if each not in missed) + GRACE_MS)
        if not missed:
            self._store.alarms.clear(CODE)
            return
        words = gone_words([self._at_its_screen(each) for each in missed])
        bars = [self._missed(each) for each in missed]
        since = self._store.now() - (now - min(each.since for each in missed))
        self._store.alarms.raise_alarm(CODE, since, words.zh, words.en, bars=bars)

    async def close(self) -> None:
        """Keep what is still to be kept."""
        if self._timer is not None:
            self._timer.cancel()
        await asyncio.gather(*self._keeping)

    def _missed(self, bar: Bar) -> dict[str, str]:
        """It is missed at the screen that it works; where that is another than its own, it is called after both."""
        works = self._store.state.kitchen.bars_at(bar.screen)
        told = {"bar": bar.bar, "screen": works}
        if works == bar.screen:
            return told
        called = self._at_its_screen(bar)
        return told | {"called_zh": called.zh, "called_en": called.en}

    def _at_its_screen(self, bar: Bar) -> Name:
        screen = self._store.state.kitchen.screens.get(bar.screen)
        name = Name(zh=bar.screen, en=bar.screen) if screen is None else screen.name
        return Name(zh=f"{bar.bar}（{name.in_zh}）", en=f"{bar.bar} ({name.in_en})")

    def _changed(self, token: Token, screen: str) -> None:
        self.look()
        if token.screen != screen:
            return
        kept = {each.bar: 0 if each.here else each.since for each in self._bars[token.id, screen]}
        task = asyncio.create_task(self._keep(token.id, msgspec.json.encode(kept).decode()))
        self._keeping.add(task)
        task.add_done_callback(self._keeping.discard)

    async def _keep(self, token: str, bars: str) -> None:
        try:
            await self._tokens.note_bars(token, bars)
        except StorageError:
            log.warning("bars_not_kept", token=token)

    def _look_after(self, at: Ms) -> None:
        if self._timer is not None:
            self._timer.cancel()
        delay_s = max(0.1, (at - wall_ms()) / 1000)
        self._timer = asyncio.get_running_loop().call_later(delay_s, self.look)


def gone_words(bars: Sequence[Name]) -> Name:
    """Which bars are gone, and what to do about it."""
    zh, en = " ".join([each.zh for each in bars]), " ".join([each.en for each in bars])
    return Name(
        zh=f"键盘断开：{zh}，请检查插头和它的小盒子，也可以直接点屏幕",
        en=f"Bump bar gone: {en}. Look at its cable and its box; the screen can be touched meanwhile",
    )
