"""The people of the house as pages name them: what each is called, and who serves tables and takes tills."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from kds.core.state import State
from kds.core.types import SYSTEM
from kds.storage.living_people import People
from kds.storage.tokens import Role, Token, is_device
from kds.web.auth import who

SERVING: tuple[Role, ...] = ("waiter", "manager")


class Viewer(NamedTuple):
    """Who looks at a page. `signed_in`: with a PIN, at a device of the house."""

    id: str
    name: str
    role: Role
    screen: str | None
    signed_in: bool


class Colleague(NamedTuple):
    """Somebody whom a table or a till can be handed to."""

    id: str
    name: str


def viewer_of(people: People, token: Token) -> Viewer:
    """As pages show them."""
    card = people.card(token.person) if token.person else None
    name = token.name if card is None else card.name
    return Viewer(who(token).id, name, token.role, token.screen, token.device is not None)


def names_of(tokens: Iterable[Token], people: People) -> dict[str, str]:
    """What people are called, by their ids; the house itself is called nothing, and who is erased has no name here."""
    called = {each.person: each.name for each in people.all() if each.name}
    return {SYSTEM.id: "", **{each.id: each.name for each in tokens if each.person is None}, **called}


def colleagues_of(state: State, tokens: Iterable[Token], people: People, own: Token) -> list[Colleague]:
    """Whom tables and tills can be handed to: whoever serves, but the one who asks."""
    bearers = [Colleague(each.id, each.name) for each in tokens if _serves(each)]
    staff = [Colleague(each.person, each.name) for each in people.all() if _works(state, each.person)]
    return [each for each in (*staff, *bearers) if each.id != who(own).id]


def serving_of(state: State, tokens: Iterable[Token], people: People) -> dict[str, str]:
    """What those are called who serve or have served, by their ids."""
    bearers = {each.id: each.name for each in tokens if each.role in SERVING and each.person is None}
    return {**bearers, **{each.person: each.name for each in people.all() if each.name}}


def _serves(token: Token) -> bool:
    return token.revoked_at is None and token.person is None and not is_device(token) and token.role in SERVING


def _works(state: State, person: str) -> bool:
    found = state.people.staff.get(person)
    return found is not None and found.role in SERVING
