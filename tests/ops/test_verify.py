"""`verify` proves a sound store, stopped or running, and puts into words what is wrong with a damaged one."""

from __future__ import annotations

import asyncio
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import msgspec
import pytest

from kds.ops.verify import Verdict, heal, verify
from kds.runtime.control import StateIs, answering
from kds.storage import data_dir
from kds.storage.damage import DamagedStore
from kds.storage.data_dir import DataDirError
from kds.storage.snapshots import FOLDER
from tests.runtime.running import running
from tests.runtime.test_opening import snapshot
from tests.storage.stores import flip


async def verdict(data: Path) -> Verdict:
    return await verify(data, lambda done, total: None)


async def dinner(data: Path) -> None:
    """A house with a snapshot amid its events."""
    async with running(data) as kitchen:
        await kitchen.order("a")
        snapshot(kitchen)
        await kitchen.order("b")


def change(data: Path, statement: str, *values: Any) -> None:
    with closing(sqlite3.connect(data / "ledger.db")) as db, db:
        assert db.execute(statement, values).rowcount >= 1


async def test_a_stopped_store_is_proven(tmp_path: Path) -> None:
    await dinner(tmp_path)
    moved: list[tuple[int, int]] = []
    found = await verify(tmp_path, lambda done, total: moved.append((done, total)))
    assert found.sound
    assert found.words.startswith("10 events, chained to ")
    assert moved == [(number, 10) for number in range(1, 11)]


async def test_a_running_store_is_proven_while_orders_go_on(tmp_path: Path) -> None:
    async with running(tmp_path) as kitchen, answering(kitchen.store, kitchen.tokens, tmp_path):
        busy = True

        async def client() -> None:
            while busy:
                await kitchen.order()

        clients = [asyncio.create_task(client()) for _ in range(4)]
        found = [await verdict(tmp_path) for _ in range(3)]
        busy = False
        await asyncio.gather(*clients)
    assert all(each.sound and "the running server's" in each.words for each in found)


@pytest.mark.parametrize(
    ("statement", "words"),
    [
        ("UPDATE events SET actor = 'eve' WHERE seq = 2", "event 2"),
        ("UPDATE events SET at = at + 12345 WHERE seq = 10", "event 10"),
        ("UPDATE events SET store_id = 'other' WHERE seq = 10", "event 10"),
        ("UPDATE events SET type = 'Notion' WHERE seq = 3", "event 3"),
        ("DELETE FROM events WHERE seq = 5", "event 6"),
        ("DELETE FROM events WHERE seq >= 5", "the ledger ends at event 4"),
    ],
)
async def test_damage_is_put_into_words(tmp_path: Path, statement: str, words: str) -> None:
    await dinner(tmp_path)
    change(tmp_path, statement)
    found = await verdict(tmp_path)
    assert not found.sound
    assert words in found.words


async def test_a_running_state_that_is_not_the_ledgers_is_found(tmp_path: Path) -> None:
    async with running(tmp_path) as kitchen, answering(kitchen.store, kitchen.tokens, tmp_path):
        await kitchen.order()
        dict.clear(kitchen.store.state.orders.lines)
        found = await verdict(tmp_path)
    assert not found.sound
    assert "the running server's state" in found.words


async def test_a_running_state_ahead_of_the_ledger_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    await dinner(tmp_path)

    async def ahead(data: Path) -> StateIs:
        return StateIs(11, "")

    monkeypatch.setattr("kds.ops.verify.ask_digest", ahead)
    found = await verdict(tmp_path)
    assert (found.sound, found.words) == (False, "the ledger ends at event 10, the state is that of event 11")


async def test_a_snapshot_that_is_not_what_the_ledger_comes_to_is_found(tmp_path: Path) -> None:
    async with running(tmp_path) as kitchen:
        await kitchen.order("a")
        snapshot(kitchen, {"orders.voids": {}, "orders.lines": {}})
    found = await verdict(tmp_path)
    assert not found.sound
    assert "snapshot" in found.words


