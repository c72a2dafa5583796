"""Law 13, Price seen, price charged: however prices change while a page is open, at once, by a draft, at a time, by the
hour, by the channel, or back again, nobody pays more than the page that they ordered from showed. What costs something
else is refused with both prices, and nothing of it is stored. In cases: tests/core/orders/test_price_seen.py.
"""

from __future__ import annotations

from random import Random
from typing import NamedTuple

from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from kds.core.changes.publish_draft import PublishDraft
from kds.core.changes.put_in_draft import PutInDraft
from kds.core.changes.time_draft import TimeDraft
from kds.core.changes.undo_change import UndoChange
from kds.core.deadlines import Tick
from kds.core.menu.change_menu import ChangeMenu
from kds.core.menu.menu_view import menu_view
from kds.core.menu.model import Daypart, MenuChange, PriceAt
from kds.core.orders.answered import RoundIs
from kds.core.orders.place_round import PlaceRound
from kds.core.types import GuestChannel, Minor, Refusal, Who
from tests.house import HOUR, MINUTE, SmallHouse, named, want

SOLD = ("tofu", "cola", "noodles", "crab")
PRICES = (500, 1_200, 1_800, 9_900)
CHANNELS: tuple[GuestChannel, ...] = ("scan", "tablet")
HOURS = ("lunch", "dinner")


class Page(NamedTuple):
    """What a page showed: by which channel, of which menu, and what a portion of each dish cost."""

    channel: GuestChannel
    version: int
    prices: dict[str, Minor]


def opened(house: SmallHouse, chance: Random) -> Page:
    """A page, as it is loaded now."""
    channel = chance.choice(CHANNELS)
    menu = menu_view(house.state, channel)
    return Page(channel, menu.version, {each.dish: each.price_minor for each in menu.dishes if each.dish in SOLD})


def repriced(house: SmallHouse, chance: Random) -> MenuChange:
    """A dish costs something else: always, by a channel, or in a part of the day."""
    price = chance.choice(PRICES)
    dish = house.state.menu.dishes[chance.choice(SOLD)]
    channels = chance.choice(((), (chance.choice(CHANNELS),)))
    hours = chance.choice(((), (chance.choice(HOURS),)))
    if not channels and not hours:
        return MenuChange(dishes=(replace(dish, price_minor=price, prices=()),))
    return MenuChange(dishes=(replace(dish, prices=(PriceAt(price, channels, hours),)),))


def go_on(house: SmallHouse, chance: Random) -> None:
    """A price changes, in one of the ways in which it can, or time passes."""
    way = chance.choice(("at once", "draft", "time", "back", "hours"))
    if way == "back":
        menus = {each.change: each.before.menu for each in house.state.changes.kept.values()}
        kept = [change for change, menu in menus.items() if menu and not (menu.gone.dishes or menu.gone.dayparts)]
        if kept:
            house.attempt(UndoChange(chance.choice(sorted(kept))))
    elif way == "hours":
        house.wait(chance.randrange(1, 9) * HOUR)
        house.attempt(Tick())
    elif way == "at once":
        house.do(ChangeMenu(dishes=repriced(house, chance).dishes))
    else:
        known = set(house.state.changes.drafts)
        house.attempt(PutInDraft("", "x", menu=repriced(house, chance)))
        for draft in house.state.changes.drafts.keys() - known:
            house.attempt(PublishDraft(draft) if way == "draft" else TimeDraft(draft, house.now + MINUTE))
        house.wait(MINUTE)
        house.attempt(Tick())


def ordered(house: SmallHouse, page: Page, chance: Random) -> str:
    """Order from a page, by the prices that it showed or by the menu that it was of; what became of it."""
    by_price = chance.random() < 0.5
    dishes = chance.sample(SOLD, chance.randint(1, 3))
    seen = {dish: page.prices[dish] * qty for dish in dishes for qty in [chance.randint(1, 3)]}
    lines = [
        want(
            dish,
            whole // page.prices[dish],
            id=f"{len(house.recorded)}-{dish}",
            price_minor=whole if by_price else None,
        )
        for dish, whole in seen.items()
    ]
    before, entries = house.digest(), house.state.journal.mark()
    order = PlaceRound(page.channel, tuple(lines), table="A01", menu_version=None if by_price else page.version)
    outcome = house.attempt(order, Who("phone", "guest", "A01", channel=page.channel))
    if isinstance(outcome, Refusal):
        assert outcome.reason.code == "price_changed"
        assert (house.digest(), house.state.journal.mark()) == (before, entries)
        told = outcome.details["lines"]
        assert {each.dish for each in told} <= seen.keys()
        for each in told:
            qty = seen[each.dish] // page.prices[each.dish]
            assert each.price_minor == shown_now(house, page, each.dish) * qty
            if by_price:
                assert each.seen_minor == seen[each.dish] != each.price_minor
        return "refused"
    assert isinstance(outcome.answer, RoundIs)
    charged = {each.dish: house.state.orders.lines[each.line].price_minor for each in outcome.answer.lines}
    assert charged == seen
    return "charged as seen"


def shown_now(house: SmallHouse, page: Page, dish: str) -> Minor:
    """What a page of that channel shows now."""
    return next(each.price_minor for each in menu_view(house.state, page.channel).dishes if each.dish == dish)


def evening(seed: int, steps: int) -> set[str]:
    """Pages are opened, prices change, and guests order from pages old and new; all that became of their orders."""
    house, chance, became = SmallHouse(), Random(seed), set()
    house.do(ChangeMenu(dayparts=tuple([Daypart(each, named(each), 600 * at + 60) for at, each in enumerate(HOURS)])))
    pages = [opened(house, chance)]
    for _ in range(steps):
        chance.choice((go_on, go_on, lambda *_: pages.append(opened(house, chance))))(house, chance)
        became.add(ordered(house, chance.choice(pages), chance))
        fresh = opened(house, chance)
        assert ordered(house, fresh, chance) == "charged as seen", "nobody is turned away from a page of now"
    return became


@given(st.integers(0, 1_000_000), st.integers(1, 12))
def test_nobody_pays_more_than_the_page_showed(seed: int, steps: int) -> None:
    evening(seed, steps)


def test_both_come_to_pass_in_such_an_evening() -> None:
    assert set().union(*[evening(seed, 10) for seed in range(5)]) == {"refused", "charged as seen"}
