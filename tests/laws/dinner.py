"""A dinner for the laws: a seed, and every command that follows from it. Run as a program it prints what came of it."""

from __future__ import annotations

import hashlib
import random
import sys
from collections.abc import Callable

from kds.core import codec
from kds.core.decide import Outcome
from kds.core.menu.change_menu import ChangeMenu
from kds.core.types import Command, Context, Refusal
from tests.core.plays import ANYBODY, Move, next_move
from tests.core.plays.day import look_at_the_calendar
from tests.house import FOR_TWO, FOUNDING, MINUTE, PORK, SmallHouse

OPENING: tuple[Command, ...] = (*FOUNDING, ChangeMenu(dishes=(FOR_TWO, PORK)))

Disturb = Callable[[SmallHouse, Command, Context], None]
Watch = Callable[[Move, Outcome | Refusal], None]


def undisturbed(house: SmallHouse, command: Command, context: Context) -> None:
    """Nothing happens between the commands."""


def unwatched(move: Move, outcome: Outcome | Refusal) -> None:
    """Nobody asks what became of a command."""


def dine(seed: int, steps: int, disturb: Disturb = undisturbed, watch: Watch = unwatched) -> SmallHouse:
    """A house after `steps` random commands, some of them refused.

    `disturb` is called before each with what it will be decided in, `watch` after it.
    """
    chance = random.Random(seed)
    house = SmallHouse(())
    for number in range(-len(OPENING), steps):
        look_at_the_calendar(house)
        move = Move(OPENING[number], ANYBODY) if number < 0 else next_move(house, chance)
        disturb(house, move.command, Context(house.now, move.who, today=house.today))
        watch(move, house.attempt(move.command, move.who))
        house.wait(chance.choice((0, 1, MINUTE, 20 * MINUTE, -MINUTE)))
    return house


def outcome(house: SmallHouse) -> str:
    """Every stored byte of the ledger and of the state, as two digests."""
    ledger = hashlib.sha256()
    for stamp, event in house.recorded:
        name, version, data = codec.encode(event)
        ledger.update(f"{stamp.seq} {stamp.at} {stamp.actor} {name} {version} ".encode() + data)
    return f"{len(house.recorded)} events {ledger.hexdigest()} state {house.digest()}"


if __name__ == "__main__":
    sys.stdout.write(outcome(dine(int(sys.argv[1]), int(sys.argv[2]))) + "\n")
