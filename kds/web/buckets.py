"""Measures by which one who asks too often is held back, and nobody else: so much at once, and after that so often."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple


class Measure(NamedTuple):
    """So many at once; after that one for each `every_s`."""

    at_once: int
    every_s: float


class Buckets:
    """What each has left of a measure; of those that are remembered the ones go that asked longest ago."""

    def __init__(self, measure: Measure, most: int, now: Callable[[], float]) -> None:
        self._measure = measure
        self._most = most
        self._now = now
        self._free_at: dict[str, float] = {}
        """Who → from when on they would have all of it again."""

    def ask(self, who: str, cost: int = 1) -> float:
        """Take it where it is there; else take nothing, and give the seconds after which it would be."""
        free_at, wait_s = self._after(who, cost)
        if wait_s <= 0:
            self._keep(who, free_at)
        return max(0.0, wait_s)

    def owe(self, who: str, cost: int = 1) -> float:
        """Take it in any case, and give the seconds that whoever took it has to wait."""
        free_at, wait_s = self._after(who, cost)
        self._keep(who, free_at)
        return max(0.0, wait_s)

    def _after(self, who: str, cost: int) -> tuple[float, float]:
        at_once, every_s = self._measure
        now = self._now()
        free_at = max(self._free_at.get(who, now), now) + cost * every_s
        return free_at, free_at - now - at_once * every_s

    def _keep(self, who: str, free_at: float) -> None:
        self._free_at.pop(who, None)
        self._free_at[who] = free_at
        while len(self._free_at) > self._most:
            del self._free_at[next(iter(self._free_at))]
