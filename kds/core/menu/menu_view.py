"""The menu as the guests' pages and every ordering client read it."""

from __future__ import annotations

from collections.abc import Iterable

from kds.core.menu.allergens import ALLERGENS, Allergen
from kds.core.menu.model import CellPrice, Cells, Daypart, Dish, DishKind, MealGroup, OptionGroup
from kds.core.selling import is_sold_by, is_sold_in, sold_in_words
from kds.core.state import State
from kds.core.types import CHANNELS, Channel, Minor, Name, Permille, Record


class ChoiceView(Record, frozen=True, gc=False):
    """One thing to pick, what it adds to the price of one portion, and how much of one it makes: half is 500."""

    option: str
    name: Name
    price_minor: Minor
    portion_permille: Permille


class GroupView(Record, frozen=True, gc=False):
    """A question to the guest: between `min` and `max` of its choices must be picked."""

    group: str
    name: Name
    min: int
    max: int
    choices: tuple[ChoiceView, ...]


class SoupView(Record, frozen=True, gc=False):
    """A soup that can fill a cell of a pot."""

    soup: str
    name: Name
    price_minor: Minor


class CellsView(Record, frozen=True, gc=False):
    """The cells of a pot; `price` says what its soups add: nothing (fixed), all (sum), the dearest (dearest)."""

    min: int
    max: int
    price: CellPrice
    soups: tuple[SoupView, ...]


class MealChoiceView(Record, frozen=True, gc=False):
    """A dish that may be chosen for a set meal, and what a portion of it adds."""

    dish: str
    price_minor: Minor


class MealGroupView(Record, frozen=True, gc=False):
    """A part of a set meal: between `min` and `max` portions of its choices."""

    group: str
    name: Name
    min: int
    max: int
    choices: tuple[MealChoiceView, ...]


class CategoryView(Record, frozen=True, gc=False):
    """A page of the menu."""

    category: str
    name: Name


class AllergenView(Record, frozen=True, gc=False):
    """What an allergen is called."""

    allergen: Allergen
    name: Name


class DaypartView(Record, frozen=True, gc=False):
    """A part of the local day (餐段), from `from_minute` on, on these weekdays: Monday is 1, none are all of them."""

    daypart: str
    name: Name
    from_minute: int
    weekdays: tuple[int, ...]


class ChannelPrice(Record, frozen=True, gc=False):
    """What a dish costs now by a channel."""

    channel: Channel
    price_minor: Minor


class DishView(Record, frozen=True, gc=False):
    """A dish as it can be ordered now.

    A `weighed` dish is ordered in grams, and `price_minor` is for `per` of them; any other is ordered in portions, and
    `per` is 1. `remaining` are whole portions, or grams, and `rest_permille` what is left beyond them; None is not
    counted. `code` is what the staff types for it, "" for none. What is `to_weigh` costs what the scale says.
    A set meal (套餐) has the groups of its parts in `meal`; it is sold out too where one of them cannot be filled.
    `price_minor` is what it costs now by the channel that was asked for, `prices` what it costs now by those by which
    it costs something else. `sold_now`: that channel sells it, and now is one of its `hours`, which are None where it
    is always sold. `channels` are by what it is sold, none are all. A portion `serves` so many people, 0 is not said.
    It comes with its `course` where an order says none.
    """

    dish: str
    name: Name
    kind: DishKind
    category: str
    station: str
    price_minor: Minor
    options: tuple[GroupView, ...]
    cells: CellsView | None
    sold_out: bool
    remaining: int | None
    rest_permille: Permille
    weighed: bool
    per: int
    code: str
    meal: tuple[MealGroupView, ...]
    to_weigh: bool
    portion: Name | None
    serves: int
    allergens: tuple[Allergen, ...]
    alcohol: bool
    course: int
    channels: tuple[Channel, ...]
    hours: Name | None
    sold_now: bool
    prices: tuple[ChannelPrice, ...]
    photo: str


class MenuView(Record, frozen=True, gc=False):
    """The menu; version 0 and empty before there is one. `daypart` is the part of the day that it is, "" for none."""

    version: int
    currency: str
    categories: tuple[CategoryView, ...]
    dishes: tuple[DishView, ...]
    dayparts: tuple[DaypartView, ...]
    daypart: str
    allergens: tuple[AllergenView, ...]


