"""Who may speak to the store: tokens, of which only hashes are kept."""

from __future__ import annotations

import asyncio
import contextlib
import hashlib
import secrets
import sqlite3
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Literal, get_args

import msgspec

from kds.core.types import Ms
from kds.storage.sqlite import BUSY_MS, connect, storage_errors

Role = Literal["guest", "waiter", "kitchen", "manager", "integration"]
ROLES: tuple[Role, ...] = get_args(Role)

FRESH_S = 1.0
"""How long a list of tokens is believed: a revoked one opens nothing after that."""
LOOK_AGAIN_S = 0.1
"""How soon an unknown secret makes the list be read again: a new token works at once, guessers cost little."""

_COLUMNS = "token, role, name, table_id, created_at, revoked_at"


class Token(msgspec.Struct, frozen=True):
    """A right to speak as `role`; `id` is what events say about who spoke. A guest's is for one table."""

    id: str
    role: Role
    name: str
    table: str | None
    created_at: Ms
    revoked_at: Ms | None = None


def secret_hash(secret: str) -> bytes:
    """What is kept of a secret. Secrets are random and long, so a plain hash tells nothing about them."""
    return hashlib.sha256(secret.encode()).digest()


def create(path: Path, store_id: str, role: Role, name: str, table: str | None = None) -> tuple[Token, str]:
    """A new token and its secret, which is shown once and never again."""
    secret = f"kds_{secrets.token_urlsafe(24)}"
    token = Token(f"tok_{secrets.token_hex(6)}", role, name, table, time.time_ns() // 1_000_000)
    with _open(path) as db:
        db.execute(
            f"INSERT INTO tokens (store_id, secret_hash, {_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, NULL)",
            (store_id, secret_hash(secret), token.id, role, name, table, token.created_at),
        )
    return token, secret


def list_all(path: Path) -> list[Token]:
    """Every token, oldest first, revoked ones too."""
    with _open(path) as db:
        return [Token(*row) for row in db.execute(f"SELECT {_COLUMNS} FROM tokens ORDER BY created_at, token")]


def revoke(path: Path, token_id: str) -> bool:
    """Make a token open nothing any more. False where there is no such token that still did."""
    with _open(path) as db:
        changed = db.execute(
            "UPDATE tokens SET revoked_at = ? WHERE token = ? AND revoked_at IS NULL",
            (time.time_ns() // 1_000_000, token_id),
        )
        return changed.rowcount > 0


@contextlib.contextmanager
def _open(path: Path) -> Iterator[sqlite3.Connection]:
    with storage_errors(), contextlib.closing(sqlite3.connect(path, timeout=BUSY_MS / 1000)) as db, db:
        db.execute("PRAGMA synchronous = FULL")
        yield db


class Tokens:
    """The tokens as a running server looks them up: from memory, at most a second old."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._known: dict[bytes, Token] = {}
        self._read_at = float("-inf")
        self._reading = asyncio.Lock()

    async def find(self, secret: str) -> Token | None:
        """The token of that secret, unless it is unknown or revoked. Raises `StorageError`."""
        asked_at = time.monotonic()
        key = secret_hash(secret)
        if asked_at - self._read_at > FRESH_S:
            await self._read(asked_at - FRESH_S)
        if key not in self._known and self._read_at < asked_at:
            # It may have been made since the list was read.
            await asyncio.sleep(self._read_at + LOOK_AGAIN_S - time.monotonic())
            await self._read(asked_at)
        return self._known.get(key)

    async def _read(self, since: float) -> None:
        """Have a list no older than `since`; all who wait for one are served by one reading."""
        async with self._reading:
            if self._read_at >= since:
                return
            started = time.monotonic()
            with storage_errors():
                async with connect(self._path, read_only=True) as db:
                    query = f"SELECT secret_hash, {_COLUMNS} FROM tokens WHERE revoked_at IS NULL"
                    rows = await db.execute_fetchall(query)
            self._known = {key: Token(*row) for key, *row in rows}
            self._read_at = started
