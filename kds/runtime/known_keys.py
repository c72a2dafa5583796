"""Which keys may have an answer: a look into memory that spares nearly every new command one into the ledger."""

from __future__ import annotations

from kds.storage.ledger import Key

BITS = 1 << 24
"""2 MB. A month of 5,000 keys a day makes one new key in a hundred be looked up for nothing."""
FORMER = ""
"""The actor of keys from the time when they belonged to nobody: such a key may be anybody's."""


class KnownKeys:
    """A set of keys, of which it says only "surely not" or "perhaps": a bit for each, found by its hash."""

    def __init__(self) -> None:
        self._bits = bytearray(BITS // 8)

    def add(self, key: Key) -> None:
        """From now on it is perhaps there."""
        bit = hash(key) % BITS
        self._bits[bit >> 3] |= 1 << (bit & 7)

    def may_hold(self, key: Key) -> bool:
        """False where neither this actor nor a former one has used it."""
        return self._is_set(key) or self._is_set(Key(FORMER, key.key))

    def _is_set(self, key: Key) -> bool:
        bit = hash(key) % BITS
        return bool(self._bits[bit >> 3] >> (bit & 7) & 1)
