"""A socket in the data directory, by which `kds verify` asks a running server what its state is.

A question is a line, the answer one line of JSON. Only who may read the data directory can ask.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import msgspec

from kds.core.state import digest
from kds.runtime.store import Store

SOCKET = "control"
ANSWER_S = 60.0


class StateIs(msgspec.Struct, frozen=True):
    """The SHA-256 of the state's canonical bytes after event `seq`, in hex."""

    seq: int
    digest: str


@contextlib.asynccontextmanager
async def answering(store: Store, data: Path) -> AsyncIterator[None]:
    """Answer on the socket of `data` meanwhile."""

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.suppress(ConnectionError):
            if (await reader.readline()).strip() == b"digest":
                await store.settled()
                seq, books = store.state.seq, store.state.books()
                found = StateIs(seq, await asyncio.to_thread(digest, books))
                writer.write(msgspec.json.encode(found) + b"\n")
                await writer.drain()
            writer.close()

    (data / SOCKET).unlink(missing_ok=True)  # left by a server that was killed
    with _short(data) as path:
        server = await asyncio.start_unix_server(answer, path)
    try:
        yield
    finally:
        server.close()


async def ask_digest(data: Path) -> StateIs | None:
    """What the server on `data` says of its state; None where no server runs there."""
    try:
        with _short(data) as path:
            reader, writer = await asyncio.open_unix_connection(path)
    except (ConnectionError, FileNotFoundError):
        return None
    writer.write(b"digest\n")
    line = await asyncio.wait_for(reader.readline(), ANSWER_S)
    writer.close()
    return msgspec.json.decode(line, type=StateIs) if line else None


@contextlib.contextmanager
def _short(data: Path) -> Iterator[str]:
    # A socket's path may have about a hundred characters; a data directory's has as many as it likes.
    handle = os.open(data, os.O_RDONLY | os.O_DIRECTORY)
    try:
        yield f"/proc/self/fd/{handle}/{SOCKET}"
    finally:
        os.close(handle)
