"""What happens to the menu, and what it makes of the state."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from msgspec.structs import replace

from kds.core.day.events import HouseFounded
from kds.core.floor.events import PartiesTied
from kds.core.journal import ONLY
from kds.core.menu.model import Category, Daypart, Dish, Stock
from kds.core.menu.standing import CurrentDaypart, Former, Menu, Retired, Turned
from kds.core.orders.events import RoundPlaced
from kds.core.state import State
from kds.core.types import Event, Ms, Permille, Record, Stamp

RETIRED_MOST = 2_000
"""Dishes that are remembered after they have left the menu: the last ones."""


class PublishedMenu(Record, frozen=True, gc=False):
    """What a published menu was, but for its dishes."""

    version: int
    currency: str
    categories: tuple[Category, ...]


class MenuPublished(Event, frozen=True, gc=False):
    """A whole menu took the place of the one before. Menus change by `MenuChanged` now."""

    VERSION: ClassVar[int] = 2

    menu: PublishedMenu
    dishes: tuple[Dish, ...]


class MenuChanged(Event, frozen=True, gc=False):
    """These categories, dishes, parts of the day are new or other than before, those are gone; a version is new."""

    version: int
    currency: str
    categories: tuple[Category, ...] = ()
    dishes: tuple[Dish, ...] = ()
    categories_gone: tuple[str, ...] = ()
    dishes_gone: tuple[str, ...] = ()
    dayparts: tuple[Daypart, ...] = ()
    dayparts_gone: tuple[str, ...] = ()
    knowingly: tuple[str, ...] = ()
    """The stations to which dishes come since, and that no screen shows, as somebody knew and said."""


class DaypartBegan(Event, frozen=True, gc=False):
    """A part of the day (餐段) began, or it is the same still, and lasts until `ends_at` by the house's calendar.

    The menu has this version since; the dishes that are `repriced` cost something else in it than before.
    """

    daypart: str
    ends_at: Ms
    version: int
    repriced: tuple[str, ...] = ()


class StockCounted(Event, frozen=True, gc=False):
    """So much of a dish is left: by hand, by a sale, by a line taken back. None: no longer counted.

    `remaining` are whole portions, or grams of a dish that is weighed, `rest_permille` the part of one beyond them.
    """

    dish: str
    remaining: int | None
    counted: bool = False
    """A person counted; otherwise it follows from an order."""
    rest_permille: Permille = 0


def fold_menu_published(state: State, event: MenuPublished, stamp: Stamp) -> None:
    """The new dishes replace the old; counts of dishes that are still sold stay."""
    offered = {dish.dish: dish for dish in event.dishes}
    _take_off(state, state.menu.dishes.keys() - offered.keys(), stamp)
    _put_on(state, event.dishes)
    listed = {category.category: place for place, category in enumerate(event.menu.categories, start=1)}
    for gone in sorted(state.menu.categories.keys() - listed.keys()):
        del state.menu.categories[gone]
    for category in event.menu.categories:
        state.menu.categories[category.category] = replace(category, position=listed[category.category])
    state.menu.head[ONLY] = Menu(event.menu.version, event.menu.currency)


def fold_menu_changed(state: State, event: MenuChanged, stamp: Stamp) -> None:
    """What changed; all else stays, and so do the counts of dishes that are still sold."""
    _take_off(state, event.dishes_gone, stamp)
    _put_on(state, event.dishes)
    for gone in event.categories_gone:
        del state.menu.categories[gone]
    for category in event.categories:
        state.menu.categories[category.category] = category
    for gone in event.dayparts_gone:
        del state.menu.dayparts[gone]
    for daypart in event.dayparts:
        state.menu.dayparts[daypart.daypart] = daypart
    if event.dayparts or event.dayparts_gone:
        state.menu.ask_daypart()
    state.menu.head[ONLY] = Menu(event.version, event.currency)


def fold_daypart_began(state: State, event: DaypartBegan, stamp: Stamp) -> None:
    """The part of the day that it is, and since when what costs other than before does."""
    state.menu.part[ONLY] = CurrentDaypart(event.daypart, event.ends_at)
    for dish in event.repriced:
        state.menu.turned[dish] = Turned(event.version)
    state.menu.head[ONLY] = replace(state.menu.head[ONLY], version=event.version)


def fold_house_founded(state: State, event: HouseFounded, stamp: Stamp) -> None:
    """In another time zone it may be another part of the day."""
    before = state.day.house.value
    if before is not None and before.timezone != event.house.timezone:
        state.menu.ask_daypart()


def _put_on(state: State, dishes: Iterable[Dish]) -> None:
    """Dishes are on the menu; one that was on it before is as sold out, or as counted, as when it left."""
    for dish in dishes:
        state.menu.dishes[dish.dish] = dish
        if dish.dish in state.menu.retired:
            left = state.menu.retired[dish.dish].stock
            if left is not None:
                state.menu.stock[dish.dish] = left
            del state.menu.retired[dish.dish]
        if dish.dish in state.menu.former:
            for party in state.menu.former[dish.dish].parties:
                state.menu.former_of.discard(party, dish.dish)
            del state.menu.former[dish.dish]


def _take_off(state: State, gone: Iterable[str], stamp: Stamp) -> None:
    """Dishes leave the menu; what somebody has ordered of them is remembered, and what they were called."""
    parties: dict[str, set[str]] = {dish: set() for dish in gone}
    for line in state.orders.lines.values() if parties else ():
        if line.dish in parties:
            parties[line.dish].add(state.orders.bill_of(line.line).session)
    for dish in sorted(parties):
        if parties[dish]:
            state.menu.former[dish] = Former(state.menu.dishes[dish], tuple(sorted(parties[dish])))
            for party in sorted(parties[dish]):
                state.menu.former_of.add(party, dish)
        state.menu.retired[dish] = Retired(state.menu.dishes[dish], stamp.seq, state.menu.stock.get(dish))
        del state.menu.dishes[dish]
        if dish in state.menu.turned:
            del state.menu.turned[dish]
        if dish in state.menu.stock:
            del state.menu.stock[dish]
    oldest = sorted(state.menu.retired, key=lambda each: (state.menu.retired[each].since, each))
    for dish in oldest[: max(0, len(oldest) - RETIRED_MOST)]:
        del state.menu.retired[dish]


def fold_round_placed(state: State, event: RoundPlaced, stamp: Stamp) -> None:
    """Open items are dishes that are on no menu, and are known as long as their party has them on a bill."""
    for line in event.lines:
        if line.item is not None:
            state.menu.former[line.dish] = Former(line.item.as_dish(line.dish, line.standard_ms), (event.session,))
            state.menu.former_of.add(event.session, line.dish)


def fold_parties_tied(state: State, event: PartiesTied, stamp: Stamp) -> None:
    """What left the menu is remembered for whoever has it on a bill now, and not for who was merged into another."""
    former = state.menu.former
    for party in (event.session, event.other) if former else ():
        bills = [state.orders.bills[bill] for bill in sorted(state.orders.session_bills[party])]
        lines = [line for bill in bills for line in state.orders.lines_on(bill)]
        for dish in dict.fromkeys([state.orders.lines[line].dish for line in lines]):
            if dish in former and party not in former[dish].parties:
                former[dish] = replace(former[dish], parties=tuple(sorted([*former[dish].parties, party])))
                state.menu.former_of.add(party, dish)
    if state.floor.sessions[event.other].into is not None:
        state.menu.forget(event.other)


def fold_stock_counted(state: State, event: StockCounted, stamp: Stamp) -> None:
    """Keep the count, or forget it."""
    if event.remaining is not None:
        before = state.menu.stock.get(event.dish)
        since = stamp.seq if event.counted or before is None else before.since
        state.menu.stock[event.dish] = Stock(event.remaining, since, event.rest_permille)
    elif event.dish in state.menu.stock:
        del state.menu.stock[event.dish]
