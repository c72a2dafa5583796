"""Wrong tries: how many are looked at, of one person and from one place."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import NamedTuple


class Patience(NamedTuple):
    """How many wrong tries of one person are looked at in so many seconds; then they wait.

    Where one place has made more than `of_place`, each person there has only `few`: who has made none can always try.
    """

    wrong: int
    few: int
    of_place: int
    seconds: float


USUAL = Patience(wrong=10, few=3, of_place=30, seconds=60.0)
GUESSERS = 1_000
"""People, and places, whose wrong tries are remembered."""


class Tries:
    """Wrong tries, by whoever makes them and from where: an address, a device. `now` counts seconds."""

    def __init__(
        self,
        now: Callable[[], float] = time.monotonic,
        patience: Patience = USUAL,
        guessers: int = GUESSERS,
    ) -> None:
        self._now = now
        self._patience = patience
        self._guessers = guessers
        self._wrong: dict[str, list[float]] = {}

    def may(self, who: str, *places: str) -> bool:
        """Whether another try is looked at. A place that has made many leaves each person there a few."""
        wrong, few, of_place, _ = self._patience
        crowded = any(self._lately(f"at {place}") >= of_place for place in places if place)
        return self._lately(who) < (few if crowded else wrong)

    def wrong(self, who: str, *places: str) -> None:
        """That one was wrong."""
        for key in (who, *[f"at {place}" for place in places if place]):
            self._note(key)

    def right(self, who: str, *places: str) -> None:
        """What was noted as wrong before it was looked at, was right: this person begins anew."""
        self._wrong.pop(who, None)
        for place in places:
            if self._wrong.get(f"at {place}"):
                self._wrong[f"at {place}"].pop()

    def _lately(self, key: str) -> int:
        since = self._now() - self._patience.seconds
        return len([at for at in self._wrong.get(key, ()) if at > since])

    def _note(self, key: str) -> None:
        before = self._wrong.pop(key, [])
        self._wrong[key] = [*before[1 - self._patience.of_place :], self._now()]
        while len(self._wrong) > self._guessers:
            del self._wrong[next(iter(self._wrong))]
