"""The demo restaurant, as the commands that open it. Its data is in house.toml and menu.toml."""

from __future__ import annotations

import msgspec

from kds.core.day.model import House
from kds.core.floor.change_floor import ChangeFloor
from kds.core.floor.model import Area, Table
from kds.core.kitchen.change_kitchen import ChangeKitchen
from kds.core.kitchen.model import Station, Thresholds
from kds.core.kitchen.screens import Screen
from kds.core.menu.change_menu import ChangeMenu
from kds.core.menu.model import Category, Cells, Choice, Dish, MealChoice, MealGroup, OptionGroup, Soup, Step
from kds.core.types import Command, Minor, Name
from kds.demo.files import (
    CategoryEntry,
    DishEntry,
    MealGroupEntry,
    MenuEntry,
    PotEntry,
    QuestionEntry,
    StationEntry,
    house_file,
    menu_file,
)


def opening() -> list[Command]:
    """What opens the demo restaurant once its house is founded, in order: its kitchen, its floor, its menu."""
    return [kitchen(), floor(), menu()]


def house() -> House:
    """The store's settings."""
    entry = house_file()
    return House(
        store_id=entry.store_id,
        name=entry.name,
        currency=menu_file().currency,
        timezone=entry.timezone,
        cutoff_minute=entry.cutoff_minute,
    )


def kitchen() -> ChangeKitchen:
    """Eight stations, a screen for each of them, and the screens that show them all."""
    entry = house_file()
    own = [Screen(screen=each.station, name=each.name, stations=(each.station,)) for each in entry.stations]
    shared = [
        Screen(screen=each.screen, name=each.name, stations=each.stations, role=each.role) for each in entry.screens
    ]
    return ChangeKitchen(
        stations=tuple([_station(each) for each in entry.stations]),
        screens=(*own, *shared),
    )


def _station(entry: StationEntry) -> Station:
    own = entry.thresholds
    return Station(
        station=entry.station,
        name=entry.name,
        thresholds=None if own is None else Thresholds(**msgspec.structs.asdict(own)),
    )


def floor() -> ChangeFloor:
    """Three areas and their tables."""
    areas = house_file().areas
    return ChangeFloor(
        areas=tuple([Area(area=each.area, name=each.name) for each in areas]),
        tables=tuple(
            [Table(table=table, area=each.area, seats=seats) for each in areas for table, seats in each.seats.items()]
        ),
    )


def menu() -> ChangeMenu:
    """All categories and dishes, with the questions and soups that the file names once written out in full."""
    entry = menu_file()
    return ChangeMenu(
        currency=entry.currency,
        categories=tuple([Category(category=each.category, name=each.name) for each in entry.categories]),
        dishes=tuple(
            [
                _dish(entry, category, each, f"{page}{place:02}")
                for page, category in enumerate(entry.categories, 1)
                for place, each in enumerate(category.dishes, 1)
            ]
        ),
    )


def _dish(menu: MenuEntry, category: CategoryEntry, entry: DishEntry, code: str) -> Dish:
    """A dish; its quick code is the page of the menu and its place there: 304."""
    groups = {each.group: _group(each) for each in menu.questions}
    options = [groups[name] for name in entry.options]
    if entry.half_minor is not None:
        options.insert(0, _portion(entry.half_minor - entry.price_minor))
    return Dish(
        dish=entry.dish,
        name=entry.name,
        kind=entry.kind or category.kind,
        category=category.category,
        station=entry.station or category.station,
        price_minor=entry.price_minor,
        standard_ms=entry.standard_s * 1000,
        options=tuple(options),
        cells=None if entry.pot is None else _cells(menu, entry.pot),
        code=code,
        meal=tuple([_part(each) for each in entry.meal]),
        steps=tuple([Step(each.station, each.standard_s * 1000) for each in entry.steps]),
        recipe=entry.recipe,
    )


def _part(entry: MealGroupEntry) -> MealGroup:
    choices = [MealChoice(dish=dish, price_minor=adds) for dish, adds in entry.choices.items()]
    return MealGroup(group=entry.group, name=entry.name, min=entry.min, max=entry.max, choices=tuple(choices))


def _group(entry: QuestionEntry) -> OptionGroup:
    choices = [Choice(option=each.option, name=each.name, price_minor=each.price_minor) for each in entry.choices]
    return OptionGroup(group=entry.group, name=entry.name, min=entry.min, max=entry.max, choices=tuple(choices))


def _portion(half_less_minor: Minor) -> OptionGroup:
    """A full portion, which needs no word on the kitchen's screens, unless the guest wants half of one."""
    half = Choice(
        option="portion-half",
        name=Name(zh="半份", en="Half portion"),
        price_minor=half_less_minor,
        portion_permille=500,
    )
    return OptionGroup(group="portion", name=Name(zh="份量", en="Portion"), min=0, max=1, choices=(half,))


def _cells(menu: MenuEntry, pot: PotEntry) -> Cells:
    known = {each.soup: each for each in menu.soups}
    soups = [
        Soup(
            soup=name,
            name=known[name].name,
            price_minor=known[name].whole_minor if pot.by == "whole" else known[name].cell_minor,
        )
        for name in pot.soups or known
    ]
    return Cells(min=pot.cells, max=pot.cells, price=pot.price, soups=tuple(soups))
