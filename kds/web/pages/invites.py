"""Invitations: what a manager shows as a QR for the device that is to be paired, good once and for ten minutes.

Kept in memory only, by their hashes: after a restart another one is shown.
"""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable
from typing import Literal, NamedTuple

from kds.storage.tokens import secret_hash
from kds.web.pages.paired import Becomes

LIVES_S = 600.0
USED_S = 86_400.0
"""For so long an invitation that was used is known, and says so."""
MOST = 64
"""That are known at once; the oldest goes."""


class Invite(NamedTuple):
    """What the device becomes that is invited, what it is called, and who invited it."""

    becomes: Becomes
    called: str
    by: str
    until: float


class Invites:
    """Those that there are. `now` counts seconds."""

    def __init__(self, now: Callable[[], float] = time.monotonic) -> None:
        self._now = now
        self._open: dict[bytes, Invite] = {}
        self._over: dict[bytes, float] = {}

    def make(self, becomes: Becomes, called: str, by: str) -> str:
        """A secret by which one device is let in."""
        while len(self._open) >= MOST:
            del self._open[next(iter(self._open))]
        secret = secrets.token_urlsafe(18)
        self._open[secret_hash(secret)] = Invite(becomes, called, by, self._now() + LIVES_S)
        return secret

    def take(self, secret: str) -> Invite | Literal["used", "unknown"]:
        """What an invitation is for, which now is good for nothing; or that it was used, or is none or too old."""
        key, now = secret_hash(secret), self._now()
        found = self._open.pop(key, None)
        if found is None:
            return "used" if self._over.get(key, 0.0) > now else "unknown"
        if found.until <= now:
            return "unknown"
        while len(self._over) >= MOST:
            del self._over[next(iter(self._over))]
        self._over[key] = now + USED_S
        return found

    def give_back(self, secret: str, invite: Invite) -> None:
        """Nothing came of it: it is good again."""
        key = secret_hash(secret)
        self._over.pop(key, None)
        self._open[key] = invite
