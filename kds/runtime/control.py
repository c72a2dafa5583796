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
import structlog

from kds.core.state import digest
from kds.runtime.store import Store

log = structlog.get_logger()

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
        try:
            async with asyncio.timeout(ANSWER_S):
                if (await reader.readline()).strip() == b"digest":
                    writer.write(msgspec.json.encode(await _state_is(store)) + b"\n")
                    await writer.drain()
        except (OSError, ValueError) as error:  # it has gone, says nothing, or talks too much
            log.warning("control_failed", error=repr(error))
        finally:
            writer.close()

    (data / SOCKET).unlink(missing_ok=True)  # left by a server that was killed
    with _short(data) as path:
        server = await asyncio.start_unix_server(answer, path)
    try:
        yield
    finally:
        server.close()
        (data / SOCKET).unlink(missing_ok=True)


async def _state_is(store: Store) -> StateIs:
    await store.settled()
    seq, books = store.state.seq, store.state.books()
    return StateIs(seq, await asyncio.to_thread(digest, books))


async def ask_digest(data: Path) -> StateIs | None:
    """What the server on `data` says of its state; None where no server runs there.

    Raises `TimeoutError` where one runs and does not answer.
    """
    try:
        with _short(data) as path:
            reader, writer = await asyncio.open_unix_connection(path)
    except (ConnectionError, FileNotFoundError):
        return None
    try:
        writer.write(b"digest\n")
        async with asyncio.timeout(ANSWER_S):
            line = await reader.readline()
    except ConnectionError:  # it is just ending
        return None
    except TimeoutError as error:
        raise TimeoutError(f"the server on {data} does not answer") from error
    finally:
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
