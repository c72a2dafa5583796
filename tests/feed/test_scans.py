"""A bar's own scanner: a slip is done at a wall, and served at the pass, as far as it can be; and once."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from kds.core.day.change_house import ChangeHouse
from kds.core.kitchen.bump import BumpTicket
from kds.core.kitchen.change_kitchen import ChangeKitchen
from kds.core.kitchen.screens import Screen
from kds.core.kitchen.switch_theme import SwitchTheme
from kds.core.kitchen.themes import BarsWork, Theme
from kds.core.orders.place_round import PlaceRound
from kds.core.orders.void_line import VoidLine
from kds.core.orders.wanted import LineWanted
from tests.feed.bars import SocketBar, bar_at
from tests.feed.wire import Served, served
from tests.house import named

PASS = Screen("pass", named("pass"), role="expo")
HALL = Screen("hall", named("hall"), role="expo", areas=("hall",))


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[Served]:
    async with served(tmp_path / "store") as made:
        await made.do(ChangeKitchen(screens=(PASS, HALL)))
        yield made


class Slip(NamedTuple):
    """A ticket of the cold station with two lines."""

    ticket: str
    tofu: str
    sesame: str
    session: str


async def slip(house: Served, table: str = "A01") -> Slip:
    wanted = tuple(LineWanted(dish=each, qty=1) for each in ("tofu", "sesame"))
    placed = await house.do(PlaceRound(channel="scan", lines=wanted, table=table))
    (ticket,), (tofu, sesame) = placed["tickets"], [each["line"] for each in placed["lines"]]
    return Slip(ticket, tofu, sesame, placed["session"])


def states(house: Served, found: Slip) -> tuple[str, str]:
    items = house.store.state.kitchen.items
    return items[found.tofu].state, items[found.sesame].state


class Scans:
    """A scanner of a bar that works the pass."""

    def __init__(self, bar: SocketBar) -> None:
        self.bar = bar

    async def __call__(self, code: str, **more: Any) -> Any:
        return await self.bar.press(ticket=code, **more)


@asynccontextmanager
async def bar_of_pass(house: Served, screen: str = "pass") -> AsyncIterator[Scans]:
    async with bar_at(house, screen, first="parts") as bar:
        yield Scans(bar)


async def count(house: Served, kind: str) -> int:
    return len([each for each in await house.store.ledger.read(0, 1000) if each.type == kind])


class TestAtThePass:
    """What is ready of it is served."""

    async def test_what_is_done_of_a_ticket_is_served_once_and_later_the_rest(self, house: Served) -> None:
        found = await slip(house)
        await house.do(BumpTicket(found.ticket, (found.tofu,)))
        async with house.connected("pass", lang="en") as board, bar_of_pass(house) as scan:
            for _ in range(2):
                answer = await scan(found.ticket.lower(), press="the-one")
                assert (answer["outcome"], answer["ticket"]) == ("done", found.ticket)
            assert states(house, found) == ("served", "fired")
            assert (await board.until("bar"))["outcome"] == "done"
            await house.do(BumpTicket(found.ticket))
            assert (await scan(found.ticket))["outcome"] == "done"
            assert states(house, found) == ("served", "served")
        assert await count(house, "LineServed") == 2

    async def test_a_slip_of_one_dish_serves_that_alone(self, house: Served) -> None:
        found = await slip(house)
        await house.do(BumpTicket(found.ticket))
        async with bar_of_pass(house) as scan:
            assert (await scan(found.sesame.lower()))["outcome"] == "done"
        assert states(house, found) == ("done", "served")

    @pytest.mark.parametrize("only_done", [True, False])
    async def test_of_what_is_still_made_nothing_is_served_whatever_the_house_allows(
        self, house: Served, *, only_done: bool
    ) -> None:
        await house.do(ChangeHouse(serve_what_is_done_only=only_done))
        found = await slip(house)
        async with house.connected("pass", lang="en") as board, bar_of_pass(house) as scan:
            for code in (found.ticket, found.tofu):
                answer = await scan(code)
                assert (answer["outcome"], answer["reason"]) == ("refused", "slip_not_done")
                assert answer["message"] == {
                    "zh": f"小票{code}：还没有做好的菜",
                    "en": f"Slip {code}: none of it is ready yet",
                }
                assert (await board.until("bar"))["message"] == answer["message"]
        assert states(house, found) == ("fired", "fired")

    @pytest.mark.parametrize("code", ["T999-1", "L999-1", "6901234567892", "二维码"])
    async def test_what_is_no_slip_of_the_house_is_said(self, house: Served, code: str) -> None:
        async with bar_of_pass(house) as scan:
            assert (await scan(code))["reason"] == "slip_not_here"

    async def test_what_has_been_served_voided_or_is_gone_is_not_left_here(self, house: Served) -> None:
        found = await slip(house)
        await house.do(BumpTicket(found.ticket))
        async with bar_of_pass(house) as scan:
            assert (await scan(found.tofu))["outcome"] == "done"
            assert (await scan(found.tofu))["reason"] == "slip_not_here"
            await house.do(VoidLine(found.sesame, "guest"))
            assert (await scan(found.ticket))["reason"] == "slip_not_here"

    async def test_a_pass_of_an_area_serves_the_tables_of_that_one(self, house: Served) -> None:
        here, there = await slip(house, "A01"), await slip(house, "V01")
        for each in (here, there):
            await house.do(BumpTicket(each.ticket))
        async with bar_of_pass(house, "hall") as scan:
            assert (await scan(there.ticket))["reason"] == "slip_not_here"
            assert (await scan(here.ticket))["outcome"] == "done"
        assert states(house, there) == ("done", "done")

    async def test_a_digit_is_for_nothing_there_and_that_is_said(self, house: Served) -> None:
        async with bar_of_pass(house) as scan:
            answer = await scan.bar.press(3)
            assert (answer["outcome"], answer["reason"]) == ("refused", "no_slots")
            assert "scan the slip" in answer["message"]["en"]

    async def test_a_theme_can_have_the_bars_of_a_wall_work_the_pass(self, house: Served) -> None:
        theme = Theme("t", named("t"), bars=(BarsWork("cold", "pass"),))
        await house.do(ChangeKitchen(themes=(theme,)))
        await house.do(SwitchTheme("t"))
        found = await slip(house)
        await house.do(BumpTicket(found.ticket))
        async with bar_of_pass(house, "cold") as scan:
            assert (await scan(found.ticket))["outcome"] == "done"
        assert states(house, found) == ("served", "served")


class TestAtAWall:
    """It is done there."""

    async def test_a_ticket_is_done_whole_and_a_slip_of_one_dish_alone(self, house: Served) -> None:
        one, other = await slip(house), await slip(house)
        async with bar_at(house, "cold") as bar:
            assert (await bar.press(ticket=one.tofu.lower(), press="the-one"))["ticket"] == one.ticket
            assert states(house, one) == ("done", "fired")
            assert (await bar.press(ticket=one.tofu.lower(), press="the-one"))["outcome"] == "done"
            assert (await bar.press(ticket=one.tofu))["reason"] == "already_done"
            assert (await bar.press(ticket=other.ticket.lower()))["ticket"] == other.ticket
        assert states(house, other) == ("done", "done")
        assert await count(house, "TicketBumped") == 2

    async def test_a_dish_that_is_made_elsewhere_is_left_alone(self, house: Served) -> None:
        placed = await house.do(PlaceRound(channel="scan", lines=(LineWanted(dish="noodles", qty=1),), table="A01"))
        line = placed["lines"][0]["line"]
        async with bar_at(house, "cold") as bar:
            answer = await bar.press(ticket=line)
            assert (answer["outcome"], answer["reason"]) == ("refused", "slip_elsewhere")
        assert house.store.state.kitchen.items[line].state == "fired"
