"""From a key of a bump bar to the ledger and to the pixels of a wall, in a busy kitchen; what an idle daemon costs; and
what a reader that stalls makes of two hundred taps."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import tempfile
import time
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

from playwright.async_api import Page, async_playwright
from websockets.asyncio.client import connect

from kds.web.auth import COOKIE
from tests.bench.client import percentile
from tests.bench.house import station_bodies
from tests.bench.rows import Row
from tests.bench.running import Orders, restaurant, serving
from tests.bench.screens import SCREEN, evening
from tests.bench.walls import walls
from tests.bumpbar.lines import DaemonProcess, Line
from tests.bumpbar.scene import scene
from tests.needs import needs
from tests.screens.conftest import ARGUMENTS

WALLS, RATE = 12, 20
BETWEEN_S = 0.35
"""Between two presses of the bar: nearly three a second."""
SETTLED_S = 0.6
"""So long a ticket has stood in its slot before it is pressed for."""
PATIENCE_S = 10.0
TICKS = os.sysconf("SC_CLK_TCK")


class Watching:
    """A wall that knows since when each ticket stands in its slot, and when a bar's bump was answered."""

    def __init__(self) -> None:
        self.since: dict[tuple[int, str], float] = {}
        self.done: dict[str, float] = {}

    async def run(self, address: str, token: str) -> None:
        """For ever."""
        url = f"ws{address.removeprefix('http')}/screens/{SCREEN}/live"
        headers = {"Authorization": f"Bearer {token}"}
        async with connect(url, additional_headers=headers, proxy=None, max_size=None, compression=None) as socket:
            async for text in socket:
                message, now = json.loads(text), time.time()
                if message["type"] == "board":
                    standing = {(slot, each) for slot, each in enumerate(message["slots"], 1) if each}
                    self.since = {each: self.since.get(each, now) for each in standing}
                elif message["type"] == "bar" and message.get("outcome") == "done":
                    self.done[message["ticket"]] = now

    def ripe(self) -> tuple[int, str] | None:
        """A slot with a digit and the ticket that has stood there for longest, for long enough."""
        known = [(at, slot, each) for (slot, each), at in self.since.items() if slot <= 10 and each not in self.done]
        at, slot, ticket = min(known, default=(time.time(), 0, ""))
        return (slot, ticket) if time.time() - at > SETTLED_S else None


def bars(scratch: Path, seconds: float) -> Iterator[Row]:
    """Presses on a serial bar, with twelve walls and twenty rounds a second going on."""
    data = scratch / "bars"
    orders = restaurant(data, tables=100, bodies=station_bodies(400, 100))
    line = Line()
    with serving(data) as server, DaemonProcess(data, server.address, orders.token, line, SCREEN):
        ledger, painted = asyncio.run(_pressed(server.address, orders, line, seconds))
    line.close()
    name = f"key of a bump bar → %s, {WALLS} walls, {RATE} rounds/s"
    yield Row(f"{name % 'ledger and wall'}, p50", percentile(ledger, 0.5), "ms")
    yield Row(f"{name % 'ledger and wall'}, p99", percentile(ledger, 0.99), "ms", "< 60")
    seen = [each for each in painted if each < float("inf")]
    yield Row(f"{name % 'painted in Chromium'}, p50", percentile(seen, 0.5), "ms")
    yield Row(f"{name % 'painted in Chromium'}, p99", percentile(seen, 0.99), "ms", "< 100")
    yield Row("the same: tickets that a Chromium which fell behind never painted", len(painted) - len(seen), "", "0")


def idle_bar(scratch: Path, seconds: float) -> Iterator[Row]:
    """What the daemon takes of a core while nobody presses."""
    data = scratch / "idle"
    orders = restaurant(data, tables=4, bodies=station_bodies(1, 4))
    line = Line()
    with serving(data) as server, DaemonProcess(data, server.address, orders.token, line, SCREEN) as daemon:
        while "connected" not in daemon.said():
            time.sleep(0.05)
        assert daemon.process is not None
        before = _ticks(daemon.process.pid)
        time.sleep(seconds)
        share = (_ticks(daemon.process.pid) - before) / TICKS / seconds
    line.close()
    yield Row("the bump bar's daemon, idle, of a core", share * 100, "%", "< 0.5")


