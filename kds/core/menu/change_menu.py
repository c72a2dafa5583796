"""Change the menu: a price, a dish, or all of it, in one deed that is done whole or not at all."""

from __future__ import annotations

import re

from msgspec.structs import replace

from kds.core.deeds import Deed
from kds.core.faults import Fault, Flaw, clashing, misplaced, raise_any, unnamed
from kds.core.menu.daypart_faults import daypart_faults, in_use, part_faults
from kds.core.menu.dish_faults import dish_faults
from kds.core.menu.events import MenuChanged
from kds.core.menu.meal_faults import meal_faults
from kds.core.menu.model import Category, Daypart, Dish
from kds.core.menu.price_version import priced_in
from kds.core.money import currency_of
from kds.core.rights import MENU
from kds.core.settings import differing, placed
from kds.core.state import State
from kds.core.text import Id
from kds.core.types import Answer, Command, Context, Event, Record, reason

BAD_MENU = reason("bad_menu", "invalid", "菜单有误：{fault_zh}", "The menu is faulty: {fault_en}")

NO_CATEGORY = Flaw(
    "no_category", "“{it}”所属的分类“{category}”不存在", "“{it}” is in the category “{category}”, which does not exist"
)
CATEGORY_IN_USE = Flaw(
    "category_in_use",
    "分类“{it}”里还有{count}道菜，不能删除",
    "The category “{it}” still holds {count} of the dishes and cannot be removed",
)
CURRENCY = Flaw(
    "currency", "币种“{it}”须是三个大写字母，例如CNY", "The currency “{it}” must be three capital letters, like CNY"
)

CODE_TWICE = Flaw(
    "code_twice",
    "“{it}”的快捷码“{code}”已经用于别的菜",
    "The quick code “{code}” of “{it}” is another dish's already",
)

is_currency = re.compile("[A-Z]{3}").fullmatch


class MenuGone(Record, frozen=True, gc=False):
    """What leaves the menu, by id; what is not on it any more is gone already."""

    categories: tuple[Id, ...] = ()
    dishes: tuple[Id, ...] = ()
    dayparts: tuple[Id, ...] = ()


class ChangeMenu(Command, frozen=True, gc=False):
    """Categories, dishes and parts of the day as they are to be, each whole, and those that go; all others stay.

    Without a currency the menu keeps its own; a new one has that of the house.
    """

    categories: tuple[Category, ...] = ()
    dishes: tuple[Dish, ...] = ()
    gone: MenuGone = MenuGone()
    currency: Id | None = None
    dayparts: tuple[Daypart, ...] = ()


class MenuVersion(Answer, frozen=True, gc=False):
    """The version of the menu; each change counts it up by one, and where nothing was to change it stays."""

    seq: int
    version: int


def decide(state: State, command: ChangeMenu, context: Context) -> list[Event]:
    """One event, or none where the menu is so already."""
    raise_any(BAD_MENU, faults(state, command))
    menu = state.menu
    currency = command.currency or currency_of(state)
    version = 1 if menu.head.value is None else menu.head.value.version + 1
    dishes = [
        replace(dish, priced_in=priced_in(menu.dishes.get(dish.dish), dish, version))
        for dish in placed(command.dishes, menu.dishes, _dish_id)
    ]
    changed = MenuChanged(
        version=version,
        currency=currency,
        categories=differing(placed(command.categories, menu.categories, _category_id), menu.categories, _category_id),
        dishes=differing(dishes, menu.dishes, _dish_id),
        categories_gone=tuple([each for each in command.gone.categories if each in menu.categories]),
        dishes_gone=tuple([each for each in command.gone.dishes if each in menu.dishes]),
        dayparts=differing(command.dayparts, menu.dayparts, _daypart_id),
        dayparts_gone=tuple([each for each in command.gone.dayparts if each in menu.dayparts]),
    )
    same_currency = menu.head.value is not None and menu.head.value.currency == currency
    return [] if same_currency and not _contents(changed) else [changed]


def _contents(changed: MenuChanged) -> bool:
    given = changed.categories or changed.dishes or changed.dayparts
    return bool(given or changed.categories_gone or changed.dishes_gone or changed.dayparts_gone)


