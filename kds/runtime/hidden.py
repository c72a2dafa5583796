"""The watch of law 12: a station that no screen shows is an alarm, by its name, as long as it is so."""

from __future__ import annotations

from collections.abc import Sequence

from kds.core.kitchen.events import KitchenChanged, KitchenSetUp, ThemeSwitched
from kds.core.kitchen.hidden import hidden_stations
from kds.core.menu.events import MenuChanged, MenuPublished
from kds.core.printing.events import PrintersChanged
from kds.runtime.messages import Committed
from kds.runtime.store import Store

CODE = "station_hidden"
CHANGES = (KitchenChanged, KitchenSetUp, ThemeSwitched, MenuChanged, MenuPublished, PrintersChanged)
"""What can hide a station, or show it."""
NAMED = 5
"""Stations that the alarm names; of the others it says how many they are."""


def watch_hidden(store: Store) -> None:
    """Keep the alarm standing, from now on, while there are such stations. Reads the state as it stands."""

    def committed(events: Sequence[Committed]) -> None:
        if any(isinstance(each.event, CHANGES) for each in events):
            _look(store)

    store.listeners.follow(committed)
    _look(store)


def _look(store: Store) -> None:
    hidden = hidden_stations(store.state)
    if not hidden:
        store.alarms.clear(CODE)
        return
    zh = _listed([each.name.in_zh for each in hidden], "、")
    en = _listed([each.name.in_en for each in hidden], ", ")
    store.alarms.raise_alarm(
        CODE,
        store.now(),
        f"没有屏幕显示这些档口：{zh}，请设置屏幕",
        f"No screen shows these stations: {en}. Please set up a screen for them",
        stations=[each.station for each in hidden],
    )


def _listed(names: Sequence[str], comma: str) -> str:
    rest = len(names) - NAMED
    return comma.join([*names[:NAMED], *([f"+{rest}"] if rest > 0 else [])])
