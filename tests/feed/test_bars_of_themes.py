"""A theme has bump bars work another screen: they are given its board, and no press means what nobody looked at."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any, NamedTuple

import httpx2
import pytest

from kds.core.kitchen.change_kitchen import ChangeKitchen
from kds.core.kitchen.model import CATCH_ALL, KitchenGone
from kds.core.kitchen.screens import Screen
from kds.core.kitchen.switch_theme import SwitchTheme
from kds.core.kitchen.themes import BarsWork, Shows, Theme
from kds.feed import bars
from kds.feed.bars import KnownBars
from kds.feed.kitchen_test import KitchenTesting
from kds.feed.paint_history import GUARD_MS
from kds.storage.devices import pair
from kds.storage.tokens import WallAssignment
from kds.web.pages.bar import DEEDS_MOST, MOVED
from tests.feed.bars import SocketBar, bar_at
from tests.feed.wire import SOON_S, Served, Wall, served
from tests.house import named

LONG_MS = 5_000
REST = Screen("rest", named("rest"), ("soup", "hot", "drinks", CATCH_ALL))
ALONE = Theme("alone", named("alone"), bars=(BarsWork("cold", "rest"),))
"""Who is alone works the rest from the cold station too."""


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[Served]:
    """Two screens that share the stations, and a theme that does not hold yet."""
    async with served(tmp_path / "store") as made:
        await made.do(ChangeKitchen(screens=(REST,), themes=(ALONE,), gone=KitchenGone(screens=("wall",))))
        yield made


class Scene(NamedTuple):
    """Both screens with a ticket in the same slot."""

    cold: Wall
    rest: Wall
    tofu: str
    noodles: str
    slot: int


async def painted(house: Served, cold: Wall, rest: Wall) -> Scene:
    """Tickets that have stood there for long."""
    tofu, noodles = await house.order("tofu"), await house.order("noodles")
    await cold.sees(tofu)
    await rest.sees(noodles)
    slot = cold.slots.index(tofu) + 1
    assert rest.slots[slot - 1] == noodles
    house.hands.ms += LONG_MS
    return Scene(cold, rest, tofu, noodles, slot)


async def let_go(bar: SocketBar) -> int | None:
    """With what its socket is closed."""
    async with asyncio.timeout(SOON_S):
        await bar.socket.wait_closed()
    return bar.socket.close_code


async def test_it_is_let_go_and_comes_back_to_the_board_that_it_works_then(house: Served) -> None:
    async with house.wall("cold") as cold, house.wall("rest") as rest:
        scene = await painted(house, cold, rest)
        async with bar_at(house, "cold") as bar:
            await house.do(SwitchTheme("alone"))
            assert await let_go(bar) == MOVED
        async with bar_at(house, "cold") as bar:
            house.hands.ms += LONG_MS
            await bar.say(select=scene.slot)
            assert (await rest.until("bar"))["select"] == scene.slot
            assert (await bar.press(scene.slot))["ticket"] == scene.noodles
            assert (await rest.until("bar"))["outcome"] == "done"
            await house.do(SwitchTheme(""))
            assert await let_go(bar) == MOVED
        async with bar_at(house, "cold") as bar:
            house.hands.ms += LONG_MS
            assert (await bar.press(scene.slot))["ticket"] == scene.tofu
            assert (await cold.until("bar"))["ticket"] == scene.tofu
    assert await house.bumped() == [scene.noodles, scene.tofu]


async def test_whose_screen_stays_is_left_alone(house: Served) -> None:
    other = Theme("other", named("other"), (Shows("cold", ("cold", "hot")),), bars=ALONE.bars)
    await house.do(ChangeKitchen(themes=(other,)))
    async with house.wall("rest") as rest:
        noodles = await house.order("noodles")
        await rest.sees(noodles)
        async with bar_at(house, "rest") as own:
            await house.do(SwitchTheme("alone"))
            async with bar_at(house, "cold") as bar:
                await house.do(SwitchTheme("other"))
                house.hands.ms += LONG_MS
                slot = rest.slots.index(noodles) + 1
                assert (await bar.press(slot))["outcome"] == "done"
            answer = await own.press(slot)
            assert (answer["reason"], answer["ticket"]) == ("already_done", noodles)


async def test_a_theme_that_holds_and_changes_takes_the_bars_along(house: Served) -> None:
    await house.do(SwitchTheme("alone"))
    async with bar_at(house, "cold") as bar:
        await house.do(ChangeKitchen(themes=(Theme("alone", named("alone")),)))
        assert await let_go(bar) == MOVED


async def test_a_box_that_serves_both_screens_presses_by_either_of_its_sockets(house: Served) -> None:
    await house.do(SwitchTheme("alone"))
    async with house.wall("rest") as rest, bar_at(house, "cold") as one, bar_at(house, "rest") as other:
        first, second = await house.order("noodles"), await house.order("noodles")
        await rest.sees(first, second)
        house.hands.ms += LONG_MS
        for bar, ticket in ((one, first), (other, second)):
            assert (await bar.press(rest.slots.index(ticket) + 1))["ticket"] == ticket
        await house.do(SwitchTheme(""))
        assert await let_go(one) == MOVED
        assert (await other.press(kind="recall_last"))["ticket"] == second


AWAY_MS = 1_000
"""For so long the bar is away after the theme is switched."""


async def switched(house: Served) -> None:
    """The theme holds, and the bar has been away for a while after that."""
    await house.do(SwitchTheme("alone"))
    house.hands.ms += AWAY_MS


@pytest.mark.parametrize("seen", [None, "tofu"])
@pytest.mark.parametrize(
    ("decided_ms", "meant"),
    [(-2_000, "tofu"), (-1, "tofu"), (0, None), (AWAY_MS - 1, None), (AWAY_MS, "noodles"), (3_000, "noodles")],
)
async def test_a_press_means_the_screen_that_its_bar_worked_as_it_was_decided(
    house: Served, decided_ms: int, meant: str | None, seen: str | None
) -> None:
    async with house.wall("cold") as cold, house.wall("rest") as rest:
        scene = await painted(house, cold, rest)
        async with bar_at(house, "cold"):
            pass
        await switched(house)
        async with bar_at(house, "cold") as bar:
            house.hands.ms += LONG_MS
            age_ms = AWAY_MS + LONG_MS - decided_ms - GUARD_MS
            answer = await bar.press(scene.slot, age_ms=age_ms, **({} if seen is None else {"seen": scene.tofu}))
            if meant is None:
                assert (answer["outcome"], answer["reason"]) == ("refused", "bar_moved")
                assert "look again and press" in answer["message"]["en"]
                assert (await rest.until("bar"))["reason"] == "bar_moved"
            else:
                assert (answer["outcome"], answer["ticket"]) == ("done", getattr(scene, meant))
    assert await house.bumped() == ([] if meant is None else [getattr(scene, meant)])


async def test_where_no_wall_of_then_is_left_what_the_bar_was_told_counts(house: Served) -> None:
    async with house.wall("cold") as cold, house.wall("rest") as rest:
        scene = await painted(house, cold, rest)
        async with bar_at(house, "cold"):
            pass
    await switched(house)
    async with house.wall("rest") as rest, bar_at(house, "cold") as bar:
        house.hands.ms += LONG_MS
        answer = await bar.press(scene.slot, age_ms=AWAY_MS + LONG_MS + 1_000, seen=scene.tofu)
        assert (answer["outcome"], answer["ticket"]) == ("done", scene.tofu)


async def test_the_last_bump_that_is_taken_back_is_one_of_the_screen_that_was_worked_then(house: Served) -> None:
    async with house.wall("cold") as cold, house.wall("rest") as rest:
        scene = await painted(house, cold, rest)
        await house.bump(scene.tofu)
        await house.bump(scene.noodles)
        async with bar_at(house, "cold"):
            pass
        await switched(house)
        async with bar_at(house, "cold") as bar:
            house.hands.ms += LONG_MS
            between = await bar.press(kind="recall_last", age_ms=LONG_MS + 100 - GUARD_MS)
            assert (between["outcome"], between["reason"]) == ("refused", "bar_moved")
            before = await bar.press(kind="recall_last", age_ms=LONG_MS + AWAY_MS + 100)
            assert before["ticket"] == scene.tofu
            assert (await bar.press(kind="recall_last"))["ticket"] == scene.noodles


async def test_what_was_done_before_is_answered_as_it_was_and_not_done_again(house: Served) -> None:
    async with house.wall("cold") as cold, house.wall("rest") as rest:
        scene = await painted(house, cold, rest)
        async with bar_at(house, "cold") as bar:
            assert (await bar.press(scene.slot, press="the-one"))["ticket"] == scene.tofu
        await switched(house)
        async with bar_at(house, "cold") as bar:
            house.hands.ms += LONG_MS
            for age_ms in (0, LONG_MS + 100, LONG_MS + 9_000):
                answer = await bar.press(scene.slot, press="the-one", age_ms=age_ms)
                assert (answer["outcome"], answer["ticket"]) == ("done", scene.tofu)
    assert await house.bumped() == [scene.tofu]


async def test_a_number_presses_no_button_of_a_card_that_was_opened_elsewhere(house: Served) -> None:
    async with house.wall("cold") as cold, house.wall("rest") as rest:
        async with bar_at(house, "cold") as bar:
            assert (await bar.press(kind="card"))["outcome"] == "done"
            assert (await cold.until("bar"))["deed"] == "card"
        await switched(house)
        async with bar_at(house, "cold") as bar:
            house.hands.ms += LONG_MS
            assert (await bar.press(kind="card", dish=1))["reason"] == "bar_moved"
            assert "deed" not in await rest.until("bar")
            for more in ({}, {"dish": 1}):
                assert (await bar.press(kind="card", **more))["outcome"] == "done"
            assert (await rest.until("bar"))["deed"] == "card"


async def test_cards_of_ever_more_bars_are_not_all_remembered(house: Served) -> None:
    async with house.wall("cold"), bar_at(house, "cold") as bar:
        for number in range(DEEDS_MOST + 1):
            await bar.say(press=f"card-{number}", kind="card", bar=f"b{number}")
            await bar.until("pressed")
    await switched(house)
    async with house.wall("rest"), bar_at(house, "cold") as bar:
        house.hands.ms += LONG_MS
        reasons = [await self_named(bar, name) for name in ("b0", f"b{DEEDS_MOST}")]
    assert reasons == [None, "bar_moved"]


async def self_named(bar: SocketBar, name: str) -> Any:
    """Why a number of that bar is refused."""
    await bar.say(press=f"number-{name}", kind="card", dish=1, bar=name)
    return (await bar.until("pressed")).get("reason")


async def test_one_that_is_gone_is_missed_where_it_works_and_named_by_where_it_belongs(
    house: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bars, "GRACE_MS", 50)
    _, secret = await pair(house.tokens, "box", WallAssignment("cold", "zh"))
    await house.do(SwitchTheme("alone"))
    async with house.wall("cold") as cold, house.wall("rest", lang="en") as rest:
        async with bar_at(house, "cold", secret) as bar:
            await bar.say(bars={"hot": False})
            assert (await rest.until("bar"))["reason"] == "gone"
            while not rest.alarms:
                await rest.until("alarms")
            assert "Bump bar gone: hot (cold)." in rest.alarms[0]["message"]["en"]
            assert "键盘断开：hot（cold（中））" in rest.alarms[0]["message"]["zh"]
            assert cold.alarms == []
        alarm = house.store.alarms.get("bar_gone")
        assert alarm is not None
        assert "hot (cold)" in alarm.message.en
        await house.do(SwitchTheme(""))
        while not cold.alarms:
            await cold.until("alarms")
        while rest.alarms:
            await rest.until("alarms")
        assert "Bump bar gone: hot." in cold.alarms[0]["message"]["en"]


@pytest.mark.parametrize("page", ["/screens/pair", "/"])
async def test_pages_say_which_screen_a_bar_works_where_that_is_not_its_own(house: Served, page: str) -> None:
    _, secret = await pair(house.tokens, "box", WallAssignment("cold", "zh"))
    headers = {"authorization": f"Bearer {house.secrets['manager']}", "accept-language": "en"}
    async with (
        bar_at(house, "cold", secret) as bar,
        httpx2.AsyncClient(base_url=f"http://127.0.0.1:{house.port}", trust_env=False) as client,
    ):
        await bar.say(bars={"hot": True})
        await bar.press(1)
        html = (await client.get(page, headers=headers)).text
        assert "<bdi>hot</bdi>" in html
        assert "works “" not in html
    await house.do(SwitchTheme("alone"))
    async with (
        bar_at(house, "cold", secret) as bar,
        httpx2.AsyncClient(base_url=f"http://127.0.0.1:{house.port}", trust_env=False) as client,
    ):
        await bar.say(bars={"hot": True})
        await bar.press(1)
        assert "works “rest” now" in (await client.get(page, headers=headers)).text


async def test_a_morning_test_asks_for_a_bar_where_it_works(house: Served) -> None:
    token, _ = await pair(house.tokens, "box", WallAssignment("cold", "zh"))
    known = KnownBars(house.store, house.tokens)
    known.told(token, "cold", {"hot": True})
    testing = KitchenTesting(house.store, house.tokens, house.hub, known)
    await house.do(SwitchTheme("alone"))
    async with house.wall("rest") as rest, house.wall("cold") as cold:
        testing.begin("ann")
        assert "bar" in [each["kind"] for each in (await rest.until("test"))["parts"]]
        assert "bar" not in [each["kind"] for each in (await cold.until("test"))["parts"]]
        assert not testing.answered("rest", "bar", "hot")
        assert testing.answered("cold", "bar", "hot")
        told = (await rest.until("test"))["parts"]
        assert [each["answered"] for each in told if each["kind"] == "bar"] == [True]
        testing.end()
    await testing.kept()
    await known.close()
