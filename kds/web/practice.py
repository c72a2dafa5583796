"""Practising: which browsers practise, each on a ground of its own, and sending what they ask to it.

    request ──▶ Practising ──▶ the house             no cookie of a ground, a bearer's token, what is for all
                    ├────────▶ the ground            its cookie, of whoever began it
                    └────────▶ 409, or /practice     a ground that has ended, or a page of the other world

A page says which world it is of, wherever it does something: what was meant for guests never lands in a practice, nor
what was practised on somebody's bill.
"""

from __future__ import annotations

import asyncio
import contextlib
import secrets
import time
from collections.abc import Awaitable, Callable, Collection
from http.cookies import CookieError, SimpleCookie
from typing import NamedTuple
from urllib.parse import parse_qs

import structlog
from starlette.applications import Starlette
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from kds.core.types import Name
from kds.ops.practice.progress import Progress
from kds.storage.living_tokens import Tokens
from kds.storage.tokens import Token, secret_hash
from kds.web import wire
from kds.web.auth import COOKIE, PERSON, of_browser
from kds.web.pages.respond import MARKED
from kds.web.problems import PRACTICE_ENDED, REAL_PAGE, Failed

log = structlog.get_logger()

PRACTICE = "kds_practice"
"""The cookie of a browser that practises: scripts cannot read it."""
CLAIM = b"kds-practice"
"""The header, and the parameter `practice`, by which a page says of which ground it is."""
MOST = 6
"""Grounds at a time: each costs memory."""
IDLE_S = 1800.0
"""A ground ends when nothing was done on it for so long."""
LOOK_S = 5.0
OF_THE_HOUSE = ("/static/", "/practice", "/sign-in", "/sign-out", "/healthz", "/metrics", "/favicon.ico")
"""What is the same for everybody, whether they practise or not."""
ALONE = ("/kiosk.html", "/sw.js", "/screens/code", "/screens/claim")


class Made(NamedTuple):
    """A store to practise in: its pages, how far somebody has come, who approves there by which PIN, and its end."""

    app: Starlette
    progress: Progress
    approver: Name
    pin: str
    close: Callable[[], Awaitable[None]]


class Full(Exception):
    """So many practise already that nobody more can."""


class Ground:
    """One person's practice in one browser. `ground` names it in pages; only its cookie opens it."""

    def __init__(self, token: Token, made: Made, now: float) -> None:
        self.ground = secrets.token_hex(6)
        self.token = token
        self.made = made
        self.touched_at = now
        made.app.state.practice = self.ground


class Grounds:
    """All that there are. `make` makes a store for whoever has these cookies; `now` counts seconds."""

    def __init__(
        self,
        tokens: Tokens,
        make: Callable[[Token, Collection[bytes]], Awaitable[Made]],
        now: Callable[[], float] = time.monotonic,
    ) -> None:
        self._tokens = tokens
        self._make = make
        self._now = now
        self._grounds: dict[bytes, Ground] = {}
        """By the hashes of their secrets."""
        self._beginning = asyncio.Lock()

    def __len__(self) -> int:
        return len(self._grounds)

    async def begin(self, token: Token, cookies: Collection[str]) -> str:
        """A new ground; the secret that opens it. Raises `Full`, and what making a store raises."""
        async with self._beginning:
            await self.look()
            if len(self._grounds) >= MOST:
                raise Full
            ground = Ground(token, await self._make(token, [secret_hash(each) for each in cookies]), self._now())
            secret = secrets.token_urlsafe(24)
            self._grounds[secret_hash(secret)] = ground
        log.info("practice_begun", ground=ground.ground, token=token.id, grounds=len(self._grounds))
        return secret

    def find(self, secret: str, token: Token | None) -> Ground | None:
        """The ground that a cookie opens for whoever it was begun by."""
        found = self._grounds.get(secret_hash(secret))
        return found if found is not None and token is not None and found.token.id == token.id else None

    def touch(self, ground: Ground) -> None:
        """Something was done on it."""
        ground.touched_at = self._now()

    async def end(self, secret: str) -> None:
        """Nothing of that ground is left."""
        await self._end(secret_hash(secret))

    async def look(self) -> None:
        """End those on which nothing is done, and of whoever is signed in no more."""
        for key, each in list(self._grounds.items()):
            if each.touched_at + IDLE_S <= self._now() or not self._tokens.lives(each.token):
                await self._end(key)

    async def keep(self) -> None:
        """Do that for ever; all of them end with it."""
        try:
            while True:
                await asyncio.sleep(LOOK_S)
                await self.look()
        finally:
            await self.close()

    async def close(self) -> None:
        """All of them end."""
        for key in list(self._grounds):
            await self._end(key)

    async def _end(self, key: bytes) -> None:
        ground = self._grounds.pop(key, None)
        if ground is not None:
            with contextlib.suppress(Exception):
                await ground.made.close()
            log.info("practice_ended", ground=ground.ground, grounds=len(self._grounds))


