"""A small house with a dish of three steps on its menu."""

from __future__ import annotations

from kds.core.menu.change_menu import ChangeMenu
from tests.house import PORK, SmallHouse


def with_pork() -> SmallHouse:
    """Nobody has come yet."""
    house = SmallHouse()
    house.do(ChangeMenu(dishes=(PORK,)))
    return house
