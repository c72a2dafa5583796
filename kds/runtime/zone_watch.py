"""The watch of the house's time zone: one that cannot be read is an alarm, as long as it is the house's."""

from __future__ import annotations

from collections.abc import Sequence

from kds.core.day.events import HouseFounded
from kds.runtime.messages import Committed
from kds.runtime.store import Store
from kds.runtime.zones import is_readable

CODE = "zone_unknown"


def watch_zone(store: Store) -> None:
    """Keep the alarm standing, from now on, while it is so. Reads the state as it stands."""

    def committed(events: Sequence[Committed]) -> None:
        if any(isinstance(each.event, HouseFounded) for each in events):
            _look(store)

    store.listeners.follow(committed)
    _look(store)


def _look(store: Store) -> None:
    house = store.state.day.house.value
    if house is None or is_readable(house.timezone):
        store.alarms.clear(CODE)
        return
    store.alarms.raise_alarm(
        CODE,
        store.now(),
        f"没有时区“{house.timezone}”，日期和时间暂按世界时（UTC）计算",
        f"There is no time zone “{house.timezone}”: dates and times go by UTC",
        timezone=house.timezone,
    )
