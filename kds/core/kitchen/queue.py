"""Open tickets in the order to cook them, with what they come to: how many, whose, which of them are late."""

from __future__ import annotations

from bisect import bisect_left, bisect_right, insort
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice, takewhile
from operator import itemgetter
from typing import Any, NamedTuple, TypeVar

from kds.core.kitchen.model import COOKING, Item, Ticket, Why
from kds.core.kitchen.priority import HELD, Rank, Ranked, rank_of, ranked, said_by
from kds.core.kitchen.screens import PriorityRule
from kds.core.types import Ms

BULK = 200
"""Tickets of which more at a time are sorted in."""

E = TypeVar("E", bound=tuple[Any, ...])
_late_at = itemgetter(0)


class Count(NamedTuple):
    """Portions of a dish (待做汇总): to cook, and held."""

    qty: int
    held: int


NONE = Count(0, 0)


class Facts(NamedTuple):
    """What a queue has to know of an open ticket: its portions are those of its lines, dish by dish."""

    ranked: Ranked
    special: bool
    label: str
    portions: tuple[tuple[str, Count], ...]

    def is_late(self, now: Ms) -> bool:
        """Whether it is late by then."""
        return self.ranked.late_at is not None and now >= self.ranked.late_at


class Waits(NamedTuple):
    """A ticket in a queue."""

    rank: Rank
    facts: Facts


