"""The end of an evening: everybody is served, pays and leaves, and the day closes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from random import Random

from kds.core.day.change_house import ChangeHouse
from kds.core.decide import Outcome, decide
from kds.core.types import Command, Refusal
from tests.core.plays import PLAYS
from tests.core.plays.day import wait_for_what_is_due
from tests.core.plays.play import Play
from tests.house import SmallHouse

Perform = Callable[[Command], Outcome | Refusal]

TICKS = 20
"""After so many of what is due by itself, a party that has left has left the state."""


def see_off(house: SmallHouse, perform: Perform) -> None:
    """Do whatever ends anything, to whatever is there, until there is nothing left to end."""
    # What no cook bumps any more is served all the same.
    perform(ChangeHouse(serve_what_is_done_only=False))
    ending = [play for play in PLAYS.values() if play.ends]
    while [perform(command) for play in ending for command in possible(house, play)]:
        pass


def possible(house: SmallHouse, play: Play) -> Iterator[Command]:
    """Of what makes sense, one command for each subject: those that lead to something, each as it then stands."""
    chance = Random(0)
    for subject in play.on.ids(house.state):
        command = play.command(house, subject, chance)
        decided = decide(house.state, command, house.context())
        if not isinstance(decided, Refusal) and decided:
            yield command


def close_up(house: SmallHouse, perform: Perform) -> None:
    """Everybody goes, and the day ends."""
    see_off(house, perform)
    for _ in range(TICKS):
        perform(wait_for_what_is_due(house, "", Random(0)))
        if not house.state.floor.sessions:
            break
