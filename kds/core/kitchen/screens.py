"""The screens of the house: what each is for, what it shows and how, and what stands in the slots of a wall."""

from __future__ import annotations

from typing import Literal

from kds.core.text import Id
from kds.core.types import Name, Record, own_defaults

ScreenRole = Literal["prep", "backup", "mirror", "expo", "runner", "pickup", "progress", "calls"]
"""What a screen is for: a wall that is cooked from, one that is while no other shows its stations, the same as another;
the pass, who carries, who fetches, the floor, who is called.
"""
TextSize = Literal["small", "medium", "large"]
Spoken = Literal["new", "more", "rush", "void"]
"""What a wall can say of a table in words: its first order, a later one, a rush, a dish to be stopped."""
PriorityRule = Literal["rushed", "base_first", "overdue", "due_time"]
"""What says who is cooked first; see priority.py."""
Tone = Literal["arrived", "rushed", "voided"]
"""What a wall sounds for: new work, a rush, a dish to be stopped."""
ScreenLanguage = Literal["zh", "en", "both"]
Layout = Literal["slots", "columns", "dishes", "tables"]
"""How a wall lays out what it shows: tickets in numbered slots that keep them, tickets one below the other, a row for
each dish over all tables, a tile for each table.
"""


class Screen(Record, frozen=True, gc=False):
    """A screen of the house: what it is for, and the stations of which it shows something; none means all of them.

    Only walls have slots: those whose role is "prep", which show tickets as the laws mean it, and backups, which do
    while no live wall shows their stations. A mirror shows what the screen `of` shows. `areas` are those of the floor
    whose tables concern it; none means all of them, and parties without a table.

    `text` is how large it writes, and so how many slots it has; `reserved` how many of them, the last
    ones, are reserved for bases and rushed tickets that wait; `all_day` whether it has the all-day column; `position`
    where it stands among the screens, or 0 in a change: where it stood, or last; `language` what it is written in, and
    what room its slots have; `diagonal_inches` of its panel and `distance_cm` from which it is read, how large its
    letters have to be.
    """

    screen: Id
    name: Name
    stations: tuple[Id, ...] = ()
    text: TextSize = "medium"
    reserved: int = 2
    all_day: bool = True
    position: int = 0
    language: ScreenLanguage = "zh"
    diagonal_inches: int = 43
    distance_cm: int = 300
    role: ScreenRole = "prep"
    areas: tuple[Id, ...] = ()
    of: Id | None = None
    spoken: tuple[Spoken, ...] = ()
    """What it calls out by recorded voice, with the table; as a rule nothing."""
    layout: Layout = "slots"
    columns: int = 0
    """Of what it lays out, and how many stand below each other; 0: as many as its text size and language leave."""
    rows: int = 0
    quiet: tuple[Tone, ...] = ()
    """For what it makes no sound; as a rule it sounds for all."""
    priority: tuple[PriorityRule, ...] = ()
    """By which rules it ranks; none: by those of its station, or the usual ones where it shows several."""
    batches: bool = False
    """Whether it shows which dishes of several tables can be cooked together (并菜)."""

    def __post_init__(self) -> None:
        own_defaults(self)

    @property
    def is_wall(self) -> bool:
        """Whether it is cooked from, always or at times."""
        return self.role in ("prep", "backup")

    @property
    def takes_bars(self) -> bool:
        """Whether bump bars can work it: a wall, or the pass."""
        return self.is_wall or self.role == "expo"

    @property
    def keeps_places(self) -> bool:
        """Whether a ticket stays where it is until it is done; elsewhere the others move up."""
        return self.layout == "slots"

    @property
    def is_grouped(self) -> bool:
        """Whether it shows dishes or tables, and not tickets."""
        return self.layout in ("dishes", "tables")

    @property
    def is_sure(self) -> bool:
        """Whether it is always cooked from."""
        return self.role == "prep"

    def takes(self, station: str) -> bool:
        """Whether the tickets of a station stand in its slots."""
        return self.is_wall and (not self.stations or station in self.stations)

    def shows(self, station: str) -> bool:
        """Whether it is always cooked from there."""
        return self.is_sure and self.takes(station)


class Slots(Record, frozen=True, gc=False):
    """What stands in the slots of a screen, the first slot first: a ticket's id, once for each slot it takes.

    `waiting` says whether tickets to cook have been left without a slot.
    """

    screen: str
    tickets: tuple[str, ...]
    waiting: bool = False
