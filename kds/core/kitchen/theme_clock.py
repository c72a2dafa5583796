"""The clock switches themes: one begins by itself when its time has come, as the house's calendar says.

What began while nobody was there, the box was off, or the clock stood still, is made up for: the one that began last
holds. What somebody has switched by hand stays until the next one begins.
"""

from __future__ import annotations

from kds.core.deeds import Deadline
from kds.core.holes import first_in_words, hidden_under
from kds.core.kitchen.events import ThemeStayed, ThemesTimed, ThemeSwitched
from kds.core.state import State
from kds.core.types import Context, Event, Ms


def begins_at(state: State) -> Ms | None:
    """When the next theme begins; at once where that is not known, None where none begins by itself."""
    now = state.kitchen.theme.value
    return None if now is None or state.day.house.value is None else now.ends_at


def begin(state: State, context: Context) -> list[Event]:
    """One event, where the caller's calendar knows which theme has begun last."""
    begun, now = context.begun, state.kitchen.theme.value
    if begun is None or now is None or begun.theme not in state.kitchen.themes or begun.ends_at <= context.at:
        return []
    if begun.began_at <= now.turned_at or begun.theme == now.theme:
        return [ThemesTimed(begun.ends_at)]
    holes = hidden_under(state, begun.theme)
    if holes:
        return [ThemeStayed(begun.theme, first_in_words(state, holes), begun.ends_at)]
    return [ThemeSwitched(begun.theme, "clock", begun.ends_at)]


DEADLINE = Deadline(next=begins_at, due=begin)
