"""“Nobody at 热菜”: stations with something to cook whose screens nobody can see, or where nobody touches anything."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Mapping

from kds.core.kitchen.model import CATCH_ALL, COOKING, LAST_RESORT
from kds.core.state import State
from kds.core.types import Name
from kds.feed.hub import Hub
from kds.runtime.store import Store

CODE = "nobody_at"
LOOK_S = 1.0
NAMED = 5
"""Stations that the alarm names; of the others it says how many they are."""
UNSEEN = Name(zh="屏幕“{screens}”被切走或黑屏", en="the screen “{screens}” is hidden or dark")
UNTOUCHED = Name(zh="很久没人动过", en="nothing was touched for long")
SAID = Name(zh="没人在看：{stations}", en="Nobody at {stations}")
MORE = Name(zh="，另有{n}个档口", en=", and {n} more stations")


class Nobody:
    """Keeps the alarm standing. What it is about: `dark` stations and those left `alone`, since when in `at`."""

    def __init__(self, store: Store, hub: Hub) -> None:
        self._store = store
        self._hub = hub

    async def run(self) -> None:
        """For ever."""
        while True:
            await asyncio.sleep(LOOK_S)
            await self._store.settled()
            self.look()

    def look(self) -> None:
        """Say what is so now. Reads the state as it stands."""
        state = self._store.state
        unseen = {each: screens for each, screens in self._hub.hidden().items() if to_cook(state, each)}
        alone = {each: at for each, at in self._hub.attention.alone().items() if each not in unseen}
        if not unseen and not alone:
            self._store.alarms.clear(CODE)
            return
        said = in_words(state, unseen, alone)
        self._store.alarms.raise_alarm(
            CODE,
            min(alone.values(), default=self._store.now()),
            said.zh,
            said.en,
            dark=sorted(unseen),
            alone=sorted(alone),
        )


def to_cook(state: State, station: str) -> bool:
    """Whether a station has anything to do."""
    return any(state.kitchen.tickets[each].state in COOKING for each in state.kitchen.open_tickets[station])


def in_words(state: State, unseen: Mapping[str, Iterable[str]], alone: Iterable[str]) -> Name:
    """Which stations, and why: 热菜（很久没人动过）."""
    whys = {each: _hidden(state, screens) for each, screens in unseen.items()} | dict.fromkeys(alone, UNTOUCHED)
    order = sorted(whys, key=lambda each: (each == CATCH_ALL, _place(state, each), each))
    names = {each: state.kitchen.stations.get(each, LAST_RESORT).name for each in order[:NAMED]}
    zh = "、".join([f"{name.in_zh}（{whys[each].zh}）" for each, name in names.items()])
    en = ", ".join([f"{name.in_en} ({whys[each].en})" for each, name in names.items()])
    more = len(order) - NAMED
    rest = Name(zh=MORE.zh.format(n=more), en=MORE.en.format(n=more)) if more > 0 else Name(zh="", en="")
    return Name(zh=SAID.zh.format(stations=zh) + rest.zh, en=SAID.en.format(stations=en) + rest.en)


def _hidden(state: State, screens: Iterable[str]) -> Name:
    names = [state.kitchen.screens[each].name for each in screens if each in state.kitchen.screens]
    zh, en = "、".join([each.in_zh for each in names]), ", ".join([each.in_en for each in names])
    return Name(zh=UNSEEN.zh.format(screens=zh), en=UNSEEN.en.format(screens=en))


def _place(state: State, station: str) -> int:
    found = state.kitchen.stations.get(station)
    return 0 if found is None else found.position
