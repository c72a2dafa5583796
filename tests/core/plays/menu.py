"""The menu."""

from __future__ import annotations

from random import Random

from msgspec.structs import replace

from kds.core.kitchen.change_kitchen import ChangeKitchen
from kds.core.kitchen.model import KitchenGone
from kds.core.menu.change_menu import ChangeMenu
from kds.core.menu.mark_sold_out import MarkSoldOut
from kds.core.menu.model import Daypart, MenuGone
from kds.core.printing.change_printers import ChangePrinters
from kds.core.types import Command
from tests.core.plays import play
from tests.core.plays.play import HOUSE, Play, Plays
from tests.house import CATEGORIES, DISHES, MINUTE, SmallHouse, named, only_menu

LUNCH, DINNER = Daypart("lunch", named("lunch"), 660), Daypart("dinner", named("dinner"), 1020, (1, 2, 3, 4, 5))


def change(house: SmallHouse, subject: str, chance: Random) -> Command:
    """The whole menu, one that some dishes have left, or a dish alone; one in another place and slower than before."""
    few = tuple(chance.sample(DISHES, chance.randint(6, len(DISHES))))
    one = chance.choice(DISHES)
    other = replace(one, position=chance.randint(-3, 12), standard_ms=chance.randint(11, 99) * MINUTE)
    return chance.choice(
        (
            ChangeMenu(CATEGORIES, tuple([other if each is one else each for each in DISHES])),
            only_menu(house.state, few),
            ChangeMenu(dishes=(other,)),
            ChangeMenu(gone=MenuGone(dishes=(one.dish,))),
            ChangeMenu(dayparts=(replace(LUNCH, from_minute=chance.randrange(1440)), DINNER)),
            ChangeMenu(gone=MenuGone(dayparts=("lunch", "dinner"))),
            ChangeMenu(dishes=(replace(one, channels=("kiosk",)),)),
            ChangeMenu(dishes=(replace(one, dayparts=("lunch",)),), dayparts=(LUNCH, DINNER)),
        )
    )


def change_badly(house: SmallHouse, subject: str, chance: Random) -> Command:
    """Dishes of no category, a category that goes under its dishes, a dish twice or unseen, no time of day."""
    if chance.random() < 0.12:
        return unseen(house, chance)
    return chance.choice(
        (
            ChangeMenu(dishes=(replace(DISHES[0], category="nowhere"),)),
            ChangeMenu(dishes=DISHES[:1], gone=MenuGone(categories=("all",))),
            ChangeMenu(dishes=DISHES[:1] * 2),
            ChangeMenu(dayparts=(replace(LUNCH, from_minute=1440),)),
        )
    )


def unseen(house: SmallHouse, chance: Random) -> Command:
    """A new dish where there is neither a wall nor a printer."""
    walls = tuple(sorted(house.state.kitchen.screens))
    house.attempt(ChangePrinters(gone=tuple(sorted(house.state.printing.printers))))
    house.attempt(ChangeKitchen(gone=KitchenGone(screens=walls)))
    return ChangeMenu(dishes=(replace(chance.choice(DISHES), dish=f"special{chance.random()}"),), knowingly=())


def count(house: SmallHouse, dish: str, chance: Random) -> Command:
    """Sold out, limited, or free."""
    return MarkSoldOut(dish, chance.choice((None, 0, 5, 20)))


def count_badly(house: SmallHouse, dish: str, chance: Random) -> Command:
    """Fewer than none."""
    return MarkSoldOut(dish, -1)


PLAYS: Plays = {
    ChangeMenu: Play(HOUSE, change, odd=change_badly, often=3),
    MarkSoldOut: Play(play.DISHES, count, odd=count_badly),
}
