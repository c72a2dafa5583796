"""A device is let in by the QR that a manager shows: it scans it, and is what the manager has chosen, at once."""

from __future__ import annotations

import structlog
from starlette.requests import Request
from starlette.responses import Response

from kds.core.types import Name
from kds.runtime.access_record import note_access
from kds.runtime.store import Store
from kds.storage.devices import pair
from kds.storage.living_tokens import Tokens
from kds.web.pages.access import button, here_by_hand, keep, peer_of, viewer
from kds.web.pages.errors import told
from kds.web.pages.forms import see
from kds.web.pages.invites import Invites
from kds.web.pages.paired import home_of
from kds.web.pages.tries import Tries

log = structlog.get_logger()

USED = Name(
    zh="这个二维码已经用过了，一个码只能配对一台设备。请在配对页上再显示一个",
    en="This code has been used: one code pairs one device. Show another one on the pairing page",
)
UNKNOWN = Name(
    zh="这个二维码已经失效（十分钟内有效）。请在配对页上再显示一个",
    en="This code is no longer valid: it is good for ten minutes. Show another one on the pairing page",
)
OWN = Name(
    zh="您在这台设备上已经登录。请用要配对的那台设备扫码；要配对这一台，请先退出登录",
    en="You are signed in here. Scan the code with the device that is to be paired; to pair this one, sign out first",
)
WAIT = Name(zh="失败次数太多，请等一分钟", en="Too many wrong codes. Wait a minute")


class Joining:
    """The page to which the QR of an invitation leads."""

    def __init__(self, store: Store, tokens: Tokens, invites: Invites) -> None:
        self._store = store
        self._tokens = tokens
        self._invites = invites
        self._tries = Tries()

    async def join(self, request: Request) -> Response:
        """GET /screens/join/{invite}: the device is paired and goes to where it belongs; used, it says so.

        What asks for the head alone, or does not say that a person goes there, uses nothing up.
        """
        token = await viewer(request, self._tokens)
        if token is not None and token.role not in ("device", "guest") and token.screen is None:
            return told(request, 403, OWN)
        home = None if token is None else home_of(token)
        if home is not None:
            return see(home)
        if request.method == "HEAD":
            return Response()
        if not here_by_hand(request):
            return button(request)
        peer = peer_of(request)
        if not self._tries.may(peer):
            return told(request, 429, WAIT)
        secret = request.path_params["invite"]
        invite = self._invites.take(secret)
        if isinstance(invite, str):
            self._tries.wrong(peer)
            return told(request, 410, USED if invite == "used" else UNKNOWN)
        try:
            made, opens = await pair(self._tokens, invite.called, invite.becomes.place)
        except BaseException:
            self._invites.give_back(secret, invite)
            raise
        log.info("device_paired", device=made.id, screen=made.screen, by=invite.by)
        await note_access(self._store, "paired", made.id, made.role, by=invite.by, device=made.id)
        response = see(invite.becomes.address)
        keep(request, response, opens)
        return response
