"""How many slots of a screen a ticket takes: by what is on it, never by how wide its letters are drawn.

| on a ticket                                       | units |
|---------------------------------------------------|------:|
| the band of a base                                |     2 |
| a line                                            |     4 |
| its options                                       |     3 |
| a note, for every 12 characters that it has begun |     3 |
| the note and allergies of the party, likewise     |     3 |
| a pot, for every three cells that it has begun    |     4 |

A slot holds as many units as its screen's text size and language leave it, so that dishes are read from afar. Two
lines, each with a note of ten characters, are 14 units: on a screen of medium size they take one slot in Chinese, where
a slot holds 17, and two in English, where it holds nine. The page writes a ticket as large as it fits into what it has
got: a count that is a little off costs the size of letters, and never hides one.
"""

from __future__ import annotations

from typing import NamedTuple

from kds.core.kitchen.model import Screen, ScreenLanguage, TextSize, Ticket
from kds.core.orders.model import Line
from kds.core.state import State

LINE, OPTIONS, NOTE, POT_ROW, BAND = 4, 3, 3, 4, 2
NOTE_CHARACTERS = 12
POT_ACROSS = 3
SLOTS_MOST = 3
"""Slots that one ticket takes at most, side by side; what they do not hold goes on on the next page."""


class Grid(NamedTuple):
    """A screen's grid of slots, numbered row by row."""

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
    "small": {"zh": 15, "en": 9, "both": 9},
    "medium": {"zh": 17, "en": 9, "both": 9},
    "large": {"zh": 24, "en": 16, "both": 16},
}
"""What a slot holds."""


def slots_needed(state: State, ticket: Ticket, screen: Screen) -> int:
    """How many slots the ticket takes on this screen, from 1 to `SLOTS_MOST`."""
    lines = sum(units_of(state.orders.lines[line]) for line in ticket.lines)
    words = NOTE * -(-len(ticket.note + ticket.allergies) // NOTE_CHARACTERS)
    units = lines + words + (BAND if ticket.base else 0)
    return min(-(-units // UNITS[screen.text][screen.language]), SLOTS_MOST)


def units_of(line: Line) -> int:
    """What a line takes."""
    options = OPTIONS if line.options else 0
    note = NOTE * -(-len(line.note) // NOTE_CHARACTERS)
    return LINE + options + note + POT_ROW * -(-len(line.cells) // POT_ACROSS)
