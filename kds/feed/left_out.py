"""What a wall leaves out (law 12): the open tickets of the stations that it does not show, station by station."""

from __future__ import annotations

from collections.abc import Iterable

from kds.core.kitchen.hidden import left_out
from kds.core.kitchen.model import Station
from kds.core.kitchen.screens import Screen
from kds.core.state import State
from kds.feed.drawing import Drawing


class LeftOut:
    """The mark of one screen, drawn: "" where it shows every station. A look at it costs its stations."""

    def __init__(self, state: State) -> None:
        self.html = ""
        self.seq = 0
        """The event after which it last changed."""
        self._state = state
        self._stations: list[Station] = []
        self._counts: list[int] = []

    @property
    def is_other(self) -> bool:
        """Whether the stations that were left out at the last look have more open tickets now, or fewer."""
        return self._counted() != self._counts

    def look(self, screen: Screen, drawing: Drawing) -> bool:
        """Follow the state; whether it says something else than before."""
        self._stations = left_out(self._state, screen)
        self._counts = self._counted()
        html = drawing.left_out(list(zip(self._stations, self._counts, strict=True)))
        if html == self.html:
            return False
        self.html, self.seq = html, self._state.seq
        return True

    def _counted(self) -> list[int]:
        return open_at(self._state, [each.station for each in self._stations])


def open_at(state: State, stations: Iterable[str]) -> list[int]:
    """How many open tickets each of these stations has."""
    return [state.kitchen.open_tickets.count(each) for each in stations]
