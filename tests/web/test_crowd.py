"""Strangers have bounds: who has shown a token keeps the place, whatever those without one do."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable

import pytest
from uvicorn.server import ServerState

from kds.web import crowd, header_limits, sockets
from kds.web.crowd import Crowd, Unsent
from kds.web.server import config_of
from tests.web.ports import Line, listening
from tests.web.served import Api

GET = b"GET /healthz HTTP/1.1\r\nHost: kds\r\n\r\n"
HALF = b"GET /healthz HTTP/1.1\r\nHo"
NO_BODY = b"POST /sign-in HTTP/1.1\r\nHost: kds\r\nSec-Fetch-Site: same-origin\r\nContent-Length: 5\r\n\r\n"
SOCKET = (
    b"GET /screens/wall/live HTTP/1.1\r\nHost: kds\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
    b"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"
)


@pytest.fixture
async def port(api: Api) -> AsyncIterator[int]:
    async with listening(api) as port:
        yield port


def menu(api: Api) -> bytes:
    """A request with a token."""
    secret = api.secrets["waiter"].encode()
    return b"GET /api/v1/menu HTTP/1.1\r\nHost: kds\r\nAuthorization: Bearer %s\r\n\r\n" % secret


def order(api: Api) -> bytes:
    """An order that is refused for its key, with a token."""
    secret = api.secrets["waiter"].encode()
    return b"POST /api/v1/rounds HTTP/1.1\r\nHost: kds\r\nAuthorization: Bearer %s\r\n\r\n" % secret


def start_page(api: Api) -> bytes:
    """A page, by the cookie of an earlier link."""
    return b"GET / HTTP/1.1\r\nHost: kds\r\nCookie: kds_token=%s\r\n\r\n" % api.secrets["waiter"].encode()


@pytest.mark.parametrize("said", [b"", HALF, NO_BODY], ids=["nothing", "half a head", "no body"])
async def test_strangers_make_room_for_who_has_a_token(
    api: Api, port: int, monkeypatch: pytest.MonkeyPatch, said: bytes
) -> None:
    monkeypatch.setattr(header_limits, "CONNECTIONS", 6)
    proven = await Line.open(port)
    assert await proven.status(menu(api)) == 200
    strangers = [await Line.open(port, said) for _ in range(12)]
    await asyncio.sleep(0.1)  # all of them are let in, or not
    late = await Line.open(port)
    assert await late.status(menu(api)) == 200
    await proven.reader.readuntil(b"\r\n\r\n")
    proven.writer.write(menu(api))
    async with asyncio.timeout(10):
        await proven.reader.readuntil(b"HTTP/1.1 200")
    assert await strangers[0].rest() == b""
    for line in [proven, late, *strangers]:
        line.close()


async def test_an_address_has_so_many_unproven_connections(port: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(crowd, "OF_ADDRESS", 2)
    monkeypatch.setattr(crowd, "is_ours", lambda peer: False)
    lines = [await Line.open(port) for _ in range(3)]
    assert await lines[0].rest() == b""
    assert [await line.status(GET) for line in lines[1:]] == [200, 200]
    for line in lines:
        line.close()


async def test_this_machine_itself_is_not_counted(port: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(crowd, "OF_ADDRESS", 1)
    lines = [await Line.open(port) for _ in range(4)]
    assert [await line.status(GET) for line in lines] == [200] * 4
    for line in lines:
        line.close()


@pytest.mark.parametrize("asks", [menu, order, start_page], ids=["a GET", "a POST", "a page"])
async def test_who_is_proven_is_not_counted(
    api: Api, port: int, monkeypatch: pytest.MonkeyPatch, asks: Callable[[Api], bytes]
) -> None:
    monkeypatch.setattr(crowd, "OF_ADDRESS", 1)
    monkeypatch.setattr(crowd, "is_ours", lambda peer: False)
    lines = [await Line.open(port)]
    for _ in range(3):
        assert await lines[-1].status(asks(api)) in (200, 400)
        lines.append(await Line.open(port))
    for line in lines[:-1]:
        line.writer.write(asks(api))
        async with asyncio.timeout(10):
            await line.reader.readuntil(b"HTTP/1.1 ")
    for line in lines:
        line.close()


async def test_a_socket_without_a_right_is_never_opened(port: int) -> None:
    answer = await (await Line.open(port, SOCKET)).rest()
    assert answer.startswith(b"HTTP/1.1 401 ")
    assert b'"reason":"unauthorized"' in answer


async def test_a_body_that_does_not_come_is_not_waited_for(port: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(header_limits, "BODY_S", 0.0)
    monkeypatch.setattr(crowd, "SWEEP_S", 0.05)
    answer = await (await Line.open(port, NO_BODY)).rest()
    assert answer.startswith(b"HTTP/1.1 408 ")
    assert answer.count(b"HTTP/1.1 ") == 1


async def test_a_large_body_that_comes_steadily_is_waited_for(port: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(header_limits, "BODY_S", 0.4)
    monkeypatch.setattr(header_limits, "BODY_PER_S", 10)
    monkeypatch.setattr(crowd, "SWEEP_S", 0.05)
    head = NO_BODY.replace(b"Content-Length: 5", b"Content-Length: 80")
    line = await Line.open(port, head)
    began = asyncio.get_running_loop().time()
    for _ in range(8):
        await asyncio.sleep(0.1)
        line.writer.write(b"x" * 10)
    answer = await line.reader.readline()
    assert asyncio.get_running_loop().time() - began > header_limits.BODY_S
    assert not answer.startswith(b"HTTP/1.1 408 ")
    line.close()


async def test_an_answer_that_came_before_the_body_is_the_only_one(port: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(header_limits, "BODY_S", 0.0)
    monkeypatch.setattr(crowd, "SWEEP_S", 0.05)
    answer = await (await Line.open(port, NO_BODY.replace(b"same-origin", b"cross-site"))).rest()
    assert answer.startswith(b"HTTP/1.1 403 ")
    assert answer.count(b"HTTP/1.1 ") == 1


async def test_what_a_connection_asks_at_once_is_bounded_and_answered(port: int) -> None:
    line = await Line.open(port, GET * 300)
    answers = await line.rest()
    assert answers.count(b"HTTP/1.1 200 ") == header_limits.PIPELINE
    assert answers.count(b"connection: close") == 1


async def test_as_many_as_the_bound_are_all_answered(port: int) -> None:
    line = await Line.open(port, GET * header_limits.PIPELINE)
    async with asyncio.timeout(10):
        for _ in range(header_limits.PIPELINE):
            await line.reader.readuntil(b"HTTP/1.1 200 ")
        line.writer.write(GET)
        await line.reader.readuntil(b"HTTP/1.1 200 ")
    line.close()


async def test_who_reads_nothing_is_dropped(port: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(crowd, "STALL_S", 0.2)
    monkeypatch.setattr(crowd, "SWEEP_S", 0.05)
    ask = b"GET /api/v1/openapi.json HTTP/1.1\r\nHost: kds\r\n\r\n"
    line = await Line.open(port)
    line.writer.transport.pause_reading()  # type: ignore[attr-defined]
    async with asyncio.timeout(20):
        while not line.writer.transport.is_closing():
            line.writer.write(ask)
            with contextlib.suppress(ConnectionError):
                await line.writer.drain()
            await asyncio.sleep(0.005)  # this loop is the server's too


@pytest.mark.parametrize("name", [b"Authorization: Bearer %s", b"X-Any: %s"])
async def test_a_trailer_is_no_header(api: Api, port: int, name: bytes) -> None:
    head = b"POST /api/v1/rounds HTTP/1.1\r\nHost: kds\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n"
    body = b"\r\n2\r\n{}\r\n0\r\n%s\r\n\r\n" % (name % api.secrets["waiter"].encode())
    answer = await (await Line.open(port, head + body)).rest()
    assert answer.startswith(b"HTTP/1.1 401 ")


def test_who_takes_something_does_not_stall() -> None:
    unsent = Unsent()
    assert not unsent.stalls(100, 0.0)
    assert not unsent.stalls(99, 19.0)
    assert not unsent.stalls(99, 39.0)
    assert unsent.stalls(99, 39.1)
    assert not unsent.stalls(0, 60.0)
    assert not unsent.stalls(5, 90.0)


class Somebody:
    def __init__(self) -> None:
        self.dropped = False
        self.looked = asyncio.Event()

    def drop(self) -> None:
        self.dropped = True

    def look(self, now: float) -> None:
        """Note it."""
        self.looked.set()


def test_the_oldest_of_the_address_that_has_most_makes_room() -> None:
    house, alone, *many = Crowd(), Somebody(), Somebody(), Somebody()
    house.came(alone, "10.0.0.1")
    for each in many:
        house.came(each, "10.0.0.2")
    newcomer = Somebody()
    house.came(newcomer, "10.0.0.3")
    assert house.make_room(newcomer)
    assert [each.dropped for each in (alone, *many, newcomer)] == [False, True, False, False]


async def test_everybody_is_looked_at_again_and_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(crowd, "SWEEP_S", 0.01)
    monkeypatch.setattr(crowd, "AT_ONCE", 2)
    everybody = {Somebody() for _ in range(5)}
    Crowd().watch(everybody)
    async with asyncio.timeout(5):
        for _ in range(2):
            for each in everybody:
                await each.looked.wait()
                each.looked.clear()
    everybody.clear()


def test_a_newcomer_makes_no_room_for_itself() -> None:
    house, newcomer = Crowd(), Somebody()
    house.came(newcomer, "10.0.0.3")
    assert not house.make_room(newcomer)
    assert not newcomer.dropped


class Deaf(asyncio.Transport):
    """A connection whose client takes nothing."""

    aborted = False

    def get_write_buffer_size(self) -> int:
        return 10

    def abort(self) -> None:
        self.aborted = True


@pytest.mark.parametrize(("after", "dropped"), [(crowd.STALL_S, False), (crowd.STALL_S + 1, True)])
async def test_a_screen_that_takes_nothing_is_dropped(after: float, dropped: bool) -> None:
    protocol = sockets.Protocol(config_of(None), ServerState(), {})
    protocol.transport = deaf = Deaf()
    protocol.look(100.0)
    protocol.look(100.0 + after)
    assert deaf.aborted is dropped
