"""The design page: every token with its contrast, every component in every state. Only where it is asked for."""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from msgspec.structs import replace
from starlette.requests import Request
from starlette.responses import Response

from kds.core.kitchen.screens import Screen, TextSize
from kds.core.kitchen.space import GRIDS
from kds.core.types import Name
from kds.feed.drawing import Drawings
from kds.feed.wall import WallView
from kds.i18n import Language
from kds.resources import templates_dir
from kds.web.pages.lateness import EYES, VEILS, lateness
from kds.web.pages.palette import Theme, colours, measured, tokens
from kds.web.pages.respond import language_of, page
from kds.web.pages.showroom import NOW, POTS, SCREEN, TIMEZONE, showroom

STATES = (
    "fresh",
    "soon",
    "late",
    "critical",
    "base",
    "rushed",
    "started",
    "partly",
    "held",
    "part_held",
    "add_on",
    "voided",
    "stopped",
    "long",
    "torn",
)
SIZED = ("critical", "base")
THEMES: tuple[Theme, ...] = ("light", "dark")


class Wall(NamedTuple):
    """The screen of the showroom as its bar wants it, and what stands on it: the HTML of each ticket, the dishes, and
    what it leaves out.
    """

    screen: Screen
    tickets: int
    html: dict[str, str]
    all_day: str
    left_out: str
    theme: Name | None = None
    bars: Name | None = None


@cache
def wall(language: Language, text: TextSize) -> Wall:
    """The showroom as a wall shows it."""
    shown, screen = showroom(), replace(SCREEN, text=text, language=language)
    shown.state.kitchen.screens_now[screen.screen] = screen
    view = WallView(shown.state, screen.screen, language, Drawings())
    view.refresh(NOW)
    html = {key: view.html(ticket) for key, ticket in shown.tickets.items()}
    return Wall(screen, len(html), html, view.all_day, view.page().left_out)


def icons() -> list[str]:
    """The names of all icons."""
    return re.findall(r'<symbol id="([\w-]+)"', (templates_dir() / "_icons.svg").read_text())


async def design(request: Request) -> Response:
    """GET /design: open to everybody; it shows nothing of the house."""
    light, language = tokens("light"), language_of(request)
    return page(
        request,
        "design/page.html",
        language=language,
        palettes=[(theme, colours(theme), measured(theme)) for theme in THEMES],
        sizes={name: value for name, value in light.items() if name.startswith("size-")},
        spaces={name: value for name, value in light.items() if name.startswith("space-")},
        icons=icons(),
        first=wall(language, "medium"),
        sized=[(size, [wall(language, size).html[key] for key in SIZED]) for size in GRIDS],
        states=STATES,
        pots=[f"pot_{cells}" for cells in POTS],
        now=NOW,
        timezone=TIMEZONE,
        may_press=True,
        counts=True,
        prints=True,
        eyes=[*EYES, *VEILS],
        lateness=lateness(),
    )
