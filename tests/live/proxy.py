"""A wire that can be cut: a TCP proxy before a server, which drops, stalls, delays and half-closes on demand."""

from __future__ import annotations

import asyncio
import contextlib
import threading
from typing import Any, Literal

Mode = Literal["pass", "drop", "stall", "half", "deaf"]
CHUNK = 65_536


class Proxy:
    """Listens on a port of its own, in a thread of its own, and passes everything on to `target`, a local port.

    `drop` ends what is connected and refuses what comes; `stall` keeps connections and passes nothing; `half` passes
    what the client says and ends the server's answers; `deaf` passes what the client says and swallows the answers;
    `delay_s` holds every chunk back.
    """

    def __init__(self, target: int) -> None:
        self.target = target
        self.port = 0
        self.delay_s = 0.0
        self._mode: Mode = "pass"
        self._open: set[asyncio.StreamWriter] = set()
        self._passing = asyncio.Event()
        self._loop = asyncio.new_event_loop()
        self._ready = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()
        assert self._ready.wait(10)

    def set(self, mode: Mode) -> None:
        """From now on the wire is like this."""
        asyncio.run_coroutine_threadsafe(self._set(mode), self._loop).result(10)

    def close(self) -> None:
        """End all connections and the thread."""
        self.set("drop")
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(10)
        self._loop.close()

    async def _set(self, mode: Mode) -> None:
        self._mode = mode
        if mode != "stall":
            self._passing.set()
        else:
            self._passing.clear()
        if mode == "drop":
            for writer in list(self._open):
                writer.transport.abort()
        if mode == "half":
            for writer in list(self._open):
                with contextlib.suppress(OSError, RuntimeError):
                    writer.write_eof()

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        server = self._loop.run_until_complete(self._listen())
        self._loop.run_forever()
        server.close()
        while left := asyncio.all_tasks(self._loop):  # who was just being accepted has a task of its own yet
            for task in left:
                task.cancel()
            self._loop.run_until_complete(asyncio.gather(*left, return_exceptions=True))

    async def _listen(self) -> asyncio.Server:
        self._passing.set()
        server = await asyncio.start_server(self._serve, "127.0.0.1", 0)
        self.port = server.sockets[0].getsockname()[1]
        self._ready.set()
        return server

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if self._mode == "drop":
            writer.transport.abort()
            return
        try:
            up_reader, up_writer = await asyncio.open_connection("127.0.0.1", self.target)
        except OSError:
            writer.transport.abort()
            return
        self._open.add(writer)
        ways: list[Any] = [self._pump(reader, up_writer, back=False), self._pump(up_reader, writer, back=True)]
        try:
            await asyncio.gather(*ways, return_exceptions=True)
        finally:
            self._open.discard(writer)
            for each in (writer, up_writer):
                each.transport.abort()

    async def _pump(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, *, back: bool) -> None:
        while chunk := await reader.read(CHUNK):
            await self._passing.wait()
            if self.delay_s:
                await asyncio.sleep(self.delay_s)
            if back and self._mode in ("half", "deaf"):
                continue
            writer.write(chunk)
            await writer.drain()
        with contextlib.suppress(OSError, RuntimeError):
            writer.write_eof()
