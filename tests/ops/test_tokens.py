"""The tokens of a store by the command line: of its server where one runs, and else of its database."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from kds.ops import tokens
from kds.runtime.control import RemoteTokens, answering
from kds.storage import data_dir
from kds.storage.data_dir import DataDirError, InUse
from kds.storage.sqlite_tokens import SqliteTokens
from tests.runtime.running import running


async def test_of_a_stopped_store_and_of_a_running_one_they_are_the_same(tmp_path: Path) -> None:
    async with running(tmp_path):
        pass
    first, _ = await tokens.create(tmp_path, "waiter", "first", None)
    async with running(tmp_path) as kitchen, answering(kitchen.store, kitchen.tokens, tmp_path):
        async with tokens.open_tokens(tmp_path) as asked:
            assert isinstance(asked, RemoteTokens)
        second, _ = await tokens.create(tmp_path, "guest", "second", "A01")
        assert await tokens.list_all(tmp_path) == [first, second]
    assert await tokens.list_all(tmp_path) == [first, second]
    assert await tokens.revoke(tmp_path, first.id)
    async with tokens.open_tokens(tmp_path) as found:
        assert isinstance(found, SqliteTokens)
        assert list((await found.living()).values()) == [second]


async def test_many_at_once_wait_for_each_other(tmp_path: Path) -> None:
    data_dir.create(tmp_path)
    made = await asyncio.gather(*[tokens.create(tmp_path, "waiter", f"w{number}", None) for number in range(5)])
    assert {each.id for each in await tokens.list_all(tmp_path)} == {token.id for token, _ in made}


async def test_a_server_that_has_the_store_and_does_not_answer_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tokens, "WAIT_S", 0.1)
    data_dir.create(tmp_path)
    with data_dir.sole_use(tmp_path), pytest.raises(InUse, match="in use"):
        await tokens.list_all(tmp_path)


async def test_where_no_store_is_it_says_so(tmp_path: Path) -> None:
    with pytest.raises(DataDirError, match="kds init"):
        await tokens.list_all(tmp_path)
