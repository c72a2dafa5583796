"""Bump bars: law 6 by the walls of their screen, and what those walls are told."""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import AsyncIterator
from pathlib import Path

import httpx2
import pytest
from websockets.exceptions import ConnectionClosed

from kds.core.orders.place_round import PlaceRound
from kds.core.orders.void_line import VoidLine
from kds.core.orders.wanted import LineWanted
from kds.feed import bars
from kds.storage.devices import pair, unpair
from kds.storage.tokens import WallAssignment
from kds.web.pages.places import OF_A_PERSON
from tests.feed.bars import bar_at
from tests.feed.wire import PRESSES, Served, Wall, served

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


async def test_where_walls_painted_a_change_at_different_times_the_person_looks_again(house: Served) -> None:
    async with house.wall() as wall, house.wall(lang="en") as slow, bar_at(house) as bar:
        house.hands.ms += LONG_MS
        new = await house.order()
        for each in (wall, slow):
            await each.sees(new)
        house.hands.ms += 1_000
        await slow.say(shown=[new], seq=slow.seq, age_ms=0)
        await slow.say(press="after", kind="bump", ticket="none")
        await slow.until("pressed")
        house.hands.ms += 200
        slot = wall.slots.index(new) + 1
        assert (await bar.press(slot, seen=new))["reason"] == "slot_unknown"
        house.hands.ms += 200
        assert (await bar.press(slot, seen=new))["ticket"] == new


async def a_ticket_with_a_void(house: Served, wall: Wall) -> tuple[str, int, str, str]:
    """Of tofu and sesame, the tofu voided just now: the ticket, its slot, both lines."""
    wanted = tuple(LineWanted(dish=each, qty=1) for each in ("tofu", "sesame"))
    placed = await house.do(PlaceRound(channel="scan", lines=wanted, table="A01"))
    (ticket,), (tofu, sesame) = placed["tickets"], [each["line"] for each in placed["lines"]]
    await wall.sees(ticket)
    house.hands.ms += LONG_MS
    await house.do(VoidLine(tofu, "guest"))
    await wall.until("board")
    return ticket, wall.slots.index(ticket) + 1, tofu, sesame


async def acknowledged(house: Served) -> list[str]:
    """The lines whose void the kitchen has acknowledged."""
    events = await house.store.ledger.read(0, 1000)
    return [line for each in events if each.type == "VoidsAcknowledged" for line in json.loads(each.data)["lines"]]


@pytest.mark.parametrize("after_ms", [None, 50, 340, 360])
async def test_a_void_that_was_not_painted_in_time_still_has_to_be_stopped(house: Served, after_ms: int | None) -> None:
    async with house.wall() as wall, bar_at(house) as bar:
        ticket, slot, tofu, sesame = await a_ticket_with_a_void(house, wall)
        if after_ms is not None:
            await painted(wall, {ticket: [f"{tofu}!", sesame]})
            house.hands.ms += after_ms
        else:
            house.hands.ms += LONG_MS
        assert (await bar.press(slot))["outcome"] == "done"
        seen = after_ms is not None and after_ms >= 350
        assert (await house.bumped(), await acknowledged(house)) == ([ticket], [tofu] if seen else [])
        if not seen:
            assert ticket in wall.slots
            assert (await bar.press(slot))["reason"] == "void_unseen"
            assert (await bar.press(slot, kind="acknowledge"))["reason"] == "void_unseen"
            await painted(wall, {ticket: [f"{tofu}!", sesame]})
            house.hands.ms += LONG_MS
            assert (await bar.press(slot, kind="acknowledge"))["outcome"] == "done"
            assert await acknowledged(house) == [tofu]


async def test_a_void_counts_as_seen_when_every_wall_of_the_screen_has_painted_it(house: Served) -> None:
    async with house.wall() as wall, house.wall(lang="en") as second, bar_at(house) as bar:
        ticket, _, tofu, sesame = await a_ticket_with_a_void(house, wall)
        for each, expected in ((wall, []), (second, [tofu])):
            await painted(each, {ticket: [f"{tofu}!", sesame]})
            house.hands.ms += LONG_MS
            await bar.press(ticket=ticket)
            assert await acknowledged(house) == expected


async def test_of_a_ticket_that_goes_on_on_another_page_a_bar_bumps_the_lines_that_were_painted(house: Served) -> None:
    async with house.wall() as wall, bar_at(house) as bar:
        wanted = tuple(LineWanted(dish=each, qty=1) for each in ("tofu", "sesame"))
        placed = await house.do(PlaceRound(channel="scan", lines=wanted, table="A01"))
        (ticket,), (tofu, sesame) = placed["tickets"], [each["line"] for each in placed["lines"]]
        await wall.sees(ticket)
        await painted(wall, {ticket: [tofu]})
        house.hands.ms += LONG_MS
        slot = wall.slots.index(ticket) + 1
        assert (await bar.press(slot))["outcome"] == "done"
        items = house.store.state.kitchen.items
        assert (items[tofu].state, items[sesame].state) == ("done", "fired")
        await painted(wall, {})
        house.hands.ms += LONG_MS
        await bar.press(slot)
        assert items[sesame].state == "done"


