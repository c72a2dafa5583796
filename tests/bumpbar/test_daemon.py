"""The daemon as it is installed, with a serial bar, against a real server: presses land once, whoever is killed."""

from __future__ import annotations

import asyncio
import json
import signal
import time
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import NamedTuple

import pytest
from websockets.asyncio.client import connect

from tests.bumpbar.lines import DaemonProcess, Line
from tests.live.client import Api
from tests.live.server import House, Server, new_house

pytestmark = pytest.mark.slow
SCREEN = "kitchen"
SEEN_S = 0.45
"""Longer than what came lately is left alone."""


@pytest.fixture
def house(tmp_path: Path) -> House:
    return new_house(tmp_path / "house")


@pytest.fixture
def line() -> Iterator[Line]:
    made = Line()
    yield made
    made.close()


async def until(true: Callable[[], bool], seconds: float = 15.0) -> None:
    async with asyncio.timeout(seconds):
        while not true():  # noqa: ASYNC110 - what is waited for is another process
            await asyncio.sleep(0.01)


class LiveWall:
    """What a wall shows."""

    def __init__(self) -> None:
        self.slots: list[str] = []
        self.seq = 0
        self.board_at = 0.0
        """When the last board came, by this machine's monotonic clock."""
        self.told: list[dict[str, object]] = []


@asynccontextmanager
async def wall(server: Server, secret: str, screen: str = SCREEN) -> AsyncIterator[LiveWall]:
    """A wall that comes back whenever the server does."""
    shown = LiveWall()

    async def watch() -> None:
        address = f"ws://127.0.0.1:{server.port}/screens/{screen}/live"
        headers = {"Authorization": f"Bearer {secret}"}
        while True:
            try:
                async with connect(address, additional_headers=headers, proxy=None, max_size=None) as socket:
                    async for text in socket:
                        message = json.loads(text)
                        if message["type"] == "board":
                            shown.slots, shown.seq = message["slots"], message["seq"]
                            shown.board_at = time.monotonic()
                        elif message["type"] == "bar":
                            shown.told.append(message)
            except Exception:  # noqa: BLE001 - the server is killed in every way there is
                await asyncio.sleep(0.02)

    task = asyncio.create_task(watch())
    try:
        yield shown
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


async def order(api: Api, shown: LiveWall, count: int, dish: str = "drink-coconut") -> list[str]:
    """So many tickets, on the wall for long enough."""
    before = set(shown.slots)
    for number in range(count):
        await api.until_answered(
            "/api/v1/rounds",
            {"table": f"A0{number + 1}", "channel": "waiter", "lines": [{"dish": dish, "qty": 1}]},
            f"order-{number}-{time.monotonic_ns()}",
        )
    await until(lambda: len(set(shown.slots) - before - {""}) >= count)
    await asyncio.sleep(SEEN_S)
    return [each for each in shown.slots if each not in before and each]


async def bumped(api: Api) -> list[str]:
    return [each.data["ticket"] for each in await api.events() if each.type == "TicketBumped"]


async def test_presses_land_once_on_what_was_shown(house: House, line: Line, tmp_path: Path) -> None:
    with Server(house) as server, DaemonProcess(tmp_path, server.url, house.tokens["kitchen"], line, SCREEN) as daemon:
        async with Api(server.url, house.tokens) as api, wall(server, house.tokens["kitchen"]) as shown:
            tickets = await order(api, shown, 3)
            await until(lambda: "connected" in daemon.said())
            for ticket in tickets[:2]:
                line.send(f"{shown.slots.index(ticket) + 1}\r")
            await until(lambda: sum(each.get("outcome") == "done" for each in shown.told) == 2)
            assert await bumped(api) == tickets[:2]
            assert [each["select"] for each in shown.told if "select" in each]
            line.send("\r")
            await until(lambda: "a digit first" in daemon.said())


async def test_the_server_killed_and_the_daemon_killed_with_presses_waiting(
    house: House, line: Line, tmp_path: Path
) -> None:
    with Server(house) as server, DaemonProcess(tmp_path, server.url, house.tokens["kitchen"], line, SCREEN) as daemon:
        async with Api(server.url, house.tokens) as api, wall(server, house.tokens["kitchen"]) as shown:
            await until(lambda: "connected" in daemon.said())
            tickets = await order(api, shown, 3)
            slots = [shown.slots.index(ticket) + 1 for ticket in tickets]
            server.kill()
            for slot in slots:
                line.send(f"{slot}\r")
            await until(lambda: daemon.outbox.read_text().count('"kind":"bump"') == 3)
            daemon.kill()
            daemon.start()
            server.start()
            await until(lambda: daemon.said().count(": done") == 3)
            assert await bumped(api) == tickets
    assert "refused" not in daemon.said()


