"""Law 3, Durable: an answer means it is on disk, and `kill -9` at any instant does not change that.

Power cuts and full disks, which do more than a kill, are in tests/chaos.
"""

from __future__ import annotations

import asyncio
import random

import pytest

from tests.live.audit import Promises, audit, gather
from tests.live.client import Api
from tests.live.feed import Follower, history
from tests.live.load import Load, place
from tests.live.orders import ROUNDS, card
from tests.live.server import Server

pytestmark = [pytest.mark.slow, pytest.mark.chaos]

KILLS = 20
HOUSES_AT_LENGTH = 25
"""In each of them `KILLS` more: 500 in all."""


def seeds() -> list[object]:
    """One house in short, the others at length."""
    long = [pytest.mark.long, pytest.mark.timeout(600)]
    return [0, *[pytest.param(seed, marks=long) for seed in range(1, HOUSES_AT_LENGTH)]]


async def kill_and_start(server: Server, dice: random.Random) -> None:
    """Kill the server as it works, now and then kill it again as it starts, and start it on the same port."""
    server.kill()
    if dice.random() < 0.25:
        server.launch()
        await asyncio.sleep(dice.uniform(0.0, 0.5))
        server.kill()
    await asyncio.to_thread(server.start)


@pytest.mark.parametrize("seed", seeds())
async def test_nothing_acknowledged_is_lost_by_kill_9_in_mid_load(server: Server, api: Api, seed: int) -> None:
    menu, promises, dice = await card(api), Promises(), random.Random(seed)
    async with Follower(api) as live:
        async with Load(api, menu, promises, seed=seed) as load:
            for _ in range(KILLS):
                await load.acknowledged(dice.randint(1, 40))
                await asyncio.sleep(dice.uniform(0.0, 0.02))
                await kill_and_start(server, dice)
        assert await audit(api, promises, menu.station) == []
        assert server.verify() == ""
        await live.reached((await api.health()).seq)
    assert live.messages == await history(api)
    assert len(promises.acknowledged) > KILLS
    assert not promises.pending


async def test_a_stop_by_signal_answers_what_it_took_and_loses_nothing(server: Server, api: Api) -> None:
    menu, promises = await card(api), Promises()
    async with Load(api, menu, promises) as load:
        for _ in range(3):
            await load.acknowledged(50)
            assert await asyncio.to_thread(server.stop) == 0
            assert server.verify() == ""
            await asyncio.to_thread(server.start)
    assert await audit(api, promises, menu.station) == []
    before = await gather(api)
    assert await asyncio.to_thread(server.stop) == 0
    await asyncio.to_thread(server.start)
    assert await gather(api) == before


async def test_a_request_that_is_under_way_when_the_server_gives_up_waiting_is_told_to_ask_again(
    server: Server, api: Api
) -> None:
    menu, promises, dice = await card(api), Promises(), random.Random(1)
    order = menu.order(dice, "A01", "half", 2)
    reader, writer = await asyncio.open_connection("127.0.0.1", server.port)
    whole = api.request(ROUNDS, order.body, order.key, order.role)
    writer.write(whole[:-1])
    await writer.drain()
    answer, status = await asyncio.gather(reader.read(), asyncio.to_thread(server.stop))
    writer.close()
    assert status == 0
    assert answer.startswith(b"HTTP/1.1 503 ")
    assert b"retry-after: " in answer.lower()
    assert b'"reason":"in_doubt"' in answer
    server.start()
    await place(api, promises, order, "calm", dice)
    assert await audit(api, promises, menu.station) == []
