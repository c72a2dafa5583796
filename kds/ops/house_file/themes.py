"""The kitchen themes that a file comes to."""

from __future__ import annotations

from collections.abc import Collection

from kds.core.kitchen.themes import BarsWork, Shows, Theme
from kds.core.menu.times import minute_of
from kds.core.types import Name
from kds.ops.house_file.reading import HouseFile
from kds.ops.house_file.theme_rows import ThemeBarsRow, ThemeRow, ThemeScreenRow


def themes_of(file: HouseFile) -> tuple[Theme, ...]:
    """Each with what its screens show, and what their bump bars work."""
    rows = file.of("themes", ThemeRow)
    shows: dict[str, list[Shows]] = {row.theme: [] for _, row in rows}
    bars: dict[str, list[BarsWork]] = {row.theme: [] for _, row in rows}
    for where, shown in file.of("theme_screens", ThemeScreenRow):
        if _is_known(file, where, shown.theme, shows):
            shows[shown.theme].append(Shows(shown.screen, shown.stations))
    for where, work in file.of("theme_bars", ThemeBarsRow):
        if _is_known(file, where, work.theme, bars):
            bars[work.theme].append(BarsWork(work.screen, work.works))
    return tuple([_theme(file, where, row, tuple(shows[row.theme]), tuple(bars[row.theme])) for where, row in rows])


def _is_known(file: HouseFile, where: str, theme: str, themes: Collection[str]) -> bool:
    if theme not in themes:
        file.fault(where, f"没有时段方案“{theme}”", f"there is no theme “{theme}”")
    return theme in themes


def _theme(file: HouseFile, where: str, row: ThemeRow, shows: tuple[Shows, ...], bars: tuple[BarsWork, ...]) -> Theme:
    minutes: list[int] = []
    for each in row.begins:
        minute = minute_of(each)
        if minute is None:
            file.fault(where, f"开始时间“{each}”要写成11:00这样", f"“{each}” is no time like 11:00")
        else:
            minutes.append(minute)
    return Theme(row.theme, Name(zh=row.zh, en=row.en), shows, row.dayparts, tuple(minutes), row.position, bars)
