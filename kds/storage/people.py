"""What people are called, and their PINs: beside the ledger, so that they can be erased and the figures stay whole.

The ledger knows a person by their id alone, and as what they work here.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import Mapping
from itertools import pairwise
from typing import Protocol

import msgspec

from kds.core.types import Ms

PEOPLE_MOST = 2_000
"""Who ever worked in one house, but for those who are erased."""
PIN_LEAST, PIN_MOST = 4, 8
"""Digits of a PIN."""
_SALT = 16
_COST, _BLOCK, _LANES, _MEMORY = 2**14, 8, 1, 64 << 20
"""Of scrypt: some forty milliseconds a try, and 16 MB."""


class PersonCard(msgspec.Struct, frozen=True):
    """What is known of somebody: `name` and `phone` are "" once they are erased; `seen_at`: last signed in."""

    person: str
    name: str
    phone: str
    has_pin: bool
    created_at: Ms
    erased_at: Ms | None = None
    seen_at: Ms | None = None


class BadPin(ValueError):
    """A PIN is so many digits, and none that everybody tries first."""


class PeopleTable(Protocol):
    """Where people are kept, as every database offers it. All of it raises `StorageError`."""

    async def add(self, name: str, phone: str, person: str = "") -> PersonCard:
        """Somebody new, without a PIN, as `person` where that is given: an id of `new_person` that nobody has."""
        ...

    async def list_all(self) -> list[PersonCard]:
        """Everybody, oldest first, those too who have left or are erased. One whose row is damaged has no PIN."""
        ...

    async def rename(self, person: str, name: str, phone: str) -> bool:
        """Call somebody so. False where there is nobody of that id, or they are erased."""
        ...

    async def set_pin(self, person: str, pin: bytes | None) -> bool:
        """Keep the hash of a PIN, or none. False as above."""
        ...

    async def pin_of(self, person: str) -> bytes | None:
        """The hash of somebody's PIN."""
        ...

    async def note_seen(self, seen: Mapping[str, Ms]) -> None:
        """Keep when people were last signed in."""
        ...

    async def erase(self, person: str) -> bool:
        """Forget what somebody is called, their phone and their PIN; the id stays known. False as above."""
        ...


def new_person() -> str:
    """An id that has never been."""
    return f"prs_{secrets.token_hex(6)}"


def checked_pin(pin: str) -> str:
    """A PIN as it can be set: enough digits, not all alike and not counted up or down. Raises `BadPin`."""
    if not (PIN_LEAST <= len(pin) <= PIN_MOST and pin.isascii() and pin.isdigit()):
        raise BadPin(pin)
    steps = {int(after) - int(before) for before, after in pairwise(pin)}
    if steps in ({0}, {1}, {-1}):
        raise BadPin(pin)
    return pin


def made_pin() -> str:
    """Six digits that nobody tries first."""
    while True:
        try:
            return checked_pin(f"{secrets.randbelow(1_000_000):06}")
        except BadPin:
            continue


def hashed(pin: str) -> bytes:
    """What is kept of a PIN. It holds up the processor for some forty milliseconds: not for the loop."""
    salt = secrets.token_bytes(_SALT)
    return salt + _scrypt(pin, salt)


def is_pin(pin: str, kept: bytes) -> bool:
    """Whether that is the PIN of which this was kept; as slow as `hashed`."""
    return hmac.compare_digest(_scrypt(pin, kept[:_SALT]), kept[_SALT:])


def _scrypt(pin: str, salt: bytes) -> bytes:
    return hashlib.scrypt(pin.encode(), salt=salt, n=_COST, r=_BLOCK, p=_LANES, maxmem=_MEMORY)
