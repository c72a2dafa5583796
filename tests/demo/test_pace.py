"""Simulated time passes as fast as it should, and stops for everybody at once."""

import asyncio
import time

import pytest

from kds.demo.pace import DinnerOver, Pace


async def test_a_minute_passes_in_a_fraction_of_it() -> None:
    pace = Pace(speed=600)
    began = time.monotonic()
    await pace.pause(60)
    assert 0.1 <= time.monotonic() - began < 5
    assert pace.minutes() >= 1


async def test_whoever_waits_is_told_that_it_is_over() -> None:
    pace = Pace(speed=1)
    waiting = [asyncio.ensure_future(pace.pause(3600)), asyncio.ensure_future(pace.soon(asyncio.Event().wait()))]
    await asyncio.sleep(0)
    pace.end()
    for each in waiting:
        with pytest.raises(DinnerOver):
            await asyncio.wait_for(each, 5)
    with pytest.raises(DinnerOver):
        await pace.pause(0)


async def test_what_comes_sooner_comes() -> None:
    pace, queue = Pace(speed=1), asyncio.Queue[str]()
    queue.put_nowait("L1")
    assert await pace.soon(queue.get()) == "L1"
    with pytest.raises(TimeoutError):
        await pace.soon(queue.get(), at_most_s=0.01)
    queue.put_nowait("L2")
    assert await pace.soon(queue.get()) == "L2"


def test_last_orders_come_at_their_minute() -> None:
    assert Pace(speed=1, until_min=0).last_orders
    assert not Pace(speed=1, until_min=60).last_orders
    endless = Pace(speed=1)
    assert not endless.last_orders
    endless.end()
    assert endless.last_orders
