"""Who may speak to the store: tokens, of which only hashes are kept."""

from __future__ import annotations

import hashlib
import secrets
import time
from collections.abc import Collection, Mapping
from typing import Literal, Protocol, get_args

import msgspec

from kds.core.types import GuestChannel, Ms

Role = Literal["guest", "waiter", "cashier", "kitchen", "expo", "manager", "owner", "integration", "device"]
ROLES: tuple[Role, ...] = get_args(Role)

LIVING_MOST = 10_000
"""Tokens that are not revoked: all of them are known in memory."""


class Token(msgspec.Struct, frozen=True):
    """A right to speak as `role`; `id` is what events say about who spoke. A guest's is for one table, and
    may say by which `channel` they order.

    That of a paired device names its `screen` and the language it shows; `seen_at` is when it was last in use; `bars`
    are its bump bars, as JSON: name → since when it is gone, 0 while it is there. A paired device without a screen is
    one at which people sign in: its role is `device`, and it may nothing by itself. Somebody who is signed in is a
    `person`, at a `device` where they are not at one of their own. A guest's who is known to be of a `party` is made
    for one request, and kept nowhere.
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
    channel: GuestChannel | None = None
    bars: str | None = None
    person: str | None = None
    device: str | None = None
    party: str | None = None


LINK = "lnk_"
"""How the secret of a link begins: it opens nothing but a browser, and that once."""


def is_device(token: Token) -> bool:
    """Whether that is a paired device: a wall, one at which people sign in, or one on which guests order."""
    return token.screen is not None or token.role == "device" or is_for_guests(token)


def is_for_guests(token: Token) -> bool:
    """Whether that is a device of the house on which guests order: a tablet at its table, or a kiosk."""
    return token.role == "guest" and token.channel in ("tablet", "kiosk") and token.party is None


def is_table_code(token: Token) -> bool:
    """Whether that is the printed code of a table, by which nobody speaks."""
    return token.name == TABLE_CODE and token.role == "guest" and token.channel == "scan"


TABLE_CODE = "@table"
"""What the token of a table's printed code is called. Its secret is nobody's: by its id alone the table is known."""


class SignIn(msgspec.Struct, frozen=True):
    """Somebody who signs in, at a paired device or at one of their own."""

    person: str
    device: str | None = None


class GuestPlace(msgspec.Struct, frozen=True):
    """Where guests order on a paired device: on a tablet at its `table`, or at a kiosk, which has none."""

    channel: Literal["tablet", "kiosk"]
    table: str | None = None


class WallAssignment(msgspec.Struct, frozen=True):
    """What a paired device shows: a screen of the kitchen, in a language."""

    screen: str
    language: str


Place = WallAssignment | GuestPlace | None
"""What a paired device is for: a wall, guests who order on it, or, None, people who sign in at it."""


def wall_ms() -> Ms:
    """The wall clock's time, by which tokens are dated."""
    return time.time_ns() // 1_000_000


def secret_hash(secret: str) -> bytes:
    """What is kept of a secret. Secrets are random and long, so a plain hash tells nothing about them."""
    return hashlib.sha256(secret.encode()).digest()


class TokenStore(Protocol):
    """Tokens as they are made and revoked, here or at a server that runs. All of it raises `StorageError`."""

    async def create(
        self,
        role: Role,
        name: str,
        table: str | None = None,
        assignment: WallAssignment | None = None,
        channel: GuestChannel | None = None,
    ) -> tuple[Token, str]:
        """A new token and its secret, which is shown once and never again. `assignment` is that of a paired wall."""
        ...

    async def create_link(self, role: Role, name: str) -> tuple[Token, str]:
        """The secret of a link: the first browser that brings it gets a token of its own for it."""
        ...

    async def list_all(self) -> list[Token]:
        """Every token, oldest first, revoked ones too."""
        ...

    async def revoke(self, token_id: str) -> bool:
        """Make a token open nothing any more. False where there is no such token that still did."""
        ...


class TokenTable(TokenStore, Protocol):
    """Where tokens are kept, as every database offers it. All of it raises `StorageError`."""

    async def create(
        self,
        role: Role,
        name: str,
        table: str | None = None,
        assignment: WallAssignment | None = None,
        channel: GuestChannel | None = None,
        sign_in: SignIn | None = None,
    ) -> tuple[Token, str]:
        """The same; `sign_in` says who it is that signs in."""
        ...

    async def living(self) -> Mapping[bytes, Token]:
        """What secrets open, by their hashes: the tokens that are not revoked."""
        ...

    async def exchange(self, link: Token, key: bytes) -> tuple[Token, str]:
        """A token like that of a link, and its secret; the link, whose secret has the hash `key`, is used with it."""
        ...

    async def was_used(self, key: bytes) -> bool:
        """Whether the secret of that hash once opened something, and does so no more."""
        ...

    async def code_tables(self, tables: Collection[str]) -> Mapping[bytes, Token]:
        """Tokens of printed codes for these tables, all of them in one commit, by the hashes of their secrets."""
        ...

    async def move(self, token_id: str, to: WallAssignment) -> bool:
        """Let the token of a paired wall be that of another screen. False where there is no such token."""
        ...

    async def note_seen(self, seen: Mapping[str, Ms]) -> None:
        """Keep when tokens were last in use: token → moment."""
        ...

    async def note_bars(self, token_id: str, bars: str) -> None:
        """Keep the bump bars of a paired device."""
        ...

    async def forget(self, sign_ins: Collection[str]) -> None:
        """Remove what is left of sign-ins that have ended."""
        ...


def new_token(
    role: Role,
    name: str,
    table: str | None,
    assignment: WallAssignment | None,
    channel: GuestChannel | None,
    sign_in: SignIn | None = None,
    begins: str = "kds_",
) -> tuple[Token, str]:
    """A token that has never been, and its secret."""
    screen, language = (None, None) if assignment is None else (assignment.screen, assignment.language)
    person, device = (None, None) if sign_in is None else (sign_in.person, sign_in.device)
    token = Token(
        id=f"tok_{secrets.token_hex(6)}",
        role=role,
        name=name,
        table=table,
        created_at=wall_ms(),
        screen=screen,
        language=language,
        channel=channel,
        person=person,
        device=device,
    )
    return token, f"{begins}{secrets.token_urlsafe(24)}"


def new_link(role: Role, name: str) -> tuple[Token, str]:
    """A link that has never been, and its secret."""
    return new_token(role, name, None, None, None, begins=LINK)


def after_link(link: Token) -> tuple[Token, str]:
    """What a browser gets for a link."""
    return new_token(link.role, link.name, link.table, None, link.channel)


def new_table_codes(tables: Collection[str]) -> dict[bytes, Token]:
    """Tokens of printed codes that have never been, by the hashes of secrets that nobody gets."""
    made = [new_token("guest", TABLE_CODE, table, None, "scan") for table in sorted(tables)]
    return {secret_hash(secret): token for token, secret in made}
