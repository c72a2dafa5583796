"""The guest's page at /guest, and what it reads while it is open."""

from __future__ import annotations

import hashlib
from typing import get_args

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from kds.core.types import GuestChannel, Service
from kds.runtime.store import Store
from kds.web.contacts import Contacts, Peer, nowhere
from kds.web.guests.called import called
from kds.web.guests.entering import Entering, keep
from kds.web.guests.guest_view import GuestsNow, ended_view, guest_view
from kds.web.guests.kept_page import guest_page
from kds.web.guests.visits import WHY_NOT, Visit
from kds.web.pages.holders import held_by
from kds.web.pages.moments import timezone
from kds.web.pages.order_menu import OrderMenus
from kds.web.pages.ordering import menu_answer, read_for_script, still_or
from kds.web.problems import UNAUTHORIZED, Failed, malformed

CHANNELS: tuple[GuestChannel, ...] = get_args(GuestChannel)
AT_KIOSKS: dict[str, Service] = {"": "takeaway", "takeaway": "takeaway", "dine_in": "dine_in"}
"""What `?service=` can be."""
FARED = "kds-fared"
AGAIN_S = 20
"""A device of the house that can order nothing now looks again after so long: nobody stands there to do it."""


class GuestPage:
    """The page of a phone that has a pass."""

    def __init__(self, store: Store, entering: Entering, contacts: Contacts) -> None:
        self._contacts = contacts
        self._store = store
        self._entering = entering
        self._menus = {channel: OrderMenus(store, channel) for channel in CHANNELS}

    async def show(self, request: Request) -> Response:
        """GET: order at one's own table; without a pass that opens something, how to get one."""
        await self._store.readable()
        visit = self._entering.visit(request)
        if not isinstance(visit, Visit):
            response = self._entering.refused(request, WHY_NOT["stale" if visit is None else visit], 403)
            if self._entering.device(request) is not None:
                response.headers["refresh"] = str(AGAIN_S)
            return response
        self._entering.pace.read(visit.token)
        return self._page(request, visit)

    async def of_table(self, request: Request) -> Response:
        """GET /t/{code}: what is printed for a table. The page itself: on a slow network a way there costs a second."""
        return self._entered(request, await self._entering.of_table(request))

    async def of_party(self, request: Request) -> Response:
        """GET /v/{code}: what is printed, or shown, for one party."""
        return self._entered(request, await self._entering.of_party(request))

    def _entered(self, request: Request, found: Visit | Response) -> Response:
        return self._page(request, found) if isinstance(found, Visit) else found

    def _page(self, request: Request, visit: Visit) -> Response:
        """The page, with the pass that says from now on whose it is."""
        response = guest_page(request, visit, request.app.state.house_name(), timezone(self._store.state))
        if visit.device is None:
            keep(request, response, self._entering.passes, visit.held)
        return kept_for(request, response, visit)

    async def menu(self, request: Request) -> Response:
        """GET /guest/menu: the menu by which guests order."""
        return await read_for_script(request, self._menu)

    async def now(self, request: Request) -> Response:
        """GET /guest/now: what may have changed. Of a visit that is over it says that, and nothing else.

        At a kiosk `?service=` is takeaway or dine_in.
        """
        return await read_for_script(request, self._now)

    async def called(self, request: Request) -> Response:
        """GET /guest/called?session=&line=: the number of an order that this kiosk has sent."""
        return await read_for_script(request, self._called)

    async def _menu(self, request: Request) -> Response:
        visit = self._entering.visit(request)
        if not isinstance(visit, Visit):
            raise Failed(UNAUTHORIZED)
        self._entering.pace.read(visit.token)
        return kept_for(request, menu_answer(request, await self._menus[visit.channel].current()), visit)

    async def _now(self, request: Request) -> Response:
        found = self._entering.visit(request)
        if isinstance(found, Visit):
            self._entering.pace.read(found.token)
            self._fared(request, found)
        menu = await self._menus[found.channel if isinstance(found, Visit) else "scan"].current()
        await self._store.readable()
        held, visit = self._entering.held(request), self._entering.visit(request)
        if visit is None:
            raise Failed(UNAUTHORIZED)
        if not isinstance(visit, Visit):
            return self._told(request, ended_view("" if held is None else held.guest, visit))
        asked = request.query_params.get("service", "")
        service = AT_KIOSKS.get(asked)
        if service is None:
            raise malformed("service", f"Invalid enum value {asked!r}")
        state, now = self._store.state, self._store.now()
        response = self._told(request, guest_view(state, visit, menu.mark, now, service))
        if visit.device is None and visit.held != held:
            keep(request, response, self._entering.passes, visit.held)
        return kept_for(request, response, visit)

    def _fared(self, request: Request, visit: Visit) -> None:
        """A kiosk shares no cart and has no socket: it says itself how it was answered."""
        took_ms, _, missed = request.headers.get(FARED, "").partition(",")
        said = [each for each in (took_ms, missed) if each.isascii() and each.isdigit() and len(each) < 6]
        if visit.device is not None and visit.channel == "kiosk" and len(said) == 2:
            self._contacts.told(Peer(visit.device.id, "kiosk", nowhere, visit.device), int(said[0]), int(said[1]))

    async def _called(self, request: Request) -> Response:
        await self._store.readable()
        visit = self._entering.visit(request)
        if not isinstance(visit, Visit):
            raise Failed(UNAUTHORIZED)
        asked = request.query_params
        found = called(self._store.state, visit, asked.get("session", ""), asked.get("line", ""))
        return Response(
            msgspec.json.encode(found), media_type="application/json", headers={"cache-control": "no-store"}
        )

    def _told(self, request: Request, said: GuestsNow) -> Response:
        body = msgspec.json.encode(said)
        mark = hashlib.sha256(body).hexdigest()[:16]
        return still_or(request, body, {"etag": f'"{mark}"', "x-server-now": str(self._store.now())})


def kept_for(request: Request, response: Response, visit: Visit) -> Response:
    """A phone may keep it for its visit. A device of the house keeps nothing: others may sit before it by then."""
    return response if visit.device is not None else held_by(request, response, visit.held.guest)
