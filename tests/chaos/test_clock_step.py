"""The wall clock is set while the house is open: orders go on, time follows it, and people are told."""

from __future__ import annotations

import asyncio
import random
from pathlib import Path

import pytest

from kds.demo import house as demo_house
from kds.runtime.days import business_day
from tests.live.audit import Promises, audit
from tests.live.client import Api
from tests.live.load import Load
from tests.live.orders import ROUNDS, Card, card
from tests.live.server import RUNNER, House, Server
from tests.live.wire import Alarm, Event

pytestmark = [pytest.mark.slow, pytest.mark.chaos]

HOUR = 3_600_000
NOTICED_S = 15.0
"""How soon a step must be known."""
SLACK = 60_000
"""Milliseconds that a test's own steps may take, a restart among them."""


class Wall:
    """A wall clock that a test sets: a file with the milliseconds by which it is wrong."""

    def __init__(self, file: Path) -> None:
        self.file = file
        self.set(0)

    def set(self, ms: int) -> None:
        """Set it, in one step."""
        draft = self.file.with_suffix(".draft")
        draft.write_text(str(ms))
        draft.rename(self.file)


@pytest.fixture
def wall(tmp_path: Path) -> Wall:
    return Wall(tmp_path / "wall")


@pytest.fixture
def server(house: House, wall: Wall) -> Server:
    """Not started."""
    return Server(house, command=(*RUNNER, "--wall", str(wall.file)))


async def noticed(api: Api, delta_ms: int) -> Alarm:
    """The alarm about that step."""
    async with asyncio.timeout(NOTICED_S):
        while True:
            for alarm in (await api.health()).alarms:
                if alarm.code == "clock_stepped" and abs(alarm.details["delta_ms"] - delta_ms) < SLACK:
                    return alarm
            await asyncio.sleep(0.05)


def steps(events: list[Event]) -> list[int]:
    """The recorded steps, in whole hours where they are about that."""
    found: list[int] = [event.data["delta_ms"] for event in events if event.type == "ClockStepped"]
    return [round(step / HOUR) if abs(step - round(step / HOUR) * HOUR) < SLACK else step for step in found]


async def recorded(api: Api, hours: list[int]) -> None:
    """Wait until these are the steps that stand in the ledger."""
    async with asyncio.timeout(NOTICED_S):
        while True:
            if steps(await api.events()) == hours:
                return
            await asyncio.sleep(0.05)


async def order_at(api: Api, menu: Card, key: str) -> int:
    """When an order that is sent now is recorded."""
    before = (await api.health()).seq
    body = menu.order(random.Random(key), "A01", key, 1).body
    assert (await api.until_answered(ROUNDS, body, key)).status == 201
    (placed,) = [event for event in await api.events(before) if event.type == "RoundPlaced"]
    return placed.at


async def age_of(api: Api, menu: Card, ticket: str) -> int:
    """How long ago a ticket was submitted, as the kitchen sees it."""
    now = (await api.health()).now
    for station in sorted(set(menu.station.values())):
        for each in (await api.tickets(station)).tickets:
            if each.ticket == ticket:
                return now - each.submitted_at
    raise AssertionError(f"{ticket} is not shown")


async def test_a_clock_stepped_forward_and_back_is_followed_and_the_kitchens_ages_stay_what_they_were(
    server: Server, wall: Wall
) -> None:
    promises = Promises()
    with server:
        async with Api(server.url, server.house.tokens) as api:
            menu = await card(api)
            start = await order_at(api, menu, "start")
            (routed,) = [event for event in await api.events() if event.type == "TicketsRouted"]
            ticket = routed.data["tickets"][0]["ticket"]
            done: list[int] = []
            async with Load(api, menu, promises, clients=4) as load:
                for ahead, step in ((1, 1), (0, -1), (-14, -14), (0, 14)):
                    done.append(step)
                    wall.set(ahead * HOUR)
                    await recorded(api, done)
                    await noticed(api, step * HOUR)
                    assert abs((await api.health()).now - start - ahead * HOUR) < 60_000
                    assert await age_of(api, menu, ticket) < 60_000
                    await load.acknowledged(20)
            promises.sent(menu.order(random.Random("start"), "A01", "start", 1))
            assert await audit(api, promises, menu.station) == []
            assert server.verify() == ""


async def test_a_clock_that_is_behind_at_a_restart_is_followed(server: Server, wall: Wall) -> None:
    with server:
        async with Api(server.url, server.house.tokens) as api:
            menu = await card(api)
            before = await order_at(api, menu, "before")
            wall.set(-HOUR)
            server.kill()
            server.start()
            await noticed(api, -HOUR)
            after = await order_at(api, menu, "after")
            assert before <= after + HOUR < before + 60_000
            assert (await api.health()).now + HOUR < before + 60_000
            assert server.verify() == ""


async def test_a_clock_that_was_ahead_at_a_restart_is_right_again_once_it_is_set(server: Server, wall: Wall) -> None:
    with server:
        async with Api(server.url, server.house.tokens) as api:
            menu = await card(api)
            before = await order_at(api, menu, "before")
            wall.set(HOUR)
            server.kill()
            server.start()
            assert before + HOUR <= await order_at(api, menu, "ahead") < before + HOUR + 60_000
            wall.set(0)
            server.kill()
            server.start()
            await noticed(api, -HOUR)
            assert before <= await order_at(api, menu, "restarted") < before + 60_000
            assert server.verify() == ""


async def test_a_dead_batterys_time_is_not_followed(server: Server, wall: Wall) -> None:
    with server:
        async with Api(server.url, server.house.tokens) as api:
            menu = await card(api)
            before = await order_at(api, menu, "before")
            wall.set(-26 * 365 * 24 * HOUR)
            server.kill()
            server.start()
            found = await noticed(api, -26 * 365 * 24 * HOUR)
            assert "is not followed" in found.message.en
            assert before <= await order_at(api, menu, "after") < before + 60_000
            wall.set(14 * HOUR)
            assert before <= await order_at(api, menu, "right") - 14 * HOUR < before + 60_000
            await noticed(api, 14 * HOUR)
            assert server.verify() == ""


async def test_at_the_cut_off_whatever_comes_after_it_is_the_new_days(server: Server, wall: Wall) -> None:
    house = demo_house.house()
    promises = Promises()
    with server:
        async with Api(server.url, server.house.tokens) as api:
            menu = await card(api)
            now = (await api.health()).now
            label, closes_at = business_day(now, house.timezone, house.cutoff_minute)
            async with Load(api, menu, promises, clients=8, pause_s=0.0) as load:
                wall.set(closes_at - now - 3_000)
                async with asyncio.timeout(NOTICED_S + 10):
                    while not [event for event in await api.events() if event.type == "DayClosed"]:  # noqa: ASYNC110
                        await asyncio.sleep(0.05)
                await load.acknowledged(50)
            events = await api.events()
            (closed,) = [number for number, event in enumerate(events) if event.type == "DayClosed"]
            assert events[closed].data["business_day"] == label
            assert all(event.at < closes_at for event in events[:closed])
            assert events[closed].at >= closes_at
            assert len(events[closed].data["unpaid"]) > 0
            assert await audit(api, promises, menu.station) == []
