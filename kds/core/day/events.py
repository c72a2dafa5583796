"""What happens to the house and its day, and what it makes of the state."""

from __future__ import annotations

from kds.core.day.model import Day, House
from kds.core.journal import ONLY
from kds.core.state import State
from kds.core.types import Event, Ms, Stamp


class HouseFounded(Event, frozen=True, gc=False):
    """The store began to exist, or changed its settings; its business day is under way."""

    house: House
    day: Day


class DayClosed(Event, frozen=True, gc=False):
    """A business day ended (日结): the parties of `sessions` leave the state, `next` begins."""

    business_day: str
    sessions: tuple[str, ...]
    next: Day


class ClockStepped(Event, frozen=True, gc=False):
    """The wall clock jumped by `delta_ms` against the running time; the running time went on as it was."""

    delta_ms: Ms


def fold_house_founded(state: State, event: HouseFounded, stamp: Stamp) -> None:
    """The settings of the house."""
    state.day.house[ONLY] = event.house
    state.day.current[ONLY] = event.day


def fold_day_closed(state: State, event: DayClosed, stamp: Stamp) -> None:
    """Cleared parties leave with all that was theirs; the ledger keeps them."""
    for session in event.sessions:
        state.forget(session)
    state.day.current[ONLY] = event.next


def fold_clock_stepped(state: State, event: ClockStepped, stamp: Stamp) -> None:
    """A record for the auditor; nothing in the state hangs on the wall clock."""
