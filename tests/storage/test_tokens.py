"""Tokens: a new one works at once, a revoked one for a second at most, and no secret is kept."""

from __future__ import annotations

import asyncio
import sqlite3
import time
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path

import pytest

from kds.core.types import Ms
from kds.storage import data_dir
from kds.storage.ledger import StorageError
from kds.storage.opening import open_ledger
from kds.storage.sqlite import SqliteLedger
from kds.storage.sqlite_tokens import SqliteTokens
from kds.storage.tokens import FRESH_S, Token, Tokens, TokenStore, WallAssignment

WALL = WallAssignment("cold", "en")


class Counted(SqliteTokens):
    """Counts how often its list is read."""

    readings = 0

    async def living(self) -> Mapping[bytes, Token]:
        self.readings += 1
        return await super().living()


@pytest.fixture
def store(ledger: SqliteLedger) -> Counted:
    return Counted(ledger)


async def make(store: TokenStore, name: str = "Ann", table: str | None = None) -> tuple[Token, str]:
    return await store.create("guest" if table else "waiter", name, table)


async def test_a_token_is_found_by_its_secret(store: Counted) -> None:
    made, secret = await make(store, "小王", "A01")
    found = await Tokens(store).find(secret)
    assert found == made
    assert (made.role, made.name, made.table, made.revoked_at) == ("guest", "小王", "A01", None)
    assert secret.startswith("kds_")


async def test_what_is_unknown_is_not_found(store: Counted) -> None:
    made, secret = await make(store)
    running = Tokens(store)
    for other in ("", secret[:-1], secret + "x", "kds_", made.id):
        assert await running.find(other) is None


async def test_a_new_one_works_at_once_on_a_running_server(store: Counted) -> None:
    running = Tokens(store)
    _, first = await make(store)
    assert await running.find(first)
    for number in range(3):
        _, secret = await make(store, f"{number}")
        assert await running.find(secret), "the list was read a moment before"


async def test_a_revoked_one_opens_nothing_after_a_second(store: Counted) -> None:
    running = Tokens(store)
    made, secret = await make(store)
    assert await running.find(secret)
    assert await store.revoke(made.id)
    await asyncio.sleep(FRESH_S + 0.02)
    assert await running.find(secret) is None


async def test_a_known_one_costs_no_reading_and_unknown_ones_share_theirs(store: Counted) -> None:
    _, secret = await make(store)
    running = Tokens(store)
    found = await asyncio.gather(*[running.find(secret) for _ in range(50)])
    assert all(found)
    assert store.readings == 1
    began = time.monotonic()
    assert not any(await asyncio.gather(*[running.find(f"guess {number}") for number in range(50)]))
    assert store.readings == 2
    assert time.monotonic() - began < 0.9
    assert await running.find(secret)
    assert store.readings == 2


async def test_a_database_that_cannot_be_read_is_said_so(data: Path) -> None:
    async with open_ledger(data) as ledger:
        store = SqliteTokens(ledger)
    for call in (Tokens(store).find("kds_x"), store.list_all(), make(store), store.revoke("tok_1")):
        with pytest.raises(StorageError):
            await call


async def test_the_list_has_all_of_them_oldest_first_and_no_secrets(store: Counted) -> None:
    made = [await make(store, name) for name in ("Ann", "Bob")]
    assert await store.revoke(made[0][0].id)
    listed = await store.list_all()
    assert sorted(each.name for each in listed) == ["Ann", "Bob"]
    assert [each.revoked_at is None for each in sorted(listed, key=lambda each: each.name)] == [False, True]


async def test_revoking_twice_or_what_is_not_there_says_so(store: Counted) -> None:
    made, _ = await make(store)
    assert await store.revoke(made.id)
    assert not await store.revoke(made.id)
    assert not await store.revoke("tok_none")


async def test_no_secret_lies_on_disk(data: Path, store: Counted) -> None:
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
    ],
)
async def test_a_token_whose_row_is_damaged_opens_nothing(data: Path, store: Counted, damage: str) -> None:
    made, secret = await make(store, "小王", "A01")
    _, other = await make(store)
    with closing(sqlite3.connect(data_dir.find(data))) as db, db:
        db.execute(f"UPDATE tokens SET {damage} WHERE token = ?", (made.id,))
    running = Tokens(store)
    assert await running.find(secret) is None
    assert await running.find("x") is None
    assert await running.find(other) is not None


async def test_a_revoked_one_whose_row_is_damaged_does_not_open_again(data: Path, store: Counted) -> None:
    made, secret = await make(store)
    await store.revoke(made.id)
    with closing(sqlite3.connect(data_dir.find(data))) as db, db:
        db.execute("UPDATE tokens SET revoked_at = NULL")
    assert await Tokens(store).find(secret) is None


async def test_a_paired_device_names_its_screen_and_is_seen_when_its_token_is_used(store: Counted) -> None:
    running = Tokens(store)
    _, person = await make(store)
    made, secret = await running.pair("Wall 1", WALL)
    assert [each.id for each in await running.devices()] == [made.id]
    assert (await running.devices())[0].seen_at is None
    assert await running.find(person)
    found = await running.find(secret)
    assert found is not None
    assert (found.role, found.name, found.screen, found.language) == ("kitchen", "Wall 1", "cold", "en")
    (device,) = await running.devices()
    assert device.seen_at is not None
    assert device.seen_at >= device.created_at


async def test_when_a_device_was_seen_outlives_the_server(store: Counted) -> None:
    running = Tokens(store)
    _, secret = await running.pair("Wall 1", WALL)
    await running.find(secret)
    await running.note_seen()
    (before,) = await running.devices()
    (after,) = await Tokens(store).devices()
    assert after == before


async def test_who_has_not_been_seen_since_is_not_noted_again(store: Counted, monkeypatch: pytest.MonkeyPatch) -> None:
    running = Tokens(store)
    _, secret = await running.pair("Wall 1", WALL)
    await running.find(secret)
    await running.note_seen()

    async def noted(seen: Mapping[str, Ms]) -> None:
        pytest.fail("nothing is new")

    monkeypatch.setattr(store, "note_seen", noted)
    await running.note_seen()


async def test_an_unpaired_device_is_unknown_at_once(store: Counted) -> None:
    running = Tokens(store)
    made, secret = await running.pair("Wall 1", WALL)
    person, _ = await make(store)
    assert await running.find(secret)
    assert await running.unpair(made.id)
    assert await running.find(secret) is None
    assert await running.devices() == []
    assert not await running.unpair(made.id)
    assert not await running.unpair(person.id), "a person's token is not a device"


async def test_where_the_list_is_kept_fresh_no_request_reads_it(
    store: Counted, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, secret = await make(store)
    running = Tokens(store)
    keeping = asyncio.create_task(running.keep_fresh())
    await asyncio.sleep(FRESH_S * 1.25)
    keeping.cancel()
    # The list is older than no request would believe it without its keeper, had that not read it again.
    monkeypatch.setattr(store, "living", None)
    assert await running.find(secret) is not None
