"""A screen's end of the feed: prompt where it can be, in order where it has to wait, and given up where it stalls."""

from __future__ import annotations

import asyncio

import pytest

from kds.feed import subscriber as subscribers
from kds.feed.hub import Hub
from kds.feed.subscriber import Behind, Frame, Subscriber
from tests.feed.watching import HouseStore, until, wall_key


async def test_a_send_that_does_not_end_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(subscribers, "SEND_S", 0.01)
    subscriber = Subscriber(lambda: 0)
    subscriber.say("x")

    async def never(text: str) -> None:
        await asyncio.Event().wait()

    with pytest.raises(Behind):
        await subscriber.pump(never)


async def test_what_can_be_written_at_once_is_not_queued_and_keeps_its_order() -> None:
    """A screen that has to be waited for gets everything behind what waits already."""
    written: list[str] = []
    ready = asyncio.Event()

    def now(frame: Frame) -> bool:
        if ready.is_set():
            written.append(frame.text)
        return ready.is_set()

    async def send(text: str) -> None:
        await ready.wait()
        written.append(text)

    subscriber = Subscriber(lambda: 0, now)
    subscriber.say("1")
    pump = asyncio.create_task(subscriber.pump(send))
    await asyncio.sleep(0)
    ready.set()
    subscriber.say("2")
    subscriber.say("3")
    await until(lambda: len(written) == 3)
    subscriber.say("4")
    assert written == ["1", "2", "3", "4"]
    pump.cancel()


async def test_a_board_stands_in_the_history_only_when_it_has_gone_out(store: HouseStore, hub: Hub) -> None:
    subscriber = await hub.subscribe(wall_key(), -1)
    assert subscriber.history.slots == 0
    gone: list[str] = []

    async def send(text: str) -> None:
        gone.append(text)

    pump = asyncio.create_task(subscriber.pump(send))
    await until(lambda: subscriber.history.slots == len(store.state.kitchen.slots["wall"].tickets))
    assert gone
    pump.cancel()
