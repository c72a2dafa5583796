"""Bump bars: law 6 by the walls of their screen, and what those walls are told."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from websockets.exceptions import ConnectionClosed

from kds.web.pages.places import OF_A_PERSON
from tests.feed.bars import bar_at
from tests.feed.wire import Served, served

LONG_MS = 5_000


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[Served]:
    async with served(tmp_path / "store") as made:
        yield made


async def test_bars_and_walls_share_the_places_of_a_token(house: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(OF_A_PERSON, "kitchen", 2)
    async with house.wall(), bar_at(house):
        for another in (house.wall, lambda: bar_at(house)):
            with pytest.raises(ConnectionClosed) as refused:
                async with another():
                    pass
            assert refused.value.rcvd is not None
            assert refused.value.rcvd.code == 4029


@pytest.mark.parametrize("age_ms", [50, 200, 340, 360, 600])
async def test_what_arrived_only_just_is_not_bumped(house: Served, age_ms: int) -> None:
    async with house.wall() as wall, bar_at(house) as bar:
        house.hands.ms += LONG_MS
        new = await house.order()
        await wall.sees(new)
        house.hands.ms += age_ms
        answer = await bar.press(wall.slots.index(new) + 1)
    if age_ms < 350:
        assert (answer["outcome"], answer["reason"]) == ("refused", "slot_free")
        assert await house.bumped() == []
    else:
        assert (answer["outcome"], await house.bumped()) == ("done", [new])


@pytest.mark.parametrize("age_ms", [50, 200, 340, 360, 600])
async def test_what_left_and_made_room_only_just_is_meant_and_the_newcomer_left_alone(
    house: Served, age_ms: int
) -> None:
    async with house.wall() as wall, bar_at(house) as bar:
        old = await house.order()
        await wall.sees(old)
        slot = wall.slots.index(old) + 1
        house.hands.ms += LONG_MS
        await house.bump(old)
        await wall.sees(gone=old)
        new = await house.order()
        await wall.sees(new)
        assert wall.slots[slot - 1] == new
        house.hands.ms += age_ms
        answer = await bar.press(slot)
    if age_ms < 350:
        assert (answer["outcome"], answer["reason"], await house.bumped()) == ("refused", "already_done", [old])
    else:
        assert (answer["outcome"], await house.bumped()) == ("done", [old, new])


async def test_a_press_means_what_stood_there_when_it_was_made_however_late_it_comes(house: Served) -> None:
    async with house.wall() as wall, bar_at(house) as bar:
        old = await house.order()
        await wall.sees(old)
        house.hands.ms += LONG_MS
        new = await house.order()
        await wall.sees(new)
        slot = wall.slots.index(new) + 1
        house.hands.ms += 4_000
        assert (await bar.press(slot, age_ms=4_000))["reason"] == "slot_free"
        assert (await bar.press(slot, age_ms=3_000))["ticket"] == new


async def test_what_the_bar_was_told_counts_only_where_no_wall_knows(house: Served) -> None:
    async with house.wall() as wall, bar_at(house) as bar:
        one, other = await house.order(), await house.order()
        await wall.sees(one, other)
        slot = wall.slots.index(one) + 1
        house.hands.ms += LONG_MS
        assert (await bar.press(slot, seen=other))["ticket"] == one
        assert (await bar.press(slot, age_ms=80_000_000))["reason"] == "slot_unknown"
        assert (await bar.press(slot, age_ms=80_000_000, seen=other))["ticket"] == other
        assert (await bar.press(slot, age_ms=80_000_000, seen=""))["reason"] == "slot_free"


async def test_walls_hear_what_a_bar_selects_and_what_becomes_of_its_press(house: Served) -> None:
    async with house.wall() as wall, house.wall(lang="en") as second, bar_at(house) as bar:
        ticket = await house.order()
        for each in (wall, second):
            await each.sees(ticket)
        slot = wall.slots.index(ticket) + 1
        house.hands.ms += LONG_MS
        await bar.say(select=slot)
        for each in (wall, second):
            assert await each.until("bar") == {"type": "bar", "bar": "hot", "select": slot}
        await bar.press(slot)
        for each in (wall, second):
            assert await each.until("bar") == {
                "type": "bar",
                "bar": "hot",
                "slot": slot,
                "ticket": ticket,
                "outcome": "done",
            }


@pytest.mark.parametrize(
    ("note", "reason", "words"),
    [
        ({"lost": "expired", "count": 3}, "expired", "3 presses"),
        ({"lost": "overflow", "count": 2}, "overflow", "2 were not taken"),
        ({"lost": "dropped"}, "dropped", "lost"),
        ({"present": False}, "gone", "unplugged"),
        ({"present": True}, "back", "is there"),
    ],
)
async def test_walls_say_what_is_wrong_with_a_bar(
    house: Served, note: dict[str, object], reason: str, words: str
) -> None:
    async with house.wall() as wall, bar_at(house) as bar:
        await bar.say(**note)
        told = await wall.until("bar")
    assert told["reason"] == reason
    assert words in told["message"]["en"]


async def test_the_same_press_again_has_one_effect_and_one_answer(house: Served) -> None:
    async with house.wall() as wall, bar_at(house) as bar:
        ticket = await house.order()
        await wall.sees(ticket)
        slot = wall.slots.index(ticket) + 1
        house.hands.ms += LONG_MS
        answers = [await bar.press(slot, press="the-one") for _ in range(3)]
        async with bar_at(house) as after:
            answers.append(await after.press(slot, age_ms=9_000, press="the-one"))
    assert {each["outcome"] for each in answers} == {"done"}
    assert await house.bumped() == [ticket]


@pytest.mark.parametrize(
    ("press", "reason"),
    [
        ({"kind": "sold_out"}, "no_such_key"),
        ({"kind": "bump"}, "slot_required"),
        ({"kind": "bump", "ticket": "K999"}, "unknown_ticket"),
        ({"kind": "bump", "slot": 999}, "slot_free"),
    ],
)
async def test_what_cannot_be_done_is_refused_with_words(house: Served, press: dict[str, object], reason: str) -> None:
    async with house.wall(), bar_at(house) as bar:
        house.hands.ms += LONG_MS
        await bar.say(press="a", **press)
        answer = await bar.until("pressed")
    assert (answer["outcome"], answer["reason"]) == ("refused", reason)
    assert answer["message"]["zh"]
    assert answer["message"]["en"]


async def test_what_is_no_message_is_said_to_be_none(house: Served) -> None:
    async with bar_at(house) as bar:
        for text in ("", "{", '{"press":"a b","kind":"bump"}', '{"press":"a","kind":"fly"}', '{"select":0}'):
            await bar.socket.send(text)
            assert (await bar.until("malformed"))["detail"]
