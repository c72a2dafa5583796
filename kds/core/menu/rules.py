"""What a change of the menu comes to, and all that can be wrong with it: the same for every way to change it."""

from __future__ import annotations

import re

from msgspec.structs import replace

from kds.core.faults import Fault, Flaw, clashing, misplaced, raise_any, unnamed
from kds.core.kitchen.model import KitchenChange
from kds.core.menu.daypart_faults import daypart_faults, in_use, part_faults, routed, themed
from kds.core.menu.dish_faults import dish_faults
from kds.core.menu.events import MenuChanged
from kds.core.menu.meal_faults import meal_faults
from kds.core.menu.model import Category, Daypart, Dish, MenuChange
from kds.core.menu.price_version import priced_in
from kds.core.money import currency_of
from kds.core.settings import differing, placed
from kds.core.state import State
from kds.core.types import reason

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


def menu_changed(state: State, change: MenuChange, kitchen: KitchenChange | None = None) -> list[MenuChanged]:
    """One event, or none where the menu is so already; `kitchen` changes with it. Refused: bad_menu."""
    raise_any(BAD_MENU, faults(state, change) + _routed(state, change, kitchen))
    menu = state.menu
    currency = change.currency or currency_of(state)
    version = 1 if menu.head.value is None else menu.head.value.version + 1
    dishes = [
        replace(dish, priced_in=priced_in(menu.dishes.get(dish.dish), dish, version))
        for dish in placed(change.dishes, menu.dishes, _dish_id)
    ]
    changed = MenuChanged(
        version=version,
        currency=currency,
        categories=differing(placed(change.categories, menu.categories, _category_id), menu.categories, _category_id),
        dishes=differing(dishes, menu.dishes, _dish_id),
        categories_gone=tuple([each for each in change.gone.categories if each in menu.categories]),
        dishes_gone=tuple([each for each in change.gone.dishes if each in menu.dishes]),
        dayparts=differing(change.dayparts, menu.dayparts, _daypart_id),
        dayparts_gone=tuple([each for each in change.gone.dayparts if each in menu.dayparts]),
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


def faults(state: State, change: MenuChange) -> list[Fault]:
    """All that would be wrong with the menu as it is to be; what does not change is sound and not looked at again.

    Set meals are: what they cost beside their parts changes with those.
    """
    gone = change.gone
    found = clashing([(each.category, each.name) for each in change.categories], gone.categories)
    found += clashing([(each.dish, each.name) for each in change.dishes], gone.dishes)
    found += unnamed([(each.category, each.name) for each in change.categories])
    found += unnamed([(each.dish, each.name) for each in change.dishes])
    found += misplaced([(each.category, each.name, each.position) for each in change.categories])
    found += misplaced([(each.dish, each.name, each.position) for each in change.dishes])
    currency = change.currency or currency_of(state)
    if (change.currency or state.menu.head.value is None) and not is_currency(currency):
        found.append(CURRENCY.of(currency))
    left = (state.menu.categories.keys() | {each.category for each in change.categories}) - set(gone.categories)
    parts = (state.menu.dayparts.keys() | {each.daypart for each in change.dayparts}) - set(gone.dayparts)
    for dish in change.dishes:
        if dish.category not in left:
            found.append(NO_CATEGORY.of(dish.dish, dish.name, category=dish.category))
        found += dish_faults(dish)
        found += part_faults(dish, parts)
    found += daypart_faults(state.menu.dayparts, change.dayparts, gone.dayparts)
    found += _dayparts_in_use(state, change) + _meals(state, change)
    return found + _codes(state, change) + _in_use(state, change)


def _meals(state: State, change: MenuChange) -> list[Fault]:
    """What is wrong with set meals, also with those that stay as they are while their parts change or go."""
    currency = change.currency or currency_of(state)
    dishes = {**state.menu.dishes, **{dish.dish: dish for dish in change.dishes}}
    for each in change.gone.dishes:
        dishes.pop(each, None)
    return [fault for dish in dishes.values() if dish.meal for fault in meal_faults(dish, dishes, currency)]


def _dayparts_in_use(state: State, change: MenuChange) -> list[Fault]:
    """Parts of the day that are to go, while dishes that stay as they are name them."""
    if not change.gone.dayparts:
        return []
    touched = {dish.dish for dish in change.dishes} | set(change.gone.dishes)
    staying = [dish for dish in state.menu.dishes.values() if dish.dish not in touched]
    return in_use(state.menu.dayparts, change.gone.dayparts, staying)


def _routed(state: State, change: MenuChange, kitchen: KitchenChange | None) -> list[Fault]:
    """Parts of the day that are to go, while routes and themes name them as these are to be."""
    if not change.gone.dayparts:
        return []
    known, gone = state.menu.dayparts, change.gone.dayparts
    routes = dict(state.kitchen.routes)
    if kitchen is not None:
        routes.update({each.route: each for each in kitchen.routes})
    left = [routes[each] for each in sorted(routes) if kitchen is None or each not in kitchen.gone.routes]
    themes = dict(state.kitchen.themes)
    if kitchen is not None:
        themes.update({each.theme: each for each in kitchen.themes})
    stay = [themes[each] for each in sorted(themes) if kitchen is None or each not in kitchen.gone.themes]
    return [*routed(known, gone, left), *themed(known, gone, [(each.name, each.dayparts) for each in stay])]


def _codes(state: State, change: MenuChange) -> list[Fault]:
    """Quick codes of dishes that are given, which another dish has too."""
    if not any(dish.code for dish in change.dishes):
        return []
    replaced = {dish.dish for dish in change.dishes} | set(change.gone.dishes)
    taken = {dish.code for dish in state.menu.dishes.values() if dish.code and dish.dish not in replaced}
    found = []
    for dish in change.dishes:
        if dish.code in taken:
            found.append(CODE_TWICE.of(dish.dish, dish.name, code=dish.code))
        elif dish.code:
            taken.add(dish.code)
    return found


def _in_use(state: State, change: MenuChange) -> list[Fault]:
    """Categories that are to go, while dishes that stay as they are stand in them."""
    if not change.gone.categories:
        return []
    touched = {dish.dish for dish in change.dishes} | set(change.gone.dishes)
    counts = dict.fromkeys(change.gone.categories, 0)
    for dish in state.menu.dishes.values():
        if dish.category in counts and dish.dish not in touched:
            counts[dish.category] += 1
    names = {category.category: category.name for category in state.menu.categories.values()}
    return [CATEGORY_IN_USE.of(each, names.get(each), count=count) for each, count in counts.items() if count]
