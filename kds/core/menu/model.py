"""What the restaurant sells: dishes, their options, the pots with their cells and soups."""

from __future__ import annotations

from typing import Literal

from msgspec.structs import replace

from kds.core.menu.allergens import Allergen
from kds.core.text import Id, Note, OptionalId
from kds.core.types import Channel, Minor, Ms, Name, Permille, Record, own_defaults

QTY_MOST, GRAMS_MOST = 999, 99_999
"""Of one line, at most: portions of a dish, or grams of one that is weighed."""
PRICE_MOST: Minor = 1_000_000_000
PARTS_MOST = 50
"""Dishes that one set meal has, at most."""

RECIPE_MOST = 30
"""Steps that a recipe has, at most."""
STEPS_MOST = 4
"""Further steps that a dish has, at most."""

DishKind = Literal["base", "dish", "drink", "sauce"]
CellPrice = Literal["fixed", "sum", "dearest"]


class Category(Record, frozen=True, gc=False):
    """A page of the menu. `position` is where it stands among the pages; 0 in a change: where it stood, or last."""

    category: Id
    name: Name
    position: int = 0


class Daypart(Record, frozen=True, gc=False):
    """A part of the local day (餐段): it begins at `from_minute` after midnight on each of its weekdays, and lasts
    until the next one begins. Monday is 1; none are all of them. A house without any has a day of one piece.
    """

    daypart: Id
    name: Name
    from_minute: int
    weekdays: tuple[int, ...] = ()


class Choice(Record, frozen=True, gc=False):
    """One thing a guest may pick from an option group, and what it adds to the price of one portion.

    `portion_permille` is how much of a portion it makes of the dish: half a portion is 500.
    """

    option: Id
    name: Name
    price_minor: Minor = 0
    portion_permille: Permille = 1000

    def __post_init__(self) -> None:
        own_defaults(self)


class OptionGroup(Record, frozen=True, gc=False):
    """A question to the guest: between `min` and `max` of its choices must be picked."""

    group: Id
    name: Name
    min: int
    max: int
    choices: tuple[Choice, ...]


class Soup(Record, frozen=True, gc=False):
    """A soup that can fill a cell of a pot."""

    soup: Id
    name: Name
    price_minor: Minor = 0


class Cells(Record, frozen=True, gc=False):
    """The cells of a pot: between `min` and `max` of them, each with a soup.

    `price` says what the soups add to the dish's own price: nothing (`fixed`), all of them (`sum`),
    or the dearest one (`dearest`).
    """

    min: int
    max: int
    price: CellPrice
    soups: tuple[Soup, ...]


class MealChoice(Record, frozen=True, gc=False):
    """A dish that may be chosen for a set meal, and what each portion of it adds to the meal's price."""

    dish: Id
    price_minor: Minor = 0


class MealGroup(Record, frozen=True, gc=False):
    """A part of a set meal: between `min` and `max` portions of its choices, the same one more than once if wanted."""

    group: Id
    name: Name
    min: int
    max: int
    choices: tuple[MealChoice, ...]


class Step(Record, frozen=True, gc=False):
    """A further step of a dish (工序): the station that has it, and how long it may take there."""

    station: Id
    standard_ms: Ms


class PriceAt(Record, frozen=True, gc=False):
    """What a dish costs by these channels in these parts of the day; none of either are all of them."""

    price_minor: Minor
    channels: tuple[Channel, ...] = ()
    dayparts: tuple[Id, ...] = ()

    def fits(self, channel: Channel | None, daypart: str) -> bool:
        """Whether it is the price by a channel in a part of the day. None is a channel that nobody has named."""
        return (not self.channels or channel in self.channels) and (not self.dayparts or daypart in self.dayparts)


