"""Sign in: /sign-in, with a login code for whoever has no link at hand, and at a paired device by the pad."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from kds.runtime.access_record import note_access
from kds.runtime.store import Store
from kds.storage.living_tokens import Tokens
from kds.storage.tokens import Token
from kds.web.auth import COOKIE, who
from kds.web.pages.access import enter, keep, peer_of, viewer
from kds.web.pages.forms import posted, see
from kds.web.pages.pad import Pad, inside
from kds.web.pages.respond import page
from kds.web.pages.tries import Tries


class SignIn:
    """The form, and what comes of it."""

    def __init__(self, store: Store, tokens: Tokens, pad: Pad) -> None:
        self._store = store
        self._tokens = tokens
        self._pad = pad
        self._tries = Tries()

    async def show(self, request: Request) -> Response:
        """GET: the form, or who is signed in; at a device at which people sign in, the pad."""
        entered = await enter(request, self._tokens)
        if entered is not None:
            return entered
        token = await viewer(request, self._tokens)
        after = inside(request.query_params.get("next", ""))
        if token is not None and token.role == "device":
            return await self._pad.show(request, token, after)
        return self._form(request, token, after=after, link=request.query_params.get("link", ""))

    async def enter(self, request: Request) -> Response:
        """POST: a good token is remembered by this browser, which goes on to where it came from."""
        fields = await posted(request)
        after, secret = inside(fields.get("next", "")), fields.get("token", "").strip()
        peer = peer_of(request)
        found = self._tokens.find(secret)
        if found is None:
            # A good token enters whatever others at the same address have tried: nobody guesses one.
            if not self._tries.may(peer):
                return self._form(request, None, after=after, fault="wait", status=429)
            self._tries.wrong(peer)
            return self._form(request, None, after=after, fault="token", status=422)
        await note_access(self._store, "signed_in", who(found).id, found.role, by=who(found).id)
        response = see(after)
        keep(request, response, secret)
        return response

    async def leave(self, request: Request) -> Response:
        """POST /sign-out: this browser forgets the token, which stays good elsewhere; a device goes back to its pad."""
        await posted(request)
        token = await viewer(request, self._tokens)
        if token is not None and token.device is not None:
            return await self._pad.lock(token)
        if token is not None and token.role == "device":
            return see("/sign-in")
        if token is not None:
            await note_access(self._store, "signed_out", who(token).id, token.role, by=who(token).id)
        response = see("/")
        response.delete_cookie(COOKIE, httponly=True, samesite="lax")
        return response

    def _form(
        self, request: Request, token: Token | None, *, after: str, fault: str = "", link: str = "", status: int = 200
    ) -> Response:
        return page(request, "sign_in/page.html", status, viewer=token, after=after, fault=fault, link=link)
