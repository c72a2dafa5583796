"""A theme that could not begin at its time is an alarm with the reason, until somebody switches or keeps what holds."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from kds.core.deadlines import Tick
from kds.core.kitchen.change_kitchen import ChangeKitchen
from kds.core.kitchen.model import CATCH_ALL, KitchenGone
from kds.core.kitchen.screens import Screen
from kds.core.kitchen.switch_theme import SwitchTheme
from kds.core.kitchen.themes import Shows, Theme
from kds.core.types import Command, Name
from kds.feed.alarms import FOR_THE_OFFICE
from kds.runtime.alarms import Alarm
from kds.runtime.messages import HOUSE
from kds.runtime.theme_stayed import CODE, watch_theme_stayed
from tests.house import HOUR, NOON, named
from tests.runtime.running import Kitchen

REST = Screen("rest", named("rest"), ("soup", "hot", "drinks", CATCH_ALL))
SOON = 22 * 60 + 40
"""A minute of the day, half an hour after the tests begin."""
BARE = Theme("bare", Name(zh="晚市", en="Late"), (Shows("rest", ("hot",)),), minutes=(SOON,))
"""Nobody sees soups and drinks."""
ALONE = Theme("alone", named("alone"), (Shows("rest"),))


@pytest.fixture(autouse=True)
async def watched(kitchen: Kitchen) -> None:
    watch_theme_stayed(kitchen.store)
    await do(kitchen, ChangeKitchen(screens=(REST,), gone=KitchenGone(screens=("wall",)), themes=(BARE, ALONE)))


async def do(kitchen: Kitchen, *commands: Command) -> Alarm | None:
    """What stands after the commands."""
    for command in commands:
        await kitchen.store.submit(command, HOUSE)
    return kitchen.store.alarms.get(CODE)


async def stay(kitchen: Kitchen) -> Alarm:
    """The time of `bare` comes."""
    assert await do(kitchen, Tick()) is None
    kitchen.hands.ms += HOUR
    alarm = await do(kitchen, Tick())
    assert alarm is not None
    return alarm


async def test_it_stands_with_the_reason_in_both_languages(kitchen: Kitchen) -> None:
    alarm = await stay(kitchen)
    assert (alarm.since, alarm.details) == (NOON + HOUR, {"theme": "bare"})
    assert alarm.message.en.startswith("The theme “Late” did not begin at its time: ")
    assert "which no screen shows (and 2 more). Please look at “Kitchen themes”" in alarm.message.en
    assert alarm.message.zh.startswith("时段方案“晚市”到时间没能启用：")
    assert "。。" not in alarm.message.zh
    assert CODE not in FOR_THE_OFFICE, "who stands before the screens has to know that they are as they were"


@pytest.mark.parametrize("theme", ["alone", ""])
async def test_it_goes_when_somebody_switches_or_stays_with_what_holds(kitchen: Kitchen, theme: str) -> None:
    await stay(kitchen)
    assert await do(kitchen, SwitchTheme(theme)) is None


async def test_it_goes_when_the_theme_holds_after_all(kitchen: Kitchen) -> None:
    await stay(kitchen)
    assert await do(kitchen, ChangeKitchen(themes=(replace(BARE, shows=(Shows("rest"),)),))) is not None
    assert await do(kitchen, SwitchTheme("bare")) is None


async def test_it_goes_with_the_theme(kitchen: Kitchen) -> None:
    await stay(kitchen)
    assert await do(kitchen, ChangeKitchen(gone=KitchenGone(themes=("bare",)))) is None


async def test_a_house_that_is_opened_again_says_it_again(kitchen: Kitchen) -> None:
    before = await stay(kitchen)
    kitchen.store.alarms.clear(CODE)
    watch_theme_stayed(kitchen.store)
    after = kitchen.store.alarms.get(CODE)
    assert after is not None
    assert after.message == before.message
