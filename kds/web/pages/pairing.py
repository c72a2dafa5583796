"""How a device becomes a wall, or one at which people sign in: it shows a code at /screens, and somebody with the right
types it in at /screens/pair."""

from __future__ import annotations

from typing import NamedTuple

import structlog
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from kds.core.cleaning import a_text
from kds.core.day.rules import has_sold
from kds.core.kitchen.model import Screen
from kds.core.rights import KITCHEN_PLAN, PAIR, SETTINGS, may
from kds.core.text import DEVICE_NAME
from kds.core.types import Name
from kds.feed.bars import Bar, KnownBars
from kds.i18n import LANGUAGES, known
from kds.runtime.access_record import note_access
from kds.runtime.store import Store
from kds.storage.living_people import People
from kds.storage.living_tokens import Tokens
from kds.storage.tokens import GuestPlace, Token, WallAssignment, is_for_guests, wall_ms
from kds.web.auth import who
from kds.web.pages import tries
from kds.web.pages.access import enter, keep, peer_of, viewer
from kds.web.pages.codes import HOUSE, Codes, Grant, TooManyWaiting, Waiting, plain
from kds.web.pages.errors import told
from kds.web.pages.forms import Fields, person, posted, see
from kds.web.pages.invites import Invites
from kds.web.pages.moments import time_of_day, timezone
from kds.web.pages.paired import Becomes, home_of
from kds.web.pages.people import viewer_of
from kds.web.pages.reach import reach_of
from kds.web.pages.respond import HEADERS, page
from kds.web.qr import qr_of

log = structlog.get_logger()

LIVE_MS = 10_000
"""A wall that was seen so lately is there: its right is looked up more often."""
BUSY = Name(
    zh="等待配对的设备太多，请稍后再试，或者先在这台设备上登录",
    en="Too many devices are waiting to be paired; try again later, or sign in at this device first",
)
PATH, JOIN = "/screens/pair", "/screens/join"
SIGN_IN = "@people"
"""In place of a screen, which is never called so: people sign in at the device."""
PAD = Name(zh="员工登录", en="Staff sign in")
TABLET, KIOSK = "@tablet", "@kiosk"
"""In place of a screen: guests order on the device."""
AT_TABLE = Name(zh="桌上平板", en="Tablet at a table")
AT_KIOSK = Name(zh="自助点餐机", en="Kiosk")


class BarShown(NamedTuple):
    """A bump bar of a device. `silent_ms` is how long it has been gone; 0 while it is there."""

    name: str
    here: bool
    since: str
    silent_ms: int


class Device(NamedTuple):
    """A paired device as pages show it. `silent_ms` is None for one that was never seen."""

    id: str
    name: str
    screen: Name
    there: bool
    pad: bool
    person: str
    """Who is signed in at it, "" for nobody."""
    language: str
    paired: str
    seen: str
    silent_ms: int | None
    live: bool
    bars: list[BarShown]


async def devices(store: Store, tokens: Tokens, people: People, bars: KnownBars) -> list[Device]:
    """The paired devices with their bump bars, oldest first."""
    paired = tokens.devices()
    await store.readable()
    known = bars.all()
    signed_in = {each.device: viewer_of(people, each).name for each in tokens.sign_ins()}
    return [
        _device(store, each, [bar for bar in known if bar.token == each.id], signed_in.get(each.id, ""))
        for each in paired
    ]


def _device(store: Store, token: Token, bars: list[Bar], person: str) -> Device:
    state, now, screen = store.state, wall_ms(), token.screen or ""
    pad, guests = token.screen is None, is_for_guests(token)
    shown = state.kitchen.screens.get(screen)
    zone = timezone(state)
    silent_ms = None if token.seen_at is None else max(0, now - token.seen_at)
    return Device(
        id=token.id,
        name=token.name,
        screen=_shown_at(token) if pad else Name(zh=screen, en=screen) if shown is None else shown.name,
        there=shown is not None or (pad and (not token.table or token.table in state.floor.tables)),
        pad=pad and not guests,
        person=person,
        language=token.language or "",
        paired=time_of_day(token.created_at, now, zone),
        seen="" if token.seen_at is None else time_of_day(token.seen_at, now, zone),
        silent_ms=silent_ms,
        live=silent_ms is not None and silent_ms <= LIVE_MS,
        bars=[
            BarShown(each.bar, each.here, time_of_day(each.since, now, zone), 0 if each.here else now - each.since)
            for each in bars
        ],
    )


def _shown_at(token: Token) -> Name:
    """What is done at a device that shows no screen of the kitchen."""
    if not is_for_guests(token):
        return PAD
    return Name(zh=f"{AT_TABLE.zh} {token.table}", en=f"{AT_TABLE.en}: {token.table}") if token.table else AT_KIOSK


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
            return Becomes(language=language)
        if screen == KIOSK:
            return Becomes(place=GuestPlace("kiosk"), language=language)
        if screen == TABLET:
            there = table in state.floor.tables
            return Becomes(place=GuestPlace("tablet", table), language=language) if there else "table"
        if screen in state.kitchen.screens:
            return Becomes(wall=WallAssignment(screen, language), language=language)
        return "screen"

    async def _let_in(self, token: Token, waiting: Waiting, becomes: Becomes, called: str) -> Response:
        try:
            made, secret = await self._tokens.pair(called, becomes.wall, becomes.place)
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
        if found is not None and await self._tokens.unpair(device):
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
        asked = {name: request.query_params.get(name, "") for name in ("paired", "unpair", "code", "from")}
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
