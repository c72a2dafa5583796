"""Wrong tries: how many are looked at, of one person and from one address."""

from __future__ import annotations

import time
from collections.abc import Callable

WRONG, WRONG_OF_ADDRESS, FEW = 10, 30, 3
WRONG_S = 60.0
"""So many wrong tries of one person in so many seconds; then they wait. Where one address has made more, each person
there has only a few: who has made none can always try."""
GUESSERS = 1_000
"""People, and addresses, whose wrong tries are remembered."""


class Tries:
    """Wrong tries, by whoever makes them and from where. `now` counts seconds."""

    def __init__(self, now: Callable[[], float] = time.monotonic) -> None:
        self._now = now
        self._wrong: dict[str, list[float]] = {}

    def may(self, who: str, address: str = "") -> bool:
        """Whether another try is looked at. An address that has made many leaves each person there a few."""
        crowded = address != "" and self._lately(f"at {address}") >= WRONG_OF_ADDRESS
        return self._lately(who) < (FEW if crowded else WRONG)

    def wrong(self, who: str, address: str = "") -> None:
        """That one was wrong."""
        self._note(who)
        if address:
            self._note(f"at {address}")

    def _lately(self, key: str) -> int:
        since = self._now() - WRONG_S
        return len([at for at in self._wrong.get(key, ()) if at > since])

    def _note(self, key: str) -> None:
        before = self._wrong.pop(key, [])
        self._wrong[key] = [*before[1 - WRONG_OF_ADDRESS :], self._now()]
        while len(self._wrong) > GUESSERS:
            del self._wrong[next(iter(self._wrong))]