class Queue:
    """Open tickets by rank, as of the last look: those to cook, those to stop, those held."""

    def __init__(self, rules: Sequence[PriorityRule]) -> None:
        self.rules = tuple(rules)
        self.now: Ms = 0
        """The moment of the last look."""
        self._order: list[Rank] = []
        self._special: list[Rank] = []
        self._lates: list[tuple[Ms, str]] = []
        self._waits: dict[str, Waits] = {}
        self.portions: dict[str, Count] = {}
        """The dishes with open portions."""
        self.counted = 0
        """Goes up whenever `portions` may have changed."""
        self.dishes: dict[str, dict[str, None]] = {}
        """The tickets of each dish with open portions."""
        self.turned: dict[str, int] = {}
        """Of each of these dishes, what `counted` was when anything of them last changed."""
        self.labels: dict[str, int] = {}
        """How many tickets each table has here, or each party without one."""

    def __len__(self) -> int:
        return len(self._order)

    def __contains__(self, ticket: object) -> bool:
        return ticket in self._waits

    def __iter__(self) -> Iterator[str]:
        """All of them, the first to cook first."""
        return map(itemgetter(-1), self._order)

    def after(self, ticket: str) -> Iterator[str]:
        """Those behind this ticket, which is here."""
        return map(itemgetter(-1), islice(self._order, bisect_right(self._order, self._waits[ticket].rank), None))

    def standing(self) -> Iterator[str]:
        """Those with something to make or to stop, in order."""
        return map(itemgetter(-1), takewhile(lambda rank: rank[0] < HELD, self._order))

    def special_after(self, ticket: str) -> Iterator[str]:
        """The bases and rushed tickets among those, behind this ticket."""
        after = self._special[bisect_right(self._special, self._waits[ticket].rank) :]
        return map(itemgetter(-1), takewhile(lambda rank: rank[0] < HELD, after))

    @property
    def stand(self) -> int:
        """How many have something to make or to stop."""
        return bisect_left(self._order, (HELD,))

    @property
    def late(self) -> int:
        """How many are late."""
        return bisect_right(self._lates, self.now, key=_late_at)

    @property
    def turns_at(self) -> Ms | None:
        """When the next one becomes late; None: none will."""
        return self._lates[self.late][0] if self.late < len(self._lates) else None

    def why(self, ticket: str) -> Why:
        """The rule that put a ticket where it is."""
        return said_by(self._waits[ticket].rank, self.rules)

    def late_since(self, before: Ms) -> list[str]:
        """Those that have become late after this moment."""
        return [ticket for _, ticket in self._lates[bisect_right(self._lates, before, key=_late_at) : self.late]]

    def change(self, changed: Mapping[str, Waits | None]) -> None:
        """Put these tickets where they belong; those without anything are not here, or no longer."""
        gone = {name: waits for name in changed if (waits := self._waits.pop(name, None)) is not None}
        come = {name: waits for name, waits in changed.items() if waits is not None}
        self._waits.update(come)
        if len(changed) > BULK:
            self._order = _mixed(self._order, gone, [each.rank for each in come.values()])
            self._special = _mixed(self._special, gone, [each.rank for each in come.values() if each.facts.special])
            self._lates = _mixed(self._lates, gone, [late for name, each in come.items() for late in _late(name, each)])
        else:
            for name, waits in gone.items():
                self._take_out(name, waits)
            for name, waits in come.items():
                self._put_in(name, waits)
        self._count(gone.values(), -1)
        self._count(come.values(), +1)

    def turn(self, now: Ms) -> None:
        """Come to a moment, also to an earlier one: whoever has become late meanwhile, or no longer is, moves."""
        first, last = sorted((self.now, now))
        low, high = (bisect_right(self._lates, at, key=_late_at) for at in (first, last))
        self.now = now
        if low < high:
            moving = {ticket: self._waits[ticket].facts for _, ticket in self._lates[low:high]}
            self.change({name: Waits(rank_of(facts.ranked, self.rules, now), facts) for name, facts in moving.items()})

    def _put_in(self, ticket: str, waits: Waits) -> None:
        insort(self._order, waits.rank)
        if waits.facts.special:
            insort(self._special, waits.rank)
        for late in _late(ticket, waits):
            insort(self._lates, late)

    def _take_out(self, ticket: str, waits: Waits) -> None:
        del self._order[bisect_left(self._order, waits.rank)]
        if waits.facts.special:
            del self._special[bisect_left(self._special, waits.rank)]
        for late in _late(ticket, waits):
            del self._lates[bisect_left(self._lates, late)]

    def _count(self, tickets: Iterable[Waits], sign: int) -> None:
        labels, portions = self.labels, self.portions
        for _, facts in tickets:
            self.counted += 1
            labels[facts.label] = labels.get(facts.label, 0) + sign
            if not labels[facts.label]:
                del labels[facts.label]
            for dish, count in facts.portions:
                before = portions.get(dish, NONE)
                after = Count(before.qty + sign * count.qty, before.held + sign * count.held)
                self._stand(dish, facts.ranked.ticket.ticket, sign)
                if any(after):
                    portions[dish] = after
                else:
                    del portions[dish]

    def _stand(self, dish: str, ticket: str, sign: int) -> None:
        there = self.dishes.setdefault(dish, {})
        self.turned[dish] = self.counted
        if sign > 0:
            there[ticket] = None
            return
        there.pop(ticket, None)
        if not there:
            del self.dishes[dish], self.turned[dish]


def _late(ticket: str, waits: Waits) -> list[tuple[Ms, str]]:
    late_at = waits.facts.ranked.late_at
    return [] if late_at is None else [(late_at, ticket)]


def _mixed(there: list[E], gone: Mapping[str, Waits], come: list[E]) -> list[E]:
    """For many at a time, whose names come last: sorting what is nearly in order costs less than finding each place."""
    return sorted([*(each for each in there if each[-1] not in gone), *come] if gone else [*there, *come])


def facts_of(ticket: Ticket, items: Mapping[str, Item]) -> Facts:
    """What queues have to know of an open ticket."""
    portions: list[tuple[str, Count]] = []
    for line in ticket.lines:
        item = items[line]
        if item.state in COOKING:
            portions.append((item.dish, Count(item.qty, 0)))
        elif item.state == "held":
            portions.append((item.dish, Count(0, item.qty)))
    return Facts(ranked(ticket, items), ticket.special, ticket.label, tuple(portions))
