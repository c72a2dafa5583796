"""The walls of a kitchen, as they are asked for by the names of their screens."""

from __future__ import annotations

from kds.core.state import State
from kds.feed.drawing import Drawings
from kds.feed.hub import Hub
from kds.feed.live_view import WALL, Kind, UnknownView, ViewKey
from kds.feed.wall import WallView
from kds.feed.wall_page import Page
from kds.i18n import Language


def walls(state: State) -> Kind:
    """The walls of a kitchen: a view for each screen, as it is named there."""
    drawings = Drawings()

    def begin(name: str, language: Language) -> WallView:
        screen = state.kitchen.screens_now.get(name)
        if screen is None or not screen.is_wall:
            raise UnknownView(name)
        return WallView(state, name, language, drawings)

    return begin


async def first_page(hub: Hub, screen: str, language: Language) -> Page:
    """The first page of a screen. Raises `UnknownView`."""
    view = await hub.view(ViewKey(WALL, screen, language))
    assert isinstance(view, WallView)
    return view.page()
