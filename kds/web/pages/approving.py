"""Somebody who may, approves of one deed at the device of somebody who may not: by a tap on their name and a PIN."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from kds.core.people.model import StaffRole
from kds.core.rights import RIGHTS, may
from kds.core.types import Who
from kds.runtime.store import Store
from kds.storage.living_tokens import Tokens
from kds.storage.tokens import Token, is_device
from kds.web.approvals import Approvals
from kds.web.auth import APPROVERS, who
from kds.web.pages.access import peer_of, viewer
from kds.web.pages.approved import about
from kds.web.pages.forms import posted
from kds.web.pages.pad import STATUS
from kds.web.pages.pins import Pins
from kds.web.pages.respond import HEADERS
from kds.web.pages.tiles import Tiles

SHARED_MOST = 50
"""Deeds of one press that share an answer, as when many lines are given free."""


class Approving:
    """Who may be asked, and what they answer."""

    def __init__(self, store: Store, tokens: Tokens, approvals: Approvals, pins: Pins, tiles: Tiles) -> None:
        self._store = store
        self._tokens = tokens
        self._approvals = approvals
        self._pins = pins
        self._tiles = tiles

    async def people(self, request: Request) -> Response:
        """GET /approvals: {people: [{person, name, role, find}], about}: who may something that the asker may not.

        `about` says what is to be approved of, by the `path` and the `body` of the deed; null where they are not told.
        """
        asker = await self._asker(request)
        if asker is None:
            return _json({"people": []}, 401)
        state, own = self._store.state, who(asker).id
        lacks = [each for each in RIGHTS.values() if not may(state, asker.role, each)]

        def more(role: StaffRole) -> bool:
            return any(may(state, role, each) for each in lacks) or state.people.roles.get(asker.role) is not None

        tiles = await self._tiles.of(more)
        asked = request.query_params
        what = about(state, asker.role, asked.get("path", ""), asked.get("body", ""))
        said = None if what is None else {"zh": what.zh, "en": what.en}
        return _json({"people": [each._asdict() for each in tiles if each.person != own], "about": said})

    async def approve(self, request: Request) -> Response:
        """POST /approvals: `person`, `pin`, and for how many deeds of one press (`deeds`).

        {state: right, approvals: [a secret for each, good once and for a minute]}, or wrong, wait, busy; own, where it
        is the asker's; or out, where nobody is signed in who could ask.
        """
        fields = await posted(request)
        asker = await self._asker(request)
        if asker is None:
            return _json({"state": "out"}, 401)
        person, deeds = fields.get("person", ""), fields.get("deeds", "1")
        if person == who(asker).id:
            return _json({"state": "own"}, 422)
        outcome = await self._pins.tried(person, fields.get("pin", ""), asker.device or asker.id, peer_of(request))
        found = self._store.state.people.staff.get(person)
        if outcome != "right" or found is None:
            return _json({"state": "wrong" if outcome == "right" else outcome}, STATUS[outcome])
        many = min(int(deeds), SHARED_MOST) if deeds.isascii() and deeds.isdigit() and len(deeds) < 4 else 1
        approver = Who(person, found.role)
        return _json({"state": "right", "approvals": [self._approvals.give(approver, asker.id) for _ in range(many)]})

    async def _asker(self, request: Request) -> Token | None:
        """Who asks: somebody of the house, and no device at which nobody is signed in."""
        token = await viewer(request, self._tokens)
        return token if token is not None and token.role in APPROVERS and not is_device(token) else None


def _json(body: dict[str, object], status: int = 200) -> JSONResponse:
    return JSONResponse(body, status, headers=HEADERS)