class Asked(NamedTuple):
    """What a request says of practising: the secret of its browser, the ground of its page, and whether it says so."""

    cookies: dict[str, str]
    claim: str | None
    bearer: bool

    @property
    def secret(self) -> str:
        """The browser's; "" where it does not practise."""
        return self.cookies.get(PRACTICE, "")


class Practising:
    """The application of the house, before which those who practise are sent to their grounds."""

    def __init__(self, app: ASGIApp, tokens: Tokens, grounds: Grounds) -> None:
        self._app = app
        self._tokens = tokens
        self._grounds = grounds

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """To the house, or to a ground."""
        asked = None if scope["type"] == "lifespan" else asked_of(scope)
        if asked is None or asked.bearer or _is_for_all(scope["path"]):
            if asked is not None and asked.secret and scope["path"] == "/sign-out":
                await self._grounds.end(asked.secret)
                send = _forgetting(send)
            elif asked is not None:
                self._mark(scope, asked)
            await self._app(scope, receive, send)
            return
        ground = self._grounds.find(asked.secret, of_browser(self._tokens, asked.cookies))
        if ground is None or asked.claim not in (None, ground.ground):
            await _ended(scope, receive, send)
        elif asked.claim is None and _does_something(scope):
            await _refused(scope, receive, send, Failed(REAL_PAGE))
        else:
            if not _is_read(scope):
                self._grounds.touch(ground)
            await ground.made.app(scope, receive, _own_cookies_kept(send))

    def _mark(self, scope: Scope, asked: Asked) -> None:
        """A page of the house that somebody sees who practises, says so."""
        ground = self._grounds.find(asked.secret, of_browser(self._tokens, asked.cookies))
        if ground is not None:
            scope[MARKED] = ground.ground


def asked_of(scope: Scope) -> Asked | None:
    """What a request says of practising; None where it says nothing, which is nearly always."""
    cookie = claim = None
    bearer = False
    for name, value in scope["headers"]:
        if name == b"cookie" and PRACTICE.encode() in value:
            cookie = value
        elif name == CLAIM:
            claim = value.decode("latin-1")
        elif name == b"authorization":
            bearer = True
    if claim is None and b"practice=" in scope["query_string"]:
        claim = parse_qs(scope["query_string"].decode("latin-1")).get("practice", [None])[0]
    if cookie is None and claim is None:
        return None
    jar: SimpleCookie = SimpleCookie()
    with contextlib.suppress(CookieError):
        jar.load((cookie or b"").decode("latin-1"))
    return Asked({name: each.value for name, each in jar.items()}, claim, bearer)


def _is_for_all(path: str) -> bool:
    return path.startswith(OF_THE_HOUSE) or path in ALONE


def _is_read(scope: Scope) -> bool:
    return scope["type"] == "http" and scope["method"] in ("GET", "HEAD") and not _is_navigation(scope)


def _is_navigation(scope: Scope) -> bool:
    return wire.header(scope, b"sec-fetch-mode") == b"navigate"


def _does_something(scope: Scope) -> bool:
    """Whether that is a deed of a page's script, or a socket by which it does some: they say of which world."""
    if scope["type"] == "websocket":
        return True
    return scope["method"] not in ("GET", "HEAD") and str(scope["path"]).startswith("/api/")


async def _ended(scope: Scope, receive: Receive, send: Send) -> None:
    """A page goes to where it says so; whatever else is refused: it was meant for a practice."""
    wants_page = b"text/html" in (wire.header(scope, b"accept") or b"")
    if scope["type"] == "http" and scope["method"] in ("GET", "HEAD") and (wants_page or _is_navigation(scope)):
        headers = [(b"location", b"/practice?ended=1"), (b"cache-control", b"no-store"), (b"content-length", b"0")]
        await send({"type": "http.response.start", "status": 303, "headers": [*headers, FORGET]})
        await send({"type": "http.response.body", "body": b""})
        return
    await _refused(scope, receive, send, Failed(PRACTICE_ENDED))


async def _refused(scope: Scope, receive: Receive, send: Send, failure: Failed) -> None:
    if scope["type"] == "websocket":
        await receive()
        await send({"type": "websocket.close", "code": 1008})
        return
    await wire.fail(send, failure)


FORGET = (b"set-cookie", f"{PRACTICE}=; Max-Age=0; Path=/; HttpOnly; SameSite=lax".encode())
OWN = (f"{COOKIE}=".encode(), f"{PERSON}=".encode())


def _own_cookies_kept(send: Send) -> Send:
    """What is signed in or paired in a practice changes nothing of what this browser is in the house."""

    async def sent(message: Message) -> None:
        if message["type"] in ("http.response.start", "websocket.accept", "websocket.http.response.start"):
            kept = [
                (name, value)
                for name, value in message.get("headers", ())
                if name.lower() != b"set-cookie" or not value.startswith(OWN)
            ]
            message = {**message, "headers": kept}
        await send(message)

    return sent


def _forgetting(send: Send) -> Send:
    """The browser forgets that it practised."""

    async def sent(message: Message) -> None:
        if message["type"] == "http.response.start":
            message = {**message, "headers": [*message.get("headers", ()), FORGET]}
        await send(message)

    return sent
