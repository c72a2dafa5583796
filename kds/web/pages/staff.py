"""Who works here: /people, where people are added, changed, given a PIN, let go and erased, and login codes revoked.

What somebody is called and their PIN stand in the table of people, what they are in the ledger. The table comes first
for whoever begins, and the ledger first for whoever leaves: what breaks in between is done by asking again.
"""

from __future__ import annotations

import asyncio
import secrets

import structlog
from starlette.requests import Request
from starlette.responses import Response

from kds.core.people.change_person import NOT_YOURS_TO_GIVE, PERSON, ChangePerson
from kds.core.people.model import AccessKind
from kds.core.rights import PEOPLE
from kds.core.types import Refusal, Role
from kds.runtime.access_record import note_access
from kds.runtime.store import Store
from kds.storage.living_people import People
from kds.storage.living_tokens import Tokens
from kds.storage.people import PersonCard, new_person
from kds.storage.tokens import Token
from kds.web.auth import who
from kds.web.pages.access import enter
from kds.web.pages.errors import not_found
from kds.web.pages.forms import Fields, person, posted, see, submit
from kds.web.pages.staff_forms import ROLE_BAD, Faults, Said, read, read_pin
from kds.web.pages.staff_rows import nameless
from kds.web.pages.staff_view import NOTHING, Outcome, StaffView

log = structlog.get_logger()