async def test_a_damaged_snapshot_is_named(tmp_path: Path) -> None:
    await dinner(tmp_path)
    (path,) = (tmp_path / FOLDER).iterdir()
    flip(path, 8_000)
    found = await verdict(tmp_path)
    assert (found.sound, found.words) == (False, f"the snapshot {path.name} was damaged, the ledger is enough")


async def test_a_ledger_that_is_shorter_than_its_snapshot_says_what_is_missing(tmp_path: Path) -> None:
    await dinner(tmp_path)
    (path,) = (tmp_path / FOLDER).iterdir()
    kept = path.read_bytes()
    for each in [*(tmp_path / "journal").iterdir(), *tmp_path.glob("ledger.*")]:
        each.unlink()
    data_dir.create(tmp_path)
    with closing(sqlite3.connect(tmp_path / "ledger.db")) as db, db:
        db.execute("UPDATE store SET store_id = ?", (msgspec.json.decode(kept.split(b"\n")[0])["store_id"],))
    found = await verdict(tmp_path)
    assert not found.sound
    assert "the ledger ends at event 0" in found.words
    assert "a snapshot was taken after event 8" in found.words


@pytest.mark.parametrize("is_running", [False, True])
@pytest.mark.parametrize("file", ["ledger.db", "ledger.sums", "journal"])
async def test_a_flipped_bit_in_any_file_is_found(tmp_path: Path, file: str, is_running: bool) -> None:
    await dinner(tmp_path)
    path = tmp_path / file
    if not is_running:
        path = path if path.is_file() else next(path.glob("*.journal"))
        flip(path, 200)
        assert file in (await verdict(tmp_path)).words
        return
    async with running(tmp_path) as kitchen, answering(kitchen.store, kitchen.tokens, tmp_path):
        await kitchen.order()
        assert (await verdict(tmp_path)).sound
        path = path if path.is_file() else max(path.glob("*.journal"))
        # Not the page that says how the database is to be read.
        flip(path, 8 * (path.stat().st_size - 1_000) if file == "ledger.db" else 200)
        found = await verdict(tmp_path)
        assert not found.sound
        assert file in found.words


async def test_what_can_be_mended_is(tmp_path: Path) -> None:
    await dinner(tmp_path)
    (path,) = (tmp_path / FOLDER).iterdir()
    flip(path, 8_000)
    flip(tmp_path / "ledger.db", 8 * 5_000)
    assert not (await verdict(tmp_path)).sound
    assert [(each.code, each.healed) for each in await heal(tmp_path)] == [("bits", True)]
    assert not path.exists()
    assert (await verdict(tmp_path)).sound


async def test_what_is_lost_is_given_up_only_when_that_is_said(tmp_path: Path) -> None:
    await dinner(tmp_path)
    change(tmp_path, "DELETE FROM events WHERE seq >= 8")
    with pytest.raises(DamagedStore, match="ends at event 7"):
        async with running(tmp_path):
            pass
    assert [(each.code, each.healed) for each in await heal(tmp_path)] == [("events", False)]
    assert (await verdict(tmp_path)).words.startswith("7 events")
    async with running(tmp_path) as kitchen:
        assert kitchen.store.head.seq == 7
        await kitchen.order()


async def test_an_empty_ledger_is_sound(tmp_path: Path) -> None:
    data_dir.create(tmp_path)
    assert (await verdict(tmp_path)).words.startswith("0 events")


async def test_where_no_store_is_it_says_so(tmp_path: Path) -> None:
    with pytest.raises(DataDirError):
        await verdict(tmp_path)


async def test_it_changes_nothing(tmp_path: Path) -> None:
    await dinner(tmp_path)
    before = contents(tmp_path)
    assert (await verdict(tmp_path)).sound
    assert contents(tmp_path) == before


def contents(data: Path) -> dict[str, bytes]:
    """What lies in the files, but for those by which SQLite's connections find each other."""
    files = {path.name: path.read_bytes() for path in data.rglob("*") if path.is_file()}
    return {name: content for name, content in files.items() if content and not name.endswith("-shm")}
