"""The tokens of a store, whether its server runs or not: the way of the command line."""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections.abc import AsyncIterator
from pathlib import Path

from kds.core.types import GuestChannel
from kds.runtime import control
from kds.storage import data_dir
from kds.storage.data_dir import InUse
from kds.storage.opening import open_ledger
from kds.storage.sqlite_tokens import SqliteTokens
from kds.storage.tokens import Role, Token, TokenStore

WAIT_S = 10.0
"""How long a server that is starting or ending is waited for."""


@contextlib.asynccontextmanager
async def open_tokens(data: Path) -> AsyncIterator[TokenStore]:
    """The tokens of the store in `data`: its server's, where one runs, or else those of its database.

    Raises what `open_ledger` raises.
    """
    data_dir.find(data)
    until = time.monotonic() + WAIT_S
    async with contextlib.AsyncExitStack() as stack:
        while True:
            if await control.runs(data):
                yield control.RemoteTokens(data)
                return
            try:
                ledger = await stack.enter_async_context(open_ledger(data))
            except InUse:
                if time.monotonic() > until:
                    raise
                await asyncio.sleep(0.05)
            else:
                yield SqliteTokens(ledger)
                return


async def create(
    data: Path, role: Role, name: str, table: str | None, channel: GuestChannel | None = None
) -> tuple[Token, str]:
    """Make a token."""
    async with open_tokens(data) as tokens:
        return await tokens.create(role, name, table, channel=channel)


async def create_link(data: Path, role: Role, name: str) -> tuple[Token, str]:
    """Make a link that is good once."""
    async with open_tokens(data) as tokens:
        return await tokens.create_link(role, name)


async def list_all(data: Path) -> list[Token]:
    """Every token, oldest first."""
    async with open_tokens(data) as tokens:
        return await tokens.list_all()


async def revoke(data: Path, token_id: str) -> bool:
    """Make a token open nothing any more."""
    async with open_tokens(data) as tokens:
        return await tokens.revoke(token_id)
