"""How a screen shows what it shows: /screens/{screen}/settings, for managers. What is set stands in the ledger."""

from __future__ import annotations

import re
import secrets
from typing import Any, get_args
from urllib.parse import quote

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
from kds.core.state import State
from kds.core.types import Name
from kds.runtime.store import Store
from kds.storage.living_tokens import Tokens
from kds.storage.tokens import Token
from kds.web.pages.access import enter
from kds.web.pages.changing import Choice, change, choice
from kds.web.pages.errors import no_screen
from kds.web.pages.forms import FIELDS, Fields, person, posted_lists, see
from kds.web.pages.house.forms import ticks
from kds.web.pages.reading import reading
from kds.web.pages.respond import framing, page

SIZES: tuple[TextSize, ...] = get_args(TextSize)
LAYOUTS: tuple[Layout, ...] = get_args(Layout)
SPOKEN: tuple[Spoken, ...] = get_args(Spoken)
TONES: tuple[Tone, ...] = get_args(Tone)
RULES: tuple[PriorityRule, ...] = get_args(PriorityRule)
LANGUAGES: tuple[ScreenLanguage, ...] = get_args(ScreenLanguage)
FAULTY = Name(
    zh=f"保留的号位须少于屏幕的号位总数，屏幕为7到120吋，观看距离为0.3到10米，最多{COLUMNS[-1]}列、{ROWS[-1]}行。",
    en="A screen reserves fewer slots than it has, has 7 to 120 inches, is read from 0.3 to 10 m, "
    f"and has at most {COLUMNS[-1]} columns and {ROWS[-1]} rows.",
)
FIGURES = ("inches", "metres", "columns", "rows", "reserved")
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
        if screen.role == "mirror" and screen.of is not None:
            # It looks as the other one does, whatever it was set to before.
            return see(f"/screens/{quote(screen.of, safe='')}/settings")
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
            return self._form(request, token, chosen, as_typed(screen, fields), said=fields, status=422)
        command = ChangeKitchen(screens=(changed,))
        return await change(self._store, token, request, fields, command, f"{request.url.path}?saved=1")

    def _form(
        self,
        request: Request,
        token: Token,
        chosen: Choice,
        screen: Screen,
        *,
        said: Fields | None = None,
        status: int = 200,
    ) -> Response:
        return framing(self._page(request, token, chosen, screen, said, status))

    def _page(
        self, request: Request, token: Token, chosen: Choice, screen: Screen, said: Fields | None, status: int
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
            **{**looks(state, screen), "fault": said is not None},
            key=secrets.token_hex(12),
            said=said or {},
            saved="saved" in request.query_params,
        )


def looks(state: State, screen: Screen) -> dict[str, Any]:
    """What the fields of how a screen shows things need."""
    return {
        "walls": screen.is_wall,
        "faulty": FAULTY,
        "fault": False,
        "rules": RULES,
        "usual": rules_of(state.kitchen.stations, screen.stations or sorted(state.kitchen.stations)),
        "grids": USUAL_GRIDS,
        "most_reserved": COLUMNS[-1] * ROWS[-1] - 1,
        "columns": COLUMNS,
        "rows": ROWS,
        "inches": INCHES,
        "reading": reading(screen),
    }


def as_typed(screen: Screen, fields: Fields) -> Screen:
    """The screen as a form says whose figures cannot be: nothing else that was chosen is lost."""
    rest = {name: said for name, said in fields.items() if name not in FIGURES}
    return read(screen, {**rest, "reserved": "0"}) or screen


def read(screen: Screen, fields: Fields) -> Screen | None:
    """The screen as a form says; None where it keeps as many slots as it has, or what is said makes no sense."""
    text = next((size for size in SIZES if size == fields.get("text")), None)
    inches = whole(fields.get("inches", str(screen.diagonal_inches)))
    distance = centimetres(fields.get("metres", ""), screen.distance_cm)
    language = next((each for each in LANGUAGES if each == fields.get("language")), screen.language)
    if text is None or inches is None or distance is None:
        return None
    if inches not in INCHES or distance not in DISTANCES_CM:
        return None
    changed = replace(screen, text=text, language=language, diagonal_inches=inches, distance_cm=distance)
    return _as_wall(changed, fields) if screen.is_wall else changed


def _as_wall(screen: Screen, fields: Fields) -> Screen | None:
    """What a wall alone has: its layout, its slots, its column, what it lets hear."""
    reserved, laid_out = whole(fields.get("reserved", "")), _laid_out(of_wall(screen, fields), fields)
    if laid_out is None or reserved is None or reserved >= grid_of(laid_out).slots:
        return None
    shown = {name: fields.get(name) == "on" for name in ("all_day", "batches")}
    return replace(laid_out, reserved=reserved, **shown)


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
