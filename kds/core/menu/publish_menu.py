"""Publish a menu: all of it at once, in place of the one before."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from kds.core.deeds import Deed, roles
from kds.core.journal import ONLY
from kds.core.menu.amounts import amount_faults
from kds.core.menu.events import MenuPublished
from kds.core.menu.model import Category, Cells, Dish, Menu, OptionGroup
from kds.core.menu.price_version import priced_in
from kds.core.state import State
from kds.core.text import Id
from kds.core.types import Answer, Command, Context, Event, Minor, Ms, Refusal, reason

BAD_MENU = reason("bad_menu", "invalid", "菜单有误：{fault}", "The menu is faulty: {fault}")

PRICE_MOST: Minor = 1_000_000_000
STANDARD_MOST_MS: Ms = 86_400_000


class PublishMenu(Command, frozen=True, gc=False):
    """The categories and dishes of the house."""

    currency: Id
    categories: tuple[Category, ...]
    dishes: tuple[Dish, ...]


class MenuVersion(Answer, frozen=True, gc=False):
    """The version that the menu got; it counts up by one."""

    seq: int
    version: int


def decide(state: State, command: PublishMenu, context: Context) -> list[Event]:
    """One event."""
    for fault in faults(command):
        raise Refusal(BAD_MENU, fault=fault)
    before = state.menu.head.value
    menu = Menu(
        version=1 if before is None else before.version + 1,
        currency=command.currency,
        categories=command.categories,
    )
    dishes = tuple(
        replace(dish, place=place, priced_in=priced_in(state.menu.dishes.get(dish.dish), dish, menu.version))
        for place, dish in enumerate(command.dishes)
    )
    return [MenuPublished(menu=menu, dishes=dishes)]


def answer(state: State, command: PublishMenu, events: list[Event]) -> MenuVersion:
    """As it stands after the event."""
    return MenuVersion(seq=state.seq, version=state.menu.head[ONLY].version)


def faults(command: PublishMenu) -> list[str]:
    """What is wrong with a menu, in a form that its author understands."""
    found = []
    categories = {category.category for category in command.categories}
    if len(categories) != len(command.categories):
        found.append("a category stands twice")
    seen: set[str] = set()
    for dish in command.dishes:
        if dish.dish in seen:
            found.append(f"{dish.dish} stands twice")
        seen.add(dish.dish)
        if dish.category not in categories:
            found.append(f"{dish.dish} is in no category: {dish.category}")
        found.extend(f"{dish.dish}: {fault}" for fault in dish_faults(dish))
    return found


def dish_faults(dish: Dish) -> list[str]:
    """What is wrong with one dish."""
    found = []
    if not 0 <= dish.price_minor <= PRICE_MOST or not 0 < dish.standard_ms <= STANDARD_MOST_MS:
        found.append("its price or its standard time is out of range")
    if min(dish.soon_permille, dish.late_permille, dish.critical_permille) < 0:
        found.append("a threshold is less than zero")
    found.extend(option_faults(dish.options))
    found.extend(amount_faults(dish))
    if dish.cells is not None:
        found.extend(pot_faults(dish.cells))
    if dish.price_minor + sum(cheapest(group) for group in dish.options) < 0:
        found.append("its options can make it cost less than nothing")
    return found


def option_faults(groups: Sequence[OptionGroup]) -> list[str]:
    """What is wrong with the options of a dish."""
    found = []
    choices = [choice for group in groups for choice in group.choices]
    if len(choices) != len({choice.option for choice in choices}):
        found.append("an option stands twice")
    if any(abs(choice.price_minor) > PRICE_MOST for choice in choices):
        found.append("the price of an option is out of range")
    found.extend(
        f"group {group.group} asks for {group.min} to {group.max} of {len(group.choices)} choices"
        for group in groups
        if not 0 <= group.min <= group.max <= len(group.choices) or group.max < 1
    )
    return found


def pot_faults(pot: Cells) -> list[str]:
    """What is wrong with the cells of a pot."""
    found = []
    if not (1 <= pot.min <= pot.max <= 9 and pot.soups):
        found.append("a pot has 1 to 9 cells and at least one soup")
    if len(pot.soups) != len({soup.soup for soup in pot.soups}):
        found.append("a soup stands twice")
    if any(not 0 <= soup.price_minor <= PRICE_MOST for soup in pot.soups):
        found.append("the price of a soup is out of range")
    return found


def cheapest(group: OptionGroup) -> Minor:
    """The least that a legal choice from the group adds to the price; negative where a choice takes something off."""
    prices = sorted(choice.price_minor for choice in group.choices)
    return sum(prices[: group.min]) + sum(price for price in prices[group.min : group.max] if price < 0)


DEED = Deed(
    PublishMenu,
    decide,
    answer,
    MenuVersion,
    may=roles("manager"),
    refuses=(BAD_MENU,),
)
