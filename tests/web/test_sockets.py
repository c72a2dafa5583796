"""Websockets on the house's own server: a client that takes nothing holds nothing up."""

from __future__ import annotations

import asyncio
import logging
import socket
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

import pytest
from starlette.types import Message, Receive, Scope, Send
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, InvalidStatus

from kds.web import crowd, sockets
from kds.web.server import Server, config_of
from kds.web.sockets import close, follow, text_frame, writer

Talk = Callable[[Scope, Receive, Send], Awaitable[None]]
SOON_S = 10.0
PIECE = "汤" * 20_000
"""More than any buffer between two ends takes many times."""


@asynccontextmanager
async def served(talk: Talk) -> AsyncIterator[tuple[Server, int]]:
    """A server whose every websocket is answered by `talk`, and its port."""
    started = asyncio.Event()
    server = Server(config_of(talk), started.set)
    with socket.create_server(("127.0.0.1", 0)) as listener:
        running = asyncio.ensure_future(server.serve([listener]))
        await started.wait()
        try:
            yield server, listener.getsockname()[1]
        finally:
            server.should_exit = True
            await running


def client(port: int, path: str = "/") -> connect:
    """A client that answers pings, and takes what it is sent as long as it is asked to."""
    return connect(f"ws://127.0.0.1:{port}{path}", proxy=None, max_queue=1, compression=None, close_timeout=0.1)


async def deaf(port: int) -> asyncio.StreamWriter:
    """A client that opens a websocket and reads nothing after that; its kernel keeps little for it."""
    raw = socket.socket()
    raw.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4_096)
    raw.setblocking(False)
    await asyncio.get_running_loop().sock_connect(raw, ("127.0.0.1", port))
    _, stream = await asyncio.open_connection(sock=raw, limit=1_024)
    head = (
        "GET / HTTP/1.1",
        "Host: kds",
        "Upgrade: websocket",
        "Connection: Upgrade",
        "Sec-WebSocket-Version: 13",
        "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==",
        "\r\n",
    )
    stream.write("\r\n".join(head).encode())
    stream.transport.pause_reading()  # type: ignore[attr-defined]
    return stream


async def accepted(receive: Receive, send: Send) -> None:
    """Open the websocket."""
    assert (await receive())["type"] == "websocket.connect"
    await send({"type": "websocket.accept"})


async def until_gone(receive: Receive) -> Message:
    """How the client left."""
    while (message := await receive())["type"] != "websocket.disconnect":
        pass
    return dict(message)


async def ends(opened: ClientConnection) -> tuple[int | None, list[str | bytes]]:
    """The code with which the server closes, and what came before it."""
    heard: list[str | bytes] = []
    async with asyncio.timeout(SOON_S):
        try:
            while True:
                heard.append(await opened.recv())
        except ConnectionClosed as closed:
            return closed.rcvd.code if closed.rcvd else None, heard


async def test_a_close_stands_behind_what_was_said_before_it() -> None:
    async def talk(scope: Scope, receive: Receive, send: Send) -> None:
        await accepted(receive, send)
        for text in ("one", "two"):
            await send({"type": "websocket.send", "text": text})
        await close(scope, send, 4008)
        await close(scope, send, 4401)  # the first one counts
        await until_gone(receive)

    async with served(talk) as (_, port), client(port) as opened:
        assert await ends(opened) == (4008, ["one", "two"])


async def test_after_a_close_nothing_is_sent_and_the_client_has_gone() -> None:
    told: asyncio.Future[Exception] = asyncio.get_running_loop().create_future()

    async def talk(scope: Scope, receive: Receive, send: Send) -> None:
        await accepted(receive, send)
        await close(scope, send, 4008)
        assert not writer(scope)(text_frame("late"))
        try:
            await send({"type": "websocket.send", "text": "late"})
        except OSError as gone:
            told.set_result(gone)
        await until_gone(receive)

    async with served(talk) as (_, port), client(port) as opened:
        assert await ends(opened) == (4008, [])
        async with asyncio.timeout(SOON_S):
            assert isinstance(await told, OSError)


