"""Learnt times against standard times, on weeks from which nothing was learnt: how far off, and how often within.

Whole weeks of orders go through core by a clock of their own. Of the demo's house the orders are invented too; of a
folder of real orders, where there is one, when they came and what they were is real. How long cooks take is invented
everywhere: each dish is quicker or slower than its standard time says, each time a little otherwise, and waits for a
hand that is free. Some tickets are forgotten, and bumped all at once at night.
"""

from __future__ import annotations

import csv
import gzip
import statistics
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from typing import NamedTuple

from kds.core.day.found_house import FoundHouse
from kds.core.day.model import House
from kds.core.floor.change_floor import ChangeFloor
from kds.core.kitchen.change_kitchen import ChangeKitchen
from kds.core.kitchen.model import Station
from kds.core.kitchen.screens import Screen
from kds.core.menu.change_menu import ChangeMenu
from kds.core.menu.model import Category, Dish
from kds.core.types import Command, Ms, Name
from kds.demo import house as demo
from tests.bench.cooking import Order, Told, days_of
from tests.bench.house import orderable
from tests.bench.rows import Row
from tests.house import MINUTE, NOON

WEEKS, LEARNT_WEEKS = 6, 4
"""Weeks that are replayed, and those of them that are learnt from."""
DAY_S = 86_400
DATA = Path(__file__).parents[2].parent / "shared" / "data" / "takeaway-orders.csv.gz"
KINDS = (("Papadum", 3, "cold"), ("Chutney", 2, "cold"), ("Salad", 4, "cold"), ("Naan", 6, "oven"), ("Rice", 5, "hot"))
"""What a manager would write for what is called so, in minutes, and where it is made; anything else is a curry."""
CURRY = (14, "hot")


class Weeks(NamedTuple):
    """A house whose weeks are replayed."""

    name: str
    founding: tuple[Command, ...]
    orders: Sequence[Sequence[Order]]
    hands: dict[str, int]


def learning(data: Path = DATA) -> Iterator[Row]:
    """The demo's house, and real orders where they are there."""
    houses = [demo_house(WEEKS)]
    if data.exists():
        houses.append(takeaway(data, WEEKS))
    for each in houses:
        told = list(days_of(each.founding, each.orders, each.hands, LEARNT_WEEKS * 7))
        yield from rows(each.name, told)


def rows(name: str, told: Sequence[Told]) -> Iterator[Row]:
    """Both side by side."""
    standard = statistics.fmean([abs(each.standard_ms - each.took_ms) for each in told]) / MINUTE
    learnt = statistics.fmean([abs(each.usual.ms - each.took_ms) for each in told]) / MINUTE
    yield Row(f"{name}: dishes of the later weeks", len(told), "")
    yield Row(f"{name}: off by, standard times", standard, "min")
    yield Row(f"{name}: off by, learnt times", learnt, "min")
    yield Row(f"{name}: learnt ÷ standard", learnt / standard, "", "< 1")
    yield Row(f"{name}: within 60 to 150 % of the standard time", _share([each.within_standard for each in told]), "%")
    yield Row(f"{name}: within what was learnt", _share([each.within for each in told]), "%", "80")


def _share(those: Sequence[bool]) -> float:
    return 100 * sum(those) / len(those)


def demo_house(weeks: int, seed: int = 5) -> Weeks:
    """The demo's kitchen and menu, with lunch and dinner each day."""
    dice = Random(seed)
    plain, _ = orderable()
    weights = [1 / (rank + 3) for rank in range(len(plain))]
    days = []
    for day in range(weeks * 7):
        busy = 1.5 if day % 7 in (4, 5) else 1.0
        orders = []
        for begins_h, peak_h, count in ((11.0, 12.5, 40), (17.0, 19.0, 90)):
            for _ in range(round(count * busy)):
                at = max(begins_h, dice.gauss(peak_h, 0.8)) * 3600
                dishes = dice.choices([dish.dish for dish in plain], weights, k=dice.randint(2, 6))
                orders.append(Order(round(at), tuple(dict.fromkeys(dishes))))
        days.append(sorted(orders))
    founding = (FoundHouse(demo.house(), "2026-01-01", NOON), demo.kitchen(), ChangeFloor(), demo.menu())
    return Weeks("demo's house", founding, days, {"hot_line": 4, "meat": 4, "vegetables": 3})


def takeaway(file: Path, weeks: int) -> Weeks:
    """The last weeks of a takeaway's real orders."""
    found: dict[str, tuple[datetime, list[str]]] = {}
    with gzip.open(file, "rt", encoding="utf-8") as lines:
        for row in csv.DictReader(lines):
            at = datetime.strptime(row["Order Date"], "%d/%m/%Y %H:%M").replace(tzinfo=UTC)
            found.setdefault(row["Order Number"], (at, []))[1].append(row["Item Name"])
    last = max(at for at, _ in found.values())
    begin = (last - timedelta(days=weeks * 7)).replace(hour=4, minute=0)
    names = sorted({name for at, several in found.values() if at >= begin for name in several})
    ids = {name: f"d{number}" for number, name in enumerate(names)}
    days: list[list[Order]] = [[] for _ in range(weeks * 7)]
    for at, several in found.values():
        day = (at - begin).days
        if 0 <= day < len(days):
            since = 4 * 3600 + round((at - begin).total_seconds()) - day * DAY_S
            days[day].append(Order(since, tuple(dict.fromkeys([ids[name] for name in several]))))
    dishes = tuple([_dish(ids[name], name) for name in names])
    stations = tuple([Station(each, Name(zh=each, en=each)) for each in ("cold", "oven", "hot")])
    house = House("takeaway", Name(zh="外卖", en="Takeaway"), "GBP", "Europe/London", 4 * 60)
    founding = (
        FoundHouse(house, "2019-01-01", NOON),
        ChangeKitchen(stations, (Screen("wall", Name(zh="大屏", en="Wall")),)),
        ChangeMenu((Category("all", Name(zh="全部", en="All")),), dishes),
    )
    return Weeks(
        "real orders of a takeaway", founding, [sorted(each) for each in days], {"hot": 5, "oven": 2, "cold": 2}
    )


def _dish(dish: str, name: str) -> Dish:
    minutes, station = next(((each, where) for word, each, where in KINDS if word in name), CURRY)
    standard_ms: Ms = minutes * MINUTE
    called = Name(zh=f"{name} {dish}", en=f"{name} {dish}")
    return Dish(
        dish=dish, name=called, kind="dish", category="all", station=station, price_minor=500, standard_ms=standard_ms
    )
