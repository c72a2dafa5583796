"""From events and the state after each of them to rows: pure, and the same rows however the events are portioned out.

What a party has is told by the party and by names, tables and days; those that it concerns are told anew where any of
these was changed. So it does not matter after which of several events of a portion a party is told: only once, at the
end of it, unless it may leave the state before that.
"""

from __future__ import annotations

from datetime import datetime
from functools import lru_cache
from typing import NamedTuple
from zoneinfo import ZoneInfo

from kds.core import ids
from kds.core.all_facts import booked, names, of_party, touched_parties
from kds.core.facts import Fact, Times
from kds.core.journal import Touched
from kds.core.state import State
from kds.core.types import Event, Ms, Stamp
from kds.runtime.zones import zone_of


class Made(NamedTuple):
    """`rows` are added by table; of these `parties` all rows that they had are to go before."""

    parties: list[int]
    rows: dict[str, list[Fact]]


class Making:
    """Takes in events, and tells the rows of all since it was last asked."""

    def __init__(self) -> None:
        self._booked: list[Fact] = []
        self._parties: dict[str, list[Fact] | None] = {}
        """Those that were touched: their rows, or None where they are to be told at the end."""
        self._state = State()
        self._times = Times(self._state, _minutes("UTC"))
        self._days: object = None

    def take(self, stamp: Stamp, event: Event, state: State) -> None:
        """The next event, and the state right after it, whose journal holds what the event touched."""
        self._state = state
        touched, times = Touched(state.journal), self._times_of(state)
        self._booked += booked(state, stamp, event, times)
        self._booked += names(state, touched)
        for session in dict.fromkeys(touched_parties(state, event, touched)):
            self._parties[session] = of_party(state, session, times) if _may_leave(state, session) else None

    def made(self) -> Made:
        """The rows, and nothing is left to be told."""
        times = self._times_of(self._state)
        found = list(self._booked)
        for session, rows in self._parties.items():
            found += of_party(self._state, session, times) if rows is None else rows
        by_table: dict[str, list[Fact]] = {}
        for row in found:
            by_table.setdefault(row.TABLE, []).append(row)
        made = Made([ids.birth(session) or 0 for session in self._parties], by_table)
        self._booked, self._parties = [], {}
        return made

    def _times_of(self, state: State) -> Times:
        day, house = state.day.current.value, state.day.house.value
        days = (None if day is None else day.business_day, house, state.billing.last_z.value)
        if days != self._days:
            self._days = days
            self._times = Times(state, _minutes("UTC" if house is None else house.timezone))
        return self._times


def _may_leave(state: State, session: str) -> bool:
    """Whether a party may leave the state before it is told: with `PartiesLeft`, or of old as the day closed."""
    party = state.floor.sessions[session]
    return party.state != "open" or party.table is None or session in state.day.gone


@lru_cache(maxsize=8)
def _minutes(timezone: str) -> _Minutes:
    return _Minutes(zone_of(timezone))


class _Minutes:
    """The minute of the local day at a moment."""

    def __init__(self, zone: ZoneInfo) -> None:
        self._zone = zone

    def __call__(self, at: Ms) -> int:
        local = datetime.fromtimestamp(at / 1000, self._zone)
        return local.hour * 60 + local.minute
