"""What themes make of the state: which there are, which of them holds, how far the clock has been followed."""

from __future__ import annotations

from msgspec.structs import replace

from kds.core.day.events import HouseFounded
from kds.core.journal import ONLY
from kds.core.kitchen import slots
from kds.core.kitchen.arranging import arrange
from kds.core.kitchen.events import KitchenChanged, ThemeStayed, ThemesTimed, ThemeSwitched
from kds.core.kitchen.themes import ThemeNow
from kds.core.menu.events import MenuChanged
from kds.core.state import State
from kds.core.types import Stamp


def fold_themes(state: State, event: KitchenChanged, stamp: Stamp) -> None:
    """Those that are new, other or gone. Where the one that holds is gone, none does."""
    kitchen = state.kitchen
    for gone in event.themes_gone:
        del kitchen.themes[gone]
    for theme in event.themes:
        kitchen.themes[theme.theme] = theme
    if event.themes or event.themes_gone:
        ask_anew(state, stamp)


def ask_anew(state: State, stamp: Stamp) -> None:
    """When themes begin is other than before: what would have begun until now is done with."""
    kitchen = state.kitchen
    now = kitchen.theme.value or ThemeNow()
    known = {each: each if each in kitchen.themes else "" for each in (now.theme, now.wanted)}
    kitchen.theme[ONLY] = replace(
        now,
        theme=known[now.theme],
        turned_at=stamp.at,
        ends_at=0 if any(each.is_timed for each in kitchen.themes.values()) else None,
        wanted=known[now.wanted],
        stayed=now.stayed if known[now.wanted] else None,
    )


def fold_theme_switched(state: State, event: ThemeSwitched, stamp: Stamp) -> None:
    """Open tickets stand on whichever screens show their stations now. What is done by hand is no step of the clock."""
    kitchen = state.kitchen
    now = kitchen.theme.value or ThemeNow()
    if event.by == "hand":
        kitchen.theme[ONLY] = replace(now, theme=event.theme, wanted="", stayed=None)
    else:
        kitchen.theme[ONLY] = ThemeNow(event.theme, stamp.at, event.ends_at)
    slots.lay_out(state, arrange(state, stamp), stamp.at)


def fold_theme_stayed(state: State, event: ThemeStayed, stamp: Stamp) -> None:
    """It is told why, until another theme holds or the themes change."""
    now = state.kitchen.theme[ONLY]
    state.kitchen.theme[ONLY] = ThemeNow(now.theme, stamp.at, event.ends_at, event.theme, event.why)


def fold_themes_timed(state: State, event: ThemesTimed, stamp: Stamp) -> None:
    """The clock has been followed until now."""
    now = state.kitchen.theme[ONLY]
    state.kitchen.theme[ONLY] = replace(now, turned_at=stamp.at, ends_at=event.ends_at)


def fold_menu_changed(state: State, event: MenuChanged, stamp: Stamp) -> None:
    """Parts of the day begin otherwise, and themes with them."""
    if state.kitchen.theme.value is not None and (event.dayparts or event.dayparts_gone):
        ask_anew(state, stamp)


def fold_house_founded(state: State, event: HouseFounded, stamp: Stamp) -> None:
    """In another time zone themes begin at other moments."""
    if state.kitchen.theme.value is not None:
        ask_anew(state, stamp)
