"""Whose bars are there, and since when they are gone: also over a restart of the server, and until their right ends."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from kds.feed import bars
from kds.feed.bars import CODE, KnownBars
from kds.storage import living_tokens
from kds.storage.devices import pair, unpair
from kds.storage.ledger import StorageError
from kds.storage.tokens import Token, WallAssignment
from tests.feed.wire import Served, served


@pytest.fixture
async def house(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Served]:
    monkeypatch.setattr(bars, "GRACE_MS", 50)
    async with served(tmp_path / "store") as made:
        yield made


async def paired(house: Served, name: str = "box") -> Token:
    return (await pair(house.tokens, name, WallAssignment("wall", "zh")))[0]


def standing(known: KnownBars) -> dict[str, bool]:
    return {each.bar: each.here for each in known.all()}


async def alarmed(house: Served, stands: bool) -> None:
    async with asyncio.timeout(5):
        while (CODE in house.store.alarms) != stands:  # noqa: ASYNC110 - a timer of the loop is waited for
            await asyncio.sleep(0.01)


async def test_what_a_device_says_is_what_it_has(house: Served) -> None:
    known, box = KnownBars(house.store, house.tokens), await paired(house)
    assert known.told(box, "wall", {"hot": True, "old": False}) == ([], ["old"])
    assert known.told(box, "wall", {"hot": False}) == ([], ["hot"])
    assert standing(known) == {"hot": False}
    assert known.told(box, "wall", {"hot": True}) == (["hot"], [])
    await known.close()


async def test_a_bar_is_gone_since_it_went_and_not_since_somebody_said_so_again(house: Served) -> None:
    known, box = KnownBars(house.store, house.tokens), await paired(house)
    known.told(box, "wall", {"hot": False})
    (before,) = known.all()
    await asyncio.sleep(0.01)
    known.told(box, "wall", {"hot": False})
    assert known.all() == [before]
    await known.close()


async def test_a_device_that_is_lost_takes_its_bars_along_until_they_are_back(
    house: Served,
) -> None:
    known, box = KnownBars(house.store, house.tokens), await paired(house)
    known.told(box, "wall", {"hot": True})
    known.lost(box, "wall")
    assert (standing(known), CODE in house.store.alarms) == ({"hot": False}, False)
    await alarmed(house, stands=True)
    alarm = house.store.alarms.get(CODE)
    assert alarm is not None
    assert alarm.details["bars"] == [{"bar": "hot", "screen": "wall"}]
    known.told(box, "wall", {"hot": True})
    assert CODE not in house.store.alarms
    await known.close()


async def test_who_is_not_paired_is_known_while_connected(house: Served) -> None:
    known = KnownBars(house.store, house.tokens)
    kitchen = house.tokens.find(house.secrets["kitchen"])
    assert kitchen is not None
    known.told(kitchen, "wall", {"hot": True})
    assert standing(known) == {"hot": True}
    known.lost(kitchen, "wall")
    assert standing(known) == {}
    await known.close()


async def test_one_right_for_two_screens_has_the_bars_of_both(house: Served) -> None:
    known = KnownBars(house.store, house.tokens)
    kitchen = house.tokens.find(house.secrets["kitchen"])
    assert kitchen is not None
    known.told(kitchen, "wall", {"hot": True})
    known.told(kitchen, "cold", {"pass": True})
    assert standing(known) == {"hot": True, "pass": True}
    known.lost(kitchen, "wall")
    assert standing(known) == {"pass": True}
    await known.close()


async def test_after_a_restart_a_bar_that_does_not_come_back_is_missed(house: Served) -> None:
    known, box = KnownBars(house.store, house.tokens), await paired(house)
    known.told(box, "wall", {"hot": True, "gone": False})
    gone_since = next(each.since for each in known.all() if each.bar == "gone")
    await known.close()
    await house.tokens.load()
    again = KnownBars(house.store, house.tokens)
    assert standing(again) == {"gone": False, "hot": False}
    assert next(each.since for each in again.all() if each.bar == "gone") == gone_since
    await alarmed(house, stands=True)
    await again.close()


async def test_a_device_that_was_let_out_is_not_missed(house: Served) -> None:
    known, box = KnownBars(house.store, house.tokens), await paired(house)
    known.told(box, "wall", {"hot": False})
    await alarmed(house, stands=True)
    assert await unpair(house.tokens, box.id)
    known.look()
    assert (standing(known), CODE in house.store.alarms) == ({}, False)
    await known.close()


async def test_a_disk_that_takes_nothing_loses_no_bar_of_this_run(
    house: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def fails(self: object, token: str, kept: str) -> None:
        raise StorageError("full")

    monkeypatch.setattr(living_tokens.Tokens, "note_bars", fails)
    known, box = KnownBars(house.store, house.tokens), await paired(house)
    known.told(box, "wall", {"hot": True})
    await known.close()
    assert standing(known) == {"hot": True}