async def test_a_client_that_takes_nothing_is_closed_without_waiting_and_dropped_when_it_lingers(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(sockets, "LINGER_S", 0.2)
    loop = asyncio.get_running_loop()
    closed_in: asyncio.Future[float] = loop.create_future()
    gone: asyncio.Future[Message] = loop.create_future()

    async def talk(scope: Scope, receive: Receive, send: Send) -> None:
        await accepted(receive, send)
        while writer(scope)(text_frame(PIECE)):
            pass
        began = loop.time()
        await close(scope, send, 4008)
        closed_in.set_result(loop.time() - began)
        gone.set_result(await until_gone(receive))

    async with served(talk) as (_, port):
        stream = await deaf(port)
        async with asyncio.timeout(SOON_S):
            assert await closed_in < 0.1
            assert (await gone)["type"] == "websocket.disconnect"
        stream.transport.abort()


async def test_a_frame_is_written_at_once_or_not_at_all_and_stands_whole_between_messages() -> None:
    wrote: list[bool] = []
    full = asyncio.Event()

    async def talk(scope: Scope, receive: Receive, send: Send) -> None:
        assert not writer(scope)(text_frame("before the handshake"))
        await accepted(receive, send)
        write = writer(scope)
        await send({"type": "websocket.send", "text": "first"})
        wrote.append(write(text_frame("火锅")))
        while write(text_frame(PIECE)):
            wrote.append(True)
        full.set()
        await send({"type": "websocket.send", "text": "last"})
        await until_gone(receive)

    async with served(talk) as (_, port), client(port) as opened:
        async with asyncio.timeout(SOON_S):
            await full.wait()
            heard = [await opened.recv() for _ in range(len(wrote) + 2)]
    assert heard == ["first", "火锅", *[PIECE] * (len(wrote) - 1), "last"]


async def test_a_client_that_takes_nothing_for_too_long_is_dropped_by_the_sweep(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(crowd, "SWEEP_S", 0.05)
    monkeypatch.setattr(crowd, "STALL_S", 0.2)
    gone = asyncio.Event()

    async def talk(scope: Scope, receive: Receive, send: Send) -> None:
        await accepted(receive, send)
        write = writer(scope)
        while write(text_frame(PIECE)):
            pass
        await until_gone(receive)
        gone.set()

    async with served(talk) as (_, port):
        stream = await deaf(port)
        async with asyncio.timeout(SOON_S):
            await gone.wait()
        stream.transport.abort()


async def test_a_server_that_stops_waits_for_no_client(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sockets, "FAREWELL_S", 0.1)
    full = asyncio.Event()

    async def talk(scope: Scope, receive: Receive, send: Send) -> None:
        await accepted(receive, send)
        while writer(scope)(text_frame(PIECE)):
            pass
        full.set()
        await until_gone(receive)

    async with asyncio.timeout(SOON_S):
        async with served(talk) as (_, port):
            stream = await deaf(port)
            await full.wait()
        stream.transport.abort()


async def test_a_refused_handshake_is_told_why_and_is_no_fault(caplog: pytest.LogCaptureFixture) -> None:
    async def talk(scope: Scope, receive: Receive, send: Send) -> None:
        await receive()
        headers = [(b"content-length", b"4")]
        await send({"type": "websocket.http.response.start", "status": 403, "headers": headers})
        await send({"type": "websocket.http.response.body", "body": b"none"})

    with caplog.at_level(logging.INFO):
        async with served(talk) as (_, port):
            with pytest.raises(InvalidStatus) as refused:
                await client(port, "/?token=a-secret").__aenter__()
    assert refused.value.response.status_code == 403
    assert [each for each in caplog.records if each.levelno >= logging.WARNING] == []
    assert "a-secret" not in caplog.text


async def test_an_opened_socket_is_not_logged_with_its_token(caplog: pytest.LogCaptureFixture) -> None:
    async def talk(scope: Scope, receive: Receive, send: Send) -> None:
        await accepted(receive, send)
        await until_gone(receive)

    async with served(talk) as (_, port):
        with caplog.at_level(logging.INFO):
            async with client(port, "/?token=a-secret"):
                pass
    assert "a-secret" not in caplog.text


async def test_without_the_servers_own_protocol_a_close_is_a_message_and_nothing_is_written() -> None:
    sent: list[Message] = []

    async def send(message: Message) -> None:
        sent.append(dict(message))

    await close({"type": "websocket"}, send, 4008)
    assert sent == [{"type": "websocket.close", "code": 4008}]
    assert not writer({"type": "websocket"})(text_frame("a board"))


class Trips:
    """Hears how pings fare."""

    def __init__(self) -> None:
        self.told: list[int] = []
        self.lost = 0
        self.heard = asyncio.Event()

    def trip(self, ms: int) -> None:
        self.told.append(ms)
        self.heard.set()

    def missed(self) -> None:
        self.lost += 1
        self.heard.set()


@pytest.mark.parametrize("answers", [True, False])
async def test_who_follows_a_socket_hears_how_its_pings_fare(answers: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sockets, "FIRST_PING_S", 0.01)
    trips = Trips()

    async def talk(scope: Scope, receive: Receive, send: Send) -> None:
        await accepted(receive, send)
        follow(scope, trips)
        await until_gone(receive)

    async with served(talk) as (server, port):
        server.config.ws_ping_timeout = 0.05 if not answers else None
        if answers:
            async with client(port), asyncio.timeout(SOON_S):
                await trips.heard.wait()
            assert trips.told
            assert all(0 <= each < 1_000 * SOON_S for each in trips.told)
        else:
            stream = await deaf(port)
            async with asyncio.timeout(SOON_S):
                await trips.heard.wait()
            stream.close()
        assert trips.lost == (0 if answers else 1)
