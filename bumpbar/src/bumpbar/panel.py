"""From functions to what is said to the server: a digit selects a slot, the next key acts on it. No I/O, no clock."""

from __future__ import annotations

from typing import NamedTuple

SELECTED_MS = 15_000
"""For so long a selection is meant."""
OF_SLOT = frozenset({"bump", "start", "rush", "sold_out"})
OF_SLOT_OR_SCREEN = frozenset({"acknowledge"})
CARDS = frozenset({"card", "recalls", "batches"})
"""What opens a card on the wall, whose buttons are numbered: the next digit presses one of them."""
WIRE = {"recall": "recall_last"}
"""Functions that have another name on the wire."""


class Select(NamedTuple):
    """The slot that the next key is about."""

    slot: int
    at_ms: int


class Act(NamedTuple):
    """A press. `at_ms` is when the person chose its slot: that is what they saw (law 6).

    `ticket` is known where the server has asked which of its dishes is meant, and `dish` is the answer. Of a card it is
    the number of the button.
    """

    kind: str
    slot: int | None
    at_ms: int
    ticket: str | None = None
    dish: int | None = None


class Asked(NamedTuple):
    """The server asks which dish of a ticket is sold out: the next digit says so."""

    ticket: str
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
        self._asked: Asked | None = None
        self._card_at_ms: int | None = None

    def ask(self, ticket: str, at_ms: int) -> None:
        """Take the next digit for a dish of this ticket."""
        self._asked = Asked(ticket, at_ms)

    def forget(self) -> None:
        """Nothing is selected: keys were lost, or the bar has gone or went to another screen."""
        self._selected = self._asked = self._card_at_ms = None

    def function(self, function: str, at_ms: int) -> Did:
        """What a function means now."""
        kind, _, number = function.partition(":")
        asked, self._asked = self._asked, None
        card_at_ms, self._card_at_ms = self._card_at_ms, None
        if kind == "slot" and asked is not None and at_ms - asked.at_ms <= SELECTED_MS:
            return Act("sold_out", None, at_ms, asked.ticket, int(number))
        if kind == "slot" and card_at_ms is not None and at_ms - card_at_ms <= SELECTED_MS:
            return Act("card", None, at_ms, dish=int(number))
        if kind == "slot":
            self._selected = Select(int(number), at_ms)
            return self._selected
        if kind == "screen":
            self.forget()
            return Switch(at_ms)
        if kind in CARDS:
            self._card_at_ms = at_ms
        if kind not in OF_SLOT | OF_SLOT_OR_SCREEN:
            return Act(WIRE.get(kind, kind), None, at_ms)
        if number:
            return Act(kind, int(number), at_ms)
        selected, self._selected = self._selected, None
        if selected is None or at_ms - selected.at_ms > SELECTED_MS:
            return Act(kind, None, at_ms) if kind in OF_SLOT_OR_SCREEN else SelectFirst(kind, at_ms)
        return Act(kind, selected.slot, selected.at_ms)
