"""How a device becomes a wall, or one at which people sign in: it shows a code at /screens, and somebody with the right
types it in at /screens/pair."""

from __future__ import annotations

import structlog
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from kds.core.cleaning import a_text
from kds.core.day.rules import has_sold
from kds.core.kitchen.screens import Screen
from kds.core.rights import KITCHEN_PLAN, PAIR, SETTINGS, may
from kds.core.text import DEVICE_NAME
from kds.core.types import Name
from kds.feed.bars import KnownBars
from kds.i18n import LANGUAGES, known
from kds.runtime.access_record import note_access
from kds.runtime.store import Store
from kds.storage.devices import pair, unpair
from kds.storage.living_people import People
from kds.storage.living_tokens import Tokens
from kds.storage.tokens import GuestPlace, Token, WallAssignment
from kds.web.auth import who
from kds.web.pages import tries
from kds.web.pages.access import enter, keep, peer_of, viewer
from kds.web.pages.codes import HOUSE, Codes, Grant, TooManyWaiting, Waiting, plain
from kds.web.pages.errors import told
from kds.web.pages.forms import Fields, person, posted, see
from kds.web.pages.invites import Invites
from kds.web.pages.paired import Becomes, home_of
from kds.web.pages.paired_devices import AT_KIOSK, AT_TABLE, PAD, devices
from kds.web.pages.reach import reach_of
from kds.web.pages.respond import HEADERS, page
from kds.web.qr import qr_of

log = structlog.get_logger()

BUSY = Name(
    zh="等待配对的设备太多，请稍后再试，或者先在这台设备上登录",
    en="Too many devices are waiting to be paired; try again later, or sign in at this device first",
)
PATH, JOIN = "/screens/pair", "/screens/join"
SIGN_IN = "@people"
"""In place of a screen, which is never called so: people sign in at the device."""
TABLET, KIOSK = "@tablet", "@kiosk"
"""In place of a screen: guests order on the device."""


def to_pairing() -> Response:
    """A device that nobody knows shows a code."""
    return see("/screens")