ALONE = {
    "theme": "alone",
    "name": {"zh": "一个人", "en": "One cook"},
    "bars": [{"screen": "drinks", "works": "snacks"}],
}


class Alike(NamedTuple):
    """A ticket in the same slot of two screens, and a bar at `drinks`, which the theme `alone` takes to `snacks`."""

    server: Server
    daemon: DaemonProcess
    api: Api
    drinks: LiveWall
    snacks: LiveWall
    drink: str
    cake: str
    slot: int


@asynccontextmanager
async def alike(house: House, line: Line, folder: Path) -> AsyncIterator[Alike]:
    kitchen = house.tokens["kitchen"]
    with Server(house) as server, DaemonProcess(folder, server.url, kitchen, line, "drinks") as daemon:
        async with (
            Api(server.url, house.tokens) as api,
            wall(server, kitchen, "drinks") as drinks,
            wall(server, kitchen, "snacks") as snacks,
        ):
            made = await api.post("/api/v1/kitchen/changes", {"themes": [ALONE]}, "themes", "manager")
            assert made.status == 200, made.body
            await until(lambda: "connected" in daemon.said())
            (drink,) = await order(api, drinks, 1)
            (cake,) = await order(api, snacks, 1, "snack-rice-cake")
            slot = drinks.slots.index(drink) + 1
            assert snacks.slots.index(cake) + 1 == slot
            yield Alike(server, daemon, api, drinks, snacks, drink, cake, slot)


async def test_a_theme_takes_it_to_another_screen_and_a_press_means_the_one_that_was_looked_at(
    house: House, line: Line, tmp_path: Path
) -> None:
    async with alike(house, line, tmp_path) as there:
        _, daemon, api, drinks, snacks, drink, cake, slot = there
        line.send(str(slot))
        await until(lambda: any("select" in each for each in drinks.told))
        switched = await api.post("/api/v1/kitchen/theme", {"theme": "alone"}, "switch", "manager")
        assert switched.status == 200, switched.body
        await until(lambda: daemon.said().count("connected") == 2, seconds=3.0)
        assert daemon.said().count("moved") == 1
        line.send("\r")
        await until(lambda: any(each.get("ticket") == drink for each in drinks.told))
        assert await bumped(api) == [drink]
        await asyncio.sleep(SEEN_S)
        line.send(f"{slot}\r")
        await until(lambda: any(each.get("outcome") == "done" for each in snacks.told))
        assert await bumped(api) == [drink, cake]


async def test_a_press_that_waits_while_the_theme_is_switched_means_the_screen_of_then(
    house: House, line: Line, tmp_path: Path
) -> None:
    async with alike(house, line, tmp_path) as there:
        server, daemon, api, _, _, drink, _, slot = there
        server.kill()
        line.send(f"{slot}\r")
        await until(lambda: daemon.outbox.read_text().count('"kind":"bump"') == 1)
        daemon.kill()
        server.start()
        switched = await api.until_answered("/api/v1/kitchen/theme", {"theme": "alone"}, "switch", "manager")
        assert switched.status == 200, switched.body
        daemon.start()
        await until(lambda: ": done" in daemon.said())
        assert await bumped(api) == [drink]


async def test_what_is_too_old_is_not_done_and_the_wall_says_so(house: House, line: Line, tmp_path: Path) -> None:
    token = house.tokens["kitchen"]
    with Server(house) as server, DaemonProcess(tmp_path, server.url, token, line, SCREEN, expire_s=5) as daemon:
        async with Api(server.url, house.tokens) as api, wall(server, token) as shown:
            await until(lambda: "connected" in daemon.said())
            (ticket,) = await order(api, shown, 1)
            server.kill()
            line.send(f"{shown.slots.index(ticket) + 1}\r")
            await until(lambda: ": expired" in daemon.said())
            server.start()
            await until(lambda: any(each.get("reason") == "expired" for each in shown.told))
            assert await bumped(api) == []


async def test_it_stops_within_a_second(house: House, line: Line, tmp_path: Path) -> None:
    with Server(house) as server, DaemonProcess(tmp_path, server.url, house.tokens["kitchen"], line, SCREEN) as daemon:
        await until(lambda: "connected" in daemon.said())
        assert daemon.process is not None
        daemon.process.send_signal(signal.SIGTERM)
        assert daemon.process.wait(1.0) == 0
