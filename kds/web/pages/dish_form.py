"""The form of a dish: what it says of one, and the dish that it says.

What it does not hold stays as it is: a field that is not there, and, without `whole`, what is said by ticks.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any, NamedTuple, get_args

from msgspec.structs import replace

from kds.core.changes.items import drafted
from kds.core.menu.allergens import ALLERGENS
from kds.core.menu.model import Category, CellPrice, Cells, Choice, Dish, DishKind, OptionGroup
from kds.core.money import EXPONENTS, currency_of
from kds.core.state import State
from kds.core.types import CHANNELS, Minor, Name, Permille
from kds.ops.setup.dish_lists import meal_of, meal_text, prices_of, prices_text, soups_of, soups_text
from kds.ops.setup.grid import money
from kds.ops.setup.options import questions_of, short, text_of
from kds.web.pages.dish_steps import MINUTE_MS, steps_of, steps_written
from kds.web.pages.forms import Fields

KINDS: tuple[DishKind, ...] = get_args(DishKind)
CELL_PRICES: tuple[CellPrice, ...] = get_args(CellPrice)
LIMITS = ("soon_permille", "late_permille", "critical_permille")
HALF: Permille = 500
HALF_NAME, PORTION_NAME = Name(zh="半份", en="Half"), Name(zh="份量", en="Portion")
NO_NAME = Name(zh="请填写菜名", en="Write what the dish is called")
NO_PRICE = Name(zh="价格不对", en="That is no price")
NO_MINUTES = Name(zh="标准时间是1到600分钟", en="The standard time is 1 to 600 minutes")
NO_CATEGORY = Name(zh="请选择分类", en="Choose a category")
NO_STATION = Name(zh="请选择档口", en="Choose a station")
NO_HALF = Name(zh="半份的价格不对", en="The price of half a portion is no price")
NO_LIMIT = Name(zh="超时提醒的百分比是1到10000，或者空着", en="When it is late is 1 to 10000 percent, or nothing")
NO_NUMBER = {
    "serves": Name(zh="几人份写成数字", en="For how many people it is must be a number"),
    "course": Name(zh="道次写成数字", en="The course must be a number"),
    "per": Name(zh="每多少克写成数字", en="For how many grams the price is must be a number"),
    "cells_min": Name(zh="最少几格写成数字", en="The least number of cells must be a number"),
    "cells_max": Name(zh="最多几格写成数字", en="The most cells must be a number"),
}


class Read(NamedTuple):
    """The dish that a form says, and the category that comes with it where it is new; or what is wrong."""

    dish: Dish | None
    category: Category | None
    faults: list[Name]


def written(state: State, dish: Dish, language: str) -> dict[str, str]:
    """What the form of a dish says."""
    exponent = EXPONENTS.get(currency_of(state), 2)
    half = half_of(dish)
    found = {
        "zh": dish.name.zh,
        "en": "" if dish.name.en == dish.name.zh else dish.name.en,
        "category": dish.category,
        "kind": dish.kind,
        "station": dish.station,
        "price": f"{Decimal(dish.price_minor).scaleb(-exponent):f}",
        "minutes": f"{dish.standard_ms / MINUTE_MS:g}",
        "code": dish.code,
        "options": text_of([each for each in dish.options if each is not half], exponent, language),
        "half": "" if half is None else short(dish.price_minor + half.choices[0].price_minor, exponent),
        "portion_zh": "" if dish.portion is None else dish.portion.zh,
        "portion_en": "" if dish.portion is None else dish.portion.en,
        "serves": str(dish.serves or ""),
        "course": str(dish.course or ""),
        "prices": prices_text(dish.prices, state.menu.dayparts, exponent, language),
        "per": str(dish.per) if dish.weighed else "",
        "meal": meal_text(dish.meal, state.menu.dishes, exponent, language),
        "photo": dish.photo,
        "recipe": "\n".join(dish.recipe),
        **steps_written(dish),
        "cells_min": "" if dish.cells is None else str(dish.cells.min),
        "cells_max": "" if dish.cells is None else str(dish.cells.max),
        "cells_price": "" if dish.cells is None else dish.cells.price,
        "soups": "" if dish.cells is None else soups_text(dish.cells.soups, exponent, language),
        **{name: short(getattr(dish, name), 1) if getattr(dish, name) else "" for name in LIMITS},
    }
    ticks = [f"allergen-{each}" for each in dish.allergens] + [f"channel-{each}" for each in dish.channels]
    ticks += [f"daypart-{each}" for each in dish.dayparts]
    ticks += [name for name in ("alcohol", "weighed", "to_weigh") if getattr(dish, name)]
    return {**found, **dict.fromkeys(ticks, "on")}


def dish_of(state: State, before: Dish | None, fields: Fields) -> Read:
    """The dish that a form says."""
    said = _Said(state, before, fields)
    zh, en = fields.get("zh", "").strip(), fields.get("en", "").strip()
    price = minor_of(fields.get("price", ""), said.exponent)
    minutes = money(fields.get("minutes", ""))
    category, made = _category(state, fields)
    kind: DishKind = next((each for each in KINDS if each == fields.get("kind")), "dish")
    station = fields.get("station", "")
    faults = [
        fault
        for fault, wrong in (
            (NO_NAME, not (zh or en)),
            (NO_PRICE, price is None),
            (NO_MINUTES, minutes is None or not 1 <= minutes <= 600),
            (NO_CATEGORY, category is None),
            (NO_STATION, station not in state.kitchen.stations and (before is None or station != before.station)),
        )
        if wrong
    ]
    more = said.all(price or 0)
    faults += said.faults
    if faults or price is None or minutes is None or category is None:
        return Read(None, None, faults)
    base = before or Dish(new_id(state), Name(zh, en), kind, category, station, price, 0)
    dish = replace(
        base,
        name=Name(zh=zh or en, en=en or zh),
        kind=kind,
        category=category,
        station=station,
        price_minor=price,
        standard_ms=int(minutes * MINUTE_MS),
        **more,
    )
    return Read(dish, made, [])


class _Said:
    """What a form says beside a name, a price and a place; what could not be understood is in `faults`."""

    def __init__(self, state: State, before: Dish | None, fields: Fields) -> None:
        self._state = state
        self._before = before
        self._fields = fields
        self.exponent = EXPONENTS.get(currency_of(state), 2)
        self.faults: list[Name] = []

    def all(self, price: Minor) -> dict[str, Any]:
        """The members of the dish that the form has fields for."""
        found: dict[str, Any] = {"code": self._fields.get("code", "").strip(), "options": self._options(price)}
        readers = {
            "portion_zh": self._portion,
            "serves": lambda: {"serves": self._number("serves")},
            "course": lambda: {"course": self._number("course")},
            "prices": self._prices,
            "meal": self._meal,
            "soups": self._cells,
            "photo": lambda: {"photo": self._fields["photo"].strip()},
            "recipe": self._recipe,
            "step_station_1": lambda: {"steps": steps_of(self._state, self._before, self._fields, self.faults)},
            "soon_permille": self._limits,
            "whole": self._ticks,
        }
        for name, read in readers.items():
            if name in self._fields:
                found.update(read())
        return found

    def _options(self, price: Minor) -> tuple[OptionGroup, ...]:
        before = () if self._before is None else self._before.options
        half = None if self._before is None else half_of(self._before)
        others = [each for each in before if each is not half]
        questions = questions_of(self._fields.get("options", ""), others, self.exponent)
        self.faults += questions.faults
        said = self._fields.get("half")
        if said is None:
            return questions.groups if half is None else (*questions.groups, half)
        if not said.strip():
            return questions.groups
        costs = minor_of(said, self.exponent)
        if costs is None:
            self.faults.append(NO_HALF)
            return questions.groups
        return _with_half(questions.groups, before, half, costs - price)

    def _portion(self) -> dict[str, Any]:
        zh, en = self._fields.get("portion_zh", "").strip(), self._fields.get("portion_en", "").strip()
        return {"portion": Name(zh=zh, en=en) if zh or en else None}

    def _prices(self) -> dict[str, Any]:
        return {"prices": prices_of(self._fields["prices"], self._state.menu.dayparts, self.exponent, self.faults)}

    def _meal(self) -> dict[str, Any]:
        before = () if self._before is None else self._before.meal
        return {"meal": meal_of(self._fields["meal"], before, self._state.menu.dishes, self.exponent, self.faults)}

    def _cells(self) -> dict[str, Any]:
        """A pot has soups and numbers of cells; without any of these it is none."""
        asked = [self._fields.get(name, "").strip() for name in ("cells_min", "cells_max", "soups")]
        if not any(asked):
            return {"cells": None}
        known = () if self._before is None or self._before.cells is None else self._before.cells.soups
        soups = soups_of(self._fields["soups"], known, self.exponent, self.faults)
        most = self._number("cells_max") or self._number("cells_min")
        rule: CellPrice = next((each for each in CELL_PRICES if each == self._fields.get("cells_price")), "fixed")
        return {"cells": Cells(self._number("cells_min") or most, most, rule, soups)}

    def _recipe(self) -> dict[str, Any]:
        steps = [each.strip() for each in self._fields["recipe"].splitlines()]
        return {"recipe": tuple([each for each in steps if each])}

    def _limits(self) -> dict[str, Any]:
        found = {}
        for name in LIMITS:
            said = self._fields.get(name, "").strip().rstrip("%％ ")
            permille = minor_of(said, 1) if said else 0
            if permille is None or permille > 100_000:
                self.faults.append(NO_LIMIT)
            found[name] = permille or 0
        return found

    def _ticks(self) -> dict[str, Any]:
        weighed = "weighed" in self._fields
        parts = sorted(self._state.menu.dayparts.values(), key=lambda each: (each.from_minute, each.daypart))
        before = self._before
        return {
            "allergens": self._ticked("allergen", ALLERGENS, () if before is None else before.allergens),
            "channels": self._ticked("channel", CHANNELS, () if before is None else before.channels),
            "dayparts": self._ticked(
                "daypart", [each.daypart for each in parts], () if before is None else before.dayparts
            ),
            "alcohol": "alcohol" in self._fields,
            "weighed": weighed,
            "per": (self._number("per") or 500) if weighed else 1,
            "to_weigh": "to_weigh" in self._fields,
        }

    def _ticked(self, kind: str, known: Iterable[str], before: tuple[str, ...]) -> tuple[str, ...]:
        """What is ticked; as it stood, where the same is."""
        found = tuple([each for each in known if f"{kind}-{each}" in self._fields])
        return before if set(found) == set(before) else found

    def _number(self, name: str) -> int:
        said = self._fields.get(name, "").strip()
        if said and not re.fullmatch(r"[0-9]{1,6}", said):
            if NO_NUMBER[name] not in self.faults:
                self.faults.append(NO_NUMBER[name])
            return 0
        return int(said or 0)


def half_of(dish: Dish) -> OptionGroup | None:
    """The question of a dish that only asks whether it is to be half a portion."""
    for group in dish.options:
        alone = len(group.choices) == 1 and (group.min, group.max) == (0, 1)
        if alone and group.choices[0].portion_permille == HALF:
            return group
    return None


def _with_half(
    groups: tuple[OptionGroup, ...], before: tuple[OptionGroup, ...], half: OptionGroup | None, adds: Minor
) -> tuple[OptionGroup, ...]:
    """With the question for half a portion, where it stood or last."""
    if half is None:
        taken = {each.group for each in groups} | {choice.option for each in groups for choice in each.choices}
        name = next(each for each in ("half", *[f"half{number}" for number in range(2, 99)]) if each not in taken)
        return (*groups, OptionGroup(name, PORTION_NAME, 0, 1, (Choice(name, HALF_NAME, adds, HALF),)))
    made = replace(half, choices=(replace(half.choices[0], price_minor=adds),))
    at = before.index(half)
    return (*groups[:at], made, *groups[at:])


def _category(state: State, fields: Fields) -> tuple[str | None, Category | None]:
    """The id of the category that was chosen, or of a new one that was named."""
    named = fields.get("new_category", "").strip()
    if not named:
        chosen = fields.get("category", "")
        return (chosen if chosen in state.menu.categories else None), None
    known = {*state.menu.categories, *drafted(state, "menu", "categories")}
    number = len(known) + 1
    while f"c{number:03}" in known:
        number += 1
    made = Category(category=f"c{number:03}", name=Name(zh=named, en=named))
    return made.category, made


def minor_of(said: str, exponent: int) -> Minor | None:
    """A sum in the smallest parts; None where it is none."""
    price = money(said)
    minor = None if price is None else price.scaleb(exponent)
    return None if minor is None or minor != minor.to_integral_value() else int(minor)


def new_id(state: State) -> str:
    """The id of the next new dish, which no draft has either."""
    others = drafted(state, "menu", "dishes")
    number = len(state.menu.dishes) + 1
    while f"d{number:03}" in others or state.menu.remembered(f"d{number:03}") is not None:
        number += 1
    return f"d{number:03}"


def copied(said: Mapping[str, str]) -> dict[str, str]:
    """What the form says of another dish like one: it has a name of its own, and no code yet."""
    zh, en = said["zh"], said["en"]
    return {**said, "code": "", "zh": zh and f"{zh}（副本）", "en": en and f"{en} (copy)"}
