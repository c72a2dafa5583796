"""Orders as guests make them: dishes from the menu, chosen by dice, each line with an id of the device's own."""

from __future__ import annotations

import random
from typing import Any, Literal, NamedTuple

import msgspec

from tests.live.client import Api

ROUNDS = "/api/v1/rounds"
CHANNELS = ("scan", "miniprogram", "kiosk", "waiter", "tablet", "counter", "delivery", "api")

Json = dict[str, Any]


class Choice(msgspec.Struct, frozen=True):
    """An answer to a question about a dish."""

    option: str


class Group(msgspec.Struct, frozen=True):
    """A question about a dish."""

    min: int
    choices: list[Choice]


class Soup(msgspec.Struct, frozen=True):
    """What a cell of a pot may hold."""

    soup: str


class Cells(msgspec.Struct, frozen=True):
    """The cells of a pot."""

    min: int
    max: int
    soups: list[Soup]


class Dish(msgspec.Struct, frozen=True):
    """A dish on the menu."""

    dish: str
    kind: Literal["base", "dish", "drink", "sauce"]
    station: str
    options: list[Group]
    cells: Cells | None
    sold_out: bool
    remaining: int | None
    meal: list[dict[str, object]] = []


class Menu(msgspec.Struct, frozen=True):
    """The menu."""

    dishes: list[Dish]


class Order(NamedTuple):
    """An order and the key it is sent with."""

    key: str
    body: Json
    role: str = "waiter"

    @property
    def ids(self) -> list[str]:
        """The device's ids of its lines."""
        return [line["id"] for line in self.body["lines"]]


class Card:
    """The dishes that are to be had without end, but for set meals, and their stations."""

    def __init__(self, menu: Menu) -> None:
        self.dishes = [each for each in menu.dishes if not each.sold_out and each.remaining is None and not each.meal]
        self.station = {each.dish: each.station for each in menu.dishes}

    def line(self, dice: random.Random, line_id: str) -> Json:
        """A line with what its dish has to be asked."""
        return line_of(dice.choice(self.dishes), dice, line_id)

    def order(self, dice: random.Random, table: str, key: str, lines: int) -> Order:
        """An order of so many lines, from any channel."""
        body = {
            "table": table,
            "channel": dice.choice(CHANNELS),
            "guests": dice.randint(1, 8),
            "fire": dice.choice(["now", "now", "hold"]),
            "lines": [self.line(dice, f"{key}.{number}") for number in range(lines)],
        }
        return Order(key, body, dice.choice(["waiter", "integration"]))


def line_of(dish: Dish, dice: random.Random, line_id: str) -> Json:
    """A line of that dish."""
    options = [choice.option for group in dish.options for choice in dice.sample(group.choices, group.min)]
    line: Json = {"id": line_id, "dish": dish.dish, "qty": dice.randint(1, 3), "options": options}
    if dish.cells is not None:
        count = dice.randint(dish.cells.min, dish.cells.max)
        line["cells"] = [{"soup": dice.choice(dish.cells.soups).soup} for _ in range(count)]
    return line


async def card(api: Api) -> Card:
    """The menu's card."""
    return Card(await api.get("/api/v1/menu", Menu))
