"""The tokens as a running server knows them: all that live, in memory.

While a server runs nobody else writes in its data directory (`kds token` asks it), so whoever mints or revokes changes
what is known here, and nothing has to be looked up again. Sockets that live by a token are told when it is revoked.
"""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager

import msgspec

from kds.core.types import GuestChannel, Ms
from kds.storage.ledger import StorageError
from kds.storage.tokens import Role, SignIn, Token, TokenTable, WallAssignment, secret_hash, wall_ms

BEARER = b"bearer "
SECRET_CHARS = 200
"""No token is longer; what is longer is not looked up."""
HEADERS_MOST = 4_096
"""Authorization headers whose token is remembered."""
AGAIN_S = 1.0
"""How soon the list is read again that could not be read."""


class Tokens:
    """`TokenStore` of a server that runs, and what each secret opens."""

    def __init__(self, table: TokenTable) -> None:
        self._table = table
        self._living: dict[bytes, Token] = {}
        """What secrets open, by their hashes."""
        self._ids: set[str] = set()
        self._by_header: dict[bytes, Token] = {}
        """What headers open that were looked up before; emptied whenever a token is revoked."""
        self._held: defaultdict[str, set[asyncio.Event]] = defaultdict(set)
        """Token → what tells its sockets that it was revoked."""
        self._seen: dict[str, Ms] = {}
        """Paired device → when its token was last looked up, or its last socket ended."""
        self._noted: dict[str, Ms] = {}
        self._listed: list[Token] | None = None
        """Every token, as it was read after the last of so many changes."""
        self._changes = 0
        self._changing = asyncio.Lock()
        self._in_doubt = asyncio.Event()

    async def load(self) -> None:
        """Know all that live. Raises `StorageError`."""
        async with self._changing:
            self._in_doubt.set()
            self._known(dict(await self._table.living()))
            self._in_doubt.clear()

    async def keep(self) -> None:
        """Read the list again after a change of which nobody knows whether it happened; for ever."""
        while True:
            await self._in_doubt.wait()
            try:
                await self.load()
            except StorageError:
                await asyncio.sleep(AGAIN_S)

    def find(self, secret: str) -> Token | None:
        """The token of that secret, unless it is unknown or revoked."""
        if not 0 < len(secret) <= SECRET_CHARS:
            return None
        return self._used(self._living.get(secret_hash(secret)))

    def find_bearer(self, authorization: bytes) -> Token | None:
        """The token of an Authorization header; None also where that bears none."""
        token = self._by_header.get(authorization)
        if token is not None:
            return self._used(token)
        if authorization[: len(BEARER)].lower() != BEARER:
            return None
        token = self.find(authorization[len(BEARER) :].strip().decode("latin-1"))
        if token is not None:
            if len(self._by_header) >= HEADERS_MOST:
                self._by_header.clear()
            self._by_header[authorization] = token
        return token

    @contextmanager
    def held(self, token: Token) -> Iterator[asyncio.Event]:
        """What is set as soon as the token is revoked, for a socket that lives by it; a device is there meanwhile."""
        revoked = asyncio.Event()
        if token.id not in self._ids:
            revoked.set()
        self._held[token.id].add(revoked)
        try:
            yield revoked
        finally:
            if token.id in self._ids:
                self._used(token)
            self._held[token.id].discard(revoked)
            if not self._held[token.id]:
                del self._held[token.id]

    async def create(
        self,
        role: Role,
        name: str,
        table: str | None = None,
        assignment: WallAssignment | None = None,
        channel: GuestChannel | None = None,
        sign_in: SignIn | None = None,
    ) -> tuple[Token, str]:
        """A new token, which opens from now on, and its secret."""
        async with self._changing:
            with self._doubting():
                token, secret = await self._table.create(role, name, table, assignment, channel, sign_in)
            self._living[secret_hash(secret)] = token
            self._ids.add(token.id)
        return token, secret

    async def list_all(self) -> list[Token]:
        """Every token, oldest first, revoked ones too."""
        if self._listed is None:
            changes, listed = self._changes, await self._table.list_all()
            if changes != self._changes:
                return listed
            self._listed = listed
        return list(self._listed)

    async def revoke(self, token_id: str) -> bool:
        """Make a token open nothing any more, and tell its sockets."""
        async with self._changing:
            with self._doubting():
                gone = await self._table.revoke(token_id)
            self._known({key: token for key, token in self._living.items() if token.id != token_id})
        return gone

    def devices(self) -> list[Token]:
        """The paired devices with when they were last seen, oldest first."""
        paired = [token for token in self._living.values() if token.screen is not None]
        paired.sort(key=lambda token: (token.created_at, token.id))
        seen = self._last_seen()
        return [msgspec.structs.replace(each, seen_at=seen.get(each.id, each.seen_at)) for each in paired]

    async def pair(self, name: str, assignment: WallAssignment) -> tuple[Token, str]:
        """A token for a device of the kitchen, and its secret. Raises `StorageError`."""
        return await self.create("kitchen", name, None, assignment)

    async def unpair(self, token_id: str) -> bool:
        """Revoke a paired device's token. False where no such device is paired. Raises `StorageError`."""
        return token_id in [each.id for each in self.devices()] and await self.revoke(token_id)

    async def note_seen(self) -> None:
        """Keep when devices were last seen, over a restart too. Raises `StorageError`."""
        news = {token: at for token, at in self._last_seen().items() if self._noted.get(token) != at}
        if news:
            try:
                await self._table.note_seen(news)
            finally:
                self._unlisted()
            self._noted.update(news)

    async def note_bars(self, token_id: str, bars: str) -> None:
        """Keep the bump bars of a paired device, over a restart too. Raises `StorageError`."""
        try:
            await self._table.note_bars(token_id, bars)
        finally:
            self._unlisted()

    @contextmanager
    def _doubting(self) -> Iterator[None]:
        """Whether a change that fails, or is given up, has happened, only the list can say."""
        try:
            yield
        except BaseException:
            self._in_doubt.set()
            raise
        finally:
            self._unlisted()

    def _unlisted(self) -> None:
        """The table has changed, or may have: it is read again by whoever asks next."""
        self._listed = None
        self._changes += 1

    def _known(self, living: dict[bytes, Token]) -> None:
        """These live, and no others."""
        self._unlisted()
        self._living = living
        self._by_header.clear()
        ids = self._ids = {token.id for token in living.values()}
        for token_id, sockets in self._held.items():
            if token_id not in ids:
                for revoked in sockets:
                    revoked.set()
        self._seen = {token: at for token, at in self._seen.items() if token in ids}
        self._noted = {token: at for token, at in self._noted.items() if token in ids}

    def _used(self, token: Token | None) -> Token | None:
        if token is not None and token.screen is not None:
            self._seen[token.id] = wall_ms()
        return token

    def _last_seen(self) -> dict[str, Ms]:
        """When each device was last seen: now, where it holds a socket."""
        now = wall_ms()
        return {token: now if token in self._held else at for token, at in self._seen.items()}
