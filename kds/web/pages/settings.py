"""How a screen shows what it shows: /screens/{screen}/settings, for managers. What is set stands in the ledger."""

from __future__ import annotations

import re
import secrets
from typing import get_args

from msgspec.structs import replace
from starlette.requests import Request
from starlette.responses import Response

from kds.core.holes import plan_of
from kds.core.kitchen.change_kitchen import ChangeKitchen
from kds.core.kitchen.proof import dishes_shown
from kds.core.kitchen.queues import rules_of
from kds.core.kitchen.rules import DISTANCES_CM, INCHES
from kds.core.kitchen.screens import Layout, PriorityRule, Screen, ScreenLanguage, Spoken, TextSize, Tone
from kds.core.kitchen.space import COLUMNS, ROWS, grid_of, usual_grid
from kds.core.rights import KITCHEN_PLAN
from kds.runtime.store import Store
from kds.storage.living_tokens import Tokens
from kds.storage.tokens import Token
from kds.web.pages.access import enter
from kds.web.pages.changing import Choice, change, choice
from kds.web.pages.errors import no_screen
from kds.web.pages.forms import FIELDS, Fields, person, posted_lists
from kds.web.pages.house.forms import ticks
from kds.web.pages.reading import reading
from kds.web.pages.respond import framing, page

SIZES: tuple[TextSize, ...] = get_args(TextSize)
LAYOUTS: tuple[Layout, ...] = get_args(Layout)
SPOKEN: tuple[Spoken, ...] = get_args(Spoken)
TONES: tuple[Tone, ...] = get_args(Tone)
RULES: tuple[PriorityRule, ...] = get_args(PriorityRule)
LANGUAGES: tuple[ScreenLanguage, ...] = get_args(ScreenLanguage)
USUAL_GRIDS = {
    size: {layout: {each: usual_grid(layout, size, each) for each in LANGUAGES} for layout in LAYOUTS} for size in SIZES
}
"""What there is room for by text size, layout and language, where columns and rows are not set by hand."""
DIGITS = 3
FORM_BYTES = 4_096


class ScreenSettings:
    """The form of a screen, and what comes of it."""

    def __init__(self, store: Store, tokens: Tokens) -> None:
        self._store = store
        self._tokens = tokens

    async def show(self, request: Request) -> Response:
        """GET: how the screen is set."""
        entered = await enter(request, self._tokens)
        if entered is not None:
            return entered
        token = await person(request, self._store, self._tokens, KITCHEN_PLAN)
        await self._store.readable()
        chosen = await choice(self._store, request, token.role)
        screen = chosen.state.kitchen.screens.get(request.path_params["screen"])
        if screen is None:
            return no_screen(request, self._store.state, request.path_params["screen"])
        return self._form(request, token, chosen, screen)

    async def set(self, request: Request) -> Response:
        """POST: the screen as the form says."""
        token = await person(request, self._store, self._tokens, KITCHEN_PLAN)
        fields = await posted_lists(request, FORM_BYTES, FIELDS)
        await self._store.readable()
        chosen = await choice(self._store, request, token.role, fields)
        screen = chosen.state.kitchen.screens.get(request.path_params["screen"])
        if screen is None:
            return no_screen(request, self._store.state, request.path_params["screen"])
        changed = read(screen, fields)
        if changed is None:
            return self._form(request, token, chosen, screen, fault=True, status=422)
        command = ChangeKitchen(screens=(changed,))
        return await change(self._store, token, request, fields, command, f"{request.url.path}?saved=1")

    def _form(
        self, request: Request, token: Token, chosen: Choice, screen: Screen, *, fault: bool = False, status: int = 200
    ) -> Response:
        return framing(self._page(request, token, chosen, screen, fault, status))

    def _page(
        self, request: Request, token: Token, chosen: Choice, screen: Screen, fault: bool, status: int
    ) -> Response:
        state = chosen.state
        shown, dishes = dishes_shown(plan_of(state), screen) if screen.stations else (0, 0)
        return page(
            request,
            "screen_settings/page.html",
            status,
            viewer=token,
            choice=chosen,
            screen=screen,
            own=[state.kitchen.stations[each].name for each in screen.stations if each in state.kitchen.stations],
            others=[each.name for name, each in state.kitchen.stations.items() if name not in screen.stations],
            hidden_dishes=dishes - shown,
            dishes=dishes,
            rules=RULES,
            usual=rules_of(state.kitchen.stations, screen.stations or sorted(state.kitchen.stations)),
            grids=USUAL_GRIDS,
            most_reserved=COLUMNS[-1] * ROWS[-1] - 1,
            columns=COLUMNS,
            rows=ROWS,
            inches=INCHES,
            reading=reading(screen),
            key=secrets.token_hex(12),
            fault=fault,
            saved="saved" in request.query_params,
        )


def read(screen: Screen, fields: Fields) -> Screen | None:
    """The screen as a form says; None where it keeps as many slots as it has, or what is said makes no sense."""
    text = next((size for size in SIZES if size == fields.get("text")), None)
    reserved = whole(fields.get("reserved", ""))
    inches = whole(fields.get("inches", str(screen.diagonal_inches)))
    distance = centimetres(fields.get("metres", ""), screen.distance_cm)
    language = next((each for each in LANGUAGES if each == fields.get("language")), screen.language)
    if text is None or reserved is None or inches is None or distance is None:
        return None
    if inches not in INCHES or distance not in DISTANCES_CM:
        return None
    changed = replace(screen, text=text, language=language, diagonal_inches=inches, distance_cm=distance)
    if screen.is_wall:
        laid_out = _laid_out(of_wall(changed, fields), fields)
        if laid_out is None:
            return None
        changed = replace(laid_out, batches=fields.get("batches") == "on")
    if reserved >= grid_of(changed).slots:
        return None
    return replace(changed, reserved=reserved, all_day=fields.get("all_day") == "on")


def _laid_out(screen: Screen, fields: Fields) -> Screen | None:
    """The layout that a form says, and its columns and rows: nothing and 0 are as many as there is room for."""
    layout = next((each for each in LAYOUTS if each == fields.get("layout")), screen.layout)
    columns = whole(fields.get("columns", str(screen.columns)) or "0")
    rows = whole(fields.get("rows", str(screen.rows)) or "0")
    if columns not in (0, *COLUMNS) or rows not in (0, *ROWS):
        return None
    return replace(screen, layout=layout, columns=columns, rows=rows)


def of_wall(screen: Screen, fields: Fields) -> Screen:
    """What a wall lets hear, and whom it ranks first: a rule that is named again says nothing new."""
    said = [fields.get(f"rule{at}", "") for at in range(1, len(RULES) + 1)] if fields.get("own") == "on" else []
    return replace(
        screen,
        spoken=tuple([each for each in SPOKEN if each in ticks(fields, "spoken")]),
        quiet=tuple([each for each in TONES if each not in ticks(fields, "tones")]),
        priority=tuple([rule for each in dict.fromkeys(said) for rule in RULES if rule == each]),
    )


def whole(said: str) -> int | None:
    """A whole number that is not negative."""
    return int(said) if said.isascii() and said.isdigit() and len(said) <= DIGITS else None


def centimetres(said: str, before: int) -> int | None:
    """Metres with up to two places, as people write them: 3, 2.5 or 2,50; `before` where nothing is said."""
    found = re.fullmatch(r"(\d{1,2})(?:[.,](\d{1,2}))?", said.strip(), re.ASCII)
    if found is None:
        return None if said.strip() else before
    return int(found[1]) * 100 + int((found[2] or "0").ljust(2, "0"))
