"""Real key presses: a real kernel, real udev, emulated USB keyboards, the daemon unprivileged, a live wall."""

from __future__ import annotations

import asyncio
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.bumpbar.machine import HOST, Machine
from tests.bumpbar.test_daemon import LiveWall, bumped, order, until, wall
from tests.live.client import Api
from tests.live.server import Server, new_house
from tests.needs import needs

pytestmark = [pytest.mark.long, pytest.mark.slow, pytest.mark.chaos, pytest.mark.timeout(170)]
PROBE_S = 0.3
"""The kernel drops a key that comes before it has ended looking at a keyboard that was plugged in."""
CONFIG = """server = "http://{host}:{port}"
[screens.kitchen]
token = "{token}"
[screens.expo]
token = "{token}"
[bars.hot]
keymap = "kb1700"
screens = ["kitchen"]
serial = "BAR-A"
[bars.pass]
keymap = "kb1700"
screens = ["expo"]
serial = "BAR-B"
"""


@pytest.fixture
def work() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="keys") as name:
        yield Path(name)


def test_presses_land_on_the_right_tickets_exactly_once(work: Path) -> None:
    needs("qemu")
    house = new_house(work / "house")
    with Server(house) as server:
        config = CONFIG.format(host=HOST, port=server.port, token=house.tokens["kitchen"])
        with Machine(work, config) as machine:
            asyncio.run(_evening(machine, server))


async def _evening(machine: Machine, server: Server) -> None:
    token = server.house.tokens["kitchen"]
    async with Api(server.url, server.house.tokens) as api, wall(server, token) as shown:
        await _said(machine, "screen kitchen: connected", 90)
        machine.plug("A", 1)
        await _said(machine, "bar hot is there")
        await asyncio.sleep(PROBE_S)
        tickets = await order(api, shown, 6)
        await _taps_and_a_burst(machine, api, shown, tickets)
        await _unplugged_with_a_key_held(machine, api, shown, tickets)
        await _killed_on_both_sides(machine, server, api, shown, tickets)
        machine.order("stop")
        began = time.monotonic()
        await _said(machine, "STOPPED 0")
        assert time.monotonic() - began < 1.5


async def _taps_and_a_burst(machine: Machine, api: Api, shown: LiveWall, tickets: list[str]) -> None:
    slots = [str(shown.slots.index(ticket) + 1) for ticket in tickets]
    machine.tap("A", slots[0], "ctrl")
    await _until_bumped(machine, api, tickets[:1])
    machine.tap("A", "ctrl")  # nothing is selected any more
    await _said(machine, "a digit first")
    machine.key("A", slots[1], down=True)
    await asyncio.sleep(1.0)
    machine.key("A", slots[1], down=False)  # the kernel repeats it meanwhile
    machine.tap("A", "ctrl")
    await _until_bumped(machine, api, tickets[:2])
    free = str(shown.slots.index("") + 1)
    machine.tap("A", *([free] * 100), held_s=0.005)
    machine.tap("A", slots[2], "ctrl")
    await _until_bumped(machine, api, tickets[:3])


async def _unplugged_with_a_key_held(machine: Machine, api: Api, shown: LiveWall, tickets: list[str]) -> None:
    machine.tap("A", str(shown.slots.index(tickets[3]) + 1))
    machine.key("A", str(shown.slots.index(tickets[3]) + 1), down=True)
    machine.unplug("A")
    await _said(machine, "bar hot is gone")
    machine.plug("B", 4)
    await _said(machine, "bar pass is there")
    count = machine.said().count("bar hot is there")
    machine.plug("A", 3)
    await _until(machine, lambda said: said.count("bar hot is there") == count + 1)
    await asyncio.sleep(PROBE_S)
    await until(lambda: any(each.get("reason") == "gone" for each in shown.told))
    assert await bumped(api) == tickets[:3]
    machine.tap("A", str(shown.slots.index(tickets[3]) + 1), "ctrl")
    await _until_bumped(machine, api, tickets[:4])


async def _killed_on_both_sides(
    machine: Machine, server: Server, api: Api, shown: LiveWall, tickets: list[str]
) -> None:
    slots = [str(shown.slots.index(ticket) + 1) for ticket in tickets[4:]]
    server.kill()
    for slot in slots:
        machine.tap("A", slot, "ctrl")
    await asyncio.sleep(0.5)
    machine.order("kill")
    await _said(machine, "KILLED")
    server.start()
    machine.order("start")
    await _until_bumped(machine, api, tickets)
    await _until(machine, lambda said: said.count(": done") == len(tickets))


async def _until_bumped(machine: Machine, api: Api, tickets: list[str]) -> None:
    deadline = time.monotonic() + 15
    while (now := await bumped(api)) != tickets:
        assert time.monotonic() < deadline, (now, tickets, machine.said())
        assert now == tickets[: len(now)], (now, tickets)
        await asyncio.sleep(0.05)


async def _said(machine: Machine, words: str, seconds: float = 20) -> None:
    await _until(machine, lambda said: words in said, seconds)


async def _until(machine: Machine, true: Callable[[str], bool], seconds: float = 20) -> None:
    await asyncio.to_thread(machine.until, true, seconds)
