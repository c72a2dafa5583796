"""A wire that can be cut: a TCP proxy before a server, which drops, stalls, delays, tears, half-closes and reorders."""

from __future__ import annotations

import asyncio
import contextlib
import ssl
import threading
from typing import Any, Literal

Mode = Literal["pass", "drop", "stall", "half", "deaf", "torn", "stuck", "lose", "late"]
CHUNK = 65_536
TORN = 40
"""Bytes of an answer that are left of it: a part of its head."""
END_OF_HEAD = b"\r\n\r\n"


class Proxy:
    """Listens on a port of its own, in a thread of its own, and passes everything on to `target`, a local port.

    `drop` ends what is connected and refuses what comes; `stall` keeps connections and passes nothing; `half` passes
    what the client says and ends the server's answers; `deaf` passes what the client says and swallows the answers;
    `torn` passes the first bytes of an answer and ends it, `stuck` its head and nothing of its body any more; `delay_s`
    holds every chunk back. With a `context` it speaks TLS to those who connect.

    What is `marked` meets the wire as it is at that request alone: `lose` ends its connection and passes nothing of it,
    `late` does so too and keeps the request for `release`; any other mode is how the wire is from there on.
    """

    def __init__(self, target: int, context: ssl.SSLContext | None = None) -> None:
        self.target = target
        self._context = context
        self.port = 0
        self.delay_s = 0.0
        self._mode: Mode = "pass"
        self._open: set[asyncio.StreamWriter] = set()
        self._mark = b""
        self._turns: list[Mode] = []
        self._held: list[bytes] = []
        self._met = threading.Condition()
        self.marked = 0
        """How many requests have met their mark."""
        self._passing = asyncio.Event()
        self._loop = asyncio.new_event_loop()
        self._ready = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()
        assert self._ready.wait(10)

    def set(self, mode: Mode) -> None:
        """From now on the wire is like this."""
        asyncio.run_coroutine_threadsafe(self._set(mode), self._loop).result(10)

    def mark(self, begins: bytes, *turns: Mode) -> None:
        """The next requests that begin so meet these, the first the first of them; the last is for all after it."""
        self._mark, self._turns = begins, list(turns)

    def met(self, count: int, timeout_s: float = 15.0) -> None:
        """Wait until so many requests have met their mark, since the beginning."""
        with self._met:
            assert self._met.wait_for(lambda: self.marked >= count, timeout_s), f"{self.marked} of {count} came"

    def release(self) -> list[int]:
        """What was kept comes to the server now, the first one first. The status of each answer."""
        return asyncio.run_coroutine_threadsafe(self._release(), self._loop).result(30)

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
        server = await asyncio.start_server(self._serve, "127.0.0.1", 0, ssl=self._context)
        self.port = server.sockets[0].getsockname()[1]
        self._ready.set()
        return server

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if self._is_cut():
            writer.transport.abort()
            return
        try:
            up_reader, up_writer = await asyncio.open_connection("127.0.0.1", self.target)
        except OSError:
            writer.transport.abort()
            return
        if self._is_cut():  # in the meantime
            for each in (writer, up_writer):
                each.transport.abort()
            return
        self._open.add(writer)
        if self._mode == "half":
            writer.write_eof()
        ways: list[Any] = [self._pump(reader, up_writer, back=False), self._pump(up_reader, writer, back=True)]
        try:
            await asyncio.gather(*ways, return_exceptions=True)
        finally:
            self._open.discard(writer)
            for each in (writer, up_writer):
                each.transport.abort()

    def _is_cut(self) -> bool:
        return self._mode == "drop"

    async def _pump(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, *, back: bool) -> None:
        while chunk := await reader.read(CHUNK):
            if not back and self._mark and chunk.startswith(self._mark) and await self._meets(chunk, reader):
                raise ConnectionError("it ends here")
            await self._passing.wait()
            if self.delay_s:
                await asyncio.sleep(self.delay_s)
            if back and self._mode in ("half", "deaf"):
                continue
            if back and self._mode == "torn":
                writer.write(chunk[:TORN])
                return
            if back and self._mode == "stuck":
                head, end, _ = chunk.partition(END_OF_HEAD)
                chunk = head + end
            writer.write(chunk)
            await writer.drain()
        with contextlib.suppress(OSError, RuntimeError):
            if writer.can_write_eof():
                writer.write_eof()
            else:  # TLS knows no half of a connection
                writer.close()

    async def _meets(self, chunk: bytes, reader: asyncio.StreamReader) -> bool:
        """Whether the request that begins with this chunk, and its connection, end here."""
        turn = self._turns.pop(0) if len(self._turns) > 1 else self._turns[0]
        if turn == "late":
            self._held.append(await _whole(chunk, reader))
        elif turn != "lose":
            await self._set(turn)
        with self._met:
            self.marked += 1
            self._met.notify_all()
        return turn in ("lose", "late", "drop")

    async def _release(self) -> list[int]:
        found = []
        while self._held:
            reader, writer = await asyncio.open_connection("127.0.0.1", self.target)
            writer.write(self._held.pop(0))
            found.append(int((await reader.readline()).split()[1]))
            writer.close()
        return found


async def _whole(chunk: bytes, reader: asyncio.StreamReader) -> bytes:
    """A request with all of its body."""
    while True:
        head, found, body = chunk.partition(END_OF_HEAD)
        lines = [line.partition(b":") for line in head.lower().split(b"\r\n")]
        size = next((int(value) for name, _, value in lines if name == b"content-length"), 0)
        if found and len(body) >= size:
            return chunk
        chunk += await reader.read(CHUNK)
