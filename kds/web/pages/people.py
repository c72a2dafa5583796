"""The people of the house as pages name them: what each is called, and who serves tables and takes tills."""

from __future__ import annotations

from collections.abc import Iterable

from kds.core.types import SYSTEM
from kds.storage.tokens import Role, Token

SERVING: tuple[Role, ...] = ("waiter", "manager")


def names_of(people: Iterable[Token]) -> dict[str, str]:
    """What people are called, by their ids; the house itself is called nothing."""
    return {SYSTEM.id: "", **{each.id: each.name for each in people}}


def colleagues_of(people: Iterable[Token], own: Token) -> list[Token]:
    """Whom tables and tills can be handed to: whoever serves, but the one who asks."""
    return [each for each in people if _serves(each) and each.id != own.id]


def _serves(token: Token) -> bool:
    return token.revoked_at is None and token.screen is None and token.role in SERVING
