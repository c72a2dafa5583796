"""What a device asks for, and whether it is to be had: on the menu, in that amount, at the price seen, and left."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from msgspec.structs import replace

from kds.core import ids
from kds.core.menu.model import Dish, OpenItem
from kds.core.orders import left, meals, on_sale, open_items, pricing
from kds.core.orders.left import Taken, enough_left
from kds.core.orders.meals import fits, meal_price, shares
from kds.core.orders.model import COURSE_MOST, Cell, InMeal, Line, MealOrdered, PartChosen
from kds.core.orders.on_sale import is_on_sale
from kds.core.orders.open_items import ITEM_OR_DISH, dish_of, id_of
from kds.core.orders.pricing import portion_permille, unit_price
from kds.core.refusals import OUT_OF_RANGE, UNKNOWN_DISH, out_of_range, within
from kds.core.state import State
from kds.core.text import Id, Note, OptionalId
from kds.core.types import Channel, Command, Fire, Minor, Name, Permille, Record, Refusal, Service, reason

LINE_ID_TWICE = reason(
    "line_id_twice", "invalid", "两道不同的菜用了同一个编号“{id}”", "Two different lines bear the same id “{id}”"
)
PRICE_CHANGED = reason(
    "price_changed",
    "conflict",
    "{names_zh}的价格或选项已经变了，请刷新菜单，看过新价格再下单",
    "The price or the options of {names_en} have changed; reload the menu and look at the new price before ordering",
)


SEAT_MOST = 999
"""The highest number of a seat."""


class LineWanted(Command, frozen=True, gc=False):
    """One dish of an order, an open item, or a set meal with its `parts`.

    `id` is made by the device and unique in its session.
    `price_minor` is what the device's page said that all of the line costs, of what is still to be weighed by its
    `qty`; None where it does not say.
    """

    dish: OptionalId = ""
    qty: int = 1
    id: OptionalId = ""
    options: tuple[Id, ...] = ()
    cells: tuple[Cell, ...] = ()
    fire: Fire | None = None
    note: Note = ""
    price_minor: Minor | None = None
    seat: int = 0
    course: int = 0
    item: OpenItem | None = None
    parts: tuple[PartChosen, ...] = ()

    def fires(self, fire: Fire, *, base: bool, course: int = 0) -> Fire:
        """When it starts, in a round that says `fire`: a later course is held, unless its line says otherwise, and a
        soup base never is. `course` is the dish's own that holds, where the line says none.
        """
        if base:
            return "now"
        return self.fire or ("hold" if (self.course or course) > 1 else fire)


class Offer(Record, frozen=True, gc=False):
    """A line that is to be had: `unit_minor` for one portion, or for `dish.per` grams."""

    line: LineWanted
    dish: Dish
    unit_minor: Minor
    portion_permille: Permille
    parts: tuple[Offer, ...] = ()
    """Of a set meal: a line for each part, at its list price."""

    def priced_in(self, state: State) -> int:
        """The version of the menu since which it costs what it costs, with all that it is made of."""
        return max([state.menu.priced_in(each.dish) for each in (self, *self.parts)])

    @property
    def price_minor(self) -> Minor:
        """What the line costs; nothing yet where it is to be weighed."""
        return 0 if self.dish.to_weigh else self.shown_minor

    @property
    def shown_minor(self) -> Minor:
        """What a page shows that it costs: what is to be weighed by the amount that is ordered."""
        return self.unit_minor * self.line.qty // self.dish.per

    @property
    def takes(self) -> list[Taken]:
        """What it takes of dishes that are counted: of its own, and of those of its parts."""
        own = Taken(self.dish, self.line.qty * self.portion_permille)
        return [own, *[Taken(each.dish, each.line.qty * each.portion_permille, self.dish) for each in self.parts]]


class PriceSeen(Record, frozen=True, gc=False):
    """A line whose price is another than its device saw; `seen_minor` is None where it named only a menu."""

    id: str
    dish: str
    seen_minor: Minor | None
    price_minor: Minor


def is_coursed(service: Service, channel: Channel) -> bool:
    """Whether somebody fires what a dish's own course would hold: the staff, for guests at a table. Elsewhere it is
    said and holds nothing, for nobody would ever start the dish.
    """
    return service == "dine_in" and channel in ("waiter", "tablet", "counter")


def each_once(lines: Sequence[LineWanted]) -> list[LineWanted]:
    """The lines, each id once. Refused: line_id_twice, where two that differ bear the same one."""
    seen: dict[str, LineWanted] = {}
    found = []
    for line in lines:
        if line.id in seen:
            if seen[line.id] != line:
                raise Refusal(LINE_ID_TWICE, id=line.id)
            continue
        if line.id:
            seen[line.id] = line
        found.append(line)
    return found


def to_be_had(
    state: State, lines: Sequence[LineWanted], menu_version: int | None, channel: Channel, told: Channel
) -> list[Offer]:
    """The lines at the prices of now by a channel, once all of them are to be had. Refused: as in `REFUSES`.

    `told` is the channel whose prices the menu tells to whoever orders and says no other.
    """
    offers = [offer_of(state, line, channel) for line in lines]
    at_the_price_seen(state, offers, menu_version, told)
    enough_left(state, [each for offer in offers for each in offer.takes])
    return offers


def offer_of(state: State, line: LineWanted, channel: Channel) -> Offer:
    """One line as the menu of now has it by a channel."""
    dish = _dish_wanted(state, line)
    is_on_sale(state, dish, channel)
    return _offer(state, line, dish, channel)


def _offer(state: State, line: LineWanted, dish: Dish, channel: Channel) -> Offer:
    dish = dish.at(channel, state.menu.daypart)
    if not 1 <= line.qty <= dish.qty_most:
        raise out_of_range("qty", 1, dish.qty_most, dish=line.dish)
    within("seat", line.seat, 0, SEAT_MOST)
    within("course", line.course, 0, COURSE_MOST)
    if dish.meal or line.parts:
        return _meal_of(state, line, dish, channel)
    portion = portion_permille(dish, line.options) if line.options else 1000
    return Offer(line, dish, unit_price(dish, line.options, line.cells), portion)


def _meal_of(state: State, line: LineWanted, meal: Dish, channel: Channel) -> Offer:
    """A set meal, with what was chosen of it as lines by themselves: when and by what it is sold, it says for them."""
    unit_price(meal, line.options, line.cells)
    fits(meal, line.parts)
    alike = replace(line, id="", price_minor=None, parts=())
    parts = []
    for each in line.parts:
        part = replace(alike, dish=each.dish, qty=each.qty * line.qty, options=each.options, cells=each.cells)
        parts.append(_offer(state, part, _dish_wanted(state, part), channel))
    return Offer(line, meal, meal_price(state, meal, line.parts), 1000, tuple(parts))


def lines_of(born: int, round_id: str, offers: Sequence[Offer], fire: Fire, *, coursed: bool) -> list[Line]:
    """The lines that stand on the bill for offers that were taken, numbered from the event `born` in their order.

    `coursed`: the courses of the dishes hold them, where the lines say none.
    """
    found: list[Line] = []
    for offer in offers:
        first = ids.mint("L", born, len(found) + 1)
        if not offer.parts:
            found.append(line_of(first, round_id, offer, fire, coursed=coursed))
            continue
        costs = shares(offer.price_minor, [each.price_minor for each in offer.parts])
        ordered = MealOrdered(offer.price_minor, offer.line.parts)
        for part, cost in zip(offer.parts, costs, strict=True):
            name = ids.mint("L", born, len(found) + 1)
            line = line_of(name, round_id, part, fire, coursed=coursed)
            if name == first:
                line = replace(line, id=offer.line.id)
            of = InMeal(
                first, offer.dish.dish, offer.dish.name, offer.line.qty, cost, ordered if name == first else None
            )
            found.append(replace(line, in_meal=of))
    return found


def _dish_wanted(state: State, line: LineWanted) -> Dish:
    if (line.item is None) != bool(line.dish) or (line.item and (line.options or line.cells or line.parts)):
        raise Refusal(ITEM_OR_DISH)
    if line.item is not None:
        return dish_of(state, line.item)
    dish = state.menu.dishes.get(line.dish)
    if dish is None:
        raise Refusal(UNKNOWN_DISH, dish=line.dish)
    return dish


def line_of(line_id: str, round_id: str, offer: Offer, fire: Fire, *, coursed: bool) -> Line:
    """The line that stands on the bill for an offer that was taken."""
    wanted, dish = offer.line, offer.dish
    base = dish.kind == "base"
    return Line(
        line=line_id,
        round=round_id,
        id=wanted.id,
        dish=dish.dish or id_of(line_id),  # the menu's own: a text less for each line
        qty=wanted.qty,
        unit_minor=offer.unit_minor,
        standard_ms=dish.standard_ms,
        base=base,
        fire=wanted.fires(fire, base=base, course=dish.course if coursed else 0),
        options=wanted.options,
        cells=wanted.cells,
        note=wanted.note,
        weighed=dish.weighed,
        per=dish.per,
        portion_permille=offer.portion_permille,
        seat=wanted.seat,
        course=wanted.course or dish.course,
        own_course=not wanted.course and dish.course > 0,
        to_weigh=dish.to_weigh,
        item=wanted.item,
        steps=dish.steps,
    )


def at_the_price_seen(state: State, offers: Sequence[Offer], menu_version: int | None, told: Channel) -> None:
    """Law 13: what costs another price than the page showed that it was ordered from is not sold. Refused: as said.

    A menu alone says nothing of a channel: what costs something else by the one that is `told` is not sold either.
    """
    head = state.menu.head.value
    version = 0 if head is None else head.version
    changed = [offer for offer in offers if _has_changed(state, offer, menu_version, version, told)]
    if not changed:
        return
    raise Refusal(
        PRICE_CHANGED,
        **names_of([each.dish.name for each in changed]),
        menu_version=version,
        lines=[PriceSeen(each.line.id, each.dish.dish, each.line.price_minor, each.shown_minor) for each in changed],
    )


def _has_changed(state: State, offer: Offer, seen: int | None, version: int, told: Channel) -> bool:
    """By the price that the line names; else by the menu that its order names, which is not to be a later one."""
    if offer.line.price_minor is not None:
        return offer.line.price_minor != offer.shown_minor
    if seen is None:
        return False
    return not offer.priced_in(state) <= seen <= version or offer.unit_minor != _told_minor(state, offer, told)


def _told_minor(state: State, offer: Offer, told: Channel) -> Minor:
    """What a portion of it costs by another channel."""
    dish = _dish_wanted(state, offer.line)
    if not dish.prices:
        return offer.unit_minor
    return _offer(state, offer.line, dish, told).unit_minor


def names_of(dishes: Iterable[Name]) -> dict[str, str]:
    """The dishes by name, each once, as a message lists them."""
    names = list(dishes)
    return {
        "names_zh": "、".join(dict.fromkeys([f"“{name.in_zh}”" for name in names])),
        "names_en": ", ".join(dict.fromkeys([f"“{name.in_en}”" for name in names])),
    }


REFUSES = (
    UNKNOWN_DISH,
    *open_items.REFUSES,
    OUT_OF_RANGE,
    *on_sale.REFUSES,
    PRICE_CHANGED,
    *left.REFUSES,
    *meals.REFUSES,
    *pricing.REFUSES,
)
"""What `to_be_had` refuses."""