class Dish(Record, frozen=True, gc=False):
    """A dish as it stands on the menu. `standard_ms` is how long the kitchen may take from fire to done.

    A `weighed` dish is ordered in grams, and `price_minor` is for `per` of them; any other is ordered in portions,
    and `per` is 1. `priced_in` is the version of the menu since which its price and options are what they are.
    """

    dish: Id
    name: Name
    kind: DishKind
    category: Id
    station: Id
    price_minor: Minor
    standard_ms: Ms
    options: tuple[OptionGroup, ...] = ()
    cells: Cells | None = None
    soon_permille: int = 0
    late_permille: int = 0
    critical_permille: int = 0
    """Thresholds of the dish's own; 0 leaves them to its station."""
    position: int = 0
    """Where it stands among the dishes of its category; 0 in a change: where it stood, or last."""
    weighed: bool = False
    per: int = 1
    priced_in: int = 0
    to_weigh: bool = False
    """It is put on the scale after it was ordered (待称重): what was ordered is a guess; it costs what it weighs."""
    code: OptionalId = ""
    """What the staff types for it (快捷码); "" for none. No two dishes have the same."""
    meal: tuple[MealGroup, ...] = ()
    """Of a set meal (套餐): what it is made of. Its station and its standard time are those of its parts."""
    portion: Name | None = None
    """How much a portion is: 约200克 / about 200 g."""
    serves: int = 0
    """For how many people a portion is; 0 where nobody says."""
    allergens: tuple[Allergen, ...] = ()
    alcohol: bool = False
    course: int = 0
    """With which course it comes where an order does not say; 0 for none."""
    dayparts: tuple[Id, ...] = ()
    """The parts of the day in which it is sold; none are all of them."""
    channels: tuple[Channel, ...] = ()
    """By what it is sold; none are all channels."""
    prices: tuple[PriceAt, ...] = ()
    """The first of them that fits is its price; where none does, `price_minor` is."""
    photo: OptionalId = ""
    """The picture of it that the house has stored; "" for none."""
    recipe: tuple[Note, ...] = ()
    """How it is made, step by step: for the kitchen alone."""
    steps: tuple[Step, ...] = ()
    """Where it goes from its station, one after the other, until it is done (切配 → 炸 → 装盘); as a rule nowhere."""

    @property
    def stations(self) -> tuple[str, ...]:
        """Where it is made, step by step; a route can lead its first step elsewhere."""
        return (self.station, *[each.station for each in self.steps])

    @property
    def qty_most(self) -> int:
        """The most that one line can order."""
        return GRAMS_MOST if self.weighed else QTY_MOST

    def price_at(self, channel: Channel | None, daypart: str) -> Minor:
        """What it costs by a channel in a part of the day, with nothing chosen."""
        if not self.prices:
            return self.price_minor
        return next((each.price_minor for each in self.prices if each.fits(channel, daypart)), self.price_minor)

    def at(self, channel: Channel | None, daypart: str) -> Dish:
        """The dish at its price by a channel in a part of the day."""
        price = self.price_at(channel, daypart) if self.prices else self.price_minor
        return self if price == self.price_minor else replace(self, price_minor=price)

    @property
    def plain_minor(self) -> Minor:
        """What one portion costs with nothing chosen but what has to be, and that as cheaply as can be."""
        least = self.price_minor + sum([_cheapest(group) for group in self.options])
        soups = [soup.price_minor for soup in self.cells.soups] if self.cells is not None else []
        if self.cells is None or self.cells.price == "fixed":
            return least
        return least + min(soups) * (self.cells.min if self.cells.price == "sum" else 1)

    def amount_in_words(self, permille: int) -> Name:
        """So many thousandths of a portion, or of a gram where it is weighed: 3份, 1.5份, 380克."""
        whole, rest = divmod(permille, 1000)
        number = f"{whole}.{rest:03}".rstrip("0") if rest else str(whole)
        return Name(zh=f"{number}{'克' if self.weighed else '份'}", en=f"{number} g" if self.weighed else number)


def _cheapest(group: OptionGroup) -> Minor:
    return sum(sorted([choice.price_minor for choice in group.choices])[: group.min])


class OpenItem(Record, frozen=True, gc=False):
    """What is on no menu and is sold all the same (临时菜): its name, the price of one, and where it is made."""

    name: Name
    price_minor: Minor
    station: Id

    def as_dish(self, dish: Id, standard_ms: Ms) -> Dish:
        """The dish that it is to whoever makes it, and to its bill."""
        return Dish(
            dish=dish,
            name=self.name,
            kind="dish",
            category="",
            station=self.station,
            price_minor=self.price_minor,
            standard_ms=standard_ms,
        )


class Stock(Record, frozen=True, gc=False):
    """What is left of a counted dish (限量); nothing is sold out (沽清). A dish without such a record is not counted.

    `remaining` are whole portions, or grams of a dish that is weighed, `rest_permille` the part of one beyond them.
    """

    remaining: int
    since: int = 0
    """The number of the event in which a person last counted: what was ordered before is not in this count."""
    rest_permille: Permille = 0

    @property
    def permille(self) -> int:
        """All that is left, in thousandths of a portion."""
        return self.remaining * 1000 + self.rest_permille


class MenuGone(Record, frozen=True, gc=False):
    """What leaves the menu, by id; what is not on it any more is gone already."""

    categories: tuple[Id, ...] = ()
    dishes: tuple[Id, ...] = ()
    dayparts: tuple[Id, ...] = ()


class MenuChange(Record, frozen=True, gc=False):
    """Categories, dishes and parts of the day as they are to be, each whole, and those that go; all others stay.

    Without a currency the menu keeps its own; a new one has that of the house.
    """

    categories: tuple[Category, ...] = ()
    dishes: tuple[Dish, ...] = ()
    gone: MenuGone = MenuGone()
    currency: Id | None = None
    dayparts: tuple[Daypart, ...] = ()
