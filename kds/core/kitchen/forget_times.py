"""Forget how long dishes took: where it says nothing of how they are made from now on."""

from __future__ import annotations

from kds.core.deeds import Deed
from kds.core.kitchen.events import TimesForgotten
from kds.core.kitchen.timings import parts_of
from kds.core.rights import SETTINGS
from kds.core.state import State
from kds.core.text import OptionalId
from kds.core.types import Answer, Command, Context, Event, Refusal, reason

NOTHING_LEARNT = reason("nothing_learnt", "conflict", "这里还没有学到用时", "Nothing has been learnt here yet")


class ForgetTimes(Command, frozen=True, gc=False):
    """What was learnt of a `dish`, or, of none, of all."""

    dish: OptionalId = ""


class TimesKept(Answer, frozen=True, gc=False):
    """Of how many dishes something is known still."""

    seq: int
    dishes: int


def decide(state: State, command: ForgetTimes, context: Context) -> list[Event]:
    """One event."""
    known = _known(state)
    if not known or (command.dish and command.dish not in known):
        raise Refusal(NOTHING_LEARNT)
    return [TimesForgotten(dish=command.dish)]


def _known(state: State) -> set[str]:
    """The dishes of which times are remembered."""
    kitchen = state.kitchen
    held_back = [parts_of(took.cell)[0] for streak in kitchen.streaks.values() for took in streak.taken]
    return {each.dish for book in (kitchen.timings, kitchen.learnt) for each in book.values()} | set(held_back)


def answer(state: State, command: ForgetTimes, events: list[Event]) -> TimesKept:
    """As it stands after the event."""
    return TimesKept(seq=state.seq, dishes=len({each.dish for each in state.kitchen.learnt.values()}))


DEED = Deed(ForgetTimes, decide, answer, TimesKept, right=SETTINGS, refuses=(NOTHING_LEARNT,))
