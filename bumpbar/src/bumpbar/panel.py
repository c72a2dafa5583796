"""From functions to what is said to the server: a digit selects a slot, the next key acts on it. No I/O, no clock."""

from __future__ import annotations

from typing import NamedTuple

SELECTED_MS = 15_000
"""For so long a selection is meant."""
OF_SLOT = frozenset({"bump", "start", "rush"})
WIRE = {"recall": "recall_last"}
"""Functions that have another name on the wire."""


class Select(NamedTuple):
    """The slot that the next key is about."""

    slot: int
    at_ms: int


class Act(NamedTuple):
    """A press. `at_ms` is when the person chose its slot: that is what they saw (law 6)."""

    kind: str
    slot: int | None
    at_ms: int


class Switch(NamedTuple):
    """The bar goes to its next screen."""

    at_ms: int


class SelectFirst(NamedTuple):
    """A key that needs a slot, and none is selected."""

    kind: str
    at_ms: int


Did = Select | Act | Switch | SelectFirst


class Panel:
    """What is selected on one bar."""

    def __init__(self) -> None:
        self._selected: Select | None = None

    def forget(self) -> None:
        """Nothing is selected: keys were lost, or the bar has gone or went to another screen."""
        self._selected = None

    def function(self, function: str, at_ms: int) -> Did:
        """What a function means now."""
        kind, _, number = function.partition(":")
        if kind == "slot":
            self._selected = Select(int(number), at_ms)
            return self._selected
        if kind == "screen":
            self.forget()
            return Switch(at_ms)
        if kind not in OF_SLOT:
            return Act(WIRE.get(kind, kind), None, at_ms)
        if number:
            return Act(kind, int(number), at_ms)
        selected, self._selected = self._selected, None
        if selected is None or at_ms - selected.at_ms > SELECTED_MS:
            return SelectFirst(kind, at_ms)
        return Act(kind, selected.slot, selected.at_ms)
