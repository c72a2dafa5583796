"""The devices of the house: walls, those at which people sign in, and those on which guests order."""

from __future__ import annotations

from kds.storage.living_tokens import Tokens
from kds.storage.tokens import GuestPlace, Place, Token, WallAssignment


async def pair(tokens: Tokens, name: str, place: Place) -> tuple[Token, str]:
    """A token for a device, and its secret. Raises `StorageError`."""
    if isinstance(place, GuestPlace):
        return await tokens.create("guest", name, place.table, channel=place.channel)
    return await tokens.create("device" if place is None else "kitchen", name, None, place)


async def move(tokens: Tokens, token: Token, screen: str) -> bool:
    """Let a paired wall show another screen, in the language that it has. Raises `StorageError`."""
    return await tokens.move(token.id, WallAssignment(screen, token.language or "zh"))


async def unpair(tokens: Tokens, token_id: str) -> bool:
    """Revoke a device's token. False where no such device is paired. Raises `StorageError`."""
    return token_id in [each.id for each in tokens.devices()] and await tokens.revoke(token_id)
