"""The house's own server on a port, and plain connections to it."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from kds.web.server import Server, config_of
from tests.web.served import Api


@asynccontextmanager
async def listening(api: Api) -> AsyncIterator[int]:
    """The port of a server that is set up as the house's own."""
    transport: Any = api.client._transport
    started = asyncio.Event()
    server = Server(config_of(transport.app), started.set)
    with socket.create_server(("127.0.0.1", 0)) as listener:
        running = asyncio.ensure_future(server.serve([listener]))
        await started.wait()
        yield listener.getsockname()[1]
        server.should_exit = True
        await running


class Line:
    """A connection that says what it is told to, byte for byte."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.reader = reader
        self.writer = writer

    @classmethod
    async def open(cls, port: int, said: bytes = b"") -> Line:
        """Connect, and say the first bytes."""
        line = cls(*await asyncio.open_connection("127.0.0.1", port))
        line.writer.write(said)
        return line

    async def status(self, said: bytes) -> int:
        """The status of the answer to these bytes."""
        self.writer.write(said)
        async with asyncio.timeout(10):
            return int((await self.reader.readline()).split()[1])

    async def rest(self) -> bytes:
        """All that comes until the server closes; one that does not is a fault."""
        async with asyncio.timeout(10):
            try:
                return await self.reader.read()
            except ConnectionResetError:
                return b""

    def close(self) -> None:
        """Hang up at once."""
        self.writer.transport.abort()
