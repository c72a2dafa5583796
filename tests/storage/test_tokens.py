"""Tokens: a new one works at once, a revoked one for a second at most, and no secret is kept."""

from __future__ import annotations

import asyncio
import time
from pathlib import Path

import pytest

from kds.storage import data_dir, tokens
from kds.storage.ledger import StorageError
from kds.storage.sqlite import connect
from kds.storage.tokens import FRESH_S, Place, Tokens


@pytest.fixture
def path(data: Path) -> Path:
    return data_dir.find(data)


def make(path: Path, name: str = "Ann", table: str | None = None) -> tuple[tokens.Token, str]:
    return tokens.create(path, data_dir.store_id(path), "guest" if table else "waiter", name, table)


async def test_a_token_is_found_by_its_secret(path: Path) -> None:
    made, secret = make(path, "小王", "A01")
    found = await Tokens(path).find(secret)
    assert found == made
    assert (made.role, made.name, made.table, made.revoked_at) == ("guest", "小王", "A01", None)
    assert secret.startswith("kds_")


async def test_what_is_unknown_is_not_found(path: Path) -> None:
    _, secret = make(path)
    running = Tokens(path)
    for other in ("", secret[:-1], secret + "x", "kds_", made_id(path)):
        assert await running.find(other) is None


def made_id(path: Path) -> str:
    return tokens.list_all(path)[0].id


async def test_a_new_one_works_at_once_on_a_running_server(path: Path) -> None:
    running = Tokens(path)
    _, first = make(path)
    assert await running.find(first)
    for number in range(3):
        _, secret = make(path, f"{number}")
        assert await running.find(secret), "the list was read a moment before"


async def test_a_revoked_one_opens_nothing_after_a_second(path: Path) -> None:
    running = Tokens(path)
    made, secret = make(path)
    assert await running.find(secret)
    assert tokens.revoke(path, made.id)
    await asyncio.sleep(FRESH_S + 0.02)
    assert await running.find(secret) is None


async def test_a_known_one_costs_no_reading_and_unknown_ones_share_theirs(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, secret = make(path)
    readings = []
    real = connect

    def counted(*arguments: object, **more: object) -> object:
        readings.append(1)
        return real(*arguments, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(tokens, "connect", counted)
    running = Tokens(path)
    found = await asyncio.gather(*[running.find(secret) for _ in range(50)])
    assert all(found)
    assert len(readings) == 1
    began = time.monotonic()
    assert not any(await asyncio.gather(*[running.find(f"guess {number}") for number in range(50)]))
    assert len(readings) == 2
    assert time.monotonic() - began < 0.9
    assert await running.find(secret)
    assert len(readings) == 2


async def test_a_database_that_cannot_be_read_is_said_so(path: Path) -> None:
    running = Tokens(path)
    path.write_bytes(b"ruined" * 1_000)
    with pytest.raises(StorageError):
        await running.find("kds_x")
    with pytest.raises(StorageError):
        tokens.list_all(path)


def test_the_list_has_all_of_them_oldest_first_and_no_secrets(path: Path) -> None:
    made = [make(path, name) for name in ("Ann", "Bob")]
    assert tokens.revoke(path, made[0][0].id)
    listed = tokens.list_all(path)
    assert sorted(each.name for each in listed) == ["Ann", "Bob"]
    assert [each.revoked_at is None for each in sorted(listed, key=lambda each: each.name)] == [False, True]


def test_revoking_twice_or_what_is_not_there_says_so(path: Path) -> None:
    made, _ = make(path)
    assert tokens.revoke(path, made.id)
    assert not tokens.revoke(path, made.id)
    assert not tokens.revoke(path, "tok_none")


def test_no_secret_lies_on_disk(data: Path, path: Path) -> None:
    _, secret = make(path)
    for file in data.iterdir():
        if file.is_file():
            assert secret.encode() not in file.read_bytes()
            assert secret.removeprefix("kds_").encode() not in file.read_bytes()


async def test_a_paired_device_names_its_screen_and_is_seen_when_its_token_is_used(path: Path) -> None:
    running = Tokens(path)
    _, person = make(path)
    made, secret = await running.pair(data_dir.store_id(path), "Wall 1", Place("cold", "en"))
    assert [each.id for each in await running.devices()] == [made.id]
    assert (await running.devices())[0].seen_at is None
    assert await running.find(person)
    found = await running.find(secret)
    assert found is not None
    assert (found.role, found.name, found.screen, found.language) == ("kitchen", "Wall 1", "cold", "en")
    (device,) = await running.devices()
    assert device.seen_at is not None
    assert device.seen_at >= device.created_at


async def test_when_a_device_was_seen_outlives_the_server(path: Path) -> None:
    running = Tokens(path)
    _, secret = await running.pair(data_dir.store_id(path), "Wall 1", Place("cold", "en"))
    await running.find(secret)
    await running.note_seen()
    (before,) = await running.devices()
    (after,) = await Tokens(path).devices()
    assert after == before


async def test_an_unpaired_device_is_unknown_at_once(path: Path) -> None:
    running = Tokens(path)
    made, secret = await running.pair(data_dir.store_id(path), "Wall 1", Place("cold", "en"))
    person, _ = make(path)
    assert await running.find(secret)
    assert await running.unpair(made.id)
    assert await running.find(secret) is None
    assert await running.devices() == []
    assert not await running.unpair(made.id)
    assert not await running.unpair(person.id), "a person's token is not a device"


async def test_where_the_list_is_kept_fresh_no_request_reads_it(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _, secret = make(path)
    running = Tokens(path)
    keeping = asyncio.create_task(running.keep_fresh())
    await asyncio.sleep(FRESH_S * 1.25)
    keeping.cancel()
    # The list is older than no request would believe it without its keeper, had that not read it again.
    monkeypatch.setattr(tokens, "connect", None)
    assert await running.find(secret) is not None
