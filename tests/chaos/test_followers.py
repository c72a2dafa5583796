"""Followers and their server are killed again and again under load: each event is told once, and counted once."""

from __future__ import annotations

import asyncio
import contextlib
import os
import random
import shutil
import signal
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from kds.feed import past
from kds.feed.public import encode_stored
from kds.followers import FOLLOWERS
from kds.ops import kitchen_figures
from kds.reports.proof import prove
from kds.storage.opening import open_ledger, read_ledger
from kds.storage.own_store import FOLDER, folder_of, read
from tests.live.audit import Promises, audit
from tests.live.client import Api
from tests.live.feed import Follower, history, number
from tests.live.load import Load
from tests.live.orders import card
from tests.live.server import GONE, RUNNER, House, Server, state_of
from tests.runtime.followed import catch_up

pytestmark = [pytest.mark.slow, pytest.mark.chaos]

TURNS = 9
"""At each of them all processes of followers are killed, at any moment of their lives."""
SERVER_TOO = 4
"""Each so many turns the server is killed too."""
RETAINED = 60
"""Public events in memory: everybody who comes back reads the table first."""


@pytest.fixture
def server(house: House) -> Iterator[Server]:
    """A server that remembers little."""
    with Server(house, command=(*RUNNER, "--retained", str(RETAINED))) as running:
        yield running


async def taken_in(data: Path, name: str) -> int:
    """The last event that stands with a follower."""
    return await FOLLOWERS[name].stands(folder_of(data, name)) or 0


async def until(so: Callable[[], bool], within_s: float = 60.0) -> None:
    async with asyncio.timeout(within_s):
        while not so():  # noqa: ASYNC110
            await asyncio.sleep(0.02)


async def caught_up(server: Server, api: Api) -> int:
    """Wait until every follower has all there is: the last event."""
    seq = (await api.health()).seq
    data = server.house.data
    async with asyncio.timeout(60):
        while min([await taken_in(data, name) for name in FOLLOWERS]) < seq:  # noqa: ASYNC110
            await asyncio.sleep(0.02)
    return seq


def figures(data: Path) -> list[tuple[object, ...]]:
    """All that is counted of the stations."""
    query = "SELECT * FROM figures ORDER BY day, station, what"
    found = read(folder_of(data, kitchen_figures.NAME), kitchen_figures.FORM, query)
    return found.rows if found else []


async def test_each_event_is_told_once_and_counted_once_whoever_is_killed(server: Server, api: Api) -> None:
    menu, promises, dice = await card(api), Promises(), random.Random(7)
    steady, *fickle = (Follower(api, random.Random(n) if n else None) for n in range(4))
    killed = 0
    async with contextlib.AsyncExitStack() as stack:
        for listener in (steady, *fickle):
            await stack.enter_async_context(listener)
        async with Load(api, menu, promises, clients=4) as load:
            for turn in range(1, TURNS + 1):
                await until(lambda: bool(server.followers()))
                await asyncio.sleep(dice.uniform(0.0, 2.0))
                for pid in server.followers():
                    with contextlib.suppress(ProcessLookupError):
                        os.kill(pid, signal.SIGKILL)
                        killed += 1
                if turn % SERVER_TOO == 0:
                    await asyncio.to_thread(server.kill)
                    await asyncio.to_thread(server.start)
            await load.acknowledged(50)
        seq = await caught_up(server, api)
        whole = await history(api)
        for listener in (steady, *fickle):
            await listener.reached(seq, timeout_s=60)
            assert listener.messages == whole
    assert killed >= TURNS
    assert [number(each) for each in whole] == list(range(1, len(whole) + 1))
    assert await audit(api, promises, menu.station) == []
    assert server.stop() == 0
    assert server.verify() == ""
    await _hold_against_a_rebuild(server.house.data, server.house.data.with_name("anew"))


async def _hold_against_a_rebuild(data: Path, anew: Path) -> None:
    """What they made is what the ledger makes of them in one go, row by row."""
    async with read_ledger(data) as ledger:
        truth = [tuple(encode_stored(each)) for each in await ledger.read(0, 1_000_000)]
    told = read(folder_of(data, past.NAME), past.form(), "SELECT seq, json FROM told ORDER BY seq")
    assert told is not None
    assert told.rows == truth
    shutil.copytree(data, anew, ignore=shutil.ignore_patterns("control", "lock", FOLDER, "snapshots"))
    async with open_ledger(anew) as ledger:
        await catch_up(ledger, anew, kitchen_figures.FOLLOWER)
    assert figures(data) == figures(anew) != []
    proof = await prove(data, lambda done, total: None)
    assert (proof.sound, "row for row" in proof.words) == (True, True), proof.words


async def test_no_follower_outlives_its_server(server: Server, api: Api) -> None:
    """Also one that stands still when its server is killed, once it goes on."""
    await caught_up(server, api)
    pids = server.followers()
    assert len(pids) == len(FOLLOWERS)
    os.kill(pids[0], signal.SIGSTOP)
    await asyncio.to_thread(server.kill)
    await until(lambda: state_of(pids[1]) in GONE)
    await asyncio.to_thread(server.start)
    await caught_up(server, api)
    os.kill(pids[0], signal.SIGCONT)
    await until(lambda: state_of(pids[0]) in GONE)


async def test_a_follower_that_stands_still_costs_the_server_neither_time_nor_memory(server: Server, api: Api) -> None:
    menu, promises = await card(api), Promises()
    await caught_up(server, api)
    for pid in server.followers():
        os.kill(pid, signal.SIGSTOP)
    async with Load(api, menu, promises, clients=4) as load:
        await load.acknowledged(50)
        before = _rss_kb(server)
        await load.acknowledged(400)
        assert _rss_kb(server) - before < 16 << 10
        slowest = max([await _time_of(api) for _ in range(20)])
    assert slowest < 1.0
    for pid in server.followers():
        os.kill(pid, signal.SIGCONT)
    await caught_up(server, api)


async def _time_of(api: Api) -> float:
    started = time.monotonic()
    await api.health()
    return time.monotonic() - started


def _rss_kb(server: Server) -> int:
    words = Path(f"/proc/{server.running.pid}/status").read_text().partition("VmRSS:")[2].split()
    return int(words[0])
