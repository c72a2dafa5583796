"""Tokens as they are kept: damage opens nothing, and no secret lies on disk."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from kds.storage import checks, data_dir, sqlite_tokens
from kds.storage.ledger import StorageError
from kds.storage.living_tokens import Tokens
from kds.storage.opening import open_ledger
from kds.storage.sqlite import SqliteLedger
from kds.storage.sqlite_tokens import SqliteTokens
from kds.storage.tokens import Token, TokenStore


@pytest.fixture
def store(ledger: SqliteLedger) -> SqliteTokens:
    return SqliteTokens(ledger)


async def knowing(store: SqliteTokens) -> Tokens:
    """The tokens as a server knows them that has just begun."""
    tokens = Tokens(store)
    await tokens.load()
    return tokens


async def make(store: TokenStore, name: str = "Ann", table: str | None = None) -> tuple[Token, str]:
    return await store.create("guest" if table else "waiter", name, table)


async def test_a_token_is_found_by_its_secret(store: SqliteTokens) -> None:
    made, secret = await make(store, "小王", "A01")
    assert (await knowing(store)).find(secret) == made
    assert (made.role, made.name, made.table, made.revoked_at) == ("guest", "小王", "A01", None)
    assert secret.startswith("kds_")


async def test_what_is_unknown_is_not_found(store: SqliteTokens) -> None:
    made, secret = await make(store)
    running = await knowing(store)
    for other in ("", secret[:-1], secret + "x", "kds_", made.id, "x" * 10_000):
        assert running.find(other) is None


async def test_a_database_that_cannot_be_read_is_said_so(data: Path) -> None:
    async with open_ledger(data) as ledger:
        store = SqliteTokens(ledger)
    for call in (Tokens(store).load(), store.list_all(), make(store), store.revoke("tok_1")):
        with pytest.raises(StorageError):
            await call


async def test_the_list_has_all_of_them_oldest_first_and_no_secrets(store: SqliteTokens) -> None:
    made = [await make(store, name) for name in ("Ann", "Bob")]
    assert await store.revoke(made[0][0].id)
    listed = await store.list_all()
    assert sorted(each.name for each in listed) == ["Ann", "Bob"]
    assert [each.revoked_at is None for each in sorted(listed, key=lambda each: each.name)] == [False, True]


async def test_revoking_twice_or_what_is_not_there_says_so(store: SqliteTokens) -> None:
    made, _ = await make(store)
    assert await store.revoke(made.id)
    assert not await store.revoke(made.id)
    assert not await store.revoke("tok_none")


async def test_no_secret_lies_on_disk(data: Path, store: SqliteTokens) -> None:
    _, secret = await make(store)
    files = [file for file in data.rglob("*") if file.is_file()]
    assert len(files) > 3
    for file in files:
        assert secret.encode() not in file.read_bytes()
        assert secret.removeprefix("kds_").encode() not in file.read_bytes()


@pytest.mark.parametrize(
    "damage",
    [
        "role = 'manager'",
        "table_id = 'A02'",
        "screen = 'bar'",
        "name = 'Eve'",
        "created_at = 1",
        "secret_hash = CAST('x' AS BLOB)",
        "channel = 'kiosk'",
    ],
)
async def test_a_token_whose_row_is_damaged_opens_nothing(data: Path, store: SqliteTokens, damage: str) -> None:
    made, secret = await make(store, "小王", "A01")
    _, other = await make(store)
    with closing(sqlite3.connect(data_dir.find(data))) as db, db:
        db.execute(f"UPDATE tokens SET {damage} WHERE token = ?", (made.id,))
    running = await knowing(store)
    assert running.find(secret) is None
    assert running.find(other) is not None


async def test_a_revoked_one_whose_row_is_damaged_does_not_open_again(data: Path, store: SqliteTokens) -> None:
    made, secret = await make(store)
    await store.revoke(made.id)
    with closing(sqlite3.connect(data_dir.find(data))) as db, db:
        db.execute("UPDATE tokens SET revoked_at = NULL")
    assert (await knowing(store)).find(secret) is None


async def test_there_are_no_more_than_a_server_knows_in_memory(
    store: SqliteTokens, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sqlite_tokens, "LIVING_MOST", 2)
    made = [await make(store) for _ in range(2)]
    with pytest.raises(StorageError, match="2 tokens"):
        await make(store)
    await store.revoke(made[0][0].id)
    await make(store)


@pytest.mark.parametrize("damage", ["channel = 'kiosk'", "channel = NULL", "table_id = 'A02'"])
async def test_a_guests_may_say_by_what_they_order_and_is_held_to_it(
    data: Path, store: SqliteTokens, damage: str
) -> None:
    made, secret = await store.create("guest", "a tablet", "A01", channel="tablet")
    assert (await knowing(store)).find(secret) == made
    assert (await store.list_all())[0].channel == made.channel == "tablet"
    with closing(sqlite3.connect(data_dir.find(data))) as db, db:
        assert list(checks.rows(db)) == []
        db.execute(f"UPDATE tokens SET {damage}")
        assert [made.id in fault.en for fault in checks.rows(db)] == [True]
    assert (await knowing(store)).find(secret) is None


async def test_a_guests_that_says_it_is_revoked_like_any_other(data: Path, store: SqliteTokens) -> None:
    made, secret = await store.create("guest", "a tablet", "A01", channel="tablet")
    assert await store.revoke(made.id)
    assert (await knowing(store)).find(secret) is None
    with closing(sqlite3.connect(data_dir.find(data))) as db:
        assert list(checks.rows(db)) == []
