"""The socket by which a running server is asked for its state's digest."""

from __future__ import annotations

import asyncio
import os
from pathlib import Path

import pytest

from kds.core.state import digest
from kds.runtime import control
from kds.runtime.control import SOCKET, RemoteTokens, answering, ask_digest
from kds.runtime.opening import refold
from kds.storage.ledger import StorageError
from kds.storage.tokens import TokenStore, secret_hash
from tests.runtime.running import Kitchen, running


async def test_nobody_else_may_ask(kitchen: Kitchen) -> None:
    async with answering(kitchen.store, kitchen.tokens, kitchen.data):
        assert (kitchen.data / SOCKET).stat().st_mode & 0o777 == 0o600


async def test_the_digest_is_that_of_the_ledger_while_commands_go_on(kitchen: Kitchen) -> None:
    busy = True

    async def client(number: int) -> None:
        while busy:
            await kitchen.order(table=f"A0{number % 3 + 1}")

    clients = [asyncio.create_task(client(number)) for number in range(8)]
    seen = []
    async with answering(kitchen.store, kitchen.tokens, kitchen.data):
        for _ in range(5):
            found = await ask_digest(kitchen.data)
            assert found is not None
            state, _ = await refold(kitchen.disk, found.seq)
            assert (state.seq, digest(state.books())) == (found.seq, found.digest)
            seen.append(found.seq)
    busy = False
    await asyncio.gather(*clients)
    assert seen == sorted(set(seen))


async def test_where_no_server_runs_there_is_no_answer(tmp_path: Path, kitchen: Kitchen) -> None:
    assert await ask_digest(tmp_path) is None
    async with answering(kitchen.store, kitchen.tokens, kitchen.data):
        assert await ask_digest(kitchen.data)
    assert await ask_digest(kitchen.data) is None
    assert not (kitchen.data / SOCKET).exists()


async def test_a_socket_left_by_a_server_that_was_killed_is_no_hindrance(kitchen: Kitchen) -> None:
    async with answering(kitchen.store, kitchen.tokens, kitchen.data):
        os.rename(kitchen.data / SOCKET, kitchen.data / "left")
    os.rename(kitchen.data / "left", kitchen.data / SOCKET)
    assert await ask_digest(kitchen.data) is None
    async with answering(kitchen.store, kitchen.tokens, kitchen.data):
        assert await ask_digest(kitchen.data)


async def test_a_data_directory_may_have_a_long_path(tmp_path: Path) -> None:
    data = tmp_path / ("火锅店" * 20) / ("x" * 120)
    assert len(bytes(data)) > 108
    async with running(data) as kitchen, answering(kitchen.store, kitchen.tokens, data):
        found = await ask_digest(data)
        assert found is not None
        assert found.seq == kitchen.store.head.seq


async def test_who_asks_nonsense_or_nothing_is_let_go(kitchen: Kitchen, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(control, "ANSWER_S", 0.05)
    async with answering(kitchen.store, kitchen.tokens, kitchen.data):
        for question in (b"hello\n", b"x" * 200_000 + b"\n", b""):
            reader, writer = await asyncio.open_unix_connection(kitchen.data / SOCKET)
            writer.write(question)
            async with asyncio.timeout(5):
                await asyncio.gather(reader.read(), return_exceptions=True)
            writer.close()
        monkeypatch.undo()
        assert await ask_digest(kitchen.data)


async def test_a_server_that_does_not_answer_is_said_so(kitchen: Kitchen, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(control, "ANSWER_S", 0.05)
    kitchen.disk.hold()
    order = kitchen.order()
    await kitchen.disk.appending.wait()
    async with answering(kitchen.store, kitchen.tokens, kitchen.data):
        with pytest.raises(TimeoutError, match="does not answer"):
            await ask_digest(kitchen.data)
    kitchen.disk.gate.set()
    await order


async def test_tokens_are_made_listed_and_revoked_by_the_server_that_runs(kitchen: Kitchen) -> None:
    remote: TokenStore = RemoteTokens(kitchen.data)
    async with answering(kitchen.store, kitchen.tokens, kitchen.data):
        made, secret = await remote.create("guest", "桌上的码", "A01")
        assert (await kitchen.tokens.living())[secret_hash(secret)] == made
        assert await remote.list_all() == await kitchen.tokens.list_all() == [made]
        tablet, _ = await remote.create("guest", "平板", "A01", channel="tablet")
        assert (tablet.table, tablet.channel) == ("A01", "tablet")
        link, secret = await remote.create_link("owner", "梅")
        assert (await kitchen.tokens.living())[secret_hash(secret)] == link
        assert await remote.revoke(link.id)
        assert await remote.revoke(tablet.id)
        assert await remote.revoke(made.id)
        assert not await remote.revoke(made.id)
        assert await kitchen.tokens.living() == {}
    with pytest.raises(StorageError, match="just ended"):
        await remote.list_all()


async def test_what_a_server_cannot_do_is_told_to_who_asked(kitchen: Kitchen, monkeypatch: pytest.MonkeyPatch) -> None:
    async def fails(*_: object, **__: object) -> None:
        raise StorageError("disk full")

    monkeypatch.setattr(kitchen.tokens, "create", fails)
    async with answering(kitchen.store, kitchen.tokens, kitchen.data):
        with pytest.raises(StorageError, match="disk full"):
            await RemoteTokens(kitchen.data).create("waiter", "x")
