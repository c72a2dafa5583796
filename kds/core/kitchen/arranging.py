"""What every screen shows now: what it is set to, or what the theme that holds says."""

from __future__ import annotations

from collections.abc import Iterable

from kds.core.kitchen.screens import Screen
from kds.core.kitchen.settling import see_anew
from kds.core.kitchen.themes import arranged
from kds.core.state import State
from kds.core.types import Stamp


def arrange(state: State, stamp: Stamp) -> set[str]:
    """Screens show what they are to show from now on; which of them show another thing, or show it otherwise.

    An open ticket that has left every wall on which it stood, and stands on another, is to be seen there.
    """
    kitchen = state.kitchen
    before, after = dict(kitchen.screens_now), arranged(kitchen.screens, kitchen.theme_now)
    for gone in sorted(before.keys() - after.keys()):
        del kitchen.screens_now[gone]
    changed = {name for name, screen in after.items() if before.get(name) != screen}
    for name in sorted(changed):
        kitchen.screens_now[name] = after[name]
    for station in sorted(kitchen.open_tickets) if changed else ():
        then, now = _shown_on(before.values(), station), _shown_on(after.values(), station)
        if then and now and not then & now:
            for ticket in sorted(kitchen.open_tickets[station]):
                see_anew(state, ticket, stamp)
    return changed


def _shown_on(screens: Iterable[Screen], station: str) -> set[str]:
    return {each.screen for each in screens if each.shows(station)}
