"""How many slots of a screen a ticket takes: by what is on it, never by how wide its letters are drawn.

| on a ticket                                       | units |
|---------------------------------------------------|------:|
| the band of a base                                |     1 |
| a line                                            |     2 |
| its options                                       |     1 |
| a note, for every 24 characters that it has begun |     1 |
| a pot, for every three cells that it has begun    |     2 |

A slot holds as many units as its screen's text size and language leave it. Lines are not torn: one that is larger
than a slot has a slot to itself. Three lines, each with a note of ten characters, are nine units: on a screen of medium
size they take one slot in Chinese, where a slot holds ten, and two in English, where it holds six.
"""

from __future__ import annotations

from typing import NamedTuple

from kds.core.kitchen.model import Screen, ScreenLanguage, TextSize, Ticket
from kds.core.orders.model import Line
from kds.core.state import State

LINE, OPTIONS, NOTE, POT_ROW, BAND = 2, 1, 1, 2, 1
NOTE_CHARACTERS = 24
POT_ACROSS = 3
SLOTS_MOST = 6
"""Cells that one ticket takes at most; its last one then says how many lines are left out."""


class Grid(NamedTuple):
    """A screen's grid of slots, filled column by column."""

    columns: int
    rows: int

    @property
    def slots(self) -> int:
        """How many tickets of one slot the screen shows."""
        return self.columns * self.rows


GRIDS: dict[TextSize, Grid] = {
    "small": Grid(columns=6, rows=4),
    "medium": Grid(columns=5, rows=3),
    "large": Grid(columns=4, rows=2),
}
UNITS: dict[TextSize, dict[ScreenLanguage, int]] = {
    "small": {"zh": 9, "en": 6, "both": 6},
    "medium": {"zh": 10, "en": 6, "both": 6},
    "large": {"zh": 12, "en": 7, "both": 6},
}
"""What a slot holds."""


def slots_needed(state: State, ticket: Ticket, screen: Screen) -> int:
    """How many slots the ticket takes on this screen, from 1 to `SLOTS_MOST`."""
    return len(lines_by_slot(state, ticket, screen))


def lines_by_slot(state: State, ticket: Ticket, screen: Screen) -> list[tuple[str, ...]]:
    """The ticket's lines, slot by slot; the last of `SLOTS_MOST` has all the rest."""
    capacity = UNITS[screen.text][screen.language]
    slots: list[list[str]] = [[]]
    left = capacity - (BAND if ticket.base else 0)
    for line_id in ticket.lines:
        units = units_of(state.orders.lines[line_id])
        if units > left and slots[-1] and len(slots) < SLOTS_MOST:
            slots.append([])
            left = capacity
        slots[-1].append(line_id)
        left -= units
    return [tuple(slot) for slot in slots]


def units_of(line: Line) -> int:
    """What a line takes."""
    options = OPTIONS if line.options else 0
    note = NOTE * -(-len(line.note) // NOTE_CHARACTERS)
    return LINE + options + note + POT_ROW * -(-len(line.cells) // POT_ACROSS)