def menu_view(state: State, channel: Channel | None = None) -> MenuView:
    """The menu as it stands by a channel: categories and dishes in their places."""
    menu = state.menu.head.value
    if menu is None:
        house = state.day.house.value
        currency = "" if house is None else house.currency
        return MenuView(
            version=0, currency=currency, categories=(), dishes=(), dayparts=(), daypart="", allergens=_ALLERGENS
        )
    categories = sorted(state.menu.categories.values(), key=lambda each: (each.position, each.category))
    place = {category.category: number for number, category in enumerate(categories)}
    dishes = sorted(state.menu.dishes.values(), key=lambda dish: (place[dish.category], dish.position, dish.dish))
    hours = _hours(state, dishes)
    return MenuView(
        version=menu.version,
        currency=menu.currency,
        categories=tuple([CategoryView(each.category, each.name) for each in categories]),
        dishes=tuple([_dish(state, dish, channel, hours[dish.dayparts]) for dish in dishes]),
        dayparts=tuple([_daypart(each) for each in dayparts_of(state)]),
        daypart=state.menu.daypart,
        allergens=_ALLERGENS,
    )


def dayparts_of(state: State) -> list[Daypart]:
    """The parts of the day, in its order."""
    return sorted(state.menu.dayparts.values(), key=lambda each: (each.from_minute, each.daypart))


_ALLERGENS = tuple([AllergenView(allergen, name) for allergen, name in ALLERGENS.items()])


def _daypart(daypart: Daypart) -> DaypartView:
    return DaypartView(daypart.daypart, daypart.name, daypart.from_minute, daypart.weekdays)


def _hours(state: State, dishes: Iterable[Dish]) -> dict[tuple[str, ...], Name | None]:
    """By the parts of the day in which dishes are sold, when that is in words; None for always."""
    found: dict[tuple[str, ...], Name | None] = {(): None}
    for dish in dishes:
        if dish.dayparts not in found:
            found[dish.dayparts] = sold_in_words(state.menu.dayparts.values(), dish)
    return found


def _prices(dish: Dish, daypart: str, price: Minor) -> tuple[ChannelPrice, ...]:
    found = [ChannelPrice(channel, dish.price_at(channel, daypart)) for channel in CHANNELS]
    return tuple([each for each in found if each.price_minor != price])


def _dish(state: State, dish: Dish, channel: Channel | None, hours: Name | None) -> DishView:
    stock, daypart = state.menu.stock.get(dish.dish), state.menu.daypart
    price = dish.price_at(channel, daypart)
    return DishView(
        dish=dish.dish,
        name=dish.name,
        kind=dish.kind,
        category=dish.category,
        station=dish.station,
        price_minor=price,
        options=tuple([_group(group) for group in dish.options]) if dish.options else (),
        cells=None if dish.cells is None else _cells(dish.cells),
        sold_out=(stock is not None or dish.meal != ()) and _sold_out(state, dish),
        remaining=None if stock is None else stock.remaining,
        rest_permille=0 if stock is None else stock.rest_permille,
        weighed=dish.weighed,
        per=dish.per,
        code=dish.code,
        meal=tuple([_meal_group(group) for group in dish.meal]) if dish.meal else (),
        to_weigh=dish.to_weigh,
        portion=dish.portion,
        serves=dish.serves,
        allergens=dish.allergens,
        alcohol=dish.alcohol,
        course=dish.course,
        channels=dish.channels,
        hours=hours,
        sold_now=is_sold_by(dish, channel) and is_sold_in(dish, daypart),
        prices=_prices(dish, daypart, price) if dish.prices else (),
        photo=dish.photo,
    )


def _sold_out(state: State, dish: Dish) -> bool:
    stock = state.menu.stock.get(dish.dish)
    if stock is not None and stock.permille == 0:
        return True
    parts = state.menu.dishes
    return any(
        group.min > 0 and all(_sold_out(state, parts[choice.dish]) for choice in group.choices) for group in dish.meal
    )


def _group(group: OptionGroup) -> GroupView:
    choices = [ChoiceView(each.option, each.name, each.price_minor, each.portion_permille) for each in group.choices]
    return GroupView(group=group.group, name=group.name, min=group.min, max=group.max, choices=tuple(choices))


def _meal_group(group: MealGroup) -> MealGroupView:
    choices = [MealChoiceView(each.dish, each.price_minor) for each in group.choices]
    return MealGroupView(group=group.group, name=group.name, min=group.min, max=group.max, choices=tuple(choices))


def _cells(cells: Cells) -> CellsView:
    soups = [SoupView(each.soup, each.name, each.price_minor) for each in cells.soups]
    return CellsView(min=cells.min, max=cells.max, price=cells.price, soups=tuple(soups))
