"""How many slots of a screen a ticket takes: by what is on it, never by how wide its letters are drawn.

| on a ticket                                       | units |
|---------------------------------------------------|------:|
| the band of a base                                |     2 |
| a line                                            |     4 |
| its options, and its course after the first       |     3 |
| the set meal of which it is a part                |     3 |
| its steps, where it has several                   |     3 |
| a note, for every 12 characters that it has begun |     3 |
| the note and allergies of the party, likewise     |     3 |
| a pot, for every three cells that it has begun    |     4 |

A slot holds as many units as its screen's text size and language leave it, so that dishes are read from afar. Two
lines, each with a note of ten characters, are 14 units: on a screen of medium size they take one slot, which holds 17
in Chinese and 16 in English. The page writes a ticket as large as it fits into what it has got: a count that is a
little off costs the size of letters, and never hides one.

Names in English are three times as long: there slots are fewer and higher, and as many dishes stand below each other.
"""

from __future__ import annotations

from typing import NamedTuple

from kds.core.kitchen.model import Ticket
from kds.core.kitchen.screens import Layout, Screen, ScreenLanguage, TextSize
from kds.core.orders.model import Line
from kds.core.state import State

LINE, OPTIONS, MEAL, STEPS, NOTE, POT_ROW, BAND = 4, 3, 3, 3, 3, 4, 2
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


GRIDS: dict[TextSize, dict[ScreenLanguage, Grid]] = {
    "small": {"zh": Grid(6, 4), "en": Grid(6, 3), "both": Grid(6, 3)},
    "medium": {"zh": Grid(5, 3), "en": Grid(5, 2), "both": Grid(5, 2)},
    "large": {"zh": Grid(4, 2), "en": Grid(4, 2), "both": Grid(4, 2)},
}
UNITS: dict[TextSize, dict[ScreenLanguage, int]] = {
    "small": {"zh": 15, "en": 12, "both": 12},
    "medium": {"zh": 17, "en": 16, "both": 16},
    "large": {"zh": 18, "en": 12, "both": 12},
}
"""What a slot holds."""


LISTS: dict[TextSize, dict[ScreenLanguage, Grid]] = {
    "small": {"zh": Grid(2, 12), "en": Grid(2, 12), "both": Grid(2, 9)},
    "medium": {"zh": Grid(2, 9), "en": Grid(2, 9), "both": Grid(2, 7)},
    "large": {"zh": Grid(1, 7), "en": Grid(1, 7), "both": Grid(1, 5)},
}
"""Rows of dishes are wide: only two languages in one need more height."""
COLUMNS, ROWS = range(1, 9), range(1, 13)
"""What can be set; what is not set is 0."""


def grid_of(screen: Screen) -> Grid:
    """The slots of a screen: what it says itself, and else what its text size and language leave."""
    usual = usual_grid(screen.layout, screen.text, screen.language)
    return Grid(screen.columns or usual.columns, screen.rows or usual.rows)


def usual_grid(layout: Layout, text: TextSize, language: ScreenLanguage) -> Grid:
    """The slots of a screen that does not say how many."""
    return (LISTS if layout == "dishes" else GRIDS)[text][language]


def units_in(screen: Screen) -> int:
    """What a slot of this screen holds: less where it is smaller than usual."""
    usual, grid = GRIDS[screen.text][screen.language], grid_of(screen)
    return max(UNITS[screen.text][screen.language] * usual.slots // grid.slots, LINE)


def slots_needed(state: State, ticket: Ticket, screen: Screen) -> int:
    """How many slots the ticket takes on this screen, from 1 to `SLOTS_MOST`; one where they are only numbers."""
    if not screen.keeps_places:
        return 1
    lines = sum(units_of(state.orders.lines[line]) for line in ticket.lines)
    words = NOTE * -(-len(ticket.note + ticket.allergies) // NOTE_CHARACTERS)
    units = lines + words + (BAND if ticket.base else 0)
    return min(-(-units // units_in(screen)), SLOTS_MOST, grid_of(screen).columns)


def units_of(line: Line) -> int:
    """What a line takes."""
    options = OPTIONS if line.options or line.course > 1 else 0
    note = NOTE * -(-len(line.note) // NOTE_CHARACTERS)
    meal = MEAL if line.in_meal is not None else 0
    steps = STEPS if line.steps else 0
    return LINE + options + meal + steps + note + POT_ROW * -(-len(line.cells) // POT_ACROSS)
