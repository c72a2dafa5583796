"""Tokens and people of which nothing is kept: those of another store as they were, and what changes here."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from msgspec.structs import replace

from kds.core.types import GuestChannel, Ms
from kds.storage.ledger import StorageError
from kds.storage.people import PEOPLE_MOST, PersonCard, new_person
from kds.storage.tokens import (
    LIVING_MOST,
    Role,
    SignIn,
    Token,
    WallAssignment,
    after_link,
    new_link,
    new_table_codes,
    new_token,
    secret_hash,
    wall_ms,
)


class MemoryTokens:
    """`TokenTable` of `known` tokens, of which those of `living` open something."""

    def __init__(self, known: Iterable[Token], living: Mapping[bytes, Token]) -> None:
        self._living = dict(living)
        self._known = {each.id: each for each in (*known, *self._living.values())}

    async def create(
        self,
        role: Role,
        name: str,
        table: str | None = None,
        assignment: WallAssignment | None = None,
        channel: GuestChannel | None = None,
        sign_in: SignIn | None = None,
    ) -> tuple[Token, str]:
        """A new token and its secret; none beyond `LIVING_MOST`."""
        if len(self._known) >= LIVING_MOST:
            raise StorageError(f"{len(self._known)} tokens are known already")
        token, secret = new_token(role, name, table, assignment, channel, sign_in)
        self._known[token.id] = self._living[secret_hash(secret)] = token
        return token, secret

    async def create_link(self, role: Role, name: str) -> tuple[Token, str]:
        """The secret of a link."""
        token, secret = new_link(role, name)
        self._known[token.id] = self._living[secret_hash(secret)] = token
        return token, secret

    async def exchange(self, link: Token, key: bytes) -> tuple[Token, str]:
        """A token like that of a link, which is used with it."""
        await self.revoke(link.id)
        token, secret = after_link(link)
        self._known[token.id] = self._living[secret_hash(secret)] = token
        return token, secret

    async def was_used(self, key: bytes) -> bool:
        """That is not known here: what came along opens something."""
        return False

    async def code_tables(self, tables: Collection[str]) -> Mapping[bytes, Token]:
        """Tokens of printed codes for these tables; none beyond `LIVING_MOST`."""
        made = new_table_codes(tables)
        if len(self._known) + len(made) > LIVING_MOST:
            raise StorageError(f"{len(self._known)} tokens are known already")
        self._living |= made
        self._known |= {each.id: each for each in made.values()}
        return made

    async def living(self) -> Mapping[bytes, Token]:
        """What secrets open, by their hashes."""
        return dict(self._living)

    async def list_all(self) -> list[Token]:
        """Every token, oldest first."""
        return sorted(self._known.values(), key=lambda each: (each.created_at, each.id))

    async def revoke(self, token_id: str) -> bool:
        """Make a token open nothing any more."""
        found = self._known.get(token_id)
        if found is None or found.revoked_at is not None:
            return False
        self._known[token_id] = replace(found, revoked_at=wall_ms())
        self._living = {key: each for key, each in self._living.items() if each.id != token_id}
        return True

    async def move(self, token_id: str, to: WallAssignment) -> bool:
        """Let the token of a paired wall be that of another screen."""
        found = next(((key, each) for key, each in self._living.items() if each.id == token_id and each.screen), None)
        if found is None:
            return False
        moved = replace(found[1], screen=to.screen, language=to.language)
        self._known[token_id] = self._living[found[0]] = moved
        return True

    async def note_seen(self, seen: Mapping[str, Ms]) -> None:
        """It is known in memory anyway."""

    async def note_bars(self, token_id: str, bars: str) -> None:
        """The same."""

    async def forget(self, sign_ins: Collection[str]) -> None:
        """Remove what is left of sign-ins that have ended."""
        for each in sign_ins:
            self._known.pop(each, None)
        self._living = {key: each for key, each in self._living.items() if each.id not in sign_ins}


class MemoryPeople:
    """`PeopleTable` of these cards; nobody's PIN or phone comes along, nor is a phone kept."""

    def __init__(self, cards: Iterable[PersonCard]) -> None:
        self._cards = {each.person: replace(each, phone="", has_pin=False) for each in cards}
        self._pins: dict[str, bytes] = {}

    async def add(self, name: str, phone: str, person: str = "") -> PersonCard:
        """Somebody new; none beyond `PEOPLE_MOST`."""
        if len(self._cards) >= PEOPLE_MOST or person in self._cards:
            raise StorageError("nobody more can be added")
        card = PersonCard(person or new_person(), name, "", has_pin=False, created_at=wall_ms())
        self._cards[card.person] = card
        return card

    async def list_all(self) -> list[PersonCard]:
        """Everybody, oldest first."""
        return list(self._cards.values())

    async def rename(self, person: str, name: str, phone: str) -> bool:
        """Call somebody so."""
        return self._changed(person, name=name)

    async def set_pin(self, person: str, pin: bytes | None) -> bool:
        """Keep the hash of a PIN, or none."""
        if not self._changed(person, has_pin=pin is not None):
            return False
        self._pins.pop(person, None)
        if pin is not None:
            self._pins[person] = pin
        return True

    async def pin_of(self, person: str) -> bytes | None:
        """The hash of somebody's PIN."""
        return self._pins.get(person)

    async def note_seen(self, seen: Mapping[str, Ms]) -> None:
        """It is known in memory anyway."""

    async def erase(self, person: str) -> bool:
        """Forget what somebody is called, their phone and their PIN."""
        self._pins.pop(person, None)
        return self._changed(person, name="", phone="", has_pin=False, erased_at=wall_ms())

    def _changed(self, person: str, **changes: str | bool | Ms) -> bool:
        card = self._cards.get(person)
        if card is None or card.erased_at is not None:
            return False
        self._cards[person] = replace(card, **changes)
        return True
