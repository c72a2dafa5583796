"""How the lines of a ticket are drawn into the slots that it has: by the screen's language and text.

A slot holds so many tenths of a row of the dish's type; names are measured in half-widths, of which a Chinese
character has two. The measure is generous: what a browser would still fit is never cut off.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from kds.core.kitchen.model import Screen, ScreenLanguage, TextSize, Ticket
from kds.core.menu.model import Dish
from kds.core.orders.model import Line
from kds.core.state import State
from kds.core.types import Name

ROW, SMALL_ROW, POT_ROW = 10, 7, 14
"""Tenths: a row of a name, a row of options or a note, a row of a pot's cells."""
BAND = 9
"""Tenths that the band of a base takes from its first slot."""
WIDE = "\u1100"
"""The first of the characters that count as wide, Hangul."""
_PIECES = re.compile(rf"\s+|[{WIDE}-\U0010ffff]+|[^\s{WIDE}-\U0010ffff]+")


class Room(NamedTuple):
    """What a slot holds: half-widths of a row, tenths of rows."""

    width: int
    height: int


ROOMS: dict[TextSize, Room] = {
    "small": Room(width=18, height=50),
    "medium": Room(width=16, height=52),
    "large": Room(width=15, height=62),
}


def parts(state: State, ticket: Ticket, screen: Screen, most: int) -> list[tuple[str, ...]]:
    """The ticket's lines, slot by slot; never more than `most` slots, the last of which then takes all the rest.

    A ticket that stands on a screen is drawn with the number of its slots as `most`: it may have been given fewer
    than it needs, and a new menu may have made its names longer.
    """
    room = ROOMS[screen.text]
    found: list[list[str]] = [[]]
    left = room.height - (BAND if ticket.base else 0)
    for number, line_id in enumerate(ticket.lines):
        if len(found) == most:  # the rest stands here, however high it is
            found[-1] += ticket.lines[number:]
            break
        line = state.orders.lines[line_id]
        height = min(line_height(state.menu.known(line.dish), line, room.width, screen.language), room.height)
        if height > left and found[-1]:
            found.append([])
            left = room.height
        found[-1].append(line_id)
        left -= height
    return [tuple(part) for part in found]


def line_height(dish: Dish | None, line: Line, width: int, language: ScreenLanguage) -> int:
    """The tenths of rows that a line takes: its name, its options, its pot, its note.

    A screen of both languages writes a name in Chinese and, smaller, in English below; options in both, one row.
    """
    name = Name(zh=line.dish, en=line.dish) if dish is None else dish.name
    small = width * 14 // 10
    height = ROW * _rows(name.en if language == "en" else name.zh, width)
    if language == "both" and dish is not None:
        height += SMALL_ROW * _rows(name.en, small)
    if line.options:
        height += SMALL_ROW * _rows(" · ".join(_option_names(dish, line.options, language)), small)
    if line.note:
        height += SMALL_ROW * _rows(line.note, small)
    across = 2 if len(line.cells) in (2, 4) else 3
    return height + POT_ROW * -(-len(line.cells) // across)


def _option_names(dish: Dish | None, options: Sequence[str], language: ScreenLanguage) -> list[str]:
    groups = () if dish is None else dish.options
    names = {choice.option: choice.name for group in groups for choice in group.choices}
    found = [names.get(each) or Name(zh=each, en=each) for each in options]
    if language == "both":
        return [f"{name.zh} {name.en}" for name in found]
    return [name.en if language == "en" else name.zh for name in found]


def _rows(text: str, width: int) -> int:
    """The rows that a text takes: words stay whole, unless one is longer than a row; wide characters break anywhere."""
    rows, used = 1, 0
    for piece in _PIECES.findall(text):
        if piece.isspace():
            used += 1
            continue
        step = 2 if piece[0] >= WIDE else 1
        need = step * len(piece)
        if used + need <= width:
            used += need
            continue
        here = max(0, width - used) // 2 if step == 2 else 0
        a_row = width // step
        rest = len(piece) - here
        rows += (rest - 1) // a_row + (1 if used or here else 0)
        used = step * ((rest - 1) % a_row + 1)
    return rows


def half_widths(text: str) -> int:
    """How wide a text is; from Hangul on, all scripts count as wide."""
    return len(text) if text.isascii() else sum(2 if character >= WIDE else 1 for character in text)
