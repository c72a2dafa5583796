"""The kitchen themes that a file comes to."""

from __future__ import annotations

from kds.core.kitchen.themes import Shows, Theme
from kds.core.menu.times import minute_of
from kds.core.types import Name
from kds.ops.house_file.reading import HouseFile
from kds.ops.house_file.theme_rows import ThemeRow, ThemeScreenRow


def themes_of(file: HouseFile) -> tuple[Theme, ...]:
    """Each with what its screens show."""
    rows = file.of("themes", ThemeRow)
    shows: dict[str, list[Shows]] = {row.theme: [] for _, row in rows}
    for where, row in file.of("theme_screens", ThemeScreenRow):
        if row.theme in shows:
            shows[row.theme].append(Shows(row.screen, row.stations))
        else:
            file.fault(where, f"没有时段方案“{row.theme}”", f"there is no theme “{row.theme}”")
    return tuple([_theme(file, where, row, tuple(shows[row.theme])) for where, row in rows])


def _theme(file: HouseFile, where: str, row: ThemeRow, shows: tuple[Shows, ...]) -> Theme:
    minutes: list[int] = []
    for each in row.begins:
        minute = minute_of(each)
        if minute is None:
            file.fault(where, f"开始时间“{each}”要写成11:00这样", f"“{each}” is no time like 11:00")
        else:
            minutes.append(minute)
    return Theme(row.theme, Name(zh=row.zh, en=row.en), shows, row.dayparts, tuple(minutes), row.position)
