"""WS /feed on a real server: complete, in order, from any past position into the live stream."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncIterator
from typing import Any

import httpx2
import msgspec
import pytest
import uvicorn
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, InvalidStatus

from kds.core.people.change_rights import ChangeRights
from kds.core.rights import RIGHTS, SEE_EVENTS
from kds.feed import events
from kds.feed.past import FOLLOWER
from kds.feed.public import PublicEvent
from kds.web import feed, sockets
from kds.web.server import Server
from tests.runtime.followed import catch_up
from tests.web.served import Api, check
from tests.web.test_past import forget_all_but, ledger_under

READ = msgspec.json.Decoder(PublicEvent)


class Served:
    """The small house on a port of its own."""

    def __init__(self, api: Api, server: uvicorn.Server, port: int) -> None:
        self.api = api
        self.server = server
        self.port = port

    def url(self, since: int | str = 0, **more: str) -> str:
        """The feed's address."""
        query = "".join(f"&{name}={value}" for name, value in more.items())
        return f"ws://127.0.0.1:{self.port}/api/v1/feed?since={since}{query}"

    def listen(self, since: int | str = 0, role: str = "integration", **more: Any) -> connect:
        """Listen with the role's token in the header."""
        headers = {"Authorization": f"Bearer {self.api.secrets[role]}"}
        return connect(self.url(since), additional_headers=headers, compression=None, **more)

    async def listeners(self) -> int:
        """How many listen, as health tells."""
        found: int = (await self.api.get("/healthz", role=None)).json()["feed_clients"]
        return found

    async def until_listeners(self, wanted: int, within_s: float = 10.0) -> None:
        """Wait until so many listen."""
        for _ in range(int(within_s / 0.02)):
            if await self.listeners() == wanted:
                return
            await asyncio.sleep(0.02)
        pytest.fail(f"{await self.listeners()} listen, not {wanted}")


@pytest.fixture
async def served(api: Api) -> AsyncIterator[Served]:
    transport: Any = api.client._transport
    config = uvicorn.Config(
        transport.app,
        http="httptools",
        ws=sockets.Protocol,
        ws_per_message_deflate=False,
        lifespan="off",
        log_config=None,
        timeout_keep_alive=120,
        timeout_graceful_shutdown=3,
    )
    started = asyncio.Event()
    server = Server(config, started.set)
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
        running = asyncio.ensure_future(server.serve([listener]))
        await started.wait()
        yield Served(api, server, port)
        server.should_exit = True
        await running


async def take(socket: ClientConnection, until: int) -> list[Any]:
    """The events up to number `until`."""
    found: list[Any] = []
    async with asyncio.timeout(20):
        while not found or found[-1]["seq"] < until:
            found.append(msgspec.json.decode(await socket.recv()))
    return found


async def rest_of(socket: ClientConnection) -> tuple[list[int], int]:
    """The numbers of the events up to the close, and its code."""
    heard: list[int] = []
    async with asyncio.timeout(20):
        try:
            while True:
                heard.append(msgspec.json.decode(await socket.recv())["seq"])
        except ConnectionClosed:
            return heard, socket.close_code or 0


def broadcast_of(served: Served) -> events.Broadcast:
    """What the feed's listeners share."""
    owners = [getattr(each, "__self__", None) for each in served.api.store.listeners._followers]
    (found,) = [each for each in owners if isinstance(each, events.Broadcast)]
    return found


async def test_the_feed_gives_the_past_and_then_the_present(served: Served) -> None:
    first = await served.api.order("tofu")
    async with served.listen() as socket:
        past = await take(socket, first["seq"])
        second = await served.api.order("cola")
        present = await take(socket, second["seq"])
    told = past + present
    assert [each["seq"] for each in told] == list(range(1, second["seq"] + 1))
    paged = (await served.api.get("/events", since=0, limit=1000)).json()["events"]
    assert told == paged
    for each in told:
        check({"$ref": f"#/components/schemas/{each['type']}Event"}, each)


