"""The addresses of the pages of settings."""

from __future__ import annotations

from collections.abc import Callable

from starlette.routing import BaseRoute

from kds.feed.hub import Hub as Feed
from kds.runtime.store import Store
from kds.storage.living_tokens import Tokens
from kds.storage.photos import Photos
from kds.web.pages.house.basics import HouseForm
from kds.web.pages.house.causes import Causes
from kds.web.pages.house.charges import Surcharges, Tenders
from kds.web.pages.house.files import Files
from kds.web.pages.house.forms import OneForm
from kds.web.pages.house.guests import GuestsForm
from kds.web.pages.house.hub import Hub
from kds.web.pages.house.lists import Lists
from kds.web.pages.house.minding import MindingForm
from kds.web.pages.house.pacing import PacingForm
from kds.web.pages.house.printers import Printers
from kds.web.pages.house.reductions import Reductions, Rounding
from kds.web.pages.house.routing import Routes
from kds.web.pages.house.stations import Lateness, Stations
from kds.web.pages.house.tables import Areas, Tables
from kds.web.pages.house.themes import Themes
from kds.web.pages.house.times import Times
from kds.web.pages.house.walls import Walls

ONES: tuple[type[OneForm], ...] = (HouseForm, GuestsForm, PacingForm, MindingForm, Lateness, Rounding, Causes)
SEVERAL: tuple[type[Lists], ...] = (Stations, Themes, Routes, Printers, Areas, Tenders, Surcharges, Reductions)
Page = Callable[..., BaseRoute]


def house_routes(store: Store, tokens: Tokens, feed: Feed, photos: Photos, route: Page) -> list[BaseRoute]:
    """All of them; `route` makes one of a path and its handlers by method."""
    tables, files, times = Tables(store, tokens), Files(store, tokens, photos), Times(store, tokens)
    found = [
        route("/settings", GET=Hub(store, tokens).show),
        route("/settings/export", GET=files.export),
        route("/settings/import", GET=files.show, POST=files.take),
        route("/settings/import/file", POST=files.upload),
        route("/settings/times", GET=times.show, POST=times.forget),
        route(Tables.path, GET=tables.index, POST=tables.add),
        route(f"{Tables.path}/{{id}}", GET=tables.show, POST=tables.save),
    ]
    for form in [kind(store, tokens) for kind in ONES]:
        found.append(route(form.path, GET=form.show, POST=form.save))
    for several in [Walls(store, tokens, feed), *[kind(store, tokens) for kind in SEVERAL]]:
        found.append(route(several.path, GET=several.index))
        found.append(route(f"{several.path}/{{id}}", GET=several.show, POST=several.save))
    return found
