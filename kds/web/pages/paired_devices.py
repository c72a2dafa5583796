"""The devices that are paired, as pages list them: what each is for, whether it is there, and its bump bars."""

from __future__ import annotations

from typing import NamedTuple

from kds.core.state import State
from kds.core.types import Name
from kds.feed.bars import Bar, KnownBars
from kds.runtime.store import Store
from kds.storage.living_people import People
from kds.storage.living_tokens import Tokens
from kds.storage.tokens import Token, is_for_guests, wall_ms
from kds.web.pages.moments import time_of_day, timezone
from kds.web.pages.people import viewer_of

LIVE_MS = 10_000
"""A wall that was seen so lately is there: its right is looked up more often."""
PAD = Name(zh="员工登录", en="Staff sign in")
AT_TABLE = Name(zh="桌上平板", en="Tablet at a table")
NO_SCREEN = Name(zh="屏幕", en="Screen")
"""What a device showed whose screen was removed: its name went with it."""
AT_KIOSK = Name(zh="自助点餐机", en="Kiosk")


class BarShown(NamedTuple):
    """A bump bar of a device. `silent_ms` is how long it has been gone; 0 while it is there. `works` is the screen that
    it works now, where that is another than its own.
    """

    name: str
    here: bool
    since: str
    silent_ms: int
    works: Name | None


class Device(NamedTuple):
    """A paired device as pages show it. `silent_ms` is None for one that was never seen."""

    id: str
    name: str
    screen: Name
    there: bool
    strayed: bool
    """Whether the screen is gone that it is to show."""
    pad: bool
    person: str
    """Who is signed in at it, "" for nobody."""
    language: str
    paired: str
    seen: str
    silent_ms: int | None
    live: bool
    bars: list[BarShown]


async def devices(store: Store, tokens: Tokens, people: People, bars: KnownBars) -> list[Device]:
    """The paired devices with their bump bars, oldest first."""
    paired = tokens.devices()
    await store.readable()
    known = bars.all()
    signed_in = {each.device: viewer_of(people, each).name for each in tokens.sign_ins()}
    return [
        _device(store, each, [bar for bar in known if bar.token == each.id], signed_in.get(each.id, ""))
        for each in paired
    ]


def showing(store: Store, tokens: Tokens, screen: str) -> list[Device]:
    """The paired devices that are to show this screen, oldest first."""
    return [_device(store, each, [], "") for each in tokens.devices() if each.screen == screen]


def _device(store: Store, token: Token, bars: list[Bar], person: str) -> Device:
    state, now, screen = store.state, wall_ms(), token.screen or ""
    pad, guests = token.screen is None, is_for_guests(token)
    shown = state.kitchen.screens.get(screen)
    zone = timezone(state)
    silent_ms = None if token.seen_at is None else max(0, now - token.seen_at)
    return Device(
        id=token.id,
        name=token.name,
        screen=_shown_at(token) if pad else NO_SCREEN if shown is None else shown.name,
        there=shown is not None or (pad and (not token.table or token.table in state.floor.tables)),
        strayed=not pad and shown is None,
        pad=pad and not guests,
        person=person,
        language=token.language or "",
        paired=time_of_day(token.created_at, now, zone),
        seen="" if token.seen_at is None else time_of_day(token.seen_at, now, zone),
        silent_ms=silent_ms,
        live=silent_ms is not None and silent_ms <= LIVE_MS,
        bars=[
            BarShown(
                each.bar,
                each.here,
                time_of_day(each.since, now, zone),
                0 if each.here else now - each.since,
                _worked(state, each.screen),
            )
            for each in bars
        ],
    )


def _worked(state: State, own: str) -> Name | None:
    works = state.kitchen.bars_at(own)
    return None if works == own else state.kitchen.screens[works].name


def _shown_at(token: Token) -> Name:
    """What is done at a device that shows no screen of the kitchen."""
    if not is_for_guests(token):
        return PAD
    return Name(zh=f"{AT_TABLE.zh} {token.table}", en=f"{AT_TABLE.en}: {token.table}") if token.table else AT_KIOSK
