"""The day turns (餐段): a part of it begins by itself when its time has come, as the house's calendar says."""

from __future__ import annotations

from kds.core.deeds import Deadline
from kds.core.journal import ONLY
from kds.core.menu.events import DaypartBegan
from kds.core.menu.model import Dish
from kds.core.state import State
from kds.core.types import CHANNELS, Context, Event, Ms


def turns_at(state: State) -> Ms | None:
    """When the part of the day under way is over; at once where that is not known, None where the day has no parts."""
    if not state.menu.dayparts or state.day.house.value is None:
        return None
    part = state.menu.part.value
    return 0 if part is None else part.ends_at


def turn(state: State, context: Context) -> list[Event]:
    """One event, where the caller's calendar knows which part it is now."""
    part = context.part
    if part is None or part.daypart not in state.menu.dayparts or part.ends_at <= context.at:
        return []
    before = state.menu.daypart
    version = state.menu.head[ONLY].version + (part.daypart != before)
    repriced = sorted([each.dish for each in state.menu.dishes.values() if _differs(each, before, part.daypart)])
    return [DaypartBegan(daypart=part.daypart, ends_at=part.ends_at, version=version, repriced=tuple(repriced))]


def _differs(dish: Dish, one: str, other: str) -> bool:
    """Whether a dish costs by any channel something else in one part of the day than in another."""
    if not any(each.dayparts for each in dish.prices):
        return False
    return any(dish.price_at(channel, one) != dish.price_at(channel, other) for channel in (None, *CHANNELS))


DEADLINE = Deadline(next=turns_at, due=turn)
