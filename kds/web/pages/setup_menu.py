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
from kds.core.types import Name, Refusal
from kds.ops.setup.grid import COLUMNS, Column, Grid, grid_of_file, grid_of_text
from kds.ops.setup.menu_rows import Offered, offered
from kds.ops.setup.stations import template_of
from kds.runtime.store import Store
from kds.storage.living_tokens import Tokens
from kds.storage.tokens import Token
from kds.web import wire
from kds.web.auth import own_page
from kds.web.pages import errors
from kds.web.pages.changing import NamedHole, named_holes, proven
from kds.web.pages.forms import FOREIGN, Fields, person, posted, see, submit
from kds.web.pages.setup import Setup

TEXT_BYTES = 2 << 20
"""A pasted menu as it is posted."""
FILE_BYTES = 4 << 20
SHOWN = 40
"""Dishes of the preview."""
WIDEST = 20
"""Columns of a sheet that are looked at."""
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
        state = self._store.state
        found = await asyncio.to_thread(offered, state, template_of(state.kitchen.stations), grid, columns)
        faults = found.faults
        hidden = await asyncio.to_thread(holes, plan_of(state, found.change), plan_of(state)) if not faults else []
        if fields.get("deed") == "take" and not faults:
            try:
                await submit(self._store, token, request, fields, proven(found.change, fields))
            except Refusal as refusal:
                faults = [] if refusal.reason is NEW_HOLE else [refusal.message()]
            else:
                return see("/setup/people")
        named = named_holes(self._store.state, found.change, hidden)
        return self._preview(request, token, fields, grid, columns, found, faults, named)

    async def file(self, request: Request) -> Response:
        """POST: a file, as its bytes; answers with its text, tabs between the columns, to be looked at and changed."""
        await person(request, self._store, self._tokens, MENU)
        if not own_page(request):
            return errors.told(request, 403, FOREIGN)
        body = await wire.read_body(request.receive, wire.header(request.scope, b"content-length"), FILE_BYTES)
        try:
            text = await asyncio.to_thread(_text_of, body)
        except ValueError:
            return errors.told(request, 422, NO_SHEET)
        return PlainTextResponse(text, headers={"cache-control": "no-store"})

    def _preview(
        self,
        request: Request,
        token: Token,
        fields: Fields,
        grid: Grid,
        columns: tuple[Column | None, ...],
        found: Offered,
        faults: list[Name],
        hidden: list[NamedHole],
    ) -> Response:
        return self._setup.step(
            request,
            token,
            "menu",
            faults=faults,
            said=fields,
            status=422 if faults else 200,
            columns=columns,
            choices=COLUMNS,
            heads=[[row[at] for _, row in grid.rows[:3] if at < len(row)] for at in range(len(columns))],
            shown=self._shown(found)[:SHOWN],
            count=len(found.change.dishes),
            new=found.new,
            hidden=hidden,
        )

    def _shown(self, found: Offered) -> list[DishShown]:
        state = self._store.state
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


def columns_of(grid: Grid, fields: Fields) -> tuple[Column | None, ...]:
    """What each column is: as the form says, else as it was guessed."""
    found: list[Column | None] = []
    for at, guessed in enumerate(grid.columns[:WIDEST]):
        said = fields.get(f"column-{at}")
        found.append(guessed if said is None else next((each for each in COLUMNS if each == said), None))
    return tuple(found)


def _text_of(body: bytes) -> str:
    """A file as text. Raises `ValueError` where it is no sheet."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / ("menu.xlsx" if body.startswith(b"PK") else "menu.csv")
        path.write_bytes(body)
        grid = grid_of_file(path)
    out = io.StringIO()
    writer = csv.writer(out, delimiter="\t", lineterminator="\n")
    if any(grid.columns):
        writer.writerow([each or "" for each in grid.columns])
    writer.writerows(row for _, row in grid.rows)
    return out.getvalue()
