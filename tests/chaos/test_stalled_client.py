"""A websocket client that stops reading is cut off and comes back to the whole; nobody else waits for it."""

from __future__ import annotations

import asyncio
import json
import socket

import msgspec
import pytest
from websockets.asyncio.client import ClientConnection
from websockets.exceptions import ConnectionClosed

from tests.live.audit import Promises, audit
from tests.live.client import Api
from tests.live.feed import Follower, heard, history, listening
from tests.live.load import Load
from tests.live.orders import card
from tests.live.server import Server
from tests.live.wire import Event

pytestmark = [pytest.mark.slow, pytest.mark.chaos, pytest.mark.alone]

STALLED = 3
FELL_BEHIND = 4008
CUT_OFF_S = 60.0
"""How soon a client that takes nothing must be let go."""
DELAY_S = 1.0
"""What an order, or its news, may take at most meanwhile: far less than a stall."""


def narrow(api: Api) -> socket.socket:
    """A connection over which little is under way: a client on it that does not read stalls soon."""
    host, port = api.url.removeprefix("http://").split(":")
    sock = socket.socket()
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    sock.connect((host, int(port)))
    return sock


async def cut_off(connection: ClientConnection) -> tuple[list[bytes], int | None]:
    """What a client that reads again still hears, and the code with which it was closed; None for no code."""
    found: list[bytes] = []
    try:
        async with asyncio.timeout(CUT_OFF_S):
            while True:
                found.append(await connection.recv(decode=False))
    except ConnectionClosed as closed:
        return found, None if closed.rcvd is None else closed.rcvd.code


def cut_offs(server: Server) -> int:
    """How many listeners the server says it has cut off for falling behind."""
    said = [json.loads(line) for line in server.log.read_text().splitlines()]
    return sum(line["event"] == "feed_closed" and line["code"] == FELL_BEHIND for line in said)


def delays(live: Follower) -> list[float]:
    """How many seconds after its commit each event was heard."""
    decode = msgspec.json.Decoder(Event).decode
    return [arrived - decode(each).at / 1000 for each, arrived in zip(live.messages, live.arrived, strict=True)]


async def test_a_stalled_client_is_cut_off_resumes_completely_and_delays_nobody(server: Server, api: Api) -> None:
    menu, promises = await card(api), Promises()
    stalled = [
        await listening(api, 0, sock=narrow(api), max_queue=1, ping_interval=None, close_timeout=1)
        for _ in range(STALLED)
    ]
    async with Follower(api, since=(await api.health()).seq) as live:
        async with Load(api, menu, promises, clients=16, pause_s=0.0) as load:
            async with asyncio.timeout(CUT_OFF_S):
                while cut_offs(server) < STALLED:
                    await load.acknowledged(50)
        await live.reached((await api.health()).seq)
        whole = await history(api)
        assert live.messages == whole[-len(live.messages) :]
        assert max(delays(live)) < DELAY_S
    assert max(promises.seconds) < DELAY_S
    for connection in stalled:
        found, code = await cut_off(connection)
        assert code in (FELL_BEHIND, None)
        assert found == whole[: len(found)]
        assert len(found) < len(whole)
        async with listening(api, len(found)) as again:
            assert found + await heard(again, len(whole)) == whole
    assert await audit(api, promises, menu.station) == []
    assert server.verify() == ""
