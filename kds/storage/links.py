"""Links that sign a browser in, each once: a token that nobody can speak by, exchanged for one of the browser's own."""

from __future__ import annotations

from kds.storage.living_tokens import Living, Tokens
from kds.storage.tokens import LINK, Token, TokenTable, secret_hash


def of_link(tokens: Tokens, secret: str) -> Token | None:
    """What a link is for that has not been used."""
    return tokens.living.get(secret_hash(secret)) if secret.startswith(LINK) else None


async def exchange(tokens: Tokens, secret: str) -> str | None:
    """The secret of what a browser gets for a link, if it comes first; None for all others. Raises `StorageError`."""
    if of_link(tokens, secret) is None:
        return None
    got: list[str] = []

    async def work(table: TokenTable, living: Living) -> Living:
        key = secret_hash(secret)
        link = living.get(key)
        if link is None:  # somebody was quicker
            return living
        token, own = await table.exchange(link, key)
        got.append(own)
        return {**{each: known for each, known in living.items() if each != key}, secret_hash(own): token}

    await tokens.change(work)
    return got[0] if got else None


async def was_used(tokens: Tokens, secret: str) -> bool:
    """Whether that is a link which has been used, or revoked. Raises `StorageError`."""
    return secret.startswith(LINK) and await tokens.was_used(secret_hash(secret))
