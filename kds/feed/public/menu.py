"""The menu as the public is told of it."""

from __future__ import annotations

from msgspec import Struct

from kds.core.menu.events import MenuPublished
from kds.feed.public.projection import Projections


class MenuPublishedData(Struct, frozen=True, gc=False):
    """There is a new menu to fetch."""

    version: int


def menu_published(event: MenuPublished) -> MenuPublishedData:
    """Its number: the menu itself is read where menus are."""
    return MenuPublishedData(event.menu.version)


PROJECTIONS: Projections = {MenuPublished: menu_published}
