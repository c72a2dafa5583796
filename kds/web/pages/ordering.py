"""Ordering for guests: /order for the staff, and what every ordering page reads while it is open."""

from __future__ import annotations

import hashlib
from collections.abc import Awaitable, Callable
from typing import NamedTuple, get_args

import msgspec
from msgspec.structs import replace
from starlette.requests import Request
from starlette.responses import Response

from kds.core.cleaning import an_id
from kds.core.floor.model import Area
from kds.core.kitchen.hidden import hidden_stations
from kds.core.kitchen.model import Station
from kds.core.rights import ORDER_PAGE, SEE_MENU, SOLD_OUT, Right
from kds.core.state import State
from kds.core.types import Refusal, Service
from kds.runtime.store import Store
from kds.storage.living_tokens import Tokens
from kds.web import wire
from kds.web.auth import asking
from kds.web.endpoints import FORESEEN, failure_of
from kds.web.pages import errors
from kds.web.pages.access import enter
from kds.web.pages.forms import person
from kds.web.pages.holders import held
from kds.web.pages.moments import timezone
from kds.web.pages.order_menu import OrderMenu, OrderMenus
from kds.web.pages.order_view import Wanted, now_view
from kds.web.pages.respond import page
from kds.web.problems import CONTENT_TYPE, of_failure, of_refusal

KEPT = {"cache-control": "private, no-cache", "vary": "accept-encoding, cookie", "x-content-type-options": "nosniff"}
"""A browser keeps the answer and asks each time whether it still stands."""
OF_A_BODY = ("content-encoding", "x-content-type-options")
SERVICES: tuple[Service, ...] = get_args(Service)

Reader = Callable[[Request], Awaitable[Response]]


class Ordering:
    """The page at /order, and below it the menu and the state of now."""

    def __init__(self, store: Store, tokens: Tokens) -> None:
        self._store = store
        self._tokens = tokens
        self._menus = OrderMenus(store)

    async def show(self, request: Request) -> Response:
        """GET: order for `?session=`, `?table=` or a new party of `?service=`; without any, a choice of tables.

        So also for who dines in, where the house does not call its guests by number.
        """
        entered = await enter(request, self._tokens)
        if entered is not None:
            return entered
        token = await person(request, self._store, self._tokens, ORDER_PAGE, errors.no_order)
        wanted = wanted_by(request)
        await self._store.readable()
        state, house = self._store.state, self._store.state.day.house.value
        if wanted == Wanted() and (house is None or not house.dine_in_by_number):
            wanted = None
        if wanted is None:
            asked = request.query_params.get("find", "").strip()
            areas = tables_by_area(state, asked)
            return held(request, page(request, "order_for/page.html", viewer=token, areas=areas, asked=asked), token)
        party = now_view(state, wanted, "").party  # refuses what is not there
        if party is not None and wanted.session is not None:
            wanted = replace(wanted, service=party.service)
        answer = page(
            request,
            "order/page.html",
            viewer=token,
            wanted=wanted,
            now=self._store.now(),
            timezone=timezone(state),
            stations=shown_stations(state),
        )
        return held(request, answer, token)

    async def menu(self, request: Request) -> Response:
        """GET /order/menu: the menu with how its dishes are typed."""
        return await read(request, self._store, self._tokens, (SEE_MENU,), self._menu)

    async def now(self, request: Request) -> Response:
        """GET /order/now: which menu stands, what is left, and what has been sent for this party.

        What is left is also for those who only say what is sold out; about a party they learn nothing here.
        """
        about_a_party = request.query_params.keys() & {"session", "table"}
        rights = (ORDER_PAGE,) if about_a_party else (ORDER_PAGE, SOLD_OUT)
        return await read(request, self._store, self._tokens, rights, self._now)

    async def _menu(self, request: Request) -> Response:
        return menu_answer(request, await self._menus.current())

    async def _now(self, request: Request) -> Response:
        menu = await self._menus.current()
        await self._store.readable()
        body = msgspec.json.encode(now_view(self._store.state, wanted_by(request) or Wanted(), menu.mark))
        mark = hashlib.sha256(body).hexdigest()[:16]
        return still_or(request, body, {"etag": f'"{mark}"', "x-server-now": str(self._store.now())})


async def read(request: Request, store: Store, tokens: Tokens, rights: tuple[Right, ...], reader: Reader) -> Response:
    """What a script of the staff's pages asks for, kept for whoever is signed in."""

    async def permitted(request: Request) -> Response:
        authorization = wire.header(request.scope, b"authorization")
        token = asking(store.state, tokens, request.scope, authorization, rights)
        return held(request, await reader(request), token)

    return await read_for_script(request, permitted)


async def read_for_script(request: Request, read: Reader) -> Response:
    """What a page's script reads: what goes wrong is a problem, and says when to come again where that helps."""
    headers = {"cache-control": "no-store"}
    try:
        return await read(request)
    except Refusal as refusal:
        status, body = of_refusal(refusal)
    except FORESEEN as error:
        failure = failure_of(error)
        status, body = of_failure(failure)
        headers |= failure.headers
    return Response(body, status, media_type=CONTENT_TYPE, headers=headers)


class TablesOf(NamedTuple):
    """The tables of an area, by name."""

    area: Area
    tables: list[str]


def tables_by_area(state: State, asked: str) -> list[TablesOf]:
    """The tables with these letters in their name, whether large or small, in the areas that have any."""
    found: dict[str, list[str]] = {}
    for each in sorted(state.floor.tables.values(), key=lambda each: each.table):
        if asked.casefold() in each.table.casefold():
            found.setdefault(each.area, []).append(each.table)
    return [TablesOf(state.floor.areas[area], found[area]) for area in sorted(found)]


def shown_stations(state: State) -> list[Station]:
    """Those that a screen shows, in their order: what is on no menu can be made there."""
    hidden = {each.station for each in hidden_stations(state)}
    found = [each for each in state.kitchen.stations.values() if each.station not in hidden]
    return sorted(found, key=lambda each: (each.position, each.station))


def menu_answer(request: Request, menu: OrderMenu) -> Response:
    """A menu, zipped for who takes it so."""
    zipped = "gzip" in request.headers.get("accept-encoding", "")
    headers = {"etag": f'"{menu.mark}{"-z" if zipped else ""}"'}
    if zipped:
        headers["content-encoding"] = "gzip"
    return still_or(request, menu.zipped if zipped else menu.body, headers)


def still_or(request: Request, body: bytes, headers: dict[str, str]) -> Response:
    """The body, or that the one of this mark still stands."""
    headers = {**KEPT, **headers}
    if is_known(request, headers["etag"]):
        return Response(
            status_code=304, headers={name: each for name, each in headers.items() if name not in OF_A_BODY}
        )
    return Response(body, headers=headers, media_type="application/json")


def is_known(request: Request, etag: str) -> bool:
    """Whether the browser has what this mark is of."""
    said = request.headers.get("if-none-match", "")
    return said.strip() == "*" or etag in [each.strip().removeprefix("W/") for each in said.split(",")]


def wanted_by(request: Request) -> Wanted | None:
    """Whom the address names. Refused: an id that is none."""
    asked = request.query_params
    session, table, service = asked.get("session"), asked.get("table"), asked.get("service")
    if session:
        return Wanted(session=an_id("session", session))
    if table:
        return Wanted(table=an_id("table", table))
    if service in SERVICES:
        return Wanted(service=service)
    return None
