"""Batches (并菜): the same dish for several tables, cooked together.

Lines merge where dish, options in their order, station and step are the same, where nothing is noted of them or their
party, and where they were fired within the house's window after the first of them. A batch has so many portions at
most; what does not fit begins another. Under a window of 10 minutes and a most of 5:

| tofu fired at                        | batches                                   |
|--------------------------------------|-------------------------------------------|
| A01 ×2 18:00, A02 ×1 18:04, A03 ×2 18:09 | A01 A02 A03: 5                        |
| A01 ×2 18:00, A02 ×4 18:04, A03 ×1 18:05 | none of A01; A02 A03: 5               |
| A01 ×1 18:00, A02 ×1 18:11           | none                                      |
| A01 ×1 18:00, A02 ×1 “no salt” 18:01 | none: a note never merges                 |
| A01 ×2, the same table               | none: they stand on one ticket            |

Whoever has made some of a batch fills the oldest lines first, each whole: of 5 portions for tables of 2, 1 and 2, three
are the first two tables; a fourth waits.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from kds.core.kitchen.model import COOKING, Item
from kds.core.kitchen.queue import Queue
from kds.core.parties import age
from kds.core.state import State
from kds.core.types import Ms


class Limits(NamedTuple):
    """How far apart the first and the last line of a batch are fired at most, and its most portions."""

    window_ms: Ms
    most: int


class Alike(NamedTuple):
    """What lines of a batch have in common."""

    dish: str
    options: tuple[str, ...]
    station: str
    step: int


class Batch(NamedTuple):
    """Lines that are cooked together, the oldest first."""

    alike: Alike
    items: tuple[Item, ...]

    @property
    def qty(self) -> int:
        """Its portions."""
        return sum([item.qty for item in self.items])

    @property
    def parts(self) -> list[int]:
        """How many portions make so many tables whole: the sums of the first lines, the last one is all of it."""
        found: list[int] = []
        for item in self.items:
            found.append((found[-1] if found else 0) + item.qty)
        return found


def limits_of(state: State) -> Limits | None:
    """Those of the house; None before there is one."""
    house = state.day.house.value
    return None if house is None else Limits(house.batch_window_ms, house.batch_most)


def alike_of(state: State, item: Item) -> Alike | None:
    """What a line has to have in common with others; None where it merges with none."""
    line, ticket = state.orders.lines[item.line], state.kitchen.tickets[item.ticket]
    noted = line.note if item.note is None else item.note
    changed = item.noted_since is not None or ticket.noted_since is not None
    if item.state not in COOKING or noted or changed or ticket.note or ticket.allergies:
        return None
    if ticket.base or line.cells or line.weighed or line.item is not None:
        return None
    return Alike(item.dish, line.options, ticket.station, len(item.passed))


def batches(state: State, items: Iterable[Item], limits: Limits) -> list[Batch]:
    """The batches of some lines, those first that have a line fired first. What is alone is none."""
    alike: dict[Alike, list[Item]] = {}
    for item in items:
        key = alike_of(state, item)
        if key is not None:
            alike.setdefault(key, []).append(item)
    found = [Batch(key, tuple(pile)) for key, some in alike.items() for pile in _piles(in_turn(some), limits)]
    several = [each for each in found if len({item.ticket for item in each.items}) > 1]
    return sorted(several, key=lambda each: _turn(each.items[0]))


def batches_of(state: State, queue: Queue, dish: str) -> list[Batch]:
    """Those of one dish among the tickets of a queue."""
    limits, kitchen = limits_of(state), state.kitchen
    names = queue.dishes.get(dish, {})
    if limits is None or len(names) < 2:
        return []
    items = [kitchen.items[line] for name in names for line in kitchen.tickets[name].lines]
    return batches(state, [item for item in items if item.dish == dish], limits)


def filled(items: Sequence[Item], qty: int) -> list[Item]:
    """Of lines those that so many portions make whole, the oldest first; nobody goes before one that waits for more."""
    found, left = list[Item](), qty
    for item in in_turn(items):
        if item.qty > left:
            break
        found.append(item)
        left -= item.qty
    return found


def in_turn(items: Iterable[Item]) -> list[Item]:
    """The oldest first."""
    return sorted(items, key=_turn)


def _turn(item: Item) -> tuple[Ms, Ms, int, str]:
    return item.fired_at or 0, item.submitted_at, age(item.line), item.line


def _piles(items: Sequence[Item], limits: Limits) -> list[list[Item]]:
    piles: list[list[Item]] = []
    for item in items:
        fits = bool(piles) and sum([each.qty for each in piles[-1]]) + item.qty <= limits.most
        if fits and (item.fired_at or 0) - (piles[-1][0].fired_at or 0) <= limits.window_ms:
            piles[-1].append(item)
        else:
            piles.append([item])
    return piles
