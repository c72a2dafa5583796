"""A socket in the data directory, by which a running server is asked: by `kds verify` what its state is, by `kds token`
for its tokens, by `kds import` and `kds export` for its house: nobody but the server and its followers writes in the
data directory while it runs.

A question is a line of JSON, and so is the answer. Only who may read the data directory can ask.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any, Protocol, TypeVar

import msgspec
import structlog

from kds.core.state import digest
from kds.core.types import GuestChannel, Name
from kds.runtime.access_record import note_access
from kds.runtime.messages import InDoubt, Overloaded, StorageFailed
from kds.runtime.store import Store
from kds.storage.ledger import StorageError
from kds.storage.tokens import Role, Token, TokenStore, WallAssignment

log = structlog.get_logger()
T = TypeVar("T")

SOCKET = "control"
ANSWER_S = 60.0
LINE_MOST = 64 << 20
"""Bytes of a question and of an answer: a list of tokens may be long, and so may a house."""

Sheets = dict[str, list[tuple[str, dict[str, Any]]]]
"""A house's file: sheet → its rows, each with where it stands and its cells."""


class Digest(msgspec.Struct, frozen=True, tag_field="ask", tag="digest"):
    """What is your state?"""


class CreateToken(msgspec.Struct, frozen=True, tag_field="ask", tag="create_token"):
    """Make a token."""

    role: Role
    name: str
    table: str | None
    channel: GuestChannel | None = None


class CreateLink(msgspec.Struct, frozen=True, tag_field="ask", tag="create_link"):
    """Make a link that is good once."""

    role: Role
    name: str


class ListTokens(msgspec.Struct, frozen=True, tag_field="ask", tag="list_tokens"):
    """Which tokens are there?"""


class RevokeToken(msgspec.Struct, frozen=True, tag_field="ask", tag="revoke_token"):
    """Make a token open nothing any more."""

    token: str


class ImportHouse(msgspec.Struct, frozen=True, tag_field="ask", tag="import_house"):
    """Take this file over; with `replace` what it has not goes, with `hidden` though nobody sees some dishes then."""

    sheets: Sheets
    replace: bool
    hidden: bool = False


class ExportHouse(msgspec.Struct, frozen=True, tag_field="ask", tag="export_house"):
    """What is the house made of?"""


Question = Digest | CreateToken | CreateLink | ListTokens | RevokeToken | ImportHouse | ExportHouse


class Taken(msgspec.Struct, frozen=True):
    """A house's file was taken over as of event `seq`; or nothing of it was, for these faults."""

    seq: int
    faults: list[Name]


class HouseDoor(Protocol):
    """What a server does for a house's file."""

    async def take_over(self, sheets: Sheets, *, replace: bool, hidden: bool = False) -> Taken: ...

    async def told(self) -> Any: ...


class StateIs(msgspec.Struct, frozen=True):
    """The SHA-256 of the state's canonical bytes after event `seq`, in hex."""

    seq: int
    digest: str


class Failed(msgspec.Struct, frozen=True):
    """The server could not do it."""

    failed: str


@contextlib.asynccontextmanager
async def answering(
    store: Store, tokens: TokenStore, data: Path, house: HouseDoor | None = None
) -> AsyncIterator[None]:
    """Answer on the socket of `data` meanwhile."""

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            async with asyncio.timeout(ANSWER_S):
                asked = await reader.readline()
                if not asked:  # it only wanted to know whether somebody is here
                    return
                question = msgspec.json.decode(asked, type=Question)
                writer.write(msgspec.json.encode(await _answer(store, tokens, house, question)) + b"\n")
                await writer.drain()
        except (OSError, ValueError) as error:  # it has gone, says nothing, or talks nonsense or too much
            log.warning("control_failed", error=repr(error))
        finally:
            writer.close()

    (data / SOCKET).unlink(missing_ok=True)  # left by a server that was killed
    with _short(data) as path:
        server = await asyncio.start_unix_server(answer, path, limit=LINE_MOST)
        (data / SOCKET).chmod(0o600)
    try:
        yield
    finally:
        server.close()
        (data / SOCKET).unlink(missing_ok=True)


async def _answer(store: Store, tokens: TokenStore, house: HouseDoor | None, question: Question) -> Any:
    try:
        match question:
            case Digest():
                await store.settled()
                seq, books = store.state.seq, store.state.books()
                return StateIs(seq, await asyncio.to_thread(digest, books))
            case CreateToken(role, name, table, channel):
                return await _noted(store, await tokens.create(role, name, table, channel=channel))
            case CreateLink(role, name):
                return await _noted(store, await tokens.create_link(role, name))
            case ListTokens():
                return await tokens.list_all()
            case RevokeToken(token):
                return await _revoked(store, tokens, token)
            case ImportHouse(sheets, replace, hidden) if house is not None:
                return await house.take_over(sheets, replace=replace, hidden=hidden)
            case ExportHouse() if house is not None:
                return await house.told()
            case _:
                return Failed("this server takes no house over")
    except (StorageError, StorageFailed, InDoubt, Overloaded) as error:
        return Failed(str(error) or type(error).__name__)


