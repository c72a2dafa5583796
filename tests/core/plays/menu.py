"""The menu."""

from __future__ import annotations

from random import Random

from kds.core.menu.mark_sold_out import MarkSoldOut
from kds.core.menu.publish_menu import PublishMenu
from kds.core.types import Command
from tests.core.plays import play
from tests.core.plays.play import HOUSE, Play, Plays
from tests.house import CATEGORIES, DISHES, SmallHouse


def publish(house: SmallHouse, subject: str, chance: Random) -> Command:
    """The whole menu, or one that some dishes have left."""
    few = tuple(chance.sample(DISHES, chance.randint(6, len(DISHES))))
    return PublishMenu("CNY", CATEGORIES, chance.choice((DISHES, few)))


def publish_badly(house: SmallHouse, subject: str, chance: Random) -> Command:
    """Dishes of no category."""
    return PublishMenu("CNY", (), DISHES)


def count(house: SmallHouse, dish: str, chance: Random) -> Command:
    """Sold out, limited, or free."""
    return MarkSoldOut(dish, chance.choice((None, 0, 5, 20)))


def count_badly(house: SmallHouse, dish: str, chance: Random) -> Command:
    """Fewer than none."""
    return MarkSoldOut(dish, -1)


PLAYS: Plays = {
    PublishMenu: Play(HOUSE, publish, odd=publish_badly, often=1),
    MarkSoldOut: Play(play.DISHES, count, odd=count_badly),
}
