"""A full disk: orders are refused honestly, nothing acknowledged is lost, nothing refused is stored, and orders are
taken again by themselves once there is room. The server's log is on that disk too.
"""

from __future__ import annotations

import asyncio
import contextlib
import random
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.live.audit import Promises, audit, gather
from tests.live.client import Api
from tests.live.load import TABLES
from tests.live.orders import ROUNDS, Card, Order, card
from tests.live.server import House, Server
from tests.needs import needs

pytestmark = [pytest.mark.slow, pytest.mark.chaos]

SIZE = "24m"
CLIENTS = 8
LEFT = 64 << 10
"""Bytes that are left for the ledger to run out of."""
LET_GO_S = 10.0
AGAIN_S = 5.0
"""How long the house may take to notice that there is room again."""


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    mount = needs("tmpfs")
    point = tmp_path / "disk"
    point.mkdir()
    subprocess.run([mount, "-t", "tmpfs", "-o", f"size={SIZE}", "tmpfs", str(point)], check=True)
    try:
        yield point
    finally:
        unmount(point)


def unmount(point: Path) -> None:
    """Take the disk away. A killed server's followers end by themselves, a moment after it, and hold it until then."""
    until = time.monotonic() + LET_GO_S
    while subprocess.run(["umount", str(point)], check=False, capture_output=True).returncode:
        assert time.monotonic() < until, f"somebody holds {point}"
        time.sleep(0.05)


@pytest.fixture
def house(founded: House, small_disk: Path) -> House:
    return founded.copied_to(small_disk / "data")


@pytest.fixture
def ballast(small_disk: Path) -> Ballast:
    return Ballast(small_disk / "ballast")


class Ballast:
    """A file that takes the room from the ledger."""

    def __init__(self, file: Path) -> None:
        self._file = file

    def fill(self, left: int = LEFT) -> None:
        """Leave about so many bytes."""
        with self._file.open("ab", buffering=0) as file:
            with contextlib.suppress(OSError):
                while True:
                    file.write(bytes(1 << 16))
            file.truncate(max(0, file.tell() - left))

    def drop(self) -> None:
        """Give all the room back."""
        self._file.unlink()


async def try_once(api: Api, promises: Promises, order: Order) -> int:
    """Send an order once, and note what its answer says. An answer that may not be given here is a fault."""
    promises.sent(order)
    answer = await api.post(ROUNDS, order.body, order.key, order.role)
    if answer.status != 503:
        promises.answered(order, answer)
    elif answer.retry_after is None or answer.reason not in ("storage_failed", "in_doubt", "overloaded"):
        promises.faults.append(f"{order.key} was refused with {answer}")
    elif answer.reason != "in_doubt":
        promises.turned_away(order)
    return answer.status


async def order_until(api: Api, menu: Card, promises: Promises, name: str, status: int, count: int) -> None:
    """Clients that each go on until they have had so many answers of that status."""

    async def client(number: int) -> None:
        dice = random.Random(f"{name}-{number}")
        had = sent = 0
        while had < count:
            sent += 1
            order = menu.order(dice, dice.choice(TABLES), f"{name}-{number}-{sent}", 3)
            had += await try_once(api, promises, order) == status

    async with asyncio.timeout(30):
        await asyncio.gather(*[client(number) for number in range(CLIENTS)])


async def test_orders_are_refused_honestly_and_taken_again_when_there_is_room(
    server: Server, api: Api, ballast: Ballast
) -> None:
    menu, promises = await card(api), Promises()
    await order_until(api, menu, promises, "before", 201, 10)
    ballast.fill()
    await order_until(api, menu, promises, "full", 503, 10)
    health = await api.health()
    assert "storage_failed" in health.alarm_codes
    assert not health.ready
    assert await audit(api, promises, menu.station) == []
    ballast.drop()
    await ready_again(api)
    await taken_again(api, promises, menu)
    await order_until(api, menu, promises, "after", 201, 10)
    assert (await api.health()).broken == []
    await refused_ones_again(api, promises)
    assert await audit(api, promises, menu.station) == []
    assert server.verify() == ""
    before = await gather(api)
    server.kill()
    server.start()
    assert await gather(api) == before


async def ready_again(api: Api) -> None:
    """It is known within seconds that there is room, though nobody orders."""
    async with asyncio.timeout(AGAIN_S):
        while not (await api.health()).ready:  # noqa: ASYNC110
            await asyncio.sleep(0.05)


async def taken_again(api: Api, promises: Promises, menu: Card) -> None:
    """Orders are taken within seconds, without anybody's help."""
    dice, count = random.Random(1), 0
    async with asyncio.timeout(AGAIN_S):
        while await try_once(api, promises, menu.order(dice, "A01", f"again-{count}", 1)) != 201:
            count += 1
            await asyncio.sleep(0.1)


async def refused_ones_again(api: Api, promises: Promises) -> None:
    """A refusal kept nothing under its key: sent again, the order is done, and not for the second time."""
    again, promises.refused = promises.refused[:10], promises.refused[10:]
    assert len(again) == 10
    for order in again:
        answer = await api.post(ROUNDS, order.body, order.key, order.role)
        assert not answer.replayed
        promises.answered(order, answer)


@pytest.mark.parametrize("end", ["stopped", "killed"])
async def test_a_server_that_ends_on_a_full_disk_has_lost_nothing(
    server: Server, api: Api, ballast: Ballast, end: str
) -> None:
    menu, promises = await card(api), Promises()
    await order_until(api, menu, promises, "before", 201, 10)
    ballast.fill()
    await order_until(api, menu, promises, "full", 503, 2)
    if end == "stopped":
        assert server.stop() == 0
    else:
        server.kill()
    ballast.drop()
    server.start()
    assert await audit(api, promises, menu.station) == []
    assert server.verify() == ""
    await order_until(api, menu, promises, "after", 201, 2)
    assert await audit(api, promises, menu.station) == []
