"""What the first page of a wall shows."""

from __future__ import annotations

from typing import NamedTuple

from kds.core.kitchen.screens import Screen
from kds.core.kitchen.space import Grid
from kds.core.state import State
from kds.core.types import Ms, Name

BARS_AWAY = Name(zh="键盘在“{screen}”", en="bars at “{screen}”")
BARS_HERE = Name(zh="“{screen}”的键盘在此", en="bars of “{screen}” here")
BARS_OF_MANY = Name(zh="{n}块屏的键盘在此", en="bars of {n} screens here")


class Page(NamedTuple):
    """What a first page shows: the same HTML that the feed sends.

    `slots` has for each slot the ticket and its HTML, both "" where it is free, and the HTML in a ticket's first slot
    only; `queue` the same for the tickets that have no slot; `more` the tables of those beyond, and how many each has,
    last "" with those of all other tables; `next` those to cook first; `left_out` the tickets of other stations;
    `theme` what the theme that holds is called, and `bars` which bump bars work another screen by it.
    """

    screen: Screen
    seq: int
    now: Ms
    grid: Grid
    slots: list[tuple[str, str]]
    queue: list[tuple[str, str]]
    more: list[tuple[str, int]]
    next: tuple[str, ...]
    tickets: int
    all_day: str
    left_out: str
    theme: Name | None
    bars: Name | None


class Holds(NamedTuple):
    """Of the theme that holds, what a wall says; nothing where none does."""

    theme: Name | None = None
    bars: Name | None = None


def holds(state: State, screen: str) -> Holds:
    """What the theme is called, and which bump bars work another screen: its own, or those of others this one."""
    theme, screens = state.kitchen.theme_now, state.kitchen.screens_now
    if theme is None:
        return Holds()
    work = [each for each in theme.bars if each.works in screens and each.screen in screens]
    said = [_said(BARS_AWAY, [screens[each.works].name]) for each in work if each.screen == screen]
    here = [screens[each.screen].name for each in work if each.works == screen]
    said += [_said(BARS_HERE if len(here) == 1 else BARS_OF_MANY, here)] if here else []
    if not said:
        return Holds(theme.name)
    return Holds(theme.name, Name(zh="，".join([each.zh for each in said]), en=", ".join([each.en for each in said])))


def _said(words: Name, screens: list[Name]) -> Name:
    first, n = screens[0], len(screens)
    return Name(zh=words.zh.format(screen=first.in_zh, n=n), en=words.en.format(screen=first.in_en, n=n))
