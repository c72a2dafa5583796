"""Practising: which browsers practise, each on a ground of its own, and sending what they ask to it.

    request ──▶ Practising ──▶ the house             no cookie of a ground, a bearer's token, what is for all
                    ├────────▶ the ground            its cookie, of whoever began it
                    └────────▶ 409, or /practice     a ground that has ended, or a page of the other world

A page says which world it is of, wherever it does something: what was meant for guests never lands in a practice, nor
what was practised on somebody's bill.
"""

from __future__ import annotations

import contextlib
from http.cookies import CookieError, SimpleCookie
from typing import NamedTuple
from urllib.parse import parse_qs

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from kds.storage.living_tokens import Tokens
from kds.web import wire
from kds.web.auth import COOKIE, PERSON, of_browser
from kds.web.grounds import Grounds
from kds.web.pages.respond import MARKED
from kds.web.problems import PRACTICE_ENDED, REAL_PAGE, Failed

PRACTICE = "kds_practice"
"""The cookie of a browser that practises: scripts cannot read it."""
CLAIM = b"kds-practice"
"""The header, and the parameter `practice`, by which a page says of which ground it is."""
OF_THE_HOUSE = (
    "/static/",
    "/practice",
    "/sign-in",
    "/sign-out",
    "/healthz",
    "/metrics",
    "/favicon.ico",
    "/certificate",
)
"""What is the same for everybody, whether they practise or not."""
ALONE = ("/kiosk.html", "/sw.js", "/screens/code", "/screens/claim")


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
    """Whether that is a form, a deed of a page's script, or a socket by which it does some: they say of which world."""
    return scope["type"] == "websocket" or scope["method"] not in ("GET", "HEAD")


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