async def test_it_resumes_from_any_position_without_a_gap_or_a_double_under_load(
    served: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(feed, "PAGE", 7)
    monkeypatch.setattr(feed, "BURST", 3)

    async def order_all() -> int:
        placed = await asyncio.gather(*[served.api.order("tofu", table=f"A0{n % 3 + 1}") for n in range(120)])
        return max([int(each["seq"]) for each in placed])

    ordering = asyncio.ensure_future(order_all())
    told: list[Any] = []
    for _ in range(8):
        since = told[-1]["seq"] if told else 0
        async with served.listen(since) as socket:
            told += await take(socket, since + 11)
    last = await ordering
    async with served.listen(told[-1]["seq"]) as socket:
        told += await take(socket, last)
    assert [each["seq"] for each in told] == list(range(1, last + 1))


async def test_all_listeners_hear_the_same_bytes(served: Served) -> None:
    async with served.listen() as one, served.listen() as other:
        last = (await served.api.order("tofu"))["seq"]
        heard = [[await each.recv() for _ in range(last)] for each in (one, other)]
    assert heard[0] == heard[1]


async def test_the_token_may_stand_in_the_query(served: Served) -> None:
    async with connect(served.url(token=served.api.secrets["manager"])) as socket:
        assert READ.decode(await socket.recv())


@pytest.mark.parametrize(
    ("query", "role", "status", "reason"),
    [
        ("since=0", None, 401, "unauthorized"),
        ("since=0", "wrong", 401, "unauthorized"),
        ("since=0", "guest", 403, "forbidden"),
        ("since=0", "kitchen", 403, "forbidden"),
        ("since=x", "manager", 400, "malformed"),
        ("since=-1", "manager", 400, "malformed"),
        ("sinse=1", "manager", 400, "malformed"),
        ("since=999999", "manager", 400, "since_ahead"),
    ],
)
async def test_a_refused_listener_is_told_why(
    served: Served, query: str, role: str | None, status: int, reason: str
) -> None:
    headers = {} if role is None else {"Authorization": f"Bearer {served.api.secrets.get(role, role)}"}
    with pytest.raises(InvalidStatus) as refused:
        await connect(f"ws://127.0.0.1:{served.port}/api/v1/feed?{query}", additional_headers=headers)
    answer = refused.value.response
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"
    assert msgspec.json.decode(answer.body)["reason"] == reason


async def test_a_plain_get_is_told_to_upgrade(served: Served) -> None:
    async with httpx2.AsyncClient() as client:
        answer = await client.get(f"http://127.0.0.1:{served.port}/api/v1/feed")
    assert (answer.status_code, answer.json()["reason"]) == (426, "upgrade_required")


async def test_listeners_are_limited(served: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(broadcast_of(served), "limit", 2)
    async with served.listen(), served.listen():
        with pytest.raises(InvalidStatus) as refused:
            await served.listen()
        assert refused.value.response.status_code == 503
    await served.until_listeners(0)
    async with served.listen():
        await served.until_listeners(1)


async def test_one_token_leaves_room_for_the_others(served: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(feed, "OF_ONE", 2)
    async with served.listen(), served.listen():
        with pytest.raises(InvalidStatus) as refused:
            await served.listen()
        assert refused.value.response.status_code == 503
        async with served.listen(role="manager"):
            await served.until_listeners(3)
    await served.until_listeners(0)
    async with served.listen():
        await served.until_listeners(1)


async def test_who_hangs_up_is_forgotten(served: Served) -> None:
    async with served.listen():
        await served.until_listeners(1)
    await served.until_listeners(0)


async def test_what_a_listener_says_is_not_listened_to(served: Served) -> None:
    async with served.listen() as socket:
        for _ in range(50):
            await socket.send("hello")
        last = (await served.api.order("tofu"))["seq"]
        assert len(await take(socket, last)) == last


async def test_a_stalled_listener_is_closed_with_4008_and_delays_nobody(
    served: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(feed, "STALL_S", 0.3)
    note = "辣" * 500
    lines = [{"dish": "sesame", "qty": 1, "note": note}] * 60
    async with served.listen(max_queue=1) as stalled, served.listen() as healthy:
        # The kernel holds some megabytes for a client that does not read; the house orders until they are full.
        async with asyncio.timeout(30):
            while not await _closing(served):
                last = (await served.api.order(*lines))["seq"]
                await take(healthy, last)
        heard, code = await rest_of(stalled)
    assert code == 4008
    assert heard == list(range(1, len(heard) + 1))
    async with served.listen(heard[-1]) as again:
        assert [each["seq"] for each in await take(again, last)] == list(range(heard[-1] + 1, last + 1))


async def _closing(served: Served) -> bool:
    """Whether a connection has been sent its close."""
    return any(getattr(each, "close_sent", False) for each in served.server.server_state.connections)


async def test_a_listener_that_left_the_run_is_closed_with_4008(
    served: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with served.listen() as socket:
        await take(socket, (await served.api.order("tofu"))["seq"])
        monkeypatch.setattr(broadcast_of(served), "_retained", 1)
        monkeypatch.setattr(feed, "BURST", 1)
        for _ in range(20):
            await asyncio.gather(*[served.api.order("tofu") for _ in range(30)])
        _, code = await rest_of(socket)
    assert code == 4008


async def test_a_past_that_is_not_ready_is_closed_with_1013_and_told_to_who_comes_back(served: Served) -> None:
    first = (await served.api.order("tofu"))["seq"]
    await catch_up(ledger_under(served.api), served.api.data, FOLLOWER)
    last = (await served.api.order("cola"))["seq"]
    forget_all_but(served.api, 1)
    async with served.listen(2) as socket:
        assert await rest_of(socket) == (list(range(3, first + 1)), 1013)
    await catch_up(ledger_under(served.api), served.api.data, FOLLOWER)
    async with served.listen(first) as again:
        newest = (await served.api.order("tofu"))["seq"]
        assert [each["seq"] for each in await take(again, newest)] == list(range(first + 1, newest + 1))
    assert last < newest


async def test_a_client_that_never_reads_the_close_is_dropped(served: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(feed, "STALL_S", 0.2)
    monkeypatch.setattr(sockets, "LINGER_S", 0.2)
    lines = [{"dish": "sesame", "qty": 1, "note": "辣" * 500}] * 60
    for _ in range(30):
        await served.api.order(*lines)
    reader, writer = await asyncio.open_connection("127.0.0.1", served.port, limit=1024)
    handshake = (
        f"GET /api/v1/feed?since=0 HTTP/1.1\r\nHost: kds\r\nAuthorization: Bearer {served.api.secrets['manager']}\r\n"
        "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
        "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"
    )
    writer.write(handshake.encode())
    await served.until_listeners(1)
    for _ in range(200):
        await served.api.order(*lines)
        if await served.listeners() == 0:
            break
    await served.until_listeners(0)
    writer.transport.abort()
    assert not reader.at_eof()


async def test_a_revoked_token_ends_the_feed_and_nobody_asks_for_it(
    served: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    token, secret = await served.api.tokens.create("integration", "short")
    async with connect(served.url(token=secret)) as socket, served.listen() as other:
        await socket.recv()
        monkeypatch.setattr(served.api.tokens, "find", lambda secret: pytest.fail("a socket asks for its token"))
        await served.api.tokens.revoke(token.id)
        _, code = await rest_of(socket)
        assert code == 4401
        await other.recv()
        await other.ping()


async def test_a_server_that_stops_says_goodbye(served: Served) -> None:
    async with served.listen() as socket:
        await socket.recv()
        served.server.should_exit = True
        _, code = await rest_of(socket)
    assert code == 1012


async def test_a_listener_whose_role_may_see_less_from_now_on_is_closed_and_let_in_no_more(served: Served) -> None:
    rest = tuple(code for code, right in RIGHTS.items() if "manager" in right.may and right is not SEE_EVENTS)
    async with served.listen(role="manager") as socket:
        await served.until_listeners(1)
        await served.api.do(ChangeRights("manager", rest))
        assert (await rest_of(socket))[1] == 4401
    with pytest.raises(InvalidStatus):
        async with served.listen(role="manager"):
            pass
