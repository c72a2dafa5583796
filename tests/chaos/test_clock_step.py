"""The wall clock is set while the house is open: orders go on, time never runs backwards, and people are told."""

from __future__ import annotations

import asyncio
import random
from pathlib import Path

import pytest

from tests.live.audit import Promises, audit
from tests.live.client import Api
from tests.live.load import Load
from tests.live.orders import ROUNDS, Card, card
from tests.live.server import RUNNER, House, Server
from tests.live.wire import Alarm, Event

pytestmark = [pytest.mark.slow, pytest.mark.chaos]

HOUR = 3_600_000
NOTICED_S = 5.0
"""How soon a step must be known."""
SLACK = 10_000
"""Milliseconds that a test's own steps may take."""


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


async def test_a_clock_stepped_forward_and_back_is_recorded_and_does_not_move_the_kitchens_time(
    server: Server, wall: Wall
) -> None:
    promises = Promises()
    with server:
        async with Api(server.url, server.house.tokens) as api:
            menu = await card(api)
            start = await order_at(api, menu, "start")
            done: list[int] = []
            async with Load(api, menu, promises, clients=4) as load:
                for ahead, step in ((1, 1), (0, -1), (-1, -1), (0, 1)):
                    done.append(step)
                    wall.set(ahead * HOUR)
                    await recorded(api, done)
                    await noticed(api, step * HOUR)
                    await load.acknowledged(20)
            events = await api.events()
            times = [event.at for event in events if event.at >= start]
            assert times == sorted(times)
            assert times[-1] - start < 60_000
            promises.sent(menu.order(random.Random("start"), "A01", "start", 1))
            assert await audit(api, promises, menu.station) == []
            assert server.verify() == ""


async def test_a_clock_that_is_behind_at_a_restart_does_not_turn_time_back(server: Server, wall: Wall) -> None:
    with server:
        async with Api(server.url, server.house.tokens) as api:
            menu = await card(api)
            before = await order_at(api, menu, "before")
            wall.set(-HOUR)
            server.kill()
            server.start()
            await noticed(api, -HOUR)
            after = await order_at(api, menu, "after")
            assert before <= after < before + 60_000
            assert (await api.health()).now < before + 60_000
            assert server.verify() == ""


async def test_a_clock_that_is_ahead_at_a_restart_is_believed_and_never_taken_back(server: Server, wall: Wall) -> None:
    with server:
        async with Api(server.url, server.house.tokens) as api:
            menu = await card(api)
            before = await order_at(api, menu, "before")
            wall.set(HOUR)
            server.kill()
            server.start()
            ahead = await order_at(api, menu, "ahead")
            wall.set(0)
            await noticed(api, -HOUR)
            after = await order_at(api, menu, "after")
            assert before + HOUR <= ahead <= after < ahead + 60_000
            server.kill()
            server.start()
            await noticed(api, -HOUR)
            assert after <= await order_at(api, menu, "restarted") < after + 60_000
            assert server.verify() == ""
