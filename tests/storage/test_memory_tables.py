"""Tokens and people in memory: those of another store as they were, and nothing that changes is its."""

from __future__ import annotations

import pytest

from kds.storage import memory_tables
from kds.storage.ledger import StorageError
from kds.storage.living_people import People
from kds.storage.living_tokens import Tokens
from kds.storage.memory_tables import MemoryPeople, MemoryTokens
from kds.storage.people import PersonCard
from kds.storage.tokens import SignIn, new_token, secret_hash


async def test_of_the_tokens_that_are_known_those_that_came_along_open_something() -> None:
    own, secret = new_token("waiter", "own", None, None, None)
    other, others = new_token("manager", "other", None, None, None)
    tokens = Tokens(MemoryTokens([own, other], {secret_hash(secret): own}))
    await tokens.load()
    assert tokens.find(secret) == own
    assert tokens.find(others) is None
    assert {each.name for each in await tokens.list_all()} == {"own", "other"}
    made, opened = await tokens.create("guest", "new", "A01")
    assert tokens.find(opened) == made
    assert await tokens.revoke(made.id)
    assert not await tokens.revoke(made.id)
    assert tokens.find(opened) is None
    signed, opens = await tokens.create("waiter", "", sign_in=SignIn("prs_1", own.id))
    assert tokens.find(opens) == signed
    tokens.end([signed.id])
    await tokens.forget_ended()
    assert signed.id not in {each.id for each in await tokens.list_all()}
    await tokens.note_seen()
    await tokens.note_bars(own.id, "{}")


async def test_they_are_only_so_many(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(memory_tables, "LIVING_MOST", 1)
    monkeypatch.setattr(memory_tables, "PEOPLE_MOST", 1)
    tokens, people = MemoryTokens([], {}), MemoryPeople([])
    await tokens.create("guest", "one", "A01")
    await people.add("Ann", "")
    with pytest.raises(StorageError):
        await tokens.create("guest", "two", "A01")
    with pytest.raises(StorageError):
        await people.add("Ben", "")


async def test_people_come_with_their_names_and_without_their_pins() -> None:
    people = People(MemoryPeople([PersonCard("prs_1", "Ann", "138", has_pin=True, created_at=1)]))
    await people.load()
    (ann,) = people.all()
    assert (ann.name, ann.has_pin) == ("Ann", False)
    assert not await people.has_pin("prs_1", "2580")
    await people.set_pin("prs_1", "2580")
    assert await people.has_pin("prs_1", "2580")
    await people.rename("prs_1", "Anna", "139")
    assert [(each.name, each.has_pin) for each in people.all()] == [("Anna", True)]
    assert await people.erase("prs_1")
    assert not await people.erase("prs_1")
    assert not await people.has_pin("prs_1", "2580")
    assert [each.name for each in people.all()] == [""]
    new = await people.add("Ben", "")
    assert [each.person for each in people.all()] == ["prs_1", new.person]
