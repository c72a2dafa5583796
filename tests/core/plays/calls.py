"""Calls for service."""

from __future__ import annotations

from random import Random
from typing import get_args

from kds.core.calls.call_service import CallService
from kds.core.calls.end_call import EndCall
from kds.core.calls.model import CallKind
from kds.core.calls.take_call import TakeCall
from kds.core.types import Command
from tests.core.plays.play import SESSIONS, Kind, Play, Plays, by_age
from tests.house import SmallHouse

CALLS = Kind(
    lambda state: by_age(state.calls.calls),
    lambda state, session: [*state.calls.of(session)],
    ("C99999", "C1", "nonsense"),
)


def call(house: SmallHouse, session: str, chance: Random) -> Command:
    """Something from the list, or in words; now and then a minute after it was asked for, or by who calls a lot."""
    house.wait(chance.choice((0, 1_000, 61_000)))
    loud = _loudest(house)
    if loud is not None and chance.random() < 0.6:
        return CallService(loud, "words", f"wish {chance.randint(1, 99)}")
    kind: CallKind = chance.choice(get_args(CallKind))
    return CallService(session, kind, chance.choice(("a knife", "the window")) if kind == "words" else "")


def call_badly(house: SmallHouse, session: str, chance: Random) -> Command:
    """Words that say nothing, what needs none with some; what was asked for just now at the guests' own table."""
    if chance.random() < 0.2:
        return chance.choice((CallService(session, "words"), CallService(session, "soup", "hot")))
    there = sorted(house.state.floor.table_sessions["A01"])
    calls = [house.state.calls.calls[each] for party in there for each in house.state.calls.of(party)]
    if not calls:
        return CallService(chance.choice(there) if there else session, "soup")
    latest = max(calls, key=lambda each: (each.last_asked_at, each.call))
    return CallService(latest.session, latest.kind, latest.text)


def _loudest(house: SmallHouse) -> str | None:
    """The party that has the most calls open."""
    calls = house.state.calls
    return max(
        [each.session for each in calls.calls.values()],
        key=lambda each: (len(calls.of(each)), each),
        default=None,
    )


def take(house: SmallHouse, call: str, chance: Random) -> Command:
    """Somebody goes."""
    return TakeCall(call)


def end(house: SmallHouse, call: str, chance: Random) -> Command:
    """Somebody was there."""
    return EndCall(call)


PLAYS: Plays = {
    CallService: Play(SESSIONS, call, odd=call_badly, often=8),
    TakeCall: Play(CALLS, take, often=2),
    EndCall: Play(CALLS, end, often=2, ends=True),
}
