"""Who may speak to the store: tokens, of which only hashes are kept."""

from __future__ import annotations

import asyncio
import hashlib
import secrets
import time
from collections.abc import Mapping
from typing import Literal, Protocol, get_args

import msgspec

from kds.core.types import Ms

Role = Literal["guest", "waiter", "kitchen", "manager", "integration"]
ROLES: tuple[Role, ...] = get_args(Role)

FRESH_S = 1.0
"""How long a list of tokens is believed: a revoked one opens nothing after that."""
LOOK_AGAIN_S = 0.1
"""How soon an unknown secret makes the list be read again: a new token works at once, guessers cost little."""


class Token(msgspec.Struct, frozen=True):
    """A right to speak as `role`; `id` is what events say about who spoke. A guest's is for one table.

    That of a paired device names its `screen` and the language it shows; `seen_at` is when it was last in use.
    """

    id: str
    role: Role
    name: str
    table: str | None
    created_at: Ms
    revoked_at: Ms | None = None
    screen: str | None = None
    language: str | None = None
    seen_at: Ms | None = None


class WallAssignment(msgspec.Struct, frozen=True):
    """What a paired device shows: a screen of the kitchen, in a language."""

    screen: str
    language: str


def wall_ms() -> Ms:
    """The wall clock's time, by which tokens are dated."""
    return time.time_ns() // 1_000_000


def secret_hash(secret: str) -> bytes:
    """What is kept of a secret. Secrets are random and long, so a plain hash tells nothing about them."""
    return hashlib.sha256(secret.encode()).digest()


class TokenStore(Protocol):
    """Where tokens are kept, as every database offers it. All of it raises `StorageError`."""

    async def create(
        self, role: Role, name: str, table: str | None = None, assignment: WallAssignment | None = None
    ) -> tuple[Token, str]:
        """A new token and its secret, which is shown once and never again. `assignment` is that of a paired device."""
        ...

    async def living(self) -> Mapping[bytes, Token]:
        """What secrets open, by their hashes: the tokens that are not revoked."""
        ...

    async def list_all(self) -> list[Token]:
        """Every token, oldest first, revoked ones too."""
        ...

    async def revoke(self, token_id: str) -> bool:
        """Make a token open nothing any more. False where there is no such token that still did."""
        ...

    async def note_seen(self, seen: Mapping[str, Ms]) -> None:
        """Keep when tokens were last in use: token → moment."""
        ...


def new_token(role: Role, name: str, table: str | None, assignment: WallAssignment | None) -> tuple[Token, str]:
    """A token that has never been, and its secret."""
    screen, language = (None, None) if assignment is None else (assignment.screen, assignment.language)
    token = Token(f"tok_{secrets.token_hex(6)}", role, name, table, wall_ms(), None, screen, language)
    return token, f"kds_{secrets.token_urlsafe(24)}"


class Tokens:
    """The tokens as a running server looks them up: from memory, at most a second old."""

    def __init__(self, store: TokenStore) -> None:
        self.store = store
        self._known: dict[bytes, Token] = {}
        self._read_at = float("-inf")
        self._reading = asyncio.Lock()
        self._seen: dict[str, Ms] = {}
        """Paired device → when its token was last looked up; a wall's is, every second or so."""
        self._noted: dict[str, Ms] = {}

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
        token = self._known.get(key)
        if token is not None and token.screen is not None:
            self._seen[token.id] = wall_ms()
        return token

    async def devices(self) -> list[Token]:
        """The paired devices with when they were last seen, oldest first. Raises `StorageError`."""
        await self._read(time.monotonic() - FRESH_S)
        paired = [token for token in self._known.values() if token.screen is not None]
        paired.sort(key=lambda token: (token.created_at, token.id))
        return [msgspec.structs.replace(each, seen_at=self._seen.get(each.id, each.seen_at)) for each in paired]

    async def pair(self, name: str, assignment: WallAssignment) -> tuple[Token, str]:
        """A token for a device of the kitchen, and its secret. Raises `StorageError`."""
        made = await self.store.create("kitchen", name, None, assignment)
        await self._read(time.monotonic())
        return made

    async def unpair(self, token_id: str) -> bool:
        """Revoke a paired device's token, from now on. False where no such device is paired. Raises `StorageError`."""
        if token_id not in [each.id for each in await self.devices()]:
            return False
        gone = await self.store.revoke(token_id)
        await self._read(time.monotonic())
        return gone

    async def keep_fresh(self) -> None:
        """Read the list again and again, for ever, so that no request waits for it. Raises `StorageError`."""
        while True:
            await self._read(time.monotonic())
            await asyncio.sleep(FRESH_S / 2)

    async def note_seen(self) -> None:
        """Keep when devices were last seen, over a restart too. Raises `StorageError`."""
        news = {token: at for token, at in self._seen.items() if self._noted.get(token) != at}
        if news:
            await self.store.note_seen(news)
            self._noted.update(news)

    async def _read(self, since: float) -> None:
        """Have a list no older than `since`; all who wait for one are served by one reading."""
        async with self._reading:
            if self._read_at >= since:
                return
            started = time.monotonic()
            self._known = dict(await self.store.living())
            self._read_at = started
            living = {token.id for token in self._known.values()}
            self._seen = {token: at for token, at in self._seen.items() if token in living}
            self._noted = {token: at for token, at in self._noted.items() if token in living}
