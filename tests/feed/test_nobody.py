"""Where nobody looks, or touches anything, somebody else is told: “nobody at” and the station."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from msgspec.structs import replace

from kds.core.day.change_house import ChangeHouse
from kds.core.kitchen.bump import BumpTicket
from kds.core.kitchen.change_kitchen import ChangeKitchen
from kds.core.kitchen.screens import Screen
from kds.core.kitchen.start import StartTicket
from kds.core.menu.change_menu import ChangeMenu
from kds.core.orders.place_round import PlaceRound
from kds.core.types import SYSTEM, Ms, Name
from kds.feed import dark, hub
from kds.feed.alarms import alarms_frame
from kds.feed.hub import Hub
from kds.feed.kinds import kinds
from kds.feed.nobody import Nobody
from kds.runtime.alarms import Alarm
from kds.runtime.messages import Sender
from tests.feed.watching import until, wall_key
from tests.house import NOON, PORK, want
from tests.runtime.running import Kitchen, round_of, running

SPARE = Screen(screen="spare", name=Name(zh="备用", en="Spare"), role="backup")


class House:
    """A kitchen that is served, and the watch on it."""

    def __init__(self, kitchen: Kitchen) -> None:
        self.kitchen = kitchen
        self.hub = Hub(kitchen.store, kinds(kitchen.store.state))
        self.nobody = Nobody(kitchen.store, self.hub)

    async def ordered(self) -> str:
        """A ticket of the cold station."""
        (ticket,) = round_of(await self.kitchen.order()).tickets
        return ticket

    @property
    def twice(self) -> Ms:
        """Twice the standard time of what was ordered."""
        return 2 * max(each.standard_ms for each in self.kitchen.store.state.kitchen.items.values())

    def looked(self, ms: Ms) -> Alarm | None:
        """What stands so long after noon."""
        self.kitchen.hands.ms = ms
        self.nobody.look()
        return self.kitchen.store.alarms.get("nobody_at")


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[House]:
    async with running(tmp_path) as kitchen:
        yield House(kitchen)


async def test_a_station_that_nobody_touches_is_an_alarm_until_somebody_does(house: House) -> None:
    await house.ordered()
    assert house.looked(house.twice - 1) is None
    alarm = house.looked(house.twice)
    assert alarm is not None
    assert alarm.since == NOON + house.twice
    assert alarm.message.en == "Nobody at cold (nothing was touched for long)"
    assert "没人在看：" in alarm.message.zh
    assert alarm.details == {"dark": [], "alone": ["cold"]}
    house.hub.attention.touched("wall")
    assert house.looked(house.twice + 1) is None
    assert house.looked(2 * house.twice) is not None, "and again, where nothing more is touched"


async def test_to_hand_a_step_on_is_a_touch_of_the_station_that_it_leaves(house: House) -> None:
    await house.kitchen.send(ChangeMenu(dishes=(PORK,)))
    placed = [round_of(await house.kitchen.send(PlaceRound(channel="scan", lines=(want("pork"),), table=table)))
              for table in ("A01", "A02")]  # fmt: skip
    twice = 2 * PORK.standard_ms
    house.looked(twice - 10)
    await house.kitchen.send(BumpTicket(placed[0].tickets[0]))
    assert house.looked(twice) is None, "one of them is still to be cut, by somebody who is there"


async def test_a_deed_on_a_ticket_is_a_touch_wherever_it_comes_from(house: House) -> None:
    ticket = await house.ordered()
    await house.ordered()
    house.looked(house.twice - 10)
    await house.kitchen.send(StartTicket(ticket))
    assert house.looked(house.twice) is None
    assert house.looked(2 * house.twice - 10) is not None


async def test_what_is_oldest_now_counts_and_not_what_was(house: House) -> None:
    slow = await house.ordered()
    house.looked(house.twice // 2)
    await house.kitchen.send(ChangeHouse(nobody_after_permille=1_000))
    assert house.looked(house.twice // 2) is not None, "the house is less patient from now on"
    await house.kitchen.send(BumpTicket(slow))
    assert house.looked(house.twice // 2 + 1) is None
    await house.ordered()
    assert house.looked(house.twice + 1) is not None


async def test_who_touches_another_screen_is_not_at_this_station(house: House) -> None:
    hot = Screen(screen="fire", name=Name(zh="热菜屏", en="Fire"), stations=("hot",))
    await house.kitchen.send(ChangeKitchen(screens=(hot,)))
    await house.ordered()
    house.looked(house.twice - 1)
    house.hub.attention.touched("fire")
    house.hub.attention.touched("nowhere")
    assert house.looked(house.twice) is not None


async def test_who_cooks_from_a_backup_has_it_in_hand_but_the_station_is_still_left_alone(house: House) -> None:
    await house.kitchen.send(ChangeKitchen(screens=(SPARE,)))
    first = await house.ordered()
    await house.ordered()
    house.looked(house.twice)
    attention = house.hub.attention
    assert (set(attention.alone()), set(attention.neglected())) == ({"cold"}, {"cold"})
    await house.kitchen.store.submit(BumpTicket(first), Sender(SYSTEM, device="spare"))
    assert (set(attention.alone()), set(attention.neglected())) == ({"cold"}, set())
    attention.touched("spare")
    assert house.looked(house.twice + 1) is not None


async def test_a_station_that_is_on_no_screen_misses_nobody(house: House) -> None:
    screens = house.kitchen.store.state.kitchen.screens.values()
    others = tuple([replace(each, stations=("hot",)) for each in screens])
    await house.kitchen.send(ChangeKitchen(screens=others))
    await house.ordered()
    assert house.looked(10 * house.twice) is None


async def test_walls_are_told_where_nobody_is_and_backups_take_over(house: House) -> None:
    await house.ordered()
    alarm = house.looked(house.twice)
    assert alarm is not None
    told = alarms_frame([alarm], {"hot"}, "fire")
    assert '"alone":["cold"]' in told
    assert "Nobody at cold" in told
    assert "call the manager" not in told


async def test_a_wall_that_is_hidden_lights_nothing_and_is_named(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dark, "GRACE_S", 0.02)
    monkeypatch.setattr(hub, "BEAT_S", 0.01)
    subscriber = await house.hub.subscribe(wall_key(), -1)
    assert house.hub.walls() == ["wall"]
    subscriber.sight = "hidden"
    assert house.hub.walls() == []
    await until(lambda: "cold" in house.hub.dark)
    assert house.looked(1) is None, "with nothing to cook nobody has to look"
    await house.ordered()
    alarm = house.looked(2)
    assert alarm is not None
    assert alarm.message.en.startswith("Nobody at cold (the screen “")
    assert alarm.message.en.endswith("” is hidden or dark)")
    assert alarm.details == {"dark": ["cold"], "alone": []}
    subscriber.sight = "open"
    await until(lambda: "cold" not in house.hub.dark)
    assert house.looked(3) is None
    house.hub.unsubscribe(wall_key(), subscriber)
    await house.hub.close()


async def test_a_wall_that_has_gone_is_not_named_here(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dark, "GRACE_S", 0.02)
    monkeypatch.setattr(hub, "BEAT_S", 0.01)
    bar = await house.hub.subscribe(wall_key(), -1)
    bar.paints = False
    await until(lambda: "cold" in house.hub.dark)
    await house.ordered()
    assert house.hub.hidden() == {}
    assert house.looked(1) is None
    house.hub.unsubscribe(wall_key(), bar)
    await house.hub.close()
