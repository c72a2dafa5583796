"""Kitchen themes by the calendar: which began last where the house is, and when the next one begins."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from kds.core.kitchen.themes import Theme
from kds.core.menu.model import Daypart
from kds.core.types import Ms, ThemeBegun
from kds.runtime.dayparts import begun


def theme_begun(at: Ms, timezone: str, themes: Iterable[Theme], dayparts: Mapping[str, Daypart]) -> ThemeBegun | None:
    """The theme that began last, with a part of the day or at a minute of it; None where none begins by itself."""
    begins: list[Daypart] = []
    for theme in themes:
        begins += [Daypart(theme.theme, theme.name, minute) for minute in theme.minutes]
        parts = [dayparts[each] for each in theme.dayparts if each in dayparts]
        begins += [Daypart(theme.theme, theme.name, part.from_minute, part.weekdays) for part in parts]
    found = begun(at, timezone, begins)
    return None if found is None else ThemeBegun(theme=found.id, began_at=found.began_at, ends_at=found.ends_at)
