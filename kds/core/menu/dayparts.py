"""The day turns (餐段): a part of it begins by itself when its time has come, as the house's calendar says."""

from __future__ import annotations

from kds.core.deeds import Deadline
from kds.core.journal import ONLY
from kds.core.menu.events import DaypartBegan
from kds.core.state import State
from kds.core.types import Context, Event, Ms


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
    same = part.daypart == state.menu.daypart
    version = state.menu.head[ONLY].version + (0 if same else 1)
    return [DaypartBegan(daypart=part.daypart, ends_at=part.ends_at, version=version)]


DEADLINE = Deadline(next=turns_at, due=turn)
