"""Law 4, Resume: what follows any position, added to what was known there, is the whole: for the feed, for the state.

The screens' share of this law is tested where the screens are.
"""

from __future__ import annotations

import asyncio
import contextlib
import random
from collections.abc import Iterator
from typing import NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st
from websockets.sync.client import connect

from tests.live.audit import Promises, audit, gather
from tests.live.client import Api
from tests.live.feed import Follower, address, history, number
from tests.live.load import Load
from tests.live.orders import card
from tests.live.server import House, Server
from tests.live.wire import RawEvents

pytestmark = [pytest.mark.slow, pytest.mark.chaos]

RESTARTS = 4
SNAPSHOT_EVERY = 5_000
"""Events after which a running server is bound to have taken a snapshot."""


class Past(NamedTuple):
    """A server with a past, and all of its public events."""

    server: Server
    whole: list[bytes]


@pytest.fixture(scope="module")
def past(founded: House, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Past]:
    """Some hundreds of events, a part of them from before a restart."""
    with Server(founded.copied_to(tmp_path_factory.mktemp("past") / "data")) as server:
        yield Past(server, asyncio.run(_make_past(server)))


async def _make_past(server: Server) -> list[bytes]:
    async with Api(server.url, server.house.tokens) as api:
        menu, promises = await card(api), Promises()
        async with Load(api, menu, promises) as load:
            await load.acknowledged(150)
            server.kill()
            await asyncio.to_thread(server.start)
            await load.acknowledged(150)
        return await history(api)


@given(data=st.data())
def test_the_feed_from_any_past_position_is_the_rest_of_the_whole(past: Past, data: st.DataObject) -> None:
    server, whole = past
    since = data.draw(st.integers(0, len(whole) - 1), label="since")
    url, tokens = address(server.url, since), server.house.tokens
    headers = {"Authorization": f"Bearer {tokens['integration']}"}
    with connect(url, additional_headers=headers, compression=None, proxy=None) as connection:
        messages = [connection.recv(decode=False) for _ in whole[since:]]
    assert messages == whole[since:]


@given(data=st.data())
def test_pages_from_any_position_of_any_length_join_to_the_whole(past: Past, data: st.DataObject) -> None:
    server, whole = past
    since = data.draw(st.integers(0, len(whole)), label="since")
    limit = data.draw(st.integers(1, 1000), label="limit")

    async def read() -> RawEvents:
        async with Api(server.url, server.house.tokens) as api:
            return await api.get("/api/v1/events", RawEvents, since=since, limit=limit)

    page = asyncio.run(read())
    assert [bytes(each) for each in page.events] == whole[since : since + limit]
    assert page.next == min(since + limit, len(whole))


async def test_listeners_through_restarts_and_hang_ups_hear_every_event_once_and_in_order(
    server: Server, api: Api
) -> None:
    menu, promises, dice = await card(api), Promises(), random.Random(1)
    steady, *fickle = (Follower(api, random.Random(n) if n else None) for n in range(6))
    async with contextlib.AsyncExitStack() as stack:
        for listener in (steady, *fickle):
            await stack.enter_async_context(listener)
        async with Load(api, menu, promises) as load:
            for _ in range(RESTARTS):
                await load.acknowledged(dice.randint(20, 100))
                await asyncio.to_thread(server.kill if dice.random() < 0.5 else server.stop)
                await asyncio.to_thread(server.start)
        whole = await history(api)
        for listener in (steady, *fickle):
            await listener.reached(len(whole))
            assert listener.messages == whole
            assert listener.connections > RESTARTS
    assert [number(each) for each in whole] == list(range(1, len(whole) + 1))
    assert await audit(api, promises, menu.station) == []


async def test_the_state_from_a_snapshot_and_what_follows_is_the_state_of_the_whole_ledger(
    server: Server, api: Api
) -> None:
    menu, promises = await card(api), Promises()
    async with Load(api, menu, promises, clients=24, pause_s=0.0) as load:
        while (await api.health()).seq < SNAPSHOT_EVERY + 500:
            await load.acknowledged(100)
    snapshots = server.house.data / "snapshots"
    assert list(snapshots.glob("*.snapshot"))
    shown = await gather(api)
    for end in (server.kill, server.stop, server.kill):
        end()
        await asyncio.to_thread(server.start)
        assert server.verify() == ""
        assert await gather(api) == shown
    for file in snapshots.iterdir():
        file.unlink()
    server.kill()
    await asyncio.to_thread(server.start)
    assert await gather(api) == shown
    assert await audit(api, promises, menu.station) == []
