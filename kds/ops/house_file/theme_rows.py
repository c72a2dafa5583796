"""Kitchen themes in a file: a row each, and one for each screen that a theme shows other than it is set to, or whose
bump bars work another one.
"""

from __future__ import annotations

from kds.core.menu.times import written
from kds.core.state import State
from kds.ops.house_file.row import Named, Row, names


class ThemeRow(Named, frozen=True, kw_only=True):
    """A theme; it begins with these parts of the day, and at these local times: 11:00."""

    theme: str
    dayparts: tuple[str, ...] = ()
    begins: tuple[str, ...] = ()
    position: int = 0


class ThemeScreenRow(Row, frozen=True):
    """What a screen shows while a theme holds; no stations means all of them."""

    theme: str
    screen: str
    stations: tuple[str, ...] = ()


class ThemeBarsRow(Row, frozen=True):
    """The bump bars of a screen work another one while a theme holds."""

    theme: str
    screen: str
    works: str


KINDS: dict[str, type[Row]] = {"themes": ThemeRow, "theme_screens": ThemeScreenRow, "theme_bars": ThemeBarsRow}


def of_themes(state: State) -> dict[str, list[Row]]:
    """The rows of a house."""
    themes = sorted(state.kitchen.themes.values(), key=lambda each: (each.position, each.theme))
    return {
        "themes": [
            ThemeRow(
                theme=each.theme,
                dayparts=each.dayparts,
                begins=tuple([written(minute) for minute in each.minutes]),
                position=each.position,
                **names(each),
            )
            for each in themes
        ],
        "theme_screens": [
            ThemeScreenRow(each.theme, shown.screen, shown.stations) for each in themes for shown in each.shows
        ],
        "theme_bars": [ThemeBarsRow(each.theme, bars.screen, bars.works) for each in themes for bars in each.bars],
    }
