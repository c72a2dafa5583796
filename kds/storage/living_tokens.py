"""The tokens as a running server knows them: all that live, in memory.

While a server runs nobody else writes in its data directory (`kds token` asks it), so whoever mints or revokes changes
what is known here, and nothing has to be looked up again. Sockets that live by a token are told when it is revoked.
"""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Awaitable, Callable, Collection, Iterator, Mapping
from contextlib import contextmanager

import msgspec

from kds.core.types import GuestChannel, Ms
from kds.storage.bearers import Bearers, secret_in
from kds.storage.last_seen import LastSeen
from kds.storage.ledger import StorageError
from kds.storage.tokens import (
    LINK,
    Role,
    SignIn,
    Token,
    TokenTable,
    WallAssignment,
    is_device,
    secret_hash,
)

Living = Mapping[bytes, Token]
SECRET_CHARS = 200
"""No token is longer; what is longer is not looked up."""
AGAIN_S = 1.0
"""How soon the list is read again that could not be read."""


class Tokens:
    """`TokenStore` of a server that runs, and what each secret opens."""

    def __init__(self, table: TokenTable) -> None:
        self._table = table
        self._living: dict[bytes, Token] = {}
        self._ids: set[str] = set()
        self._bearers = Bearers()
        self._held: defaultdict[str, set[asyncio.Event]] = defaultdict(set)
        """Token → what tells its sockets that it was revoked."""
        self._seen = LastSeen()
        self.was_here: Callable[[str, Ms], None] = lambda person, at: None
        """Called with a person who is signed in and has done something, and when."""
        self._ended: set[str] = set()
        """Sign-ins that have ended, whose rows are still there."""
        self.some_ended = asyncio.Event()
        """Set while there are such."""
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
        """The token of that secret, unless it is unknown or revoked, or a link's."""
        if not 0 < len(secret) <= SECRET_CHARS or secret.startswith(LINK):
            return None
        return self._used(self._living.get(secret_hash(secret)))

    @property
    def living(self) -> Mapping[bytes, Token]:
        """What secrets open, by their hashes."""
        return self._living

    async def change(self, work: Callable[[TokenTable, Living], Awaitable[Living]]) -> None:
        """Let the table make tokens, or use them up: `work` gets it and what lives, and gives what lives then.

        Raises `StorageError`.
        """
        async with self._changing:
            with self._doubting():
                living = await work(self._table, self._living)
            self._known(dict(living))

    async def was_used(self, key: bytes) -> bool:
        """Whether the secret of that hash once opened something, and does so no more. Raises `StorageError`."""
        return await self._table.was_used(key)

    def lives(self, token: Token) -> bool:
        """Whether a token still opens something."""
        return token.id in self._ids

    def find_bearer(self, authorization: bytes) -> Token | None:
        """The token of an Authorization header; None also where that bears none, or one that is good at its device."""
        token = self._bearers.get(authorization)
        if token is not None:
            return self._used(token)
        secret = secret_in(authorization)
        token = None if secret is None else self.find(secret)
        if token is None or token.device is not None:
            return None
        self._bearers.remember(authorization, token)
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
        return await self._opening(lambda: self._table.create(role, name, table, assignment, channel, sign_in))

    async def create_link(self, role: Role, name: str) -> tuple[Token, str]:
        """A link that is good once, and its secret. Raises `StorageError`."""
        return await self._opening(lambda: self._table.create_link(role, name))

    async def _opening(self, make: Callable[[], Awaitable[tuple[Token, str]]]) -> tuple[Token, str]:
        async with self._changing:
            with self._doubting():
                token, secret = await make()
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

    def ask_again(self, role: str) -> None:
        """What this role may has changed: its sockets end, and whoever comes back is looked at anew."""
        for token in self._living.values():
            if token.role == role:
                for ended in self._held.get(token.id, ()):
                    ended.set()

    async def revoke(self, token_id: str) -> bool:
        """Make a token open nothing any more, and tell its sockets; of a sign-in nothing is kept."""
        if any(each.id == token_id for each in self.sign_ins()):
            self.end([token_id])
            await self.forget_ended()
            return True
        async with self._changing:
            with self._doubting():
                gone = await self._table.revoke(token_id)
            self._known({key: token for key, token in self._living.items() if token.id != token_id})
        return gone

    def is_held(self, token: Token) -> bool:
        """Whether a socket lives by it now."""
        return token.id in self._held

    async def move(self, token_id: str, to: WallAssignment) -> bool:
        """Let a paired wall be another screen's; its sockets end, and it goes there. Raises `StorageError`."""
        async with self._changing:
            with self._doubting():
                moved = await self._table.move(token_id, to)
            if moved:
                self._living |= {
                    key: msgspec.structs.replace(each, screen=to.screen, language=to.language)
                    for key, each in self._living.items()
                    if each.id == token_id
                }
                self._bearers.forget()
        for ended in self._held.get(token_id, ()) if moved else ():
            ended.set()
        return moved

    def devices(self) -> list[Token]:
        """The paired devices with when they were last seen, oldest first."""
        paired = [token for token in self._living.values() if is_device(token)]
        paired.sort(key=lambda token: (token.created_at, token.id))
        seen = self.last_seen()
        return [msgspec.structs.replace(each, seen_at=seen.get(each.id, each.seen_at)) for each in paired]

    def sign_ins(self) -> list[Token]:
        """Those who are signed in at a device."""
        return [token for token in self._living.values() if token.device is not None]

    def touched(self, token: Token, at: Ms) -> None:
        """Somebody who is signed in at a device has done something, by the time of the house."""
        if token.device is not None and token.id in self._ids:
            self._seen.touched(token, at)
            self.was_here(token.person or "", at)

    def active_at(self, token: Token) -> Ms:
        """When that was last."""
        return self._seen.active_at(token)

    def end(self, sign_ins: Collection[str]) -> None:
        """Sign people out at once, and tell their sockets; what is left of it goes with `forget_ended`."""
        if sign_ins:
            self._ended.update(sign_ins)
            self._known(self._living)

    async def forget_ended(self) -> None:
        """Remove the rows of sign-ins that have ended. Raises `StorageError`."""
        async with self._changing:
            ended = set(self._ended)
            if ended:
                await self._table.forget(ended)
                self._unlisted()
                self._ended -= ended
            if not self._ended:
                self.some_ended.clear()

    async def note_seen(self) -> None:
        """Keep when devices and people were last seen, over a restart too. Raises `StorageError`."""
        news = self._seen.news(self._held)
        if news:
            try:
                await self._table.note_seen(news)
            finally:
                self._unlisted()
            self._seen.stored(news)

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
        """These live, and no others; who is signed in at a device that is let go, is not signed in any more."""
        self._unlisted()
        there = {token.id for token in living.values() if token.device is None}
        self._ended |= {each.id for each in living.values() if each.device is not None and each.device not in there}
        if self._ended:
            self.some_ended.set()
        self._living = living = {key: each for key, each in living.items() if each.id not in self._ended}
        self._bearers.forget()
        ids = self._ids = {token.id for token in living.values()}
        for token_id, sockets in self._held.items():
            if token_id not in ids:
                for revoked in sockets:
                    revoked.set()
        self._seen.keep_only(ids)

    def _used(self, token: Token | None) -> Token | None:
        if token is not None:
            self._seen.used(token)
        return token

    def last_seen(self) -> dict[str, Ms]:
        """When each device and each login code was last in use: now, where it holds a socket."""
        return self._seen.last(self._held)
