"""What a device asks for, and whether it is to be had: on the menu, in that amount, at the price seen, and left."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from kds.core.menu.model import Dish, OpenItem, Stock
from kds.core.orders import open_items, pricing
from kds.core.orders.model import Cell, Line
from kds.core.orders.open_items import ITEM_OR_DISH, dish_of, id_of
from kds.core.orders.pricing import portion_permille, unit_price
from kds.core.refusals import OUT_OF_RANGE, UNKNOWN_DISH, out_of_range, within
from kds.core.state import State
from kds.core.text import Id, Note, OptionalId
from kds.core.types import Command, Fire, Minor, Name, Permille, Record, Refusal, reason

LINE_ID_TWICE = reason(
    "line_id_twice", "invalid", "两道不同的菜用了同一个编号“{id}”", "Two different lines bear the same id “{id}”"
)
SOLD_OUT = reason("sold_out", "conflict", "“{name_zh}”已沽清", "“{name_en}” is sold out")
TOO_FEW_LEFT = SOLD_OUT.reworded(
    "“{name_zh}”只剩{left_zh}，不够{wanted_zh}",
    "There is not enough of “{name_en}”: {left_en} left, {wanted_en} wanted",
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
    """One dish of an order, or an open item; `id` is made by the device and unique in its session.

    `price_minor` is what the device's page said that all of the line costs; None where it does not say.
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
    item: OpenItem | None = None


class Offer(Record, frozen=True, gc=False):
    """A line that is to be had: `unit_minor` for one portion, or for `dish.per` grams."""

    line: LineWanted
    dish: Dish
    unit_minor: Minor
    portion_permille: Permille

    @property
    def price_minor(self) -> Minor:
        """What the line costs; nothing yet where it is to be weighed."""
        return 0 if self.dish.to_weigh else self.unit_minor * self.line.qty // self.dish.per

    @property
    def amount_permille(self) -> int:
        """What it takes of a dish that is counted."""
        return self.line.qty * self.portion_permille


class PriceSeen(Record, frozen=True, gc=False):
    """A line whose price is another than its device saw; `seen_minor` is None where it named only a menu."""

    id: str
    dish: str
    seen_minor: Minor | None
    price_minor: Minor


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


def to_be_had(state: State, lines: Sequence[LineWanted], menu_version: int | None) -> list[Offer]:
    """The lines at today's prices, once all of them are known to be to be had. Refused: as in `REFUSES`."""
    offers = [offer_of(state, line) for line in lines]
    at_the_price_seen(state, offers, menu_version)
    enough_left(state, offers)
    return offers


def offer_of(state: State, line: LineWanted) -> Offer:
    """One line as today's menu has it."""
    dish = _dish_wanted(state, line)
    if not 1 <= line.qty <= dish.qty_most:
        raise out_of_range("qty", 1, dish.qty_most, dish=line.dish)
    within("seat", line.seat, 0, SEAT_MOST)
    portion = portion_permille(dish, line.options) if line.options else 1000
    return Offer(line, dish, unit_price(dish, line.options, line.cells), portion)


def _dish_wanted(state: State, line: LineWanted) -> Dish:
    if (line.item is None) != bool(line.dish) or (line.item is not None and (line.options or line.cells)):
        raise Refusal(ITEM_OR_DISH)
    if line.item is not None:
        return dish_of(state, line.item)
    dish = state.menu.dishes.get(line.dish)
    if dish is None:
        raise Refusal(UNKNOWN_DISH, dish=line.dish)
    return dish


def line_of(line_id: str, round_id: str, offer: Offer, fire: Fire) -> Line:
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
        fire="now" if base else wanted.fire or fire,
        options=wanted.options,
        cells=wanted.cells,
        note=wanted.note,
        weighed=dish.weighed,
        per=dish.per,
        portion_permille=offer.portion_permille,
        seat=wanted.seat,
        to_weigh=dish.to_weigh,
        item=wanted.item,
    )


def at_the_price_seen(state: State, offers: Sequence[Offer], menu_version: int | None) -> None:
    """Law 13: what costs another price than the page showed that it was ordered from is not sold. Refused: as said."""
    head = state.menu.head.value
    version = 0 if head is None else head.version
    changed = [offer for offer in offers if _has_changed(offer, menu_version, version)]
    if not changed:
        return
    raise Refusal(
        PRICE_CHANGED,
        **names_of([each.dish.name for each in changed]),
        menu_version=version,
        lines=[PriceSeen(each.line.id, each.dish.dish, each.line.price_minor, each.price_minor) for each in changed],
    )


def _has_changed(offer: Offer, seen: int | None, version: int) -> bool:
    """By the price that the line names; else by the menu that its order names, which is not to be a later one."""
    if offer.line.price_minor is not None:
        return offer.line.price_minor != offer.price_minor
    return seen is not None and not offer.dish.priced_in <= seen <= version


def enough_left(state: State, offers: Sequence[Offer]) -> None:
    """Lines of one dish count together. Refused: sold_out."""
    counted: dict[str, int] = {}
    for offer in offers:
        if offer.dish.dish in state.menu.stock:
            counted[offer.dish.dish] = counted.get(offer.dish.dish, 0) + offer.amount_permille
    for dish, amount_permille in counted.items():
        stock = state.menu.stock[dish]
        if amount_permille > stock.permille:
            raise _too_few(state.menu.dishes[dish], stock, amount_permille)


def _too_few(dish: Dish, stock: Stock, wanted_permille: int) -> Refusal:
    left, wanted = dish.amount_in_words(stock.permille), dish.amount_in_words(wanted_permille)
    return Refusal(
        TOO_FEW_LEFT if stock.permille else SOLD_OUT,
        dish=dish.dish,
        name_zh=dish.name.in_zh,
        name_en=dish.name.in_en,
        remaining=stock.remaining,
        rest_permille=stock.rest_permille,
        left_zh=left.zh,
        left_en=left.en,
        wanted_zh=wanted.zh,
        wanted_en=wanted.en,
    )


def names_of(dishes: Iterable[Name]) -> dict[str, str]:
    """The dishes by name, each once, as a message lists them."""
    names = list(dishes)
    return {
        "names_zh": "、".join(dict.fromkeys([f"“{name.in_zh}”" for name in names])),
        "names_en": ", ".join(dict.fromkeys([f"“{name.in_en}”" for name in names])),
    }


REFUSES = (UNKNOWN_DISH, *open_items.REFUSES, OUT_OF_RANGE, PRICE_CHANGED, SOLD_OUT, TOO_FEW_LEFT, *pricing.REFUSES)
"""What `to_be_had` refuses."""
