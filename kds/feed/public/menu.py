"""The menu as the public is told of it."""

from __future__ import annotations

from msgspec import Struct

from kds.core.menu.events import MenuChanged, MenuPublished
from kds.feed.public.projection import Projections


class MenuPublishedData(Struct, frozen=True, gc=False):
    """There is a new menu to fetch."""

    version: int


class MenuChangedData(Struct, frozen=True, gc=False):
    """The categories, dishes and parts of the day that are new, other than before, or gone, by id."""

    version: int
    currency: str
    categories: tuple[str, ...]
    dishes: tuple[str, ...]
    categories_gone: tuple[str, ...]
    dishes_gone: tuple[str, ...]
    dayparts: tuple[str, ...]
    dayparts_gone: tuple[str, ...]
    knowingly: tuple[str, ...]


def menu_published(event: MenuPublished) -> MenuPublishedData:
    """Its number: the menu itself is read where menus are."""
    return MenuPublishedData(event.menu.version)


def menu_changed(event: MenuChanged) -> MenuChangedData:
    """What to fetch anew: the menu itself is read where menus are."""
    return MenuChangedData(
        version=event.version,
        currency=event.currency,
        categories=tuple([each.category for each in event.categories]),
        dishes=tuple([each.dish for each in event.dishes]),
        categories_gone=event.categories_gone,
        dishes_gone=event.dishes_gone,
        dayparts=tuple([each.daypart for each in event.dayparts]),
        dayparts_gone=event.dayparts_gone,
        knowingly=event.knowingly,
    )


PROJECTIONS: Projections = {MenuPublished: menu_published, MenuChanged: menu_changed}