def stalled_bar(scratch: Path) -> Iterator[Row]:
    """Two hundred taps of BUMP on a real kernel's keyboard while nobody reads it for three seconds."""
    with tempfile.TemporaryDirectory(prefix="keys") as work:
        invented, told = asyncio.run(_stalled(Path(work)))
    yield Row("a reader stalled for 3 s during 200 taps: presses made up", invented, "", "0")
    yield Row("the same: times that the wall was told of lost keys", told, "", "≥ 1")


async def _pressed(address: str, orders: Orders, line: Line, seconds: float) -> tuple[list[float], list[float]]:
    """Milliseconds from each press to its answer on a wall, which follows the commit, and to the frame without it."""
    watching = Watching()
    async with page_of(address, orders.token, SCREEN) as page:
        others = await walls(address, SCREEN, orders.token, WALLS - 1)
        watch = asyncio.create_task(watching.run(address, orders.token))
        load = asyncio.create_task(evening(address, orders, RATE, seconds))
        pressed: dict[str, float] = {}
        while not load.done():
            found = watching.ripe()
            if found is not None and found[1] not in pressed:
                pressed[found[1]] = time.time()
                line.send(f"{found[0] % 10}\r")
            await asyncio.sleep(BETWEEN_S)
        await load
        done = {ticket: at for ticket, at in pressed.items() if ticket in watching.done}
        gone: dict[str, float] = {}
        give_up_at = time.time() + PATIENCE_S
        while done.keys() - gone.keys() and time.time() < give_up_at:
            await asyncio.sleep(0.2)
            gone = await page.evaluate("window.goneAt")
        watch.cancel()
        for wall in others:
            wall.transport.close()
    if len(done) < len(pressed) / 2:
        raise RuntimeError(f"of {len(pressed)} presses only {len(done)} were done")
    ledger = [(watching.done[ticket] - at) * 1000 for ticket, at in done.items()]
    # What a page that is behind came back without is never seen to leave it: it took for ever.
    return ledger, [gone.get(ticket, float("inf")) - at * 1000 for ticket, at in done.items()]


@contextlib.asynccontextmanager
async def page_of(address: str, token: str, screen: str) -> AsyncIterator[Page]:
    """A wall in a real browser, which notes when tickets have left it."""
    async with async_playwright() as play:
        browser = await play.chromium.launch(executable_path=needs("chromium"), args=ARGUMENTS)
        page = await browser.new_page(viewport={"width": 1920, "height": 1080})
        await page.add_init_script(path=Path(__file__).parent / "gone.js")
        await page.context.add_cookies([{"name": COOKIE, "value": token, "url": address}])
        async with page.expect_event("websocket", timeout=60_000):
            await page.goto(f"{address}/screens/{screen}")
        await page.wait_for_timeout(1000)
        yield page
        await browser.close()


async def _stalled(work: Path) -> tuple[int, int]:
    async with scene(work) as play:
        await play.plug("A", 1, "hot")
        (ticket,) = await play.order(1)
        play.machine.tap("A", play.slot(ticket))
        await play.told(lambda each: "select" in each)
        await play.hang()
        await asyncio.to_thread(play.machine.tap, "A", *(["ctrl"] * 200), held_s=0.008)
        play.machine.order("go")
        await play.told(lambda each: each.get("reason") == "dropped")
        await asyncio.sleep(1.0)
        lost = [each for each in play.kitchen.told if each.get("reason") == "dropped"]
        return len(await play.bumped()), len(lost)


def _ticks(pid: int) -> int:
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return int(fields[11]) + int(fields[12])
