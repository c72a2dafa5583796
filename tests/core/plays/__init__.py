"""Every deed as the random runs play it, one file a feature: what has its play here is in every random run."""

from __future__ import annotations

from random import Random
from typing import NamedTuple

from kds.core.types import Command, Who
from tests.core.plays import billing, calls, changes, day, floor, kitchen, menu, orders, people, printing
from tests.core.plays.play import Kind, Play, Plays
from tests.house import SmallHouse

PLAYS: Plays = {
    **day.PLAYS,
    **floor.PLAYS,
    **calls.PLAYS,
    **menu.PLAYS,
    **orders.PLAYS,
    **billing.PLAYS,
    **kitchen.PLAYS,
    **printing.PLAYS,
    **people.PLAYS,
    **changes.PLAYS,
}

LATEST = 12
"""Most of the time one of the latest few is chosen, so that something comes of it."""
STRAY, ODD = 0.05, 0.1
"""The shares of commands for what is not there, and of those that are wrong in another way."""
ANYBODY = Who("ann", "system")
PEOPLE = (
    *(ANYBODY,) * 20,
    *(Who("guest", "guest", "A01"),) * 3,
    Who("kiosk", "guest"),
    Who("waiter", "waiter"),
    Who("till", "cashier"),
    Who("cook", "kitchen"),
    Who("pass", "expo"),
    Who("boss", "owner"),
    Who("manager", "manager"),
)

_WEIGHTED = tuple(play for play in PLAYS.values() for _ in range(play.often))


class Move(NamedTuple):
    """A command, and who asks for it."""

    command: Command
    who: Who


def next_move(house: SmallHouse, chance: Random) -> Move:
    """What happens next in the house: mostly sensible, on what is there, by somebody who may everything."""
    play = chance.choice(_WEIGHTED)
    return Move(command_of(play, house, chance), chance.choice(PEOPLE))


def command_of(play: Play, house: SmallHouse, chance: Random) -> Command:
    """A deed as chance will have it."""
    make = play.odd if play.odd is not None and chance.random() < ODD else play.command
    return make(house, subject_of(play.on, house, chance), chance)


def subject_of(kind: Kind, house: SmallHouse, chance: Random) -> str:
    """One of what is there, now and then something else."""
    ids = kind.ids(house.state)
    if not ids or chance.random() < STRAY:
        return chance.choice(kind.strays)
    return chance.choice(ids[-LATEST:] if chance.random() < 0.7 else ids)
