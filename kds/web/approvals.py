"""What somebody got for their PIN: the word of who may, for one deed of somebody who may not, at the same device."""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable
from typing import NamedTuple

from kds.core.types import Who
from kds.storage.tokens import secret_hash

FRESH_S = 60.0
"""So soon it has to be used."""
AGAIN_S = 660.0
"""For so long the deed that has used it can be sent again, whose answer was lost: pages give up before."""
MOST = 1_000
PREFIX = "apr_"


class Approval(NamedTuple):
    """`who` approves of one deed of the bearer of the token `asker`; `key` is that deed's, b"" before it is known."""

    who: Who
    asker: str
    until: float
    key: bytes = b""


class Approvals:
    """Those that can be used, in memory alone. `now` counts seconds."""

    def __init__(self, now: Callable[[], float] = time.monotonic) -> None:
        self._now = now
        self._known: dict[bytes, Approval] = {}
        """By the hashes of their secrets, oldest first."""

    def give(self, who: Who, asker: str) -> str:
        """A secret by which one deed of the asker is approved of."""
        self._known = {key: each for key, each in self._known.items() if each.until > self._now()}
        while len(self._known) >= MOST:
            del self._known[next(iter(self._known))]
        secret = f"{PREFIX}{secrets.token_urlsafe(24)}"
        self._known[secret_hash(secret)] = Approval(who, asker, self._now() + FRESH_S)
        return secret

    def use(self, secret: str, key: bytes) -> Approval | None:
        """Whose word a secret is for the deed under this key; None where it is nobody's, too old, or another's."""
        if not secret.startswith(PREFIX):
            return None
        hashed = secret_hash(secret)
        found = self._known.get(hashed)
        if found is None or found.until <= self._now() or found.key not in (b"", key):
            return None
        if not found.key and key:
            found = self._known[hashed] = found._replace(key=key, until=self._now() + AGAIN_S)
        return found
