"""The menu of a new house: pasted, typed or read from a file, looked at, and taken over whole or not at all."""

from __future__ import annotations

import asyncio
import csv
import io
import tempfile
from pathlib import Path
from typing import NamedTuple

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from kds.core.holes import NEW_HOLE, plan_of
from kds.core.kitchen.proof import holes
from kds.core.menu.model import Dish
from kds.core.rights import MENU
from kds.core.state import State
from kds.core.types import Name, Refusal
from kds.i18n import Bilingual
from kds.i18n import words as words_in
from kds.ops.setup.grid import COLUMNS, Column, Grid, grid_of_file, grid_of_text
from kds.ops.setup.menu_rows import TOO_LONG, Offered, is_too_long, offered
from kds.ops.setup.stations import template_of
from kds.runtime.store import Store
from kds.storage.living_tokens import Tokens
from kds.storage.tokens import Token
from kds.web import wire
from kds.web.auth import own_page
from kds.web.pages.changing import IN_DRAFT, Choice, change, choice, named_holes
from kds.web.pages.forms import FOREIGN, Fields, person, posted
from kds.web.pages.respond import language_of
from kds.web.pages.setup import FROM_MENU, Setup
from kds.web.problems import Failed

TEXT_BYTES = 2 << 20
"""A pasted menu as it is posted."""
FILE_BYTES = 4 << 20
SHOWN = 40
"""Dishes of the preview."""
WIDEST = 20
"""Columns of a sheet that are looked at."""
TOO_LARGE = Name(zh=f"文件超过{FILE_BYTES >> 20} MB", en=f"The file is larger than {FILE_BYTES >> 20} MB")
EMPTY = Name(zh="文件里什么都没有", en="There is nothing in the file")
NO_SHEET = Name(zh="这不是XLSX或CSV文件", en="This is neither an XLSX nor a CSV file")


class DishShown(NamedTuple):
    """A dish of the preview: `was` is what it costs now, None for a new one."""

    dish: Dish
    category: Name
    station: Name
    was: int | None


class SetupMenu:
    """GET and POST /setup/menu, POST /setup/menu/file."""

    def __init__(self, store: Store, tokens: Tokens, setup: Setup) -> None:
        self._store = store
        self._tokens = tokens
        self._setup = setup

    async def do(self, request: Request) -> Response:
        """POST: look at it (`deed` look), or take it over (`deed` take); what is wrong is told row by row."""
        token = await person(request, self._store, self._tokens, MENU)
        fields = await posted(request, TEXT_BYTES)
        await self._store.settled()
        grid = await asyncio.to_thread(grid_of_text, fields.get("menu", ""))
        columns = columns_of(grid, fields)
        chosen = await choice(self._store, request, token.role, fields)
        state = chosen.state
        found = await asyncio.to_thread(offered, state, template_of(state.kitchen.stations), grid, columns)
        faults = found.faults
        hidden = await asyncio.to_thread(holes, plan_of(state, found.change), plan_of(state)) if not faults else []
        if fields.get("deed") == "take" and not faults:
            try:
                return await change(self._store, token, request, fields, found.change, _after(fields))
            except Refusal as refusal:
                faults = [] if refusal.reason is NEW_HOLE else [refusal.message()]
        else:
            chosen.holes.extend(named_holes(state, found.change, hidden))
        return await self._preview(request, token, fields, chosen, grid, columns, found, faults)

    async def file(self, request: Request) -> Response:
        """POST: a file, as its bytes; answers with its text, tabs between the columns, to be looked at and changed.

        What is wrong with the file is answered as text too: the page shows it beside the field.
        """
        await person(request, self._store, self._tokens, MENU)
        if not own_page(request):
            return _plain(request, 403, FOREIGN)
        try:
            body = await wire.read_body(request.receive, wire.header(request.scope, b"content-length"), FILE_BYTES)
            grid = await asyncio.to_thread(_grid_of, body)
        except Failed:
            return _plain(request, 413, TOO_LARGE)
        except ValueError:
            return _plain(request, 422, NO_SHEET)
        if not grid.rows:
            return _plain(request, 422, EMPTY)
        if is_too_long(grid):
            return _plain(request, 422, TOO_LONG)
        return PlainTextResponse(_text_of(grid), headers={"cache-control": "no-store"})

    async def _preview(
        self,
        request: Request,
        token: Token,
        fields: Fields,
        chosen: Choice,
        grid: Grid,
        columns: tuple[Column | None, ...],
        found: Offered,
        faults: list[Name],
    ) -> Response:
        return await self._setup.step(
            request,
            token,
            "menu",
            faults=faults,
            said=fields,
            status=422 if faults else 200,
            choice=chosen,
            columns=columns,
            choices=COLUMNS,
            heads=[[row[at] for _, row in grid.rows[:3] if at < len(row)] for at in range(len(columns))],
            shown=_shown(chosen.state, found)[:SHOWN],
            count=len(found.change.dishes),
            new=found.new,
        )


def _shown(state: State, found: Offered) -> list[DishShown]:
    categories = {each.category: each.name for each in (*state.menu.categories.values(), *found.change.categories)}
    return [
        DishShown(
            dish=each,
            category=categories[each.category],
            station=state.kitchen.stations[each.station].name,
            was=known.price_minor if (known := state.menu.dishes.get(each.dish)) is not None else None,
        )
        for each in found.change.dishes
    ]


def _after(fields: Fields) -> str:
    """Where it goes on: to the menu where that is where one came from, or what is looked at is a draft."""
    of_menu = fields.get("from") == FROM_MENU or fields.get("when", "").startswith(IN_DRAFT)
    return "/menu?saved=1" if of_menu else "/setup/people"


def columns_of(grid: Grid, fields: Fields) -> tuple[Column | None, ...]:
    """What each column is: as the form says, else as it was guessed."""
    found: list[Column | None] = []
    for at, guessed in enumerate(grid.columns[:WIDEST]):
        said = fields.get(f"column-{at}")
        found.append(guessed if said is None else next((each for each in COLUMNS if each == said), None))
    return tuple(found)


def _plain(request: Request, status: int, words: Bilingual) -> Response:
    """What is wrong, as text in the reader's language."""
    said = words_in(language_of(request)).of(words)
    return PlainTextResponse(said, status, headers={"cache-control": "no-store"})


def _grid_of(body: bytes) -> Grid:
    """A file as cells. Raises `ValueError` where it is no sheet."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / ("menu.xlsx" if body.startswith(b"PK") else "menu.csv")
        path.write_bytes(body)
        return grid_of_file(path)


def _text_of(grid: Grid) -> str:
    out = io.StringIO()
    writer = csv.writer(out, delimiter="\t", lineterminator="\n")
    if any(grid.columns):
        writer.writerow([each or "" for each in grid.columns])
    writer.writerows(row for _, row in grid.rows)
    return out.getvalue()
