"""Publish a menu: all of it at once, in place of the one before."""

from __future__ import annotations

from kds.core.menu.events import MenuPublished
from kds.core.menu.model import Category, Dish, Menu
from kds.core.state import ONLY, State
from kds.core.types import Answer, Command, Context, Event, Refusal, reason

BAD_MENU = reason("bad_menu", "invalid", "菜单有误：{fault}", "The menu is faulty: {fault}")


class PublishMenu(Command, frozen=True, gc=False):
    """The categories and dishes of the house."""

    currency: str
    categories: tuple[Category, ...]
    dishes: tuple[Dish, ...]


class MenuVersion(Answer, frozen=True, gc=False):
    """The version that the menu got; it counts up by one."""

    seq: int
    version: int


def decide(state: State, command: PublishMenu, context: Context) -> list[Event]:
    """One event. Refused: bad_menu, naming the first fault."""
    for fault in faults(command):
        raise Refusal(BAD_MENU, fault=fault)
    before = state.menu.get(ONLY)
    menu = Menu(
        version=1 if before is None else before.version + 1,
        currency=command.currency,
        categories=command.categories,
    )
    return [MenuPublished(menu=menu, dishes=command.dishes)]


def answer(state: State, command: PublishMenu, events: list[Event]) -> MenuVersion:
    """As it stands after the event."""
    return MenuVersion(seq=state.seq, version=state.menu[ONLY].version)


def faults(command: PublishMenu) -> list[str]:
    """What is wrong with a menu, in a form that its author understands."""
    found = []
    categories = {category.category for category in command.categories}
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
    if dish.price_minor < 0 or dish.standard_ms <= 0:
        found.append("its price or its standard time is out of range")
    options = [choice.option for group in dish.options for choice in group.choices]
    if len(options) != len(set(options)):
        found.append("an option stands twice")
    found.extend(
        f"group {group.group} asks for {group.min} to {group.max} of {len(group.choices)} choices"
        for group in dish.options
        if not 0 <= group.min <= group.max <= len(group.choices) or group.max < 1
    )
    cells = dish.cells
    if cells is not None and not (1 <= cells.min <= cells.max <= 9 and cells.soups):
        found.append("a pot has 1 to 9 cells and at least one soup")
    return found
