"""What /people shows: the rows, the forms about whoever is chosen, and what the last form has come to."""

from __future__ import annotations

import secrets
from typing import NamedTuple

from msgspec.structs import replace
from starlette.requests import Request
from starlette.responses import Response

from kds.core.people.change_person import outranks
from kds.core.people.model import StaffRole
from kds.core.rights import AUDIT, may
from kds.core.types import Context
from kds.runtime.store import Store
from kds.storage.living_people import People
from kds.storage.living_tokens import Tokens
from kds.storage.people import PIN_LEAST, PIN_MOST, new_person
from kds.storage.tokens import Token
from kds.web.auth import who
from kds.web.pages.forms import Fields
from kds.web.pages.respond import page
from kds.web.pages.staff_forms import STAFF_ROLES, Faults
from kds.web.pages.staff_rows import CODES_SHOWN, FORMER_SHOWN, codes_of, rows_of

DONE = frozenset({"added", "changed", "pin_set", "pin_taken", "left", "erased", "revoked"})


class Outcome(NamedTuple):
    """What a form has come to: faults by their fields, and a PIN that is shown once."""

    faults: Faults
    fields: Fields
    pin: str = ""


NOTHING = Outcome({}, {})


class StaffView:
    """Looks at the house for whoever manages its people."""

    def __init__(self, store: Store, tokens: Tokens, people: People) -> None:
        self._store = store
        self._tokens = tokens
        self._people = people

    def role_of(self, known: str) -> StaffRole | None:
        """What somebody is here; None for who does not work here."""
        found = self._store.state.people.staff.get(known)
        return None if found is None else found.role

    def reaches(self, token: Token, role: str) -> bool:
        """Whether somebody may all that a role may, so that they may give it and take it; any may of a program's."""
        found = next((each for each in STAFF_ROLES if each == role), None)
        return found is None or outranks(self._store.state, Context(at=0, who=who(token)), found)

    async def _seen_tokens(self) -> list[Token]:
        """Every token, with when it was last in use."""
        seen = self._tokens.last_seen()
        listed = await self._tokens.list_all()
        return [replace(each, seen_at=seen.get(each.id, each.seen_at)) for each in listed]

    async def show(self, request: Request, token: Token, wanted: str, outcome: Outcome) -> Response:
        """The page, with somebody chosen, after what a form has come to."""
        tokens = await self._seen_tokens()
        await self._store.readable()
        state, asked = self._store.state, request.query_params
        rows = rows_of(state, self._people.all(), tokens)
        codes, former = codes_of(state, tokens), [each for each in rows if not each.role]
        chosen = next((each for each in rows if each.card.person == wanted and each.card.erased_at is None), None)
        return page(
            request,
            "people/page.html",
            422 if outcome.faults else 200,
            viewer=token,
            you=token.person or token.id,
            audits=may(state, token.role, AUDIT),
            here_now=[each for each in rows if each.role],
            former=former if asked.get("former") == "all" else former[:FORMER_SHOWN],
            former_all=len(former),
            codes=codes if asked.get("codes") == "all" else codes[:CODES_SHOWN],
            codes_all=len(codes),
            chosen=chosen,
            may_chosen=chosen is not None and (not chosen.role or self.reaches(token, chosen.role)),
            reachable={
                each for each in {*STAFF_ROLES, *[one.token.role for one in codes]} if self.reaches(token, each)
            },
            roles=[each for each in STAFF_ROLES if self.reaches(token, each)],
            ask=asked.get("ask", ""),
            revoking=next((each for each in codes if each.token.id == asked.get("revoke")), None),
            done=asked.get("done", "") if asked.get("done") in DONE else "",
            outcome=outcome,
            new=outcome.fields.get("person") or new_person(),
            key=outcome.fields.get("key") or secrets.token_hex(12),
            digits=(PIN_LEAST, PIN_MOST),
        )
