"""A request's head has a bound in length and in time, whoever sends it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import msgspec
import pytest

from kds.web import header_limits
from tests.web.ports import listening
from tests.web.served import Api

GET = b"GET /healthz HTTP/1.1\r\nHost: kds\r\n"
PIECE = 64 << 10


@pytest.fixture
async def port(api: Api) -> AsyncIterator[int]:
    async with listening(api) as port:
        yield port


async def answers(port: int, *pieces: bytes) -> bytes:
    """All that comes back until the server closes."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    try:
        async with asyncio.timeout(10):
            for piece in pieces:
                writer.write(piece)
                await writer.drain()
                await asyncio.sleep(0)  # the server takes each piece by itself
            return await reader.read()
    finally:
        writer.close()


def told(answer: bytes) -> Any:
    """The problem in an answer."""
    head, _, body = answer.partition(b"\r\n\r\n")
    assert b"content-type: application/problem+json" in head
    return msgspec.json.decode(body)


ENDLESS = {
    "one header": (GET + b"X: ", b"a" * PIECE),
    "many headers": (GET, b"X: aaaaaaaa\r\n" * (PIECE // 13)),
    "the address": (b"GET /", b"a" * PIECE),
    "a trailer": (b"POST /healthz HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\nX: ", b"a" * PIECE),
}


@pytest.mark.parametrize("kind", ENDLESS)
async def test_a_head_that_never_ends_is_cut_off(port: int, kind: str) -> None:
    first, more = ENDLESS[kind]
    _, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(first)
    sent = 0
    try:
        async with asyncio.timeout(20):
            while sent < 64 * PIECE:
                writer.write(more)
                await writer.drain()
                sent += len(more)
                await asyncio.sleep(0.001)  # this loop is the server's too
    except ConnectionError:
        pass
    writer.close()
    # What the two kernels hold between them comes on top of the server's own bound.
    assert sent < 64 * PIECE


async def test_whose_head_is_too_large_is_told_so(port: int) -> None:
    problem = told(await answers(port, GET + b"X: ", b"a" * header_limits.HEADER_BYTES))
    assert (problem["status"], problem["reason"]) == (431, "head_too_large")


async def test_a_body_and_the_requests_after_it_are_not_a_head(port: int) -> None:
    body = b" " * (200 << 10)
    post = b"POST /healthz HTTP/1.1\r\nHost: kds\r\nContent-Length: %d\r\n\r\n%s" % (len(body), body)
    last = GET + b"Connection: close\r\n\r\n"
    assert (await answers(port, post, post, last)).count(b"HTTP/1.1 405 ") == 2


@pytest.mark.parametrize(("said", "status"), [(b"", b""), (GET, b"HTTP/1.1 408 ")])
async def test_who_does_not_finish_a_head_loses_the_place(
    port: int, monkeypatch: pytest.MonkeyPatch, said: bytes, status: bytes
) -> None:
    monkeypatch.setattr(header_limits, "HEADER_S", 0.05)
    assert (await answers(port, said))[: len(status) or None] == status


async def test_a_head_is_waited_for_again_after_an_answer(port: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(header_limits, "HEADER_S", 0.05)
    answer = await answers(port, GET + b"\r\n", GET)
    assert answer.startswith(b"HTTP/1.1 200 ")
    assert told(answer[answer.index(b"HTTP/1.1 408 ") :])["reason"] == "too_slow"


async def test_a_connection_between_two_requests_is_kept(port: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(header_limits, "HEADER_S", 0.05)
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(GET + b"\r\n")
    await reader.readuntil(b"\r\n\r\n")
    await asyncio.sleep(0.2)  # four times the bound
    writer.write(GET + b"Connection: close\r\n\r\n")
    assert b"HTTP/1.1 200 " in await reader.read()
    writer.close()


async def test_whoever_is_silent_longest_makes_room(port: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(header_limits, "CONNECTIONS", 3)
    kept = []
    for _ in range(4):
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(GET + b"\r\n")
        assert (await reader.readline()).split()[1] == b"200"
        kept.append((reader, writer))
    async with asyncio.timeout(5):
        await kept[0][0].read()  # to its end: the server has hung up
    for reader, writer in kept[1:]:
        writer.write(GET + b"\r\n")
        await reader.readuntil(b"HTTP/1.1 200")
    for _, writer in kept:
        writer.close()
