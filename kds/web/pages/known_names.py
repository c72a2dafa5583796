"""What everybody is called who stands in the ledger: people by their table, devices and programs by their tokens."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from kds.core.types import SYSTEM, Name
from kds.storage.people import PersonCard
from kds.storage.tokens import Token

SIGN_INS_MOST = 1_000
"""Of one person's tokens that are looked for, the newest."""
CHOICES_MOST = 500
UNCHOSEN = frozenset({"guest", "device"})
"""Roles whose tokens nobody is looking for by name."""


class Choice(NamedTuple):
    """Somebody by whom the record can be filtered."""

    id: str
    name: Name


def known_names(tokens: Iterable[Token], people: Iterable[PersonCard]) -> dict[str, Name]:
    """Names by ids; of somebody who is erased the id, and that they are."""
    persons = {each.person: called(each) for each in people}
    named = {each.id: persons.get(each.person or "", Name(zh=each.name, en=each.name)) for each in tokens}
    return {SYSTEM.id: Name(zh="系统", en="the system"), **named, **persons}


def called(card: PersonCard) -> Name:
    """What somebody is called."""
    if card.erased_at is not None:
        return Name(zh=f"已删除（{card.person}）", en=f"erased ({card.person})")
    return Name(zh=card.name, en=card.name)


def actors_of(person: str, tokens: Sequence[Token]) -> tuple[str, ...]:
    """The ids under which somebody stands in the ledger: their own, and those of their sign-ins."""
    own = [each.id for each in tokens if each.person == person]
    return (person, *own[-SIGN_INS_MOST:])


def choices(tokens: Iterable[Token], people: Iterable[PersonCard]) -> list[Choice]:
    """Everybody by whom the record can be filtered: people, those who are erased last, login codes, and the system."""
    persons = sorted(people, key=lambda each: (each.erased_at is not None, each.name, each.person))
    codes = [each for each in tokens if each.person is None and each.role not in UNCHOSEN and each.screen is None]
    codes.sort(key=lambda each: (each.revoked_at is not None, each.name, each.id))
    found = [Choice(each.person, called(each)) for each in persons]
    found += [Choice(each.id, Name(zh=each.name, en=each.name)) for each in codes]
    return [*found[:CHOICES_MOST], Choice(SYSTEM.id, Name(zh="系统", en="the system"))]
