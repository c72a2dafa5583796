"""A house whose time zone cannot be read goes by UTC and says so: it takes orders, and its days end."""

from __future__ import annotations

from pathlib import Path

import pytest

from kds.core.day.change_house import ChangeHouse
from kds.runtime.messages import HOUSE
from kds.runtime.zone_watch import watch_zone
from kds.runtime.zones import is_readable, is_zone, zone_of
from tests.house import DAY
from tests.runtime.running import Kitchen, running

BAD = "Nowhere/X"


@pytest.mark.parametrize("name", [BAD, "", "../etc/passwd", "Europe", "/etc/localtime", "a\0b"])
def test_what_is_no_zone_is_read_as_utc(name: str) -> None:
    assert not is_zone(name)
    assert not is_readable(name)
    assert zone_of(name).key == "UTC"


def test_a_zone_is_itself() -> None:
    assert is_zone("Asia/Shanghai")
    assert zone_of("Asia/Shanghai").key == "Asia/Shanghai"


async def test_its_day_ends_and_orders_are_taken_before_and_after(tmp_path: Path) -> None:
    async with running(tmp_path) as kitchen:
        watch_zone(kitchen.store)
        assert "zone_unknown" not in kitchen.store.alarms
        await kitchen.store.submit(ChangeHouse(timezone=BAD), HOUSE)
        alarm = kitchen.store.alarms.get("zone_unknown")
        assert alarm is not None
        assert BAD in alarm.message.en
        assert BAD in alarm.message.zh
        await kitchen.order()
        kitchen.hands.ms += DAY
        day = kitchen.store.state.day.current.value
        await kitchen.order(table="A02")
        assert kitchen.store.state.day.current.value != day
        assert kitchen.lines() == 2
        hands = kitchen.hands
    async with running(tmp_path, hands) as kitchen:
        watch_zone(kitchen.store)
        assert "zone_unknown" in kitchen.store.alarms
        kitchen.hands.ms += DAY
        await kitchen.order(table="A02")
        assert kitchen.lines() == 3


async def test_the_alarm_goes_with_a_zone_that_there_is(kitchen: Kitchen) -> None:
    await kitchen.store.submit(ChangeHouse(timezone=BAD), HOUSE)
    watch_zone(kitchen.store)
    assert "zone_unknown" in kitchen.store.alarms
    await kitchen.store.submit(ChangeHouse(timezone="Europe/Berlin"), HOUSE)
    assert "zone_unknown" not in kitchen.store.alarms
