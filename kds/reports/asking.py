"""The asking side: how the server, and whoever has the data directory, asks the process that has the facts."""

from __future__ import annotations

import asyncio
from pathlib import Path

import msgspec

from kds.reports.questions import (
    ANSWER_MOST,
    NAME,
    PATIENCE_S,
    Answer,
    AskDigest,
    AskExport,
    AskHead,
    ExportForm,
    Question,
    address,
)
from kds.reports.store import FactsDigest
from kds.storage.ledger import StorageError
from kds.storage.own_store import folder_of


class FactsAway(StorageError):
    """Nobody answers: the process is being begun, or begun again."""


class FactsSlow(StorageError):
    """The question takes too long, or too many are being answered."""


def facts_of(data: Path) -> Facts:
    """Whom to ask about the store in `data`."""
    return Facts(folder_of(data, NAME))


class Facts:
    """Whom to ask, by the follower's folder; None is nobody. Nothing is kept open: the process may be another one each
    time.
    """

    def __init__(self, folder: Path | None = None) -> None:
        self._folder = folder

    async def ask(self, question: Question) -> bytes:
        """What is answered, in its final form. Raises `FactsAway`, `FactsSlow`, and `StorageError`."""
        if self._folder is None:
            raise FactsAway("there are no facts")
        try:
            async with asyncio.timeout(PATIENCE_S):
                return await self._ask(self._folder, question)
        except TimeoutError as error:
            raise FactsSlow("the facts do not answer") from error
        except (OSError, asyncio.IncompleteReadError) as error:
            raise FactsAway("nobody answers questions to the facts") from error

    async def _ask(self, folder: Path, question: Question) -> bytes:
        with address(folder) as path:
            reader, writer = await asyncio.open_unix_connection(path)
        try:
            writer.write(msgspec.json.encode(question) + b"\n")
            line = await reader.readline()
            if not line:
                raise FactsAway("the process that has the facts has just ended")
            answer = msgspec.json.decode(line, type=Answer)
            if answer.fault in ("slow", "busy"):
                raise FactsSlow(answer.fault)
            if answer.fault or answer.size > ANSWER_MOST:
                raise StorageError(answer.words or "the answer is too large")
            return await reader.readexactly(answer.size)
        finally:
            writer.close()

    async def head(self) -> int:
        """The last event whose rows stand. Raises as `ask` does."""
        return msgspec.json.decode(await self.ask(AskHead()), type=int)

    async def digest(self) -> FactsDigest:
        """All rows, in short. Raises as `ask` does."""
        return msgspec.json.decode(await self.ask(AskDigest()), type=FactsDigest)

    async def export(self, folder: Path, form: ExportForm) -> int:
        """A file for each table, in an empty folder; the last event that is in them. Raises as `ask` does."""
        return msgspec.json.decode(await self.ask(AskExport(str(folder), form)), type=int)
