"""Sign-ins end by themselves, and what has ended is removed as soon as the disk takes it."""

from __future__ import annotations

import asyncio
from collections.abc import Collection
from pathlib import Path

import pytest

from kds.bootstrap import Running, running_store
from kds.core.people.change_person import ChangePerson
from kds.runtime import sign_ins
from kds.runtime.messages import HOUSE
from kds.storage import data_dir
from kds.storage.devices import pair
from kds.storage.ledger import StorageError
from kds.storage.sqlite_tokens import SqliteTokens
from tests.house import FOUNDING
from tests.runtime.waiting import until


async def hired(house: Running) -> tuple[str, str]:
    """A waiter and a device."""
    for command in FOUNDING:
        await house.store.submit(command, HOUSE)
    card = await house.people.add("Lin", "")
    await house.people.set_pin(card.person, "2580")
    await house.store.submit(ChangePerson(card.person, "waiter"), HOUSE)
    return card.person, (await pair(house.tokens, "Till", None))[0].id


async def test_a_disk_that_is_away_is_tried_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sign_ins, "LOOK_S", 0.01)
    data_dir.create(tmp_path / "data")
    tried: list[Collection[str]] = []
    forget = SqliteTokens.forget

    async def failing(table: SqliteTokens, ended: Collection[str]) -> None:
        tried.append(ended)
        if len(tried) < 3:
            raise StorageError("the disk is away")
        await forget(table, ended)

    monkeypatch.setattr(SqliteTokens, "forget", failing)
    async with running_store(tmp_path / "data") as house:
        person, device = await hired(house)
        assert await sign_ins.sign_in(house.store, house.tokens, person, device)
        house.tokens.end([each.id for each in house.tokens.sign_ins()])
        await until(lambda: not house.tokens.some_ended.is_set())
    assert len(tried) == 3


async def test_what_ends_as_the_server_does_is_not_there_when_it_comes_back(tmp_path: Path) -> None:
    data_dir.create(tmp_path / "data")
    async with running_store(tmp_path / "data") as house:
        person, device = await hired(house)
        assert await sign_ins.sign_in(house.store, house.tokens, person, device)
        house.tokens.end([each.id for each in house.tokens.sign_ins()])
    async with running_store(tmp_path / "data") as house:
        assert house.tokens.sign_ins() == []


async def test_whose_role_changes_while_they_sign_in_is_not_let_in(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    data_dir.create(tmp_path / "data")
    async with running_store(tmp_path / "data") as house:
        person, device = await hired(house)
        made = asyncio.Event()
        create = SqliteTokens.create

        async def slow(table: SqliteTokens, *given: object, **more: object) -> object:
            await made.wait()
            return await create(table, *given, **more)  # type: ignore[arg-type]

        monkeypatch.setattr(SqliteTokens, "create", slow)
        asked = asyncio.create_task(sign_ins.sign_in(house.store, house.tokens, person, device))
        await house.store.submit(ChangePerson(person, "kitchen"), HOUSE)
        made.set()
        assert await asked is None
        assert house.tokens.sign_ins() == []
        assert await sign_ins.sign_in(house.store, house.tokens, "prs_nobody", device) is None