async def _noted(store: Store, made: tuple[Token, str]) -> tuple[Token, str]:
    await note_access(store, "code_made", made[0].id, made[0].role)
    return made


async def _revoked(store: Store, tokens: TokenStore, token_id: str) -> bool:
    found = next((each for each in await tokens.list_all() if each.id == token_id), None)
    gone = await tokens.revoke(token_id)
    if gone and found is not None:
        await note_access(store, "code_revoked", found.id, found.role)
    return gone


async def runs(data: Path) -> bool:
    """Whether a server runs on `data` and answers questions."""
    connected = await _connect(data)
    if connected is not None:
        connected[1].close()
    return connected is not None


async def ask_digest(data: Path) -> StateIs | None:
    """What the server on `data` says of its state; None where no server runs there.

    Raises `TimeoutError` where one runs and does not answer.
    """
    return await _ask(data, Digest(), StateIs)


class RemoteTokens:
    """`TokenStore` of the server that runs on `data`. Raises `StorageError` where it has gone, and `TimeoutError`."""

    def __init__(self, data: Path) -> None:
        self._data = data

    async def create(
        self,
        role: Role,
        name: str,
        table: str | None = None,
        assignment: WallAssignment | None = None,
        channel: GuestChannel | None = None,
    ) -> tuple[Token, str]:
        """Have a token made; devices are paired on the pages."""
        return await self._ask(CreateToken(role, name, table, channel), tuple[Token, str])

    async def create_link(self, role: Role, name: str) -> tuple[Token, str]:
        """Have a link made."""
        return await self._ask(CreateLink(role, name), tuple[Token, str])

    async def list_all(self) -> list[Token]:
        """Every token, oldest first, revoked ones too."""
        return await self._ask(ListTokens(), list[Token])

    async def revoke(self, token_id: str) -> bool:
        """Have a token revoked."""
        return await self._ask(RevokeToken(token_id), bool)

    async def _ask(self, question: Question, kind: type[T]) -> T:
        answer = await _ask(self._data, question, kind)
        if answer is None:
            raise StorageError(f"the server on {self._data} has just ended; try again")
        return answer


class RemoteHouse:
    """`HouseDoor` of the server that runs on `data`. Raises `StorageError` where it has gone, and `TimeoutError`."""

    def __init__(self, data: Path) -> None:
        self._data = data

    async def take_over(self, sheets: Sheets, *, replace: bool, hidden: bool = False) -> Taken:
        """Have a file taken over."""
        return await self._ask(ImportHouse(sheets, replace, hidden), Taken)

    async def told(self) -> dict[str, list[dict[str, Any]]]:
        """All rows of the house, as plain cells."""
        return await self._ask(ExportHouse(), dict[str, list[dict[str, Any]]])

    async def _ask(self, question: Question, kind: type[T]) -> T:
        answer = await _ask(self._data, question, kind)
        if answer is None:
            raise StorageError(f"the server on {self._data} has just ended; try again")
        return answer


async def _ask(data: Path, question: Question, kind: type[T]) -> T | None:
    connected = await _connect(data)
    if connected is None:
        return None
    reader, writer = connected
    try:
        writer.write(msgspec.json.encode(question) + b"\n")
        async with asyncio.timeout(ANSWER_S):
            line = await reader.readline()
    except ConnectionError:  # it is just ending
        return None
    except TimeoutError as error:
        raise TimeoutError(f"the server on {data} does not answer") from error
    finally:
        writer.close()
    if not line:
        return None
    with contextlib.suppress(msgspec.ValidationError):
        raise StorageError(msgspec.json.decode(line, type=Failed).failed)
    return msgspec.json.decode(line, type=kind)


async def _connect(data: Path) -> tuple[asyncio.StreamReader, asyncio.StreamWriter] | None:
    try:
        with _short(data) as path:
            return await asyncio.open_unix_connection(path, limit=LINE_MOST)
    except (ConnectionError, FileNotFoundError):
        return None


@contextlib.contextmanager
def _short(data: Path) -> Iterator[str]:
    # A socket's path may have about a hundred characters; a data directory's has as many as it likes.
    handle = os.open(data, os.O_RDONLY | os.O_DIRECTORY)
    try:
        yield f"/proc/self/fd/{handle}/{SOCKET}"
    finally:
        os.close(handle)
