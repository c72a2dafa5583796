"""The pad: who works here signs in at a paired device by a tap on their name and a PIN, and is signed out when idle."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from kds.runtime.access_record import note_access
from kds.runtime.sign_ins import idle_limit, left_ms, sign_in
from kds.runtime.store import Store
from kds.storage.living_tokens import Tokens
from kds.storage.tokens import Token
from kds.web.auth import COOKIE, PERSON, who
from kds.web.pages.access import keep_sign_in, peer_of, viewer
from kds.web.pages.forms import posted, see
from kds.web.pages.pins import Outcome, Pins
from kds.web.pages.respond import HEADERS, page
from kds.web.pages.tiles import Tiles

PING_MS = 30_000
"""So often a page tells that it is touched, or three times before its person would be signed out."""
STATUS: dict[Outcome, int] = {"right": 200, "wrong": 422, "wait": 429, "busy": 503}


class Pad:
    """The pad of a device, and what the pages of whoever is signed in ask."""

    def __init__(self, store: Store, tokens: Tokens, pins: Pins, tiles: Tiles) -> None:
        self._store = store
        self._tokens = tokens
        self._pins = pins
        self._tiles = tiles

    async def show(self, request: Request, device: Token, after: str) -> Response:
        """The tiles and the keys."""
        return page(request, "pad/page.html", device=device, after=after, tiles=await self._tiles.of())

    async def enter(self, request: Request) -> Response:
        """POST /sign-in/pin: {state: right, to}, with the sign-in in a cookie, or wrong, wait, busy, unpaired."""
        fields = await posted(request)
        device = self._device(request)
        if device is None:
            return _json({"state": "unpaired"}, 401)
        person = fields.get("person", "")
        outcome = await self._pins.tried(person, fields.get("pin", ""), device.id, peer_of(request))
        if outcome == "right":
            secret = await sign_in(self._store, self._tokens, person, device.id)
            if secret is not None and self._device(request) is not None:
                response = _json({"state": "right", "to": inside(fields.get("next", ""))})
                keep_sign_in(request, response, secret)
                return response
            outcome = "wrong"
        return _json({"state": outcome}, STATUS[outcome])

    async def here(self, request: Request) -> Response:
        """GET /sign-in/here: whether anybody is signed in, and for how long unless something is touched; POST: it was.

        {state: in, left_ms or null, ping_ms}, or out, or unpaired.
        """
        touched = request.method == "POST"
        if touched:
            await posted(request)
        token = await viewer(request, self._tokens)
        if token is None:
            return _json({"state": "unpaired"})
        if token.device is None:
            return _json({"state": "out" if token.role == "device" else "unpaired"})
        if touched:
            self._tokens.touched(token, self._store.now())
        await self._store.readable()
        limit = idle_limit(self._store)
        ping_ms = min(PING_MS, limit // 3) if limit else PING_MS
        return _json({"state": "in", "left_ms": left_ms(self._store, self._tokens, token), "ping_ms": ping_ms})

    async def lock(self, token: Token) -> Response:
        """The person is signed out, also after a restart, and the pad is back. Raises `StorageError`."""
        self._tokens.end([token.id])
        await self._tokens.forget_ended()
        known = who(token).id
        await note_access(self._store, "signed_out", known, token.role, by=known, device=token.device or "")
        response = see("/sign-in")
        response.delete_cookie(PERSON, httponly=True, samesite="lax")
        return response

    def _device(self, request: Request) -> Token | None:
        found = self._tokens.find(request.cookies.get(COOKIE, ""))
        return found if found is not None and found.role == "device" else None


def inside(address: str) -> str:
    """An address of our own to go on to; the start page for any other."""
    ours = address.startswith("/") and not address.startswith("//") and address.isascii() and address.isprintable()
    return address if ours and "\\" not in address else "/"


def _json(body: dict[str, object], status: int = 200) -> JSONResponse:
    return JSONResponse(body, status, headers=HEADERS)
