"""What a screen would look like: /screens/{screen}/preview, its wall or board with examples, as its form says."""

from __future__ import annotations

import asyncio
from functools import lru_cache
from typing import Any

from msgspec.structs import replace
from starlette.requests import Request
from starlette.responses import Response

from kds.core.kitchen.screens import Screen, ScreenRole
from kds.core.kitchen.slots import lay_out
from kds.core.rights import KITCHEN_PLAN
from kds.core.state import State
from kds.core.types import Name
from kds.feed.board_view import BoardView
from kds.feed.drawing import Drawings
from kds.feed.kinds import BOARDS
from kds.feed.replay import view_at
from kds.feed.wall import WallView
from kds.feed.wall_page import Page
from kds.i18n import Language
from kds.runtime.store import Store
from kds.storage.living_tokens import Tokens
from kds.web.pages.errors import no_screen
from kds.web.pages.example_evening import BOARD, Floor, evening, floor_of
from kds.web.pages.forms import Fields, person
from kds.web.pages.house.forms import ticks
from kds.web.pages.reading import reading
from kds.web.pages.respond import POLICY, page
from kds.web.pages.settings import read
from kds.web.pages.showroom import NOW, TIMEZONE, showroom

UNNAMED = "@new"
"""In place of a screen that there is not yet; none is ever called so."""
PICTURED: tuple[ScreenRole, ...] = ("prep", "backup", *[each.role for each in BOARDS])
"""Whatever shows something of its own; a mirror looks as the other screen does."""
FRAMED = {"x-frame-options": "SAMEORIGIN"}
LOOKS = 64
"""Looks that are remembered while a form is filled in."""


class Preview:
    """A page that is no screen: it has no socket, gives no receipts and takes no presses."""

    def __init__(self, store: Store, tokens: Tokens) -> None:
        self._store = store
        self._tokens = tokens

    async def show(self, request: Request) -> Response:
        """GET: the screen as the fields of the query say; what makes no sense is as it is set."""
        await person(request, self._store, self._tokens, KITCHEN_PLAN)
        await self._store.readable()
        state, name = self._store.state, request.path_params["screen"]
        screen = state.kitchen.screens_now.get(name)
        if name == UNNAMED:
            screen = Screen(UNNAMED, Name(zh="", en=""))
        looks = None if screen is None else _looks(screen, state, _fields(request))
        if looks is None or looks.role not in PICTURED:
            return no_screen(request, state, name)
        # Drawing a whole kitchen takes some fifty milliseconds: beside the loop, on which orders wait.
        if looks.is_wall:
            first = await asyncio.to_thread(example, looks, looks.language)
            drawn: dict[str, Any] = {"first": first, "prints": False, "may_press": False, "counts": False}
        else:
            view = await asyncio.to_thread(board_example, looks.role, looks.language, floor_of(state, looks.areas))
            drawn = {"view": view, "screen": looks, "viewer": None, "may_answer": True}
        answer = page(
            request,
            "preview/page.html" if looks.is_wall else "board_preview/page.html",
            language=looks.language,
            kept=False,
            far=reading(looks).far,
            timezone=TIMEZONE,
            **drawn,
        )
        policy = answer.headers[POLICY].replace("frame-ancestors 'none'", "frame-ancestors 'self'")
        answer.headers.update({**FRAMED, POLICY: policy})
        return answer


def _fields(request: Request) -> Fields:
    """What the query says; what is said under one name several times stands line by line, as in a form."""
    query = request.query_params
    return {name: "\n".join(query.getlist(name)) for name in query}


def _looks(screen: Screen, state: State, fields: Fields) -> Screen:
    """The screen as a form says that is being filled in, with what there is of it."""
    set_before = {
        "text": screen.text,
        "reserved": str(screen.reserved),
        "all_day": "on" if screen.all_day and "text" not in fields else "",
    }
    name = Name(zh=fields.get("zh", screen.name.zh), en=fields.get("en", screen.name.en))
    role = next((each for each in PICTURED if each == fields.get("role")), screen.role)
    # Only a form that asks for the role asks for the areas.
    areas = tuple([each for each in ticks(fields, "areas") if each in state.floor.areas])
    meant = replace(screen, role=role, areas=areas if "role" in fields else screen.areas)
    return replace(read(meant, {**set_before, **fields}) or meant, name=name)


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


@lru_cache(LOOKS)
def board_example(role: ScreenRole, language: Language, floor: Floor) -> BoardView:
    """An example evening on a board of this role."""
    view = view_at(evening(role, floor), BOARD, language, NOW)
    assert isinstance(view, BoardView)
    return view
