"""What the first page of a wall shows."""

from __future__ import annotations

from typing import NamedTuple

from kds.core.kitchen.screens import Screen
from kds.core.kitchen.space import Grid
from kds.core.types import Ms, Name


class Page(NamedTuple):
    """What a first page shows: the same HTML that the feed sends.

    `slots` has for each slot the ticket and its HTML, both "" where it is free, and the HTML in a ticket's first slot
    only; `queue` the same for the tickets that have no slot; `more` the tables of those beyond, and how many each has,
    last "" with those of all other tables; `next` those to cook first; `left_out` the tickets of other stations;
    `theme` what the theme that holds is called.
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
