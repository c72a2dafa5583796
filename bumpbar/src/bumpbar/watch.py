"""What the bars' keys mean, live, for whoever installs them."""

from __future__ import annotations

from collections.abc import Callable

from bumpbar.gestures import Fired, Out
from bumpbar.keymap import written
from bumpbar.scans import Scanned
from bumpbar.source import Light


class Told:
    """Says what happens on one bar."""

    def __init__(self, name: str, say: Callable[[str], object]) -> None:
        self._name = name
        self._say = say

    def heard(self, out: list[Out] | list[Scanned]) -> None:
        """A line for each."""
        for each in out:
            if isinstance(each, Fired):
                self._say(f"{self._name}: {each.function}")
            elif isinstance(each, Scanned):
                self._say(f"{self._name}: scanned {each.code}")
            else:
                self._say(f"{self._name}: {written(each.chord)} means nothing")

    def lost(self) -> None:
        """Said as it is."""
        self._say(f"{self._name}: keys were lost, too many came at once")

    def here(self, where: str, light: Light) -> None:
        """And a blink, so that one sees which it is."""
        self._say(f"{self._name}: there, {where}")
        light(good=True)

    def gone(self, why: str) -> None:
        """Said as it is."""
        self._say(f"{self._name}: gone, {why}")
