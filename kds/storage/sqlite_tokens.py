"""Tokens in the ledger's database."""

from __future__ import annotations

from collections.abc import Collection, Mapping

import structlog
from msgspec.structs import replace

from kds.core.types import GuestChannel, Ms
from kds.storage.changes import Change, Row
from kds.storage.ledger import StorageError
from kds.storage.rows import checksum
from kds.storage.sqlite import SqliteLedger
from kds.storage.tokens import (
    LIVING_MOST,
    Role,
    SignIn,
    Token,
    WallAssignment,
    after_link,
    new_link,
    new_table_codes,
    new_token,
    secret_hash,
    wall_ms,
)

log = structlog.get_logger()

_COLUMNS = (
    "checksum, secret_hash, token, role, name, table_id, created_at, revoked_at, screen, language, seen_at, channel, "
    "bars, person, device"
)


class SqliteTokens:
    """`TokenTable` beside the events; a token whose row is damaged opens nothing."""

    def __init__(self, ledger: SqliteLedger) -> None:
        self._ledger = ledger

    async def create(
        self,
        role: Role,
        name: str,
        table: str | None = None,
        assignment: WallAssignment | None = None,
        channel: GuestChannel | None = None,
        sign_in: SignIn | None = None,
    ) -> tuple[Token, str]:
        """A new token and its secret; none beyond `LIVING_MOST`."""
        await self._room(1)
        token, secret = new_token(role, name, table, assignment, channel, sign_in)
        what = "sign_ins" if sign_in is not None else "tokens" if channel is None else "guests"
        await self._ledger.change(Change(what, [self._row(token, secret_hash(secret))]))
        return token, secret

    async def create_link(self, role: Role, name: str) -> tuple[Token, str]:
        """The secret of a link."""
        await self._room(1)
        token, secret = new_link(role, name)
        await self._ledger.change(Change("tokens", [self._row(token, secret_hash(secret))]))
        return token, secret

    async def exchange(self, link: Token, key: bytes) -> tuple[Token, str]:
        """A token like that of a link; both happen, or neither."""
        token, secret = after_link(link)
        made = Change("guests" if token.channel else "tokens", [self._row(token, secret_hash(secret))])
        await self._ledger.change(made, self._revoked(link, key))
        return token, secret

    async def was_used(self, key: bytes) -> bool:
        """Whether the secret of that hash opens nothing any more."""
        query = "SELECT COUNT(*) FROM tokens WHERE secret_hash = ? AND revoked_at IS NOT NULL"
        ((known,),) = await self._ledger.rows(query, (key,))
        return bool(known)

    async def code_tables(self, tables: Collection[str]) -> Mapping[bytes, Token]:
        """Tokens of printed codes for these tables; none beyond `LIVING_MOST`."""
        await self._room(len(tables))
        made = new_table_codes(tables)
        if made:
            await self._ledger.change(Change("guests", [self._row(token, key) for key, token in made.items()]))
        return made

    async def living(self) -> Mapping[bytes, Token]:
        """What secrets open, by their hashes."""
        rows = await self._ledger.rows(f"SELECT {_COLUMNS} FROM tokens WHERE revoked_at IS NULL")
        living: dict[bytes, Token] = {}
        for expected, key, *values in rows:
            token = Token(*values)
            if self._checksum(token, key) == expected:
                living[key] = token
            else:
                log.error("token_damaged", token=token.id)
        return living

    async def list_all(self) -> list[Token]:
        """Every token, oldest first, revoked ones too."""
        rows = await self._ledger.rows(f"SELECT {_COLUMNS} FROM tokens ORDER BY created_at, token")
        return [Token(*values) for _, _, *values in rows]

    async def revoke(self, token_id: str) -> bool:
        """Make a token open nothing any more."""
        query = f"SELECT {_COLUMNS} FROM tokens WHERE token = ? AND revoked_at IS NULL"
        for _, key, *values in await self._ledger.rows(query, (token_id,)):
            return await self._ledger.change(self._revoked(Token(*values), key)) > 0
        return False

    async def move(self, token_id: str, to: WallAssignment) -> bool:
        """Let the token of a paired wall be that of another screen."""
        query = f"SELECT {_COLUMNS} FROM tokens WHERE token = ? AND revoked_at IS NULL AND screen IS NOT NULL"
        for _, key, *values in await self._ledger.rows(query, (token_id,)):
            moved = replace(Token(*values), screen=to.screen, language=to.language)
            row = (to.screen, to.language, self._checksum(moved, key), token_id)
            return await self._ledger.change(Change("move", [row])) > 0
        return False

    def _revoked(self, token: Token, key: bytes) -> Change:
        revoked_at = wall_ms()
        return Change("revoke", [(revoked_at, self._row(token, key, revoked_at)[-1], token.id)])

    async def _room(self, more: int) -> None:
        ((living,),) = await self._ledger.rows("SELECT COUNT(*) FROM tokens WHERE revoked_at IS NULL")
        if living + more > LIVING_MOST:
            raise StorageError(
                f"{living} tokens open something already; revoke those that nobody uses (kds token list)"
            )

    async def note_seen(self, seen: Mapping[str, Ms]) -> None:
        """Keep when tokens were last in use."""
        await self._ledger.change(Change("seen", [(at, token) for token, at in seen.items()]))

    async def note_bars(self, token_id: str, bars: str) -> None:
        """Keep the bump bars of a paired device."""
        await self._ledger.change(Change("bars", [(bars, token_id)]))

    async def forget(self, sign_ins: Collection[str]) -> None:
        """Remove what is left of sign-ins that have ended."""
        await self._ledger.change(Change("signed_out", [(each,) for each in sign_ins]))

    def _checksum(self, token: Token, key: bytes) -> int:
        row = self._row(token, key, token.revoked_at)
        return int(row[-1])

    def _row(self, token: Token, key: bytes, revoked_at: Ms | None = None) -> Row:
        values = (token.id, self._ledger.store_id, key, token.role, token.name, token.table, token.created_at)
        row: Row = (*values, revoked_at, token.screen, token.language)
        if token.person is not None:
            row = (*row, token.person, token.device)
        elif token.channel is not None:
            row = (*row, token.channel)
        return (*row, checksum(*row))