class Staff:
    """The page, and what is done on it."""

    def __init__(self, store: Store, tokens: Tokens, people: People) -> None:
        self._store = store
        self._tokens = tokens
        self._people = people
        self._view = StaffView(store, tokens, people)
        self._adding = asyncio.Lock()
        """A form that is sent twice at once adds one person: the second finds them."""

    async def show(self, request: Request) -> Response:
        """GET /people; `?person=` is the chosen one, `?ask=` the question about them, `?revoke=` about a code."""
        entered = await enter(request, self._tokens)
        if entered is not None:
            return entered
        token = await person(request, self._store, self._tokens, PEOPLE)
        return await self._view.show(request, token, request.query_params.get("person", ""), NOTHING)

    async def add(self, request: Request) -> Response:
        """POST /people: somebody new. The form bears their id, so that it adds them once however often it is sent."""
        token, fields = await self._posted(request)
        faults: Faults = {}
        said, pin = self._read(token, fields, faults), read_pin(fields, faults)
        if faults or said.role is None:
            return await self._view.show(request, token, "", Outcome(faults, fields))
        async with self._adding:
            new, key = await self._named(fields, said)
        form = {"key": key, "person": new, "role": said.role}
        refused = await self._give(request, token, form, ChangePerson(new, said.role))
        if refused:
            return await self._view.show(request, token, "", Outcome(refused, {**fields, "person": new}))
        if pin:
            await self._people.set_pin(new, pin)
            await self._note(token, "pin_set", new, said.role)
        log.info("person_added", person=new, by=token.id)
        if "generate" in fields:
            return await self._view.show(request, token, new, Outcome({}, {}, pin))
        return see(f"/people?person={new}&done=added")

    async def _named(self, fields: Fields, said: Said) -> tuple[str, str]:
        """The id of somebody new, whose name stands in the table now, and the key of their form.

        A form that was sent before goes on where it stopped; one that was gone back to, and says another name, is
        about somebody else.
        """
        new, key = fields.get("person", ""), fields.get("key", "")
        known = self._people.card(new)
        begun = known is not None and known.erased_at is None
        if begun and self._view.role_of(new) is None:
            await self._people.rename(new, said.name, said.phone)
            return new, key
        if known is not None and (known.name, known.phone) == (said.name, said.phone):
            return new, key
        if known is not None or PERSON.fullmatch(new) is None:
            new, key = new_person(), secrets.token_hex(12)
        await self._people.add(said.name, said.phone, new)
        return new, key

    async def change(self, request: Request) -> Response:
        """POST /people/{person}: their name, their phone, what they are."""
        token, fields = await self._posted(request)
        card = self._chosen(request, token)
        if card is None:
            return not_found(request)
        faults: Faults = {}
        said = self._read(token, fields, faults)
        if faults or said.role is None:
            return await self._view.show(request, token, card.person, Outcome(faults, fields))
        if not await self._people.rename(card.person, said.name, said.phone):
            await self._people.add(said.name, said.phone, card.person)
        if said.role != self._view.role_of(card.person):
            refused = await self._give(request, token, fields, ChangePerson(card.person, said.role))
            if refused:
                return await self._view.show(request, token, card.person, Outcome(refused, fields))
            await self._sign_out(card.person)
        return see(f"/people?person={card.person}&done=changed")

    async def pin(self, request: Request) -> Response:
        """POST /people/{person}/pin: one that was typed twice, one that is made and shown once, or none (`take`)."""
        token, fields = await self._posted(request)
        card = self._chosen(request, token)
        if card is None:
            return not_found(request)
        faults: Faults = {}
        pin = "" if "take" in fields else read_pin(fields, faults, required=True)
        if faults:
            return await self._view.show(request, token, card.person, Outcome(faults, {}))
        await self._people.set_pin(card.person, pin or None)
        await self._sign_out(card.person)
        log.info("pin_set" if pin else "pin_taken", person=card.person, by=token.id)
        await self._note(token, "pin_set" if pin else "pin_taken", card.person, self._view.role_of(card.person))
        if "generate" in fields:
            return await self._view.show(request, token, card.person, Outcome({}, {}, pin))
        return see(f"/people?person={card.person}&done={'pin_set' if pin else 'pin_taken'}")

    async def leave(self, request: Request) -> Response:
        """POST /people/{person}/leave: they work here no more; their PIN and their sign-ins open nothing."""
        token, fields = await self._posted(request)
        card = self._chosen(request, token)
        if card is None:
            return not_found(request)
        if self._view.role_of(card.person) is not None:
            refused = await self._give(request, token, fields, ChangePerson(card.person, None))
            if refused:
                return await self._view.show(request, token, card.person, Outcome(refused, {}))
        await self._people.set_pin(card.person, None)
        await self._sign_out(card.person)
        return see(f"/people?person={card.person}&done=left")

    async def erase(self, request: Request) -> Response:
        """POST /people/{person}/erase: what somebody who has left was called is forgotten; figures stay."""
        token, _ = await self._posted(request)
        card = self._chosen(request, token)
        if card is None:
            return not_found(request)
        if self._view.role_of(card.person) is not None:
            return see(f"/people?person={card.person}&ask=leave")
        await self._people.erase(card.person)
        await self._sign_out(card.person)
        log.info("person_erased", person=card.person, by=token.id)
        await self._note(token, "erased", card.person, None)
        return see("/people?done=erased")

    async def revoke(self, request: Request) -> Response:
        """POST /people/codes/revoke: a login code opens nothing any more."""
        token, fields = await self._posted(request)
        wanted = fields.get("token", "")
        found = next((each for each in await self._tokens.list_all() if each.id == wanted), None)
        if found is None or found.id == token.id:
            return see("/people")
        if not self._view.reaches(token, found.role):
            raise Refusal(NOT_YOURS_TO_GIVE)
        if await self._tokens.revoke(found.id):
            await self._note(token, "code_revoked", found.id, found.role)
        log.info("token_revoked", token=found.id, by=token.id)
        return see("/people?done=revoked")

    async def _note(self, token: Token, kind: AccessKind, about: str, role: Role | None) -> None:
        await note_access(self._store, kind, about, role, by=who(token).id, device=token.device or "")

    async def _posted(self, request: Request) -> tuple[Token, Fields]:
        token = await person(request, self._store, self._tokens, PEOPLE)
        fields = await posted(request)
        await self._store.settled()
        return token, fields

    def _chosen(self, request: Request, token: Token) -> PersonCard | None:
        """Whom a form is about; refused where they may what the viewer may not: a new PIN would open all of that."""
        wanted = request.path_params["person"]
        card = self._people.card(wanted)
        if card is None and self._view.role_of(wanted) is not None:
            card = nameless(wanted)
        if card is None or card.erased_at is not None:
            return None
        role = self._view.role_of(card.person)
        if role is not None and not self._view.reaches(token, role):
            raise Refusal(NOT_YOURS_TO_GIVE)
        return card

    def _read(self, token: Token, fields: Fields, faults: Faults) -> Said:
        said = read(fields, faults)
        if said.role is not None and not self._view.reaches(token, said.role):
            faults["role"] = ROLE_BAD
        return said

    async def _give(self, request: Request, token: Token, fields: Fields, command: ChangePerson) -> Faults:
        """Say in the ledger what somebody is; why it was refused, where it was."""
        try:
            await submit(self._store, token, request, fields, command)
        except Refusal as refusal:
            return {"role": refusal.message()}
        return {}

    async def _sign_out(self, known: str) -> None:
        """Whoever is signed in as somebody is so no longer. Raises `StorageError`."""
        for each in await self._tokens.list_all():
            if each.person == known and each.revoked_at is None:
                await self._tokens.revoke(each.id)
