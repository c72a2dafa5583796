"""What a screen would look like: /screens/{screen}/preview, its wall with example tickets, as its form says."""

from __future__ import annotations

import asyncio
from functools import lru_cache

from msgspec.structs import replace
from starlette.requests import Request
from starlette.responses import Response

from kds.core.kitchen.screens import Screen
from kds.core.kitchen.slots import lay_out
from kds.core.rights import KITCHEN_PLAN
from kds.core.types import Name
from kds.feed.drawing import Drawings
from kds.feed.wall import WallView
from kds.feed.wall_page import Page
from kds.i18n import Language
from kds.runtime.store import Store
from kds.storage.living_tokens import Tokens
from kds.web.pages.errors import no_screen
from kds.web.pages.forms import Fields, person
from kds.web.pages.reading import reading
from kds.web.pages.respond import POLICY, page
from kds.web.pages.settings import read
from kds.web.pages.showroom import NOW, TIMEZONE, showroom

UNNAMED = "@new"
"""In place of a screen that there is not yet; none is ever called so."""
FRAMED = {"x-frame-options": "SAMEORIGIN"}
LOOKS = 64
"""Looks that are remembered while a form is filled in."""


class Preview:
    """A page that is no screen: it has no socket, gives no receipts and takes no presses."""

    def __init__(self, store: Store, tokens: Tokens) -> None:
        self._store = store
        self._tokens = tokens

    async def show(self, request: Request) -> Response:
        """GET: the wall as the fields of the query say; what makes no sense is as it is set."""
        await person(request, self._store, self._tokens, KITCHEN_PLAN)
        await self._store.readable()
        name = request.path_params["screen"]
        screen = self._store.state.kitchen.screens_now.get(name)
        if name == UNNAMED:
            screen = Screen(UNNAMED, Name(zh="", en=""))
        if screen is None or not screen.is_wall:
            return no_screen(request, self._store.state, name)
        looks = _looks(screen, dict(request.query_params))
        # Drawing a whole kitchen takes some fifty milliseconds: beside the loop, on which orders wait.
        first = await asyncio.to_thread(example, looks, looks.language)
        answer = page(
            request,
            "preview/page.html",
            language=looks.language,
            kept=False,
            first=first,
            far=reading(looks).far,
            timezone=TIMEZONE,
            prints=False,
            may_press=False,
            counts=False,
        )
        policy = answer.headers[POLICY].replace("frame-ancestors 'none'", "frame-ancestors 'self'")
        answer.headers.update({**FRAMED, POLICY: policy})
        return answer


def _looks(screen: Screen, fields: Fields) -> Screen:
    """The screen as a form says that is being filled in, with what there is of it."""
    set_before = {
        "text": screen.text,
        "reserved": str(screen.reserved),
        "all_day": "on" if screen.all_day and "text" not in fields else "",
    }
    name = Name(zh=fields.get("zh", screen.name.zh), en=fields.get("en", screen.name.en))
    return replace(read(screen, {**set_before, **fields}) or screen, name=name)


@lru_cache(LOOKS)
def example(screen: Screen, language: Language) -> Page:
    """The tickets of the showroom on a wall that looks so."""
    shown = showroom()
    looks = replace(screen, screen="design", stations=())
    shown.state.kitchen.screens_now["design"] = looks
    lay_out(shown.state, ["design"], NOW)
    view = WallView(shown.state, "design", language, Drawings())
    view.refresh(NOW)
    first = view.page()
    return first._replace(screen=replace(looks, name=screen.name))
