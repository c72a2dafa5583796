"""The rows of /people: everybody who works or worked here, and the login codes that open something."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from kds.core.state import State
from kds.core.types import Ms
from kds.storage.people import PersonCard
from kds.storage.tokens import Token, is_table_code
from kds.web.pages.moments import date_and_time, timezone

CODES_SHOWN = 100
"""Login codes that are listed at first; the others are a link away."""
FORMER_SHOWN = 60
"""The same of who has left; those who are erased come last."""


class PersonRow(NamedTuple):
    """Somebody. `role` "": they have left, or never began; `twin`: another who works here is called the same.

    `seen` is when they last signed in or were last seen signed in, "" where that is not known; `at` the devices at
    which they are signed in.
    """

    card: PersonCard
    role: str
    since: str
    twin: bool
    seen: str
    at: list[str]


class CodeRow(NamedTuple):
    """A login code: of a person at their own phone, of a program, of guests, of a device."""

    token: Token
    made: str
    seen: str


def rows_of(state: State, people: Iterable[PersonCard], tokens: Sequence[Token]) -> list[PersonRow]:
    """Everybody, by what they are and then by name."""
    cards, staff, zone = list(people), state.people.staff, timezone(state)
    known = {each.person for each in cards}
    cards += [nameless(each) for each in staff if each not in known]
    named = Counter(_alike(each.name) for each in cards if each.person in staff)
    called = {each.id: each.name for each in tokens}
    seen: dict[str, Ms] = {each.person: each.seen_at for each in cards if each.seen_at is not None}
    at: dict[str, list[str]] = {}
    for each in tokens:
        if each.person is not None:
            seen[each.person] = max(seen.get(each.person, 0), each.created_at, each.seen_at or 0)
            if each.revoked_at is None:
                at.setdefault(each.person, []).append(called.get(each.device or "", ""))
    rows = [
        PersonRow(
            card=card,
            role=staff[card.person].role if card.person in staff else "",
            since=date_and_time(card.created_at, zone) if card.created_at else "—",
            twin=card.person in staff and named[_alike(card.name)] > 1,
            seen=date_and_time(seen[card.person], zone) if card.person in seen else "",
            at=sorted({each for each in at.get(card.person, []) if each}),
        )
        for card in cards
    ]
    return sorted(rows, key=lambda row: (row.card.erased_at is not None, _alike(row.card.name), row.card.person))


def nameless(person: str) -> PersonCard:
    """Of somebody who works here and was never given a name: their id."""
    return PersonCard(person, person, "", has_pin=False, created_at=0)


def _alike(name: str) -> str:
    return name.casefold()


def codes_of(state: State, tokens: Iterable[Token]) -> list[CodeRow]:
    """The codes that open something and are nobody's sign-in: of the house first, of guests last, the newest first.

    What is printed for tables opens nothing, and is renewed where it is printed.
    """
    zone = timezone(state)
    living = [each for each in tokens if each.revoked_at is None and each.person is None and not is_table_code(each)]
    living.sort(key=lambda each: (each.role == "guest", -each.created_at, each.id))
    return [
        CodeRow(
            token=each,
            made=date_and_time(each.created_at, zone),
            seen=date_and_time(each.seen_at, zone) if each.seen_at else "",
        )
        for each in living
    ]
