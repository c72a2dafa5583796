"""Keys known in memory: a new one costs no look into the ledger, a used one is never taken for new."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kds.runtime import answers
from kds.runtime.known_keys import FORMER, KnownKeys
from kds.storage.ledger import AnswerQuery, Key, StorageError, StoredAnswer
from tests.runtime.running import Kitchen, running

KEYS = st.builds(Key, st.text(max_size=8), st.text(max_size=8))


@given(st.lists(KEYS))
def test_a_key_that_was_added_is_never_said_not_to_be_there(keys: list[Key]) -> None:
    known = KnownKeys()
    for key in keys:
        known.add(key)
    assert all(known.may_hold(key) for key in keys)


def test_hardly_any_other_key_is_said_to_be_there() -> None:
    known = KnownKeys()
    for number in range(20_000):
        known.add(Key("phone", f"{number}"))
    wrong = sum(known.may_hold(Key("phone", f"new-{number}")) for number in range(20_000))
    assert wrong < 200


def test_a_former_key_may_be_anybodys() -> None:
    known = KnownKeys()
    known.add(Key(FORMER, "k"))
    assert known.may_hold(Key("phone", "k"))
    assert not known.may_hold(Key("phone", "l"))


@pytest.fixture
def looks(kitchen: Kitchen, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The keys that were looked up in the ledger."""
    found: list[str] = []
    look_up = kitchen.disk.answers

    async def answers_of(asked: Sequence[AnswerQuery]) -> Mapping[Key, StoredAnswer]:
        found.extend(each.key for each in asked)
        return await look_up(asked)

    monkeypatch.setattr(kitchen.disk, "answers", answers_of)
    return found


async def test_a_new_key_is_not_looked_up(kitchen: Kitchen, looks: list[str]) -> None:
    await kitchen.store.know_keys()
    first = await kitchen.order("new")
    again = await kitchen.order("new")
    assert looks == []
    assert again.body == first.body


async def test_until_the_keys_are_known_each_is_looked_up(kitchen: Kitchen, looks: list[str]) -> None:
    await kitchen.order("new")
    assert looks == ["new"]


async def test_after_a_restart_a_key_is_found_among_pages_of_others(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(answers, "KEYS", 3)
    async with running(tmp_path) as kitchen:
        bodies = [(await kitchen.order(f"k{number}")).body for number in range(10)]
    async with running(tmp_path) as kitchen:
        await kitchen.store.know_keys()
        for number, body in enumerate(bodies):
            again = await kitchen.order(f"k{number}")
            assert (again.replayed, again.body) == (True, body)
        assert kitchen.lines() == 10


async def test_a_key_that_memory_has_let_go_of_is_found_in_the_ledger(
    kitchen: Kitchen, looks: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(answers, "RECENT", 1)
    await kitchen.store.know_keys()
    first = await kitchen.order("old")
    await kitchen.order("later")
    again = await kitchen.order("old")
    assert again.body == first.body
    assert looks == ["old"]


async def test_where_the_keys_cannot_be_read_each_is_looked_up(
    kitchen: Kitchen, looks: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    async def failing(since: int, limit: int) -> list[tuple[int, Key]]:
        raise StorageError("disk I/O error")

    monkeypatch.setattr(kitchen.disk, "keys", failing)
    with pytest.raises(StorageError):
        await kitchen.store.know_keys()
    await kitchen.order("new")
    assert looks == ["new"]
