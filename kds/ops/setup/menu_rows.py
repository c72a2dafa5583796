"""What the cells of somebody's menu come to: the dishes that are new or other, and what is wrong, row by row.

Whatever could be guessed is shown before anything is stored.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import NamedTuple

from msgspec.structs import replace

from kds.core.decide import CLEAN
from kds.core.menu.change_menu import ChangeMenu
from kds.core.menu.model import PRICE_MOST, Category, Dish
from kds.core.menu.rules import faults
from kds.core.money import EXPONENTS, currency_of
from kds.core.state import State
from kds.core.types import Minor, Ms, Name, Refusal
from kds.ops.setup.grid import ROWS_MOST, Column, Grid, is_at_market, money
from kds.ops.setup.stations import Template, place_of, station_or_last

STANDARD_MS: Ms = 600_000
"""How long a dish may take of which nobody has said anything."""
CATEGORY = Name(zh="菜单", en="Menu")
"""Of dishes that stand in none."""


TOO_LONG = Name(zh=f"最多{ROWS_MOST}行，请分几次导入", en=f"At most {ROWS_MOST} rows: take it over in parts")


class Offered(NamedTuple):
    """The change of the menu that it comes to, how many of its dishes are `new`, and what is wrong with it."""

    change: ChangeMenu
    new: int
    faults: list[Name]


def offered(state: State, template: Template, grid: Grid, columns: Sequence[Column | None]) -> Offered:
    """What the rows come to with these columns. Dishes and categories that the house has by that name are those.

    New ones get ids of their own; of a dish that is known only what its row says changes.
    """
    made = _Making(state, template)
    if "name" in columns and "price" in columns:
        for number, row in grid.rows:
            if any(row[len(grid.columns) :]):
                made.too_wide(number)
                continue
            cells = {column: row[at] for at, column in enumerate(columns) if column is not None and at < len(row)}
            made.row(number, cells)
    else:
        zh, en = "请指明哪一列是菜名、哪一列是价格", "Say which column is the name, and which is the price"
        made.faults.append(Name(zh=zh, en=en))
    made.check()
    if is_too_long(grid):
        made.faults.insert(0, TOO_LONG)
    return Offered(ChangeMenu(tuple(made.categories), tuple(made.dishes)), made.new, made.faults)


def is_too_long(grid: Grid) -> bool:
    """Whether there are more rows than are taken over at once."""
    return grid.cut or len(grid.rows) >= ROWS_MOST


class _Making:
    """The change as it is made, row by row."""

    def __init__(self, state: State, template: Template) -> None:
        self._state = state
        self._template = template
        self._exponent = EXPONENTS.get(currency_of(state), 2)
        self._known = {name.casefold(): each for each in state.menu.dishes.values() for name in _names(each.name)}
        self._category_of = {
            name.casefold(): each.category for each in state.menu.categories.values() for name in _names(each.name)
        }
        self._used = {*state.menu.dishes, *state.menu.categories}
        self._rows: dict[str, int] = {}
        """By the name of a dish, the row in which it stood first."""
        self._row_of: dict[str, int] = {}
        self.categories: list[Category] = []
        self.dishes: list[Dish] = []
        self.new = 0
        self.faults: list[Name] = []

    def row(self, number: int, cells: Mapping[Column, str]) -> None:
        """One row: a dish, or what is wrong with it."""
        name, said = cells.get("name", ""), cells.get("price", "")
        price = self._minor(money(said))
        if not name:
            if any(cells.values()):
                self._fault(number, "没有菜名", "the dish has no name")
        elif is_at_market(said):
            self._fault(number, *_at_market(name))
        elif price is None:
            self._fault(number, f"“{name}”的价格“{said}”不对", f"“{name}” has no price that can be paid: “{said}”")
        elif (first := self._rows.setdefault(name.casefold(), number)) != number:
            self._fault(number, f"“{name}”已经写在第{first}行", f"“{name}” stands in row {first} already")
        else:
            self.dishes.append(dish := self._dish(name, price, cells))
            self._row_of[dish.dish] = number

    def too_wide(self, number: int) -> None:
        """A row with more cells than there are columns: which of them is the price, nobody knows."""
        zh, en = (
            "格子比列多；带千分位的价格请写成1288",
            "it has more cells than there are columns; write thousands as 1288",
        )
        self._fault(number, zh, en)

    def check(self) -> None:
        """What no menu could have of the dishes that the rows are."""
        kept = []
        for dish in self.dishes:
            try:
                CLEAN[ChangeMenu](ChangeMenu(dishes=(dish,)))
            except Refusal as refusal:
                words = refusal.message()
                self._fault(self._row_of[dish.dish], words.zh, words.en)
            else:
                kept.append(dish)
        for fault in faults(self._state, ChangeMenu(tuple(self.categories), tuple(kept))):
            row = self._row_of.get(fault.about)
            if row is None:
                self.faults.append(fault.message)
            else:
                self._fault(row, fault.message.zh, fault.message.en)

    def _dish(self, name: str, price: Minor, cells: Mapping[Column, str]) -> Dish:
        known = self._known.get(name.casefold())
        category, station = self._category(cells.get("category", ""), known), self._station(cells.get("station", ""))
        code, english = cells.get("code", ""), cells.get("english", "")
        if known is not None:
            named = Name(zh=known.name.zh, en=english or known.name.en)
            changed = replace(known, name=named, price_minor=price, category=category, code=code or known.code)
            return replace(changed, station=station) if station else changed
        place = place_of(self._template, cells.get("station", ""), cells.get("category", ""), name)
        self.new += 1
        return Dish(
            dish=self._new_id("d"),
            name=Name(zh=name, en=english or name),
            kind="dish" if place is None else place.kind,
            category=category,
            station=station or station_or_last(place, self._state.kitchen.stations),
            price_minor=price,
            standard_ms=STANDARD_MS,
            code=code,
        )

    def _category(self, said: str, known: Dish | None) -> str:
        if not said and known is not None:
            return known.category
        name = Name(zh=said, en=said) if said else CATEGORY
        if name.zh.casefold() not in self._category_of:
            self._category_of[name.zh.casefold()] = category = self._new_id("c")
            self.categories.append(Category(category=category, name=name))
        return self._category_of[name.zh.casefold()]

    def _station(self, said: str) -> str:
        """The station that somebody calls so; "" for none."""
        called = said.casefold()
        for each in self._state.kitchen.stations.values():
            if called and called in (each.station.casefold(), *(name.casefold() for name in _names(each.name))):
                return each.station
        return ""

    def _minor(self, price: Decimal | None) -> Minor | None:
        if price is None:
            return None
        minor = price.scaleb(self._exponent)
        return int(minor) if minor == minor.to_integral_value() and minor <= PRICE_MOST else None

    def _new_id(self, letter: str) -> str:
        number = sum(each.startswith(letter) for each in self._used) + 1
        while f"{letter}{number:03}" in self._used:
            number += 1
        self._used.add(made := f"{letter}{number:03}")
        return made

    def _fault(self, row: int, zh: str, en: str) -> None:
        self.faults.append(Name(zh=f"第{row}行：{zh}", en=f"Row {row}: {en}"))


def _names(name: Name) -> set[str]:
    """What a thing is called, without what it is not called."""
    return {each for each in (name.zh, name.en) if each}


def _at_market(name: str) -> tuple[str, str]:
    """What is said of a dish that has the price of the day."""
    return (
        f"“{name}”没有价格：请写一个价格，称重的菜写每500克的；或者不写进菜单，点单时用临时菜",
        f"“{name}” has no price: write one, of what is weighed for 500 g; or leave it out and order it as an open item",
    )
