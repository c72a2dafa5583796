"""An answer leaves in one piece; nothing that is written stays behind, nothing changes its order."""

from __future__ import annotations

import asyncio
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from kds.web.whole_answers import WholeAnswers

HEAD = b"HTTP/1.1 200 OK\r\n\r\n"


class Line(asyncio.Transport):
    """A connection that notes what is written to it."""

    def __init__(self) -> None:
        super().__init__()
        self.writes: list[bytes] = []
        self.protocol: Any = None
        self.closed = False

    def write(self, data: Any) -> None:
        assert not self.closed
        self.writes.append(bytes(data))

    def close(self) -> None:
        self.closed = True

    def is_closing(self) -> bool:
        return self.closed

    def set_protocol(self, protocol: asyncio.BaseProtocol) -> None:
        self.protocol = protocol


def made() -> tuple[Line, WholeAnswers]:
    line = Line()
    return line, WholeAnswers(line, asyncio.get_running_loop())


async def test_headers_and_body_are_one_write() -> None:
    line, transport = made()
    transport.write(HEAD)
    transport.write(b"{}")
    assert line.writes == [HEAD + b"{}"]


async def test_headers_without_a_body_leave_when_the_turn_is_over() -> None:
    line, transport = made()
    transport.write(HEAD)
    assert line.writes == []
    await asyncio.sleep(0)
    assert line.writes == [HEAD]


async def test_what_follows_a_whole_answer_is_written_at_once() -> None:
    line, transport = made()
    transport.write(HEAD)
    transport.write(b"one")
    transport.write(b"two")
    assert line.writes == [HEAD + b"one", b"two"]


async def test_closing_and_handing_over_leave_nothing_behind() -> None:
    line, transport = made()
    transport.write(HEAD)
    transport.close()
    assert (line.writes, line.closed, transport.is_closing()) == ([HEAD], True, True)
    line, transport = made()
    transport.write(HEAD)
    other = asyncio.Protocol()
    transport.set_protocol(other)
    assert (line.writes, line.protocol) == ([HEAD], other)


@given(st.lists(st.sampled_from([HEAD, b"", b"a body", b"HTTP/ in a body", None])))
async def test_every_byte_arrives_once_and_in_order(steps: list[bytes | None]) -> None:
    line, transport = made()
    for step in steps:
        if step is None:
            await asyncio.sleep(0)
        else:
            transport.write(step)
    await asyncio.sleep(0)
    assert b"".join(line.writes) == b"".join(step for step in steps if step is not None)
