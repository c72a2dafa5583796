"""What guests feel like ordering: pure, and the same for the same seed."""

from __future__ import annotations

from collections import Counter
from random import Random
from typing import Any

from kds.demo.book import Line
from kds.demo.wire import Cells, Dish, Group, Menu, Parts

POPULAR = {"signatures": 4, "meals": 3, "beef-lamb": 3, "offal": 3, "greens": 3, "balls": 2, "seafood": 2}
"""How often a dish of the category is chosen before others; what is not named counts once."""
POTS = {"base-yuanyang": 6, "base-four": 3, "base-nine": 2, "base-three": 2, "base-single": 2}
"""The same for the pots."""
PER_GUEST_MAIN = 2.6
NOTES = (
    "少辣，有小孩",
    "花生过敏！",
    "请先上锅底",
    "不要香菜",
    "分两盘上",
    "麻烦快一点，赶电影",
    "多给一份漏勺",
    "Peanut allergy!",
    "Less spicy, please",
    "One plate per person, please",
)
SPICES = {
    "tallow": ("medium", "hot"),
    "tallow-mild": ("mild",),
    "clear-oil": ("mild", "medium", "hot"),
    "rattan": ("mild", "medium", "hot"),
}
"""How hot each of the soups that are hot at all can be: one that is called mild is mild."""


class Appetite:
    """The wishes of one party: lines as they go over the wire, each with an id that no other line has."""

    def __init__(self, rng: Random, menu: Menu, nonce: str) -> None:
        self._rng = rng
        self._nonce = nonce
        self._lines = 0
        self.dishes = {dish.dish: dish for dish in menu.dishes}
        self.sold_out = {dish.dish for dish in menu.dishes if dish.sold_out}

    def base(self, guests: int) -> list[Line]:
        """One pot for the table."""
        pots = [dish for dish in self._of_kind("base") if dish.dish != "base-takeaway"]
        several = [dish for dish in pots if dish.cells is not None and dish.cells.min > 1]
        liked = several if several and guests > 1 and self._rng.random() < 0.8 else pots
        if not liked:
            return []
        return [self.line(self._rng.choices(liked, [POTS.get(pot.dish, 1) for pot in liked])[0], 1)]

    def sauces(self, guests: int) -> list[Line]:
        """A dip for everybody."""
        return self._some(self._of_kind("sauce"), min(guests, 1 + guests // 2), most=2)

    def drinks(self, guests: int) -> list[Line]:
        """Something to drink."""
        return self._some(self._of_kind("drink"), self._rng.randint(1, 1 + guests // 2), most=guests)

    def main(self, guests: int) -> list[Line]:
        """The big order: plates to share, and something held for the end now and then."""
        plates = max(3, round(guests * PER_GUEST_MAIN * self._rng.uniform(0.7, 1.2)))
        lines = self._some(self._plates(), min(plates, 24), most=2)
        if self._rng.random() < 0.4:
            lines += [{**line, "fire": "hold"} for line in self._staples(1)]
        if self._rng.random() < 0.2:
            self._rng.choice(lines)["note"] = self._rng.choice(NOTES)
        return lines

    def add_on(self, guests: int) -> list[Line]:
        """A few plates more, or the noodles."""
        lines = self._some(self._plates(), self._rng.randint(1, 2 + guests // 3), most=2)
        if self._rng.random() < 0.35:
            lines += self._staples(1)
        if self._rng.random() < 0.3:
            lines += self._some(self._of_kind("drink"), 1, most=2)
        return lines

    def takeaway(self) -> list[Line]:
        """What travels: snacks and drinks, sometimes a whole pot."""
        lines = self._staples(self._rng.randint(1, 3)) + self._some(self._of_kind("drink"), 1, most=3)
        if self._rng.random() < 0.3 and "base-takeaway" in self.dishes:
            lines.insert(0, self.line(self.dishes["base-takeaway"], 1))
            lines += self._some(self._plates(), 4, most=1)
        return lines

    def line(self, dish: Dish, qty: int) -> Line:
        """So many portions of the dish, with every question answered and every cell filled."""
        self._lines += 1
        line: dict[str, Any] = {"id": f"{self._nonce}-{self._lines}", "dish": dish.dish, "qty": qty}
        options = [option for group in dish.options for option in self._answers(group)]
        if options:
            line["options"] = options
        if dish.cells is not None:
            line["cells"] = self._cells(dish.cells)
        if dish.meal:
            line["parts"] = [part for group in dish.meal for part in self._parts(group)]
        return line

    def _parts(self, group: Parts) -> list[dict[str, Any]]:
        """What is chosen of a part of a set meal, each with its own questions answered and cells filled."""
        there = [each.dish for each in group.choices if each.dish not in self.sold_out]
        most = max(group.min, min(group.max, self._rng.randint(0, 1)))
        chosen = Counter(self._rng.choices(there, k=most) if there else [])
        return [{"group": group.group, **self._part(self.dishes[dish], qty)} for dish, qty in chosen.items()]

    def _part(self, dish: Dish, qty: int) -> dict[str, Any]:
        part = self.line(dish, qty)
        del part["id"]
        return part

    def _answers(self, group: Group) -> list[str]:
        most = max(group.min, min(group.max, 1 if self._rng.random() < 0.3 else 0))
        return [choice.option for choice in self._rng.sample(group.choices, most)]

    def _cells(self, cells: Cells) -> list[dict[str, str]]:
        names = [soup.soup for soup in cells.soups]
        few = self._rng.sample(names, cells.min) if len(names) >= cells.min else self._rng.choices(names, k=cells.min)
        return [
            {"soup": soup, "spice": self._rng.choice(SPICES[soup])} if soup in SPICES else {"soup": soup}
            for soup in few
        ]

    def _of_kind(self, kind: str) -> list[Dish]:
        return [dish for dish in self.dishes.values() if dish.kind == kind and dish.dish not in self.sold_out]

    def _plates(self) -> list[Dish]:
        return [dish for dish in self._of_kind("dish") if dish.category != "snacks"]

    def _staples(self, count: int) -> list[Line]:
        return self._some([dish for dish in self._of_kind("dish") if dish.category == "snacks"], count, most=2)

    def _some(self, dishes: list[Dish], count: int, most: int) -> list[Line]:
        """So many different dishes, the popular ones more often, of each one portion or at times up to `most`."""
        chosen: list[Line] = []
        left = list(dishes)
        while left and len(chosen) < count:
            dish = self._rng.choices(left, [POPULAR.get(each.category, 1) for each in left])[0]
            left.remove(dish)
            chosen.append(self.line(dish, self._rng.randint(1, most) if self._rng.random() < 0.25 else 1))
        return chosen