async def painted(wall: Wall, lines: dict[str, list[str]]) -> None:
    """The wall says what it has painted, and this has been heard."""
    await wall.say(painted=lines, age_ms=0)
    await wall.say(press=f"after-{next(PRESSES)}", kind="bump", ticket="none")
    await wall.until("pressed")


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
        ({"lost": "expired", "count": 3}, "expired", "not done: 3"),
        ({"lost": "overflow", "count": 2}, "overflow", "not taken: 2"),
        ({"lost": "dropped"}, "dropped", "lost"),
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


async def test_a_bar_that_goes_and_comes_is_said_and_while_it_is_gone_it_is_an_alarm_of_its_screen(
    house: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bars, "GRACE_MS", 50)
    async with house.wall() as wall, house.wall("cold") as other, bar_at(house) as bar:
        await bar.say(bars={"hot": True, "pass": True})
        await bar.say(bars={"hot": False, "pass": True})
        told = await wall.until("bar")
        assert (told["bar"], told["reason"]) == ("hot", "gone")
        while not wall.alarms:
            await wall.until("alarms")
        assert (wall.alarms[0]["code"], "hot" in wall.alarms[0]["message"]["en"]) == ("bar_gone", True)
        await bar.say(bars={"hot": True, "pass": True})
        told = await wall.until("bar")
        assert (told["bar"], told["reason"]) == ("hot", "back")
        while wall.alarms:
            await wall.until("alarms")
        await other.until("beat")
        assert other.alarms == []


async def test_the_pairing_page_lists_a_bar_as_there_or_gone_and_revoking_its_device_ends_it(house: Served) -> None:
    device, secret = await pair(house.tokens, "hot line's box", WallAssignment("wall", "en"))
    async with bar_at(house, secret=secret) as bar:
        await bar.say(bars={"hot": True, "pass": False})
        page = await pairing_page(house, until="pass")
        assert re.search(r"Bump bar <bdi>hot</bdi>\s*<span[^>]*>connected since", page)
        assert re.search(r"Bump bar <bdi>pass</bdi>\s*<span[^>]*>gone since", page)
        assert await unpair(house.tokens, device.id)
        await bar.until("reload")
        await bar.socket.wait_closed()
        assert bar.socket.close_code == 4401
    assert "Bump bar" not in await pairing_page(house)


async def pairing_page(house: Served, until: str = "") -> str:
    """The page as the manager sees it, once it has this."""
    headers = {"authorization": f"Bearer {house.secrets['manager']}", "accept-language": "en"}
    async with httpx2.AsyncClient(base_url=f"http://127.0.0.1:{house.port}", trust_env=False) as client:
        async with asyncio.timeout(10):
            while True:
                page = (await client.get("/screens/pair", headers=headers)).text
                if until in page:
                    return page


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
        ({"kind": "sold_out"}, "slot_required"),
        ({"kind": "rush"}, "slot_required"),
        ({"kind": "recall_last"}, "nothing_to_recall"),
        ({"kind": "acknowledge"}, "already_seen"),
        ({"kind": "page", "age_ms": 60_000}, "too_late"),
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


async def test_every_key_of_a_bar_does_its_deed_once_by_the_path_of_the_walls(house: Served) -> None:
    async with house.wall() as wall, bar_at(house) as bar:
        ticket = await house.order()
        await wall.sees(ticket)
        slot = wall.slots.index(ticket) + 1
        house.hands.ms += LONG_MS
        for number, kind in enumerate(("start", "rush", "sold_out", "bump")):
            for _ in range(2):
                answer = await bar.press(slot, kind=kind, press=f"deed-{number}")
                assert (kind, answer["outcome"], answer["ticket"]) == (kind, "done", ticket)
        for _ in range(2):
            assert (await bar.press(kind="recall_last", press="recall"))["ticket"] == ticket
        house.hands.ms += LONG_MS
        assert (await bar.press(kind="acknowledge"))["outcome"] == "done"
    kinds = [each.type for each in await house.store.ledger.read(0, 1000)]
    for each in ("TicketStarted", "LineRushed", "StockCounted", "TicketBumped", "TicketRecalled", "TicketAcknowledged"):
        assert (each, kinds.count(each)) == (each, 1)


@pytest.mark.parametrize("deed", ["page", "all_day", "card", "recalls"])
async def test_what_changes_only_the_wall_is_done_by_every_wall_of_the_screen_once(house: Served, deed: str) -> None:
    async with bar_at(house) as bar:
        assert (await bar.press(kind=deed))["reason"] == "no_wall"
        async with house.wall() as wall, house.wall(lang="en") as second:
            for _ in range(2):
                assert (await bar.press(kind=deed, press="the-one"))["outcome"] == "done"
            for each in (wall, second):
                assert await each.until("bar") == {"type": "bar", "bar": "hot", "deed": deed}
                assert await each.until("bar") == {"type": "bar", "bar": "hot", "outcome": "done"}
                assert await each.until("bar") == {"type": "bar", "bar": "hot", "outcome": "done"}


async def test_the_walls_hear_which_button_of_the_card_is_pressed(house: Served) -> None:
    async with bar_at(house) as bar, house.wall() as wall:
        assert (await bar.press(kind="card", dish=2))["outcome"] == "done"
        assert await wall.until("bar") == {"type": "bar", "bar": "hot", "deed": "card", "number": 2}


async def test_what_is_no_message_is_said_to_be_none(house: Served) -> None:
    async with bar_at(house) as bar:
        for text in ("", "{", '{"press":"a b","kind":"bump"}', '{"press":"a","kind":"fly"}', '{"select":0}'):
            await bar.socket.send(text)
            assert (await bar.until("malformed"))["detail"]
