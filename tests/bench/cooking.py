"""Days of orders through core, cooked by hands that are slower or quicker than the menu says."""

from __future__ import annotations

import heapq
import math
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from random import Random
from typing import NamedTuple

from kds.core.kitchen.bump import BumpTicket
from kds.core.kitchen.learnt import known
from kds.core.kitchen.model import COOKING, Item
from kds.core.kitchen.times import Usual, is_odd, of_standard
from kds.core.orders.answered import RoundIs
from kds.core.orders.place_round import PlaceRound
from kds.core.orders.wanted import LineWanted
from kds.core.types import Command, Ms
from tests.house import DAY, NOON, SmallHouse

UNLIKE, NOISE = 0.35, 0.3
"""How much dishes differ from their standard times, and one time of a dish from another: of the logarithm."""
FORGOTTEN = 0.02
FEW_HANDS = 2
PICKING_UP_MS = (5_000, 40_000)


class Order(NamedTuple):
    """Dishes that are ordered so many seconds after midnight."""

    at_s: int
    dishes: tuple[str, ...]


class Told(NamedTuple):
    """What a dish was reckoned to take as it was fired, and what it took."""

    standard_ms: Ms
    usual: Usual
    took_ms: Ms

    @property
    def within(self) -> bool:
        """Whether it took what was learnt, eight times in ten."""
        return self.usual.early_ms <= self.took_ms <= self.usual.late_ms

    @property
    def within_standard(self) -> bool:
        """The same by the standard time."""
        band = of_standard(self.standard_ms)
        return band.early_ms <= self.took_ms <= band.late_ms


class Cooks:
    """The hands of every station, and what they are at."""

    def __init__(self, house: SmallHouse, hands: Mapping[str, int], seed: int) -> None:
        self.house = house
        self.hands = hands
        self.dice = Random(seed)
        self.unlike: dict[str, float] = {}
        self.busy: Counter[str] = Counter()
        self.taken: set[str] = set()
        self.due: list[tuple[Ms, str, str]] = []
        """Tickets that are done, by when, with their stations."""
        self.forgotten: list[str] = []
        self.told: dict[str, tuple[Item, Usual]] = {}
        """What is being made, and what was reckoned of it."""

    def look(self, station: str) -> None:
        """Whoever is free takes what stands first."""
        state, now = self.house.state, self.house.now
        while self.busy[station] < self.hands.get(station, FEW_HANDS):
            queue = state.kitchen.queues.of_station(station, now)
            ticket = next((each for each in queue.standing() if each not in self.taken), None)
            if ticket is None:
                return
            self.taken.add(ticket)
            if self.dice.random() < FORGOTTEN:
                self.forgotten.append(ticket)
                continue
            self.busy[station] += 1
            items = [state.kitchen.items[line] for line in state.kitchen.tickets[ticket].lines]
            took = max([self._takes(each) for each in items]) * (1 + 0.1 * (len(items) - 1))
            heapq.heappush(self.due, (now + self.dice.randint(*PICKING_UP_MS) + round(took), ticket, station))

    def _takes(self, item: Item) -> float:
        if item.dish not in self.unlike:
            self.unlike[item.dish] = math.exp(self.dice.gauss(0, UNLIKE))
        return item.standard_ms * self.unlike[item.dish] * math.exp(self.dice.gauss(0, NOISE))


def days_of(
    founding: tuple[Command, ...], days: Sequence[Sequence[Order]], hands: Mapping[str, int], learnt: int, seed: int = 7
) -> Iterator[Told]:
    """What is told of the dishes of the days after the first so many, from which alone is learnt."""
    house = SmallHouse(founding)
    cooks = Cooks(house, hands, seed)
    midnight = NOON - NOON % DAY
    for number, orders in enumerate(days):
        found = list(_day(house, cooks, midnight + number * DAY, orders))
        if number < learnt:
            house.tick(f"day {number:04}", midnight + (number + 2) * DAY)
        else:
            yield from found


def _day(house: SmallHouse, cooks: Cooks, midnight: Ms, orders: Sequence[Order]) -> Iterator[Told]:
    for order in orders:
        at = midnight + order.at_s * 1000
        yield from _until(house, cooks, at)
        house.now = max(house.now, at)
        lines = tuple([LineWanted(dish=dish, qty=1) for dish in order.dishes])
        placed = house.ask(PlaceRound(channel="counter", service="takeaway", lines=lines), RoundIs)
        _note(house, cooks, placed.tickets)
        for station in sorted(house.state.kitchen.stations):
            cooks.look(station)
    yield from _until(house, cooks, midnight + DAY)
    house.now = max(house.now, midnight + DAY)
    for ticket in cooks.forgotten:
        house.do(BumpTicket(ticket))
    cooks.forgotten.clear()
    house.recorded.clear()


def _note(house: SmallHouse, cooks: Cooks, tickets: Iterable[str]) -> None:
    """What is reckoned of the lines that have come with an order."""
    state = house.state
    for ticket in [state.kitchen.tickets[each] for each in tickets]:
        for line in ticket.lines:
            item = state.kitchen.items[line]
            found = known(state, item.dish, ticket.station, item.cell)
            cooks.told[line] = (item, of_standard(item.standard_ms) if found is None else found.usual)


def _until(house: SmallHouse, cooks: Cooks, at: Ms) -> Iterator[Told]:
    """What is done until then is bumped, and the next is taken."""
    while cooks.due and cooks.due[0][0] <= at:
        house.now, ticket, station = max(house.now, cooks.due[0][0]), *cooks.due[0][1:]
        heapq.heappop(cooks.due)
        lines = house.state.kitchen.tickets[ticket].lines
        cooking = [line for line in lines if house.state.kitchen.items[line].state in COOKING]
        house.do(BumpTicket(ticket))
        cooks.busy[station] -= 1
        for line in cooking:
            item, usual = cooks.told.pop(line)
            took = house.now - (item.fired_at or house.now)
            if not is_odd(took, item.standard_ms):
                yield Told(item.standard_ms, usual, took)
        cooks.look(station)
