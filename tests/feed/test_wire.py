"""Law 6 over real websockets, and who else speaks on them: presses by slot, receipts, alarms, rights that end."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx2
import pytest
from msgspec.structs import replace
from websockets.exceptions import ConnectionClosed

from kds.core.kitchen.change_kitchen import ChangeKitchen
from kds.core.orders.place_round import PlaceRound
from kds.core.orders.wanted import LineWanted
from kds.feed import subscriber
from kds.feed.floor import FLOOR
from kds.feed.live_view import ViewKey
from kds.feed.paint_history import GUARD_MS
from kds.runtime import admission
from kds.web.pages.places import OF_A_PERSON
from tests.feed.watching import until
from tests.feed.wire import Served, served
from tests.house import SCREENS

OFFSETS = (50, 200, 340, 360, 600)
"""Milliseconds between a change on the screen and the press; the guard stands at 350."""
FIRST = 1
"""The first slot that is not kept for bases and rushed tickets."""


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[Served]:
    async with served(tmp_path / "data") as made:
        yield made


@pytest.mark.parametrize("offset", OFFSETS)
async def test_law_6_a_ticket_arrives(house: Served, offset: int) -> None:
    """Where nothing stood before, a press that cannot have meant the newcomer means nothing."""
    async with house.wall() as wall:
        house.hands.ms += 10_000
        newcomer = await house.order()
        await wall.sees(newcomer)
        house.hands.ms += offset
        answer = await wall.press(FIRST)
        if offset > GUARD_MS:
            assert (answer["outcome"], answer["ticket"], answer["slot"]) == ("done", newcomer, FIRST)
        else:
            assert (answer["outcome"], answer["reason"], answer["slot"]) == ("refused", "slot_free", FIRST)
            assert set(answer["message"]) == {"zh", "en"}
        assert await house.bumped() == ([newcomer] if offset > GUARD_MS else [])


@pytest.mark.parametrize("offset", OFFSETS)
async def test_law_6_a_ticket_leaves_and_another_takes_its_slot(house: Served, offset: int) -> None:
    """Bumped by somebody else: the press meant the one that has gone, and never bumps the newcomer."""
    async with house.wall() as wall:
        gone = await house.order()
        await wall.sees(gone)
        house.hands.ms += 10_000
        await house.bump(gone)
        newcomer = await house.order("noodles")
        await wall.sees(newcomer, gone=gone)
        assert wall.slots[FIRST - 1] == newcomer
        house.hands.ms += offset
        answer = await wall.press(FIRST)
        if offset > GUARD_MS:
            assert (answer["outcome"], answer["ticket"]) == ("done", newcomer)
        else:
            assert (answer["outcome"], answer["ticket"], answer["reason"]) == ("refused", gone, "already_done")
        assert await house.bumped() == ([gone, newcomer] if offset > GUARD_MS else [gone])


@pytest.mark.parametrize("offset", OFFSETS)
async def test_law_6_a_ticket_leaves_and_its_slot_stays_free(house: Served, offset: int) -> None:
    async with house.wall() as wall:
        gone = await house.order()
        await wall.sees(gone)
        house.hands.ms += 10_000
        await house.bump(gone)
        await wall.until("board")
        house.hands.ms += offset
        answer = await wall.press(FIRST)
        assert answer["reason"] == ("slot_free" if offset > GUARD_MS else "already_done")
        assert answer.get("ticket") == (None if offset > GUARD_MS else gone)
        assert await house.bumped() == [gone]


@pytest.mark.parametrize("offset", OFFSETS)
async def test_law_6_a_ticket_changes_place(house: Served, offset: int) -> None:
    """Recalled when its slot had been taken, it stands one further: both slots mean what was seen in them."""
    async with house.wall() as wall:
        moved = await house.order()
        await wall.sees(moved)
        house.hands.ms += 10_000
        await house.bump(moved)
        newcomer = await house.order("noodles")
        await house.recall(moved)
        await wall.sees(moved, newcomer)
        assert wall.slots[FIRST - 1 : FIRST + 1] == [newcomer, moved]
        house.hands.ms += offset
        seen = offset > GUARD_MS
        first = await wall.press(FIRST)
        assert (first["outcome"], first["ticket"]) == ("done", newcomer if seen else moved)
        second = await wall.press(FIRST + 1)
        assert (second["outcome"], second.get("ticket")) == (("done", moved) if seen else ("refused", None))
        assert (await house.bumped())[1:] == ([newcomer, moved] if seen else [moved])


@pytest.mark.parametrize("offset", OFFSETS)
async def test_law_6_holds_for_a_press_that_was_long_on_its_way(house: Served, offset: int) -> None:
    async with house.wall() as wall:
        gone = await house.order()
        await wall.sees(gone)
        house.hands.ms += 10_000
        await house.bump(gone)
        newcomer = await house.order("noodles")
        await wall.sees(newcomer, gone=gone)
        house.hands.ms += offset + 60_000
        assert (await wall.press(FIRST, age_ms=60_000))["ticket"] == (newcomer if offset > GUARD_MS else gone)


async def test_law_6_holds_after_the_servers_clock_was_set_back(house: Served) -> None:
    """What a screen has painted, and when, is told by a clock that nobody sets."""
    async with house.wall() as wall:
        ticket = await house.order()
        await wall.sees(ticket)
        house.hands.ms += 10_000
        house.hands.wall_off = -14 * 3_600_000
        other = await house.order("noodles")
        await wall.sees(other)
        house.hands.ms += GUARD_MS + 10
        assert (await wall.press(FIRST))["ticket"] == ticket
        assert await house.bumped() == [ticket]


async def test_a_slow_screen_says_when_it_has_painted(house: Served) -> None:
    async with house.wall() as wall:
        house.hands.ms += 10_000
        newcomer = await house.order()
        await wall.sees(newcomer)
        house.hands.ms += 500
        await wall.say(shown=[newcomer], seq=wall.seq, age_ms=100)
        assert (await wall.press(FIRST))["reason"] == "slot_free"
        house.hands.ms += GUARD_MS - 100
        assert (await wall.press(FIRST))["ticket"] == newcomer


async def test_a_press_at_a_slot_acts_once_however_often_it_is_sent(house: Served) -> None:
    """Also where the screen has meanwhile lost its history, and where the slot has another ticket by now."""
    async with house.wall() as wall:
        ticket = await house.order()
        await wall.sees(ticket)
        house.hands.ms += 10_000
        assert (await wall.press(FIRST, id="again"))["outcome"] == "done"
        newcomer = await house.order("noodles")
        await wall.sees(newcomer, gone=ticket)
        house.hands.ms += 10_000
        assert (await wall.press(FIRST, id="again"))["ticket"] == ticket
    async with house.wall() as wall:
        answer = await wall.press(FIRST, age_ms=20_000, id="again")
        assert (answer["outcome"], answer["ticket"], answer["slot"]) == ("done", ticket, FIRST)
    assert await house.bumped() == [ticket]


async def test_a_press_from_before_the_connection_is_not_guessed_at(house: Served) -> None:
    await house.order()
    async with house.wall() as wall:
        assert (await wall.press(FIRST, age_ms=5_000))["reason"] == "slot_unknown"
        assert (await wall.press(99))["reason"] == "slot_free"
    assert await house.bumped() == []


async def test_the_parts_of_a_long_ticket_are_all_of_it(house: Served) -> None:
    """Whichever of its slots is pressed, it is the ticket that is meant."""
    async with house.wall() as wall:
        ticket = await house.order()
        await wall.sees(ticket)
        house.hands.ms += 10_000
        assert (await wall.press(wall.slots.index(ticket) + 1, kind="start"))["ticket"] == ticket


async def test_receipts_are_on_record_with_their_delay(house: Served) -> None:
    async with house.wall() as wall:
        ticket = await house.order()
        await wall.sees(ticket)
        house.hands.ms += 120
        await wall.say(shown=[ticket, "T999999-9"], seq=wall.seq, age_ms=0)
        await until(
            lambda: house.store.state.kitchen.tickets[ticket].seen_at is not None and not house.hub.receipts.waiting
        )
    (event,) = [each for each in await house.store.ledger.read(0, 1000) if each.type == "TicketShown"]
    assert b'"delay_ms":120' in event.data


async def test_who_may_not_press_has_not_seen_it_for_the_kitchen_either(house: Served) -> None:
    ticket = await house.order()
    async with house.wall(secret=house.secrets["waiter"]) as wall:
        await wall.say(shown=[ticket])
        assert (await wall.press(FIRST))["reason"] == "forbidden"
    assert house.hub.receipts.waiting == 0
    assert house.store.state.kitchen.tickets[ticket].seen_at is None


async def test_an_alarm_stands_on_every_screen_that_it_concerns(house: Served) -> None:
    async with house.wall() as wall, house.wall("cold") as cold:
        assert (await wall.until("alarms"))["alarms"] == []
        assert (await cold.until("alarms"))["alarms"] == []
        ticket = await house.order("noodles", table="A03")
        house.hands.ms += 60_000
        (alarm,) = (await wall.until("alarms"))["alarms"]
        assert (alarm["code"], alarm["tickets"]) == ("ticket_unseen", [{"ticket": ticket, "label": "A03"}])
        assert "A03" in alarm["message"]["zh"]
        assert (await cold.until("alarms"))["alarms"] == []
        await wall.say(shown=[ticket])
        assert (await wall.until("alarms"))["alarms"] == []


async def test_a_wall_that_comes_while_the_disk_stands_still_is_told_to_come_again(
    house: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    append, busy, go_on = house.store.ledger.append, asyncio.Event(), asyncio.Event()

    async def appending(*given: Any) -> None:
        busy.set()
        await go_on.wait()
        await append(*given)

    monkeypatch.setattr(house.store.ledger, "append", appending)
    monkeypatch.setattr(admission, "LONGEST_S", 0.05)
    order = asyncio.ensure_future(house.order())
    await busy.wait()
    async with house.connected() as wall:
        assert await wall.ends() == 1011
    monkeypatch.setattr(admission, "LONGEST_S", 60.0)
    go_on.set()
    ticket = await order
    async with house.wall() as wall:
        await wall.sees(ticket)


async def test_the_first_page_stands_there_whole_before_a_socket_is_open(house: Served) -> None:
    """Every cell, every waiting part and the column, just as the socket brings them."""
    seated = await house.order("noodles")
    await house.do(PlaceRound(channel="scan", lines=(LineWanted(dish="tofu", qty=2),), table="A02", fire="hold"))
    async with httpx2.AsyncClient(trust_env=False) as client, house.wall() as wall:
        page = await house.get(client, "/screens/wall?lang=zh")
        (held,) = wall.queue
    assert f'data-slots="{" ".join(ticket or "-" for ticket in wall.slots)}' in page.text
    assert f'data-queue="{held}' in page.text
    assert f'data-seq="{wall.seq}"' in page.text
    for piece in (*wall.tickets[seated], *wall.tickets[held], wall.all_day):
        assert piece in page.text
    assert (
        page.text.index(wall.tickets[seated][0]) < page.text.index('id="queue"') < page.text.index(f'"{held}" data-l')
    )


async def test_a_screen_without_an_all_day_column_has_none(house: Served) -> None:
    await house.order()
    await house.do(ChangeKitchen(screens=tuple([replace(screen, all_day=False) for screen in SCREENS])))
    async with httpx2.AsyncClient(trust_env=False) as client, house.wall() as wall:
        page = await house.get(client, "/screens/wall?lang=zh")
    assert wall.all_day == ""
    assert "is-without-column" in page.text


async def test_a_wall_that_asks_for_no_language_gets_the_screens_own(house: Served) -> None:
    ticket = await house.order()
    await house.do(ChangeKitchen(screens=tuple([replace(screen, language="en") for screen in SCREENS])))
    async with house.wall(lang="") as own, house.wall() as chinese:
        assert ">tofu<" in own.html(ticket)
        assert ">tofu（中）<" in chinese.html(ticket)


async def test_the_start_page_counts_walls_and_no_pages_of_those_who_serve(house: Served) -> None:
    async def counted() -> str:
        async with httpx2.AsyncClient(trust_env=False) as client:
            text = (await house.get(client, "/?lang=en")).text
        return text.partition("Screens connected</dt><dd>")[2].partition("<")[0]

    key = ViewKey(FLOOR, "", "en")
    waiter = await house.hub.subscribe(key, -1)
    assert (house.hub.screens, await counted()) == (1, "0")
    async with house.wall():
        assert await counted() == "1"
    house.hub.unsubscribe(key, waiter)


async def test_the_service_worker_may_keep_the_whole_site(house: Served) -> None:
    async with httpx2.AsyncClient(trust_env=False) as client:
        answer = await house.get(client, "/sw.js")
    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith("text/javascript")
    assert (answer.headers["service-worker-allowed"], answer.headers["cache-control"]) == ("/", "no-cache")


@pytest.mark.slow
async def test_a_wall_that_reads_nothing_is_let_go_and_costs_the_others_nothing(
    house: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(subscriber, "SEND_S", 0.3)
    note = "辣" * 400
    deaf = house.opening("wall")
    async with house.wall() as wall:
        await until(lambda: house.hub.screens == 2)
        async with asyncio.timeout(60):
            while house.hub.screens == 2:
                line = LineWanted(dish="tofu", qty=1, note=note)
                placed = await house.do(PlaceRound(channel="scan", lines=(line,) * 40, table="A01"))
                while wall.seq < placed["seq"]:
                    await wall.until("board")
                await house.bump(placed["tickets"][0])
        ticket = await house.order("noodles")
        await wall.sees(ticket)
    deaf.close()


async def test_one_token_takes_few_walls_and_leaves_the_others_theirs(
    house: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(OF_A_PERSON, "waiter", 2)
    waiter = house.secrets["waiter"]
    async with house.wall(secret=waiter):
        async with house.wall(secret=waiter):
            with pytest.raises(ConnectionClosed) as refused:
                async with house.wall(secret=waiter):
                    pass
            assert refused.value.rcvd is not None
            assert refused.value.rcvd.code == 4029
            async with house.wall():
                assert house.hub.screens == 3
        await until(lambda: house.hub.screens == 1)
        async with house.wall(secret=waiter):
            assert house.hub.screens == 2


async def test_a_revoked_right_ends_at_once_and_nobody_asks_for_it(
    house: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    token, secret = await house.tokens.create("kitchen", "lost")
    async with house.wall(secret=secret) as wall, house.wall() as other:
        monkeypatch.setattr(house.tokens, "find", lambda secret: pytest.fail("a wall asks for its right"))
        await house.tokens.revoke(token.id)
        assert await wall.ends() == 4401
        await other.until("beat")
    await until(lambda: house.hub.screens == 0)
