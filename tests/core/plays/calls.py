"""Calls for service."""

from __future__ import annotations

from random import Random
from typing import get_args

from kds.core.calls.call_service import CallService
from kds.core.calls.end_call import EndCall
from kds.core.calls.model import CALLS_MOST, CallKind
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
    """Something from the list, or in words; now and then a minute after it was asked for, or once more at once."""
    house.wait(chance.choice((0, 1_000, 61_000)))
    if chance.random() < 0.4:
        return _again(house, session, chance)
    kind: CallKind = chance.choice(get_args(CallKind))
    return CallService(session, kind, chance.choice(("a knife", "the window")) if kind == "words" else "")


def call_badly(house: SmallHouse, session: str, chance: Random) -> Command:
    """More than anybody has; words that say nothing, what needs none with some; what was asked for just now."""
    if chance.random() < 0.3:
        for number in range(CALLS_MOST):
            house.attempt(CallService(session, "words", f"wish {number}"))
        return CallService(session, "words", "one more wish")
    if chance.random() < 0.3:
        return chance.choice((CallService(session, "words"), CallService(session, "soup", "hot")))
    return _again(house, session, chance)


def _again(house: SmallHouse, session: str, chance: Random) -> Command:
    """What was asked for last at the guests' own table; where nothing was, something is, and then that."""
    there = sorted(house.state.floor.table_sessions["A01"])
    party = chance.choice(there) if there else session
    house.attempt(CallService(party, "soup"))
    return CallService(party, "soup")


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
