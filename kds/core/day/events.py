"""What happens to the house and its day, and what it makes of the state."""

from __future__ import annotations

from typing import ClassVar

from msgspec.structs import replace

from kds.core.day.model import ClockStep, ClockSteps, Day, House
from kds.core.journal import ONLY
from kds.core.state import State
from kds.core.types import Event, Minor, Ms, Record, Stamp

STEPS = 100
"""Steps of the clock that are remembered."""


class OpenTicket(Record, frozen=True, gc=False):
    """A ticket that the kitchen had not done when the day ended. `left`: nobody waits for it any more."""

    ticket: str
    session: str
    label: str
    station: str
    left: bool = False


class UnpaidParty(Record, frozen=True, gc=False):
    """A party that still owed something when the day ended."""

    session: str
    label: str
    due_minor: Minor


class HouseFounded(Event, frozen=True, gc=False):
    """The store began to exist, or changed its settings; its business day is under way until `closes_at`."""

    VERSION: ClassVar[int] = 2

    house: House
    business_day: str
    closes_at: Ms


class DayClosed(Event, frozen=True, gc=False):
    """A business day ended (日结), and the next began, which ends at `closes_at`.

    Of what was unfinished `tickets` and `unpaid` name the oldest, and the counts say how much there was. Of the
    parties in `sessions`, which only old events name, nothing was left to do, and they left with the day. `word` is
    what was said of what was unfinished, "" where the day ended by itself.
    """

    VERSION: ClassVar[int] = 2

    business_day: str
    next_business_day: str
    closes_at: Ms
    open_tickets: int = 0
    tickets: tuple[OpenTicket, ...] = ()
    unpaid_parties: int = 0
    unpaid: tuple[UnpaidParty, ...] = ()
    sessions: tuple[str, ...] = ()
    word: str = ""


class PartiesLeft(Event, frozen=True, gc=False):
    """Nothing has been left to do for these parties for a while: they leave the state, the ledger keeps them."""

    sessions: tuple[str, ...]


class ClockStepped(Event, frozen=True, gc=False):
    """The wall clock jumped by `delta_ms` against running time.

    Running time followed it by `shift_ms`, and every running clock with it, so that ages stay what they were; with 0
    it went on as it was. Where that brought back a day that is not closed, it is the one under way again:
    `business_day`, which ends at `closes_at`.
    """

    delta_ms: Ms
    shift_ms: Ms = 0
    business_day: str = ""
    closes_at: Ms = 0


def fold_house_founded(state: State, event: HouseFounded, stamp: Stamp) -> None:
    """The settings of the house; a day that is under way goes on as it is."""
    state.day.house[ONLY] = event.house
    if state.day.current.value is None:
        state.day.current[ONLY] = Day(business_day=event.business_day, closes_at=event.closes_at)


def fold_day_closed(state: State, event: DayClosed, stamp: Stamp) -> None:
    """Parties are counted from one again; whoever is there stays."""
    for session in event.sessions:
        state.forget(session)
    before = state.day.current.value
    state.day.current[ONLY] = Day(
        business_day=event.next_business_day,
        closes_at=event.closes_at,
        earlier=before is not None and (before.earlier or before.sessions > 0),
        closed=event.business_day,
    )


def fold_parties_left(state: State, event: PartiesLeft, stamp: Stamp) -> None:
    """They go with all that was theirs."""
    for session in event.sessions:
        state.forget(session)


def fold_clock_stepped(state: State, event: ClockStepped, stamp: Stamp) -> None:
    """Every moment of what is alive moves with the time, but for what was promised by the wall clock."""
    if event.shift_ms:
        state.shift(event.shift_ms)
        clock = state.day.clock.value or ClockSteps()
        state.day.clock[ONLY] = ClockSteps(
            steps=(*clock.steps, ClockStep(seq=stamp.seq, shift_ms=event.shift_ms))[-STEPS:]
        )
    if event.business_day:
        day = state.day.current[ONLY]
        state.day.current[ONLY] = replace(day, business_day=event.business_day, closes_at=event.closes_at)
