"""Kitchen themes (时段方案): which stations screens show at lunch, at the peak, when one cook is alone; and which of
them its bump bars work then.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from msgspec.structs import replace

from kds.core.kitchen.screens import Screen
from kds.core.text import Id
from kds.core.types import Ms, Name, Record

SwitchedBy = Literal["hand", "clock"]


class Shows(Record, frozen=True, gc=False):
    """What a screen shows while a theme holds: the tickets of these stations; none means all of them."""

    screen: Id
    stations: tuple[Id, ...] = ()


class BarsWork(Record, frozen=True, gc=False):
    """The bump bars of a screen work another one while a theme holds: its board, its tickets."""

    screen: Id
    works: Id


class Theme(Record, frozen=True, gc=False):
    """What screens show other than they are set to; those that it does not name show what they are set to. So it is of
    the bump bars: those that it does not name work the screen that they belong to.

    It begins by itself with these parts of the day, and at these minutes of every day; with neither, by hand alone.
    """

    theme: Id
    name: Name
    shows: tuple[Shows, ...] = ()
    dayparts: tuple[Id, ...] = ()
    minutes: tuple[int, ...] = ()
    position: int = 0
    """Where it stands among the themes; 0 in a change: where it stood, or last."""
    bars: tuple[BarsWork, ...] = ()

    @property
    def is_timed(self) -> bool:
        """Whether it begins by itself."""
        return bool(self.dayparts or self.minutes)


class ThemeNow(Record, frozen=True, gc=False):
    """The theme that holds, "" for none, and how far the clock has been followed.

    What began by the house's calendar until `turned_at` is done with; the next one begins at `ends_at`, 0 where that is
    to be asked, None where none begins by itself. `stayed`: why the one that began last does not hold, `wanted`.
    """

    theme: Id = ""
    turned_at: Ms = 0
    ends_at: Ms | None = None
    wanted: Id = ""
    stayed: Name | None = None


def arranged(screens: Mapping[str, Screen], theme: Theme | None) -> dict[str, Screen]:
    """The screens as they are while a theme holds: only walls show other stations than they are set to."""
    shows = {} if theme is None else {each.screen: each.stations for each in theme.shows}
    return {name: _as(screen, shows.get(name, screen.stations)) for name, screen in screens.items()}


def _as(screen: Screen, stations: tuple[str, ...]) -> Screen:
    return replace(screen, stations=stations) if screen.is_wall and screen.stations != stations else screen


def bars_at(screens: Mapping[str, Screen], theme: Theme | None, screen: str) -> str:
    """The screen that the bump bars of a screen work while a theme holds: its own where nothing else is said, or that
    one is not there to be worked.
    """
    said = () if theme is None else theme.bars
    works = next((each.works for each in said if each.screen == screen), screen)
    found = screens.get(works)
    return works if found is not None and found.takes_bars else screen