class Pairing:
    """The pages of devices that wait, and of those who let them in."""

    def __init__(self, store: Store, tokens: Tokens, people: People, bars: KnownBars, invites: Invites) -> None:
        self._store = store
        self._tokens = tokens
        self._people = people
        self._bars = bars
        self._invites = invites
        self._codes = Codes()
        self._tries = tries.Tries()

    async def wait(self, request: Request) -> Response:
        """GET /screens: a page that shows a code; a device that is paired already goes to its screen."""
        token = await viewer(request, self._tokens)
        home = None if token is None else home_of(token)
        if home is not None:
            return see(home)
        language = known(request.query_params.get("lang")) or "both"
        where = reach_of(self._store.state, request).host
        return page(request, "pairing_code/page.html", language=language, where=f"{where}{PATH}")

    async def ask(self, request: Request) -> Response:
        """POST /screens/code: a code to show, and the claim by which the device asks what became of it.

        Where somebody who may pair has signed in at the device, strangers cannot keep it waiting.
        """
        await posted(request)
        token = await viewer(request, self._tokens)
        own = token is not None and token.screen is None and may(self._store.state, token.role, PAIR)
        try:
            waiting = self._codes.ask(HOUSE if own else peer_of(request))
        except TooManyWaiting:
            return told(request, 503, BUSY)
        said: dict[str, object] = {"state": "waiting", "code": waiting.code, "claim": waiting.claim}
        reach = reach_of(self._store.state, request)
        if reach.open:
            said["qr"] = qr_of(f"{reach.address}{PATH}?code={waiting.code}")._asdict()
        return _json({**said, **self._left(waiting)})

    async def claim(self, request: Request) -> Response:
        """POST /screens/claim: waiting, unknown (ask for another code), or paired, with the token in the cookie."""
        waiting = self._codes.claimed((await posted(request)).get("claim", ""))
        if waiting is None:
            return _json({"state": "unknown"})
        if waiting.grant is None:
            return _json({"state": "waiting", "code": waiting.code, **self._left(waiting)})
        response = _json({"state": "paired", "to": waiting.grant.to})
        keep(request, response, waiting.grant.secret)
        return response

    def _left(self, waiting: Waiting) -> dict[str, int]:
        return {"left_s": self._codes.left_s(waiting)}

    async def desk(self, request: Request) -> Response:
        """GET /screens/pair: the form, and the devices that are paired."""
        entered = await enter(request, self._tokens)
        if entered is not None:
            return entered
        token = await person(request, self._store, self._tokens, PAIR)
        return await self._desk(request, token, {}, "")

    async def pair(self, request: Request) -> Response:
        """POST /screens/pair: the device that shows this code becomes a screen, or one at which people sign in.

        Where the form asks for a QR (`invite`), whichever device scans that first.
        """
        token = await person(request, self._store, self._tokens, PAIR)
        fields = await posted(request)
        await self._store.readable()
        screen = fields.get("screen", "")
        becomes = self._becomes(fields)
        if isinstance(becomes, str):
            return await self._desk(request, token, fields, becomes, 422)
        name = a_text("name", fields.get("name", ""), DEVICE_NAME)
        if "invite" in fields:
            called = name or screen.lstrip("@")
            secret = self._invites.make(becomes, called, who(token).id)
            return await self._desk(request, token, {}, "", invite=secret, called=called)
        if not self._tries.may(token.id, peer_of(request)):
            return await self._desk(request, token, fields, "wait", 429)
        waiting = self._codes.take(fields.get("code", ""))
        if waiting is None:
            self._tries.wrong(token.id, peer_of(request))
            return await self._desk(request, token, fields, "code", 422)
        return await self._let_in(token, waiting, becomes, name or f"{screen.lstrip('@')} {waiting.code}")

    def _becomes(self, fields: Fields) -> Becomes | str:
        """What the form says that a device becomes; or which field says nothing that there is."""
        language, screen, table = known(fields.get("language")), fields.get("screen", ""), fields.get("table", "")
        state = self._store.state
        if language is None:
            return "screen"
        if screen == SIGN_IN:
            return Becomes(None, language)
        if screen == KIOSK:
            return Becomes(GuestPlace("kiosk"), language)
        if screen == TABLET:
            there = table in state.floor.tables
            return Becomes(GuestPlace("tablet", table), language) if there else "table"
        if screen in state.kitchen.screens:
            return Becomes(WallAssignment(screen, language), language)
        return "screen"

    async def _let_in(self, token: Token, waiting: Waiting, becomes: Becomes, called: str) -> Response:
        try:
            made, secret = await pair(self._tokens, called, becomes.place)
        except BaseException:
            self._codes.give_back(waiting)
            raise
        self._codes.grant(waiting, Grant(secret, becomes.address))
        log.info("device_paired", device=made.id, screen=made.screen, by=who(token).id)
        await note_access(self._store, "paired", made.id, made.role, by=who(token).id, device=token.device or "")
        return see(f"{PATH}?paired={made.id}")

    async def unpair(self, request: Request) -> Response:
        """POST /screens/unpair: the device is a screen no more, and whoever is signed in at it is signed out."""
        token = await person(request, self._store, self._tokens, PAIR)
        device = (await posted(request)).get("device", "")
        found = next((each for each in self._tokens.devices() if each.id == device), None)
        if found is not None and await unpair(self._tokens, device):
            self._bars.look()
            log.info("device_unpaired", device=device, by=who(token).id)
            at = token.device or ""
            await note_access(self._store, "unpaired", found.id, found.role, by=who(token).id, device=at)
        return see(PATH)

    async def _desk(
        self,
        request: Request,
        token: Token,
        fields: Fields,
        fault: str,
        status: int = 200,
        *,
        invite: str = "",
        called: str = "",
    ) -> Response:
        paired = await devices(self._store, self._tokens, self._people, self._bars)
        asked = {name: request.query_params.get(name, "") for name in ("paired", "unpair", "code", "from", "moved")}
        state = self._store.state
        reach = reach_of(state, request)
        return page(
            request,
            "pairing/page.html",
            status,
            viewer=token,
            manages=may(state, token.role, KITCHEN_PLAN),
            from_setup=may(state, token.role, SETTINGS) and (not has_sold(state) or asked["from"] == "setup"),
            screens=screens_of(self._store),
            others=((SIGN_IN, PAD), (TABLET, AT_TABLE), (KIOSK, AT_KIOSK)),
            tables=sorted(self._store.state.floor.tables),
            languages=LANGUAGES,
            devices=paired,
            paired=next((each for each in paired if each.id == asked["paired"]), None),
            strayed=[each for each in paired if each.strayed],
            moved=state.kitchen.screens.get(asked["moved"]),
            leaving=next((each for each in paired if each.id == asked["unpair"]), None),
            code=plain(fields.get("code", asked["code"])),
            reach=reach,
            invite=qr_of(f"{reach.address}{JOIN}/{invite}") if invite else None,
            called=called,
            fields=fields,
            fault=fault,
        )


def screens_of(store: Store) -> list[Screen]:
    """The screens of the kitchen, those that show all stations first."""
    return sorted(store.state.kitchen.screens.values(), key=lambda screen: (bool(screen.stations), screen.screen))


def _json(body: dict[str, object]) -> JSONResponse:
    return JSONResponse(body, headers=HEADERS)
