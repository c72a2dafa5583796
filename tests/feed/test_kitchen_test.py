"""The morning test: what is asked, who has answered, when it is over, and that nothing but its result is left."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from kds.core.kitchen.model import AskedPart
from kds.feed import kitchen_test
from kds.feed.bars import KnownBars
from kds.feed.kitchen_test import KitchenTesting, Part
from kds.storage.devices import pair
from kds.storage.tokens import WallAssignment
from tests.feed.bars import bar_at
from tests.feed.wire import Served, served

ANN = "ann"


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[Served]:
    async with served(tmp_path / "store") as made:
        yield made


def of_house(house: Served, bars: KnownBars | None = None) -> KitchenTesting:
    return KitchenTesting(house.store, house.tokens, house.hub, bars or KnownBars(house.store, house.tokens))


def asked(testing: KitchenTesting) -> list[Part]:
    assert testing.running is not None
    return list(testing.running.parts)


def result(house: Served) -> list[AskedPart]:
    kept = house.store.state.kitchen.tested.value
    return [] if kept is None else list(kept.parts)


async def test_all_screens_that_are_paired_or_connected_are_asked_and_every_bar(house: Served) -> None:
    token, _ = await pair(house.tokens, "box", WallAssignment("cold", "zh"))
    bars = KnownBars(house.store, house.tokens)
    bars.told(token, "cold", {"hot": False})
    testing = of_house(house, bars)
    async with house.wall("wall"):
        assert testing.begin(ANN)
    of = [Part(kind, screen) for screen in ("wall", "cold") for kind in ("screen", "touch", "sound")]
    assert sorted(asked(testing)) == sorted([*of, Part("bar", "cold", "hot")])
    testing.end()
    await testing.kept()
    await bars.close()


async def test_where_there_is_nothing_to_ask_no_test_begins(house: Served) -> None:
    testing = of_house(house)
    assert not testing.begin(ANN)
    assert testing.running is None


async def test_a_wall_is_told_what_is_asked_of_it_and_of_each_answer_and_when_it_is_over(house: Served) -> None:
    testing = of_house(house)
    async with house.wall() as wall:
        testing.begin(ANN)
        told = await wall.until("test")
        assert [(each["kind"], each["answered"]) for each in told["parts"]] == [
            ("screen", False),
            ("touch", False),
            ("sound", False),
        ]
        assert testing.answered("wall", "touch", test=told["test"])
        told = await wall.until("test")
        assert [each["answered"] for each in told["parts"]] == [False, True, False]
        testing.end()
        assert (await wall.until("test"))["test"] == ""
    await testing.kept()
    assert [(each.kind, each.answered_ms is not None) for each in result(house)] == [
        ("screen", False),
        ("touch", True),
        ("sound", False),
    ]


async def test_once_all_have_answered_it_is_over_and_kept_by_the_name_of_who_began_it(house: Served) -> None:
    testing = of_house(house)
    async with house.wall():
        testing.begin(ANN)
        house.hands.ms += 1_200
        for part in asked(testing):
            assert testing.answered(part.screen, part.kind, part.name)
    assert testing.running is None
    await testing.kept()
    assert {each.answered_ms for each in result(house)} == {1_200}
    kept = house.store.state.kitchen.tested.value
    assert kept is not None
    assert kept.actor == "ann"
    assert [each.type for each in await house.store.ledger.read(0, 1000)][-1] == "KitchenTested"


async def test_it_ends_by_itself(house: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kitchen_test, "TEST_MS", 30)
    testing = of_house(house)
    async with house.wall() as wall:
        testing.begin(ANN)
        assert (await wall.until("test"))["test"]
        assert (await wall.until("test"))["test"] == ""
    await testing.kept()
    assert [each.answered_ms for each in result(house)] == [None, None, None]


async def test_what_is_not_asked_or_is_of_another_test_is_no_answer(house: Served) -> None:
    testing = of_house(house)
    assert not testing.answered("wall", "touch")
    async with house.wall():
        testing.begin(ANN)
        assert not testing.answered("wall", "touch", test="another")
        assert not testing.answered("roof", "touch")
        assert not testing.answered("wall", "bar", "hot")
        first = testing.running
        assert testing.begin(ANN)
        assert testing.running is first
    testing.end()
    await testing.kept()


async def test_without_a_test_a_press_on_a_free_slot_is_refused_as_ever(house: Served) -> None:
    async with house.wall(), bar_at(house) as bar:
        house.hands.ms += 5_000
        await bar.say(bars={"hot": True})
        await asyncio.sleep(0)
        assert (await bar.press(3))["reason"] == "slot_free"
