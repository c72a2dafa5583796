"""How often a guest's code without a table may order: a kiosk has no party whose measure would hold it."""

from __future__ import annotations

import time
from collections.abc import Callable

from kds.storage.tokens import Token
from kds.web.problems import TOO_OFTEN, Failed

AT_ONCE = 20
"""Requests that such a code may send at once; after that one for each `EVERY_S`."""
EVERY_S = 1.0
CODES = 1_000
"""Codes that are remembered, those that have asked lately."""


class Pace:
    """What each such code has left. `now` counts seconds."""

    def __init__(self, now: Callable[[], float] = time.monotonic) -> None:
        self._now = now
        self._free_at: dict[str, float] = {}
        """Code → from when on it would have all of `AT_ONCE` again."""

    def keep(self, token: Token) -> None:
        """Count a request that changes something. Fails with too_often."""
        if token.role != "guest" or token.table is not None:
            return
        now = self._now()
        free_at = max(self._free_at.pop(token.id, now), now) + EVERY_S
        wait_s = free_at - now - AT_ONCE * EVERY_S
        self._free_at[token.id] = free_at - EVERY_S if wait_s > 0 else free_at
        while len(self._free_at) > CODES:
            del self._free_at[next(iter(self._free_at))]
        if wait_s > 0:
            seconds = int(-(-wait_s // 1))
            raise Failed(TOO_OFTEN, {"retry-after": str(seconds)}, retry_after_s=seconds)