def _category_id(category: Category) -> str:
    return category.category


def _daypart_id(daypart: Daypart) -> str:
    return daypart.daypart


def _dish_id(dish: Dish) -> str:
    return dish.dish


def faults(state: State, command: ChangeMenu) -> list[Fault]:
    """All that would be wrong with the menu as it is to be; what does not change is sound and not looked at again.

    Set meals are: what they cost beside their parts changes with those.
    """
    gone = command.gone
    found = clashing([(each.category, each.name) for each in command.categories], gone.categories)
    found += clashing([(each.dish, each.name) for each in command.dishes], gone.dishes)
    found += unnamed([(each.category, each.name) for each in command.categories])
    found += unnamed([(each.dish, each.name) for each in command.dishes])
    found += misplaced([(each.category, each.name, each.position) for each in command.categories])
    found += misplaced([(each.dish, each.name, each.position) for each in command.dishes])
    currency = command.currency or currency_of(state)
    if (command.currency or state.menu.head.value is None) and not is_currency(currency):
        found.append(CURRENCY.of(currency))
    left = (state.menu.categories.keys() | {each.category for each in command.categories}) - set(gone.categories)
    parts = (state.menu.dayparts.keys() | {each.daypart for each in command.dayparts}) - set(gone.dayparts)
    for dish in command.dishes:
        if dish.category not in left:
            found.append(NO_CATEGORY.of(dish.dish, dish.name, category=dish.category))
        found += dish_faults(dish)
        found += part_faults(dish, parts)
    found += daypart_faults(state.menu.dayparts, command.dayparts, gone.dayparts)
    touched = {dish.dish for dish in command.dishes} | set(gone.dishes)
    staying = [dish for dish in state.menu.dishes.values() if dish.dish not in touched] if gone.dayparts else []
    found += in_use(state.menu.dayparts, gone.dayparts, staying)
    return found + _meals(state, command) + _codes(state, command) + _in_use(state, command)


def _meals(state: State, command: ChangeMenu) -> list[Fault]:
    """What is wrong with set meals, also with those that stay as they are while their parts change or go."""
    currency = command.currency or currency_of(state)
    dishes = {**state.menu.dishes, **{dish.dish: dish for dish in command.dishes}}
    for each in command.gone.dishes:
        dishes.pop(each, None)
    return [fault for dish in dishes.values() if dish.meal for fault in meal_faults(dish, dishes, currency)]


def _codes(state: State, command: ChangeMenu) -> list[Fault]:
    """Quick codes of dishes that are given, which another dish has too."""
    if not any(dish.code for dish in command.dishes):
        return []
    replaced = {dish.dish for dish in command.dishes} | set(command.gone.dishes)
    taken = {dish.code for dish in state.menu.dishes.values() if dish.code and dish.dish not in replaced}
    found = []
    for dish in command.dishes:
        if dish.code in taken:
            found.append(CODE_TWICE.of(dish.dish, dish.name, code=dish.code))
        elif dish.code:
            taken.add(dish.code)
    return found


def _in_use(state: State, command: ChangeMenu) -> list[Fault]:
    """Categories that are to go, while dishes that stay as they are stand in them."""
    if not command.gone.categories:
        return []
    touched = {dish.dish for dish in command.dishes} | set(command.gone.dishes)
    counts = dict.fromkeys(command.gone.categories, 0)
    for dish in state.menu.dishes.values():
        if dish.category in counts and dish.dish not in touched:
            counts[dish.category] += 1
    names = {category.category: category.name for category in state.menu.categories.values()}
    return [CATEGORY_IN_USE.of(each, names.get(each), count=count) for each, count in counts.items() if count]


def answer(state: State, command: ChangeMenu, events: list[Event]) -> MenuVersion:
    """As it stands after the event."""
    head = state.menu.head.value
    return MenuVersion(seq=state.seq, version=0 if head is None else head.version)


DEED = Deed(ChangeMenu, decide, answer, MenuVersion, right=MENU, refuses=(BAD_MENU,))
