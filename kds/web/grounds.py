"""The grounds on which is practised: a store of its own for each browser that practises, and when it ends."""

from __future__ import annotations

import asyncio
import contextlib
import secrets
import time
from collections.abc import Awaitable, Callable, Collection
from typing import NamedTuple

import structlog
from starlette.applications import Starlette

from kds.core.types import Name, Role
from kds.ops.practice.progress import Progress
from kds.storage.living_tokens import Tokens
from kds.storage.tokens import Token, secret_hash

log = structlog.get_logger()

MOST = 6
"""Grounds at a time: each costs memory."""
IDLE_S = 1800.0
"""A ground ends when nothing was done on it for so long."""
LOOK_S = 5.0


class Made(NamedTuple):
    """A store to practise in: its pages, how far somebody has come, who approves there by which PIN, and its end."""

    app: Starlette
    progress: Progress
    approver: Name
    pin: str
    close: Callable[[], Awaitable[None]]


class Full(Exception):
    """So many practise already that nobody more can."""


class Ground:
    """One person's practice in one browser. `ground` names it in pages; only its cookie opens it."""

    def __init__(self, token: Token, made: Made, now: float) -> None:
        self.ground = secrets.token_hex(6)
        self.token = token
        self.made = made
        self.touched_at = now
        made.app.state.practice = self.ground


class Grounds:
    """All that there are. `make` makes a store for whoever has these cookies; `now` counts seconds."""

    def __init__(
        self,
        tokens: Tokens,
        make: Callable[[Token, Collection[bytes]], Awaitable[Made]],
        now: Callable[[], float] = time.monotonic,
    ) -> None:
        self._tokens = tokens
        self._make = make
        self._now = now
        self._grounds: dict[bytes, Ground] = {}
        """By the hashes of their secrets."""
        self._shut: list[Ground] = []
        """Those that open to nobody any more, and are yet to be closed."""
        self._era = 0
        """How often some were shut: what was made of the house before is not begun after."""
        self._beginning = asyncio.Lock()

    def __len__(self) -> int:
        return len(self._grounds)

    async def begin(self, token: Token, cookies: Collection[str]) -> str:
        """A new ground; the secret that opens it. Raises `Full`, and what making a store raises."""
        async with self._beginning:
            await self.look()
            if len(self._grounds) >= MOST:
                raise Full
            ground = Ground(token, await self._made(token, [secret_hash(each) for each in cookies]), self._now())
            secret = secrets.token_urlsafe(24)
            self._grounds[secret_hash(secret)] = ground
        log.info("practice_begun", ground=ground.ground, token=token.id, grounds=len(self._grounds))
        return secret

    async def _made(self, token: Token, cookies: Collection[bytes]) -> Made:
        """A store to practise in, of the house as it still is."""
        while True:
            era = self._era
            made = await self._make(token, cookies)
            if era == self._era:
                return made
            await made.close()

    def shut(self, role: Role | None = None) -> None:
        """From now on the grounds of whoever is that, or all, open to nobody: the house is not what they show."""
        self._era += 1
        for key, each in list(self._grounds.items()):
            if role in (None, each.token.role):
                self._shut.append(self._grounds.pop(key))

    def find(self, secret: str, token: Token | None) -> Ground | None:
        """The ground that a cookie opens for whoever it was begun by."""
        found = self._grounds.get(secret_hash(secret))
        return found if found is not None and token is not None and found.token.id == token.id else None

    def touch(self, ground: Ground) -> None:
        """Something was done on it."""
        ground.touched_at = self._now()

    async def end(self, secret: str) -> None:
        """Nothing of that ground is left."""
        await self._end(secret_hash(secret))

    async def look(self) -> None:
        """End those on which nothing is done, of whoever is signed in no more, and those that are shut."""
        while self._shut:
            await _closed(self._shut.pop())
        for key, each in list(self._grounds.items()):
            if each.touched_at + IDLE_S <= self._now() or not self._tokens.lives(each.token):
                await self._end(key)

    async def keep(self) -> None:
        """Do that for ever; all of them end with it."""
        try:
            while True:
                await asyncio.sleep(LOOK_S)
                await self.look()
        finally:
            await self.close()

    async def close(self) -> None:
        """All of them end."""
        self.shut()
        while self._shut:
            await _closed(self._shut.pop())

    async def _end(self, key: bytes) -> None:
        ground = self._grounds.pop(key, None)
        if ground is not None:
            await _closed(ground)


async def _closed(ground: Ground) -> None:
    with contextlib.suppress(Exception):
        await ground.made.close()
    log.info("practice_ended", ground=ground.ground)
