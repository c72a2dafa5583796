"""The code of one party at /sessions/{session}/code: shown to its guests, or printed; it dies with their visit."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from kds.core.parties import open_party
from kds.core.rights import SEE_PARTIES
from kds.core.types import Refusal
from kds.runtime.store import Store
from kds.storage.living_tokens import Tokens
from kds.web.guests.passes import Passes
from kds.web.pages import errors
from kds.web.pages.forms import person
from kds.web.pages.reach import reach_of
from kds.web.pages.respond import page
from kds.web.pages.table_codes import SCAN
from kds.web.qr import qr_of


class PartyCode:
    """The page with a party's code."""

    def __init__(self, store: Store, tokens: Tokens, passes: Passes) -> None:
        self._store = store
        self._tokens = tokens
        self._passes = passes

    async def show(self, request: Request) -> Response:
        """GET: the code, as large as a phone's camera likes it."""
        token = await person(request, self._store, self._tokens, SEE_PARTIES)
        await self._store.readable()
        state = self._store.state
        try:
            party = open_party(state, request.path_params["session"])
        except Refusal:
            return errors.no_party(request)
        reach, link = reach_of(state, request), f"/v/{self._passes.code_of(party.session)}"
        code = qr_of(f"{reach.best}{link}")
        return page(
            request,
            "party_code/page.html",
            viewer=token,
            party=party,
            code=code,
            link=link,
            reach=reach,
            scan_words=SCAN,
        )
