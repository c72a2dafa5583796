"""What can be wrong with kitchen themes as they are to be."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from kds.core.faults import Fault, Flaw
from kds.core.kitchen.screens import Screen
from kds.core.kitchen.themes import Theme

THEMES_MOST, MINUTES_MOST = 20, 12
"""Themes of a kitchen, and times of the day at which one begins."""
DAY_MINUTES = 1_440

TOO_MANY_THEMES = Flaw("too_many_themes", "最多{most}个时段方案", "There may be {most} themes")
THEME_SCREEN = Flaw(
    "theme_screen",
    "时段方案“{it}”写的屏幕“{screen}”不存在",
    "The theme “{it}” names the screen “{screen}”, which does not exist",
)
THEME_TWICE = Flaw("theme_twice", "时段方案“{it}”把一块屏幕写了两次", "The theme “{it}” names a screen twice")
THEME_BARS = Flaw(
    "theme_bars",
    "时段方案“{it}”让键盘操作屏幕“{screen}”，那块屏幕不是后厨屏，也不是传菜屏",
    "The theme “{it}” has bump bars work the screen “{screen}”, which is no kitchen screen and no pass",
)
THEME_BARS_TWICE = Flaw(
    "theme_bars_twice",
    "时段方案“{it}”给一块屏幕的键盘写了两个去处",
    "The theme “{it}” says twice what the bump bars of a screen work",
)
THEME_STATION = Flaw(
    "theme_station",
    "时段方案“{it}”要显示的档口“{station}”不存在",
    "The theme “{it}” shows the station “{station}”, which does not exist",
)
THEME_DAYPART = Flaw(
    "theme_daypart",
    "时段方案“{it}”写的餐段“{daypart}”不存在",
    "The theme “{it}” begins with the part of the day “{daypart}”, which does not exist",
)
THEME_MINUTES = Flaw(
    "theme_minutes",
    "时段方案“{it}”的开始时间不对，最多写{most}个，不能重复",
    "The times of “{it}” are no times of the day, are given twice, or are more than {most}",
)
THEME_SAME_TIME = Flaw(
    "theme_same_time",
    "时段方案“{it}”和“{other_zh}”同时开始",
    "The themes “{it}” and “{other_en}” begin at the same time",
)


def theme_faults(
    given: Iterable[Theme], staying: Iterable[Theme], screens: Mapping[str, Screen], stations: Collection[str]
) -> list[Fault]:
    """What is wrong with themes that change, and with those that stay while screens and stations go."""
    given, staying = list(given), list(staying)
    found: list[Fault] = []
    for theme in (*given, *staying):
        named = [each.screen for each in theme.shows]
        named += [screen for each in theme.bars for screen in (each.screen, each.works)]
        found += [
            THEME_SCREEN.of(theme.theme, theme.name, screen=each)
            for each in dict.fromkeys(named)
            if each not in screens
        ]
        worked = dict.fromkeys([each.works for each in theme.bars])
        boards = [each for each in worked if each in screens and not screens[each].takes_bars]
        found += [THEME_BARS.of(theme.theme, theme.name, screen=each) for each in boards]
        shown = dict.fromkeys([station for each in theme.shows for station in each.stations])
        found += [THEME_STATION.of(theme.theme, theme.name, station=each) for each in shown if each not in stations]
    for theme in given:
        if len({each.screen for each in theme.shows}) < len(theme.shows):
            found.append(THEME_TWICE.of(theme.theme, theme.name))
        if len({each.screen for each in theme.bars}) < len(theme.bars):
            found.append(THEME_BARS_TWICE.of(theme.theme, theme.name))
        if not _are_times(theme.minutes):
            found.append(THEME_MINUTES.of(theme.theme, theme.name, most=MINUTES_MOST))
    if len(given) + len(staying) > THEMES_MOST:
        found.append(TOO_MANY_THEMES.of("", most=THEMES_MOST))
    return found + _at_one_time([*given, *staying])


def _are_times(minutes: tuple[int, ...]) -> bool:
    unlike = len(set(minutes)) == len(minutes) <= MINUTES_MOST
    return unlike and all(0 <= each < DAY_MINUTES for each in minutes)


def _at_one_time(themes: Iterable[Theme]) -> list[Fault]:
    """Two that begin at once: which of them holds, nobody could say."""
    begins: dict[int | str, Theme] = {}
    found: dict[tuple[str, str], Fault] = {}
    for theme in sorted(themes, key=lambda each: each.theme):
        own: list[int | str] = [*theme.minutes, *theme.dayparts]
        for begin in own:
            other = begins.setdefault(begin, theme)
            if other.theme != theme.theme:
                names = {"other_zh": other.name.in_zh, "other_en": other.name.in_en}
                found[theme.theme, other.theme] = THEME_SAME_TIME.of(theme.theme, theme.name, **names)
    return list(found.values())
