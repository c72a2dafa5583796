"""The database's shape only goes forward, a whole step at a time."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from kds.storage import checks, data_dir, migrations
from kds.storage.changes import pack, redo
from kds.storage.data_dir import InUse
from kds.storage.migrations import STEPS, NewerSchema, migrate, version
from kds.storage.opening import open_ledger, read_ledger
from kds.storage.rows import answer_checksum, checksum
from tests.storage.rows import append


@pytest.fixture
def db(tmp_path: Path) -> Iterator[sqlite3.Connection]:
    connection = sqlite3.connect(tmp_path / "some.db", isolation_level=None)
    yield connection
    connection.close()


def tables(db: sqlite3.Connection) -> set[str]:
    return {name for (name,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}


def test_a_fresh_database_gets_every_step(db: sqlite3.Connection) -> None:
    migrate(db)
    assert version(db) == len(STEPS)
    assert {"events", "answers", "tokens", "store"} <= tables(db)


def test_a_second_run_changes_nothing(db: sqlite3.Connection) -> None:
    migrate(db)
    db.execute("INSERT INTO store (store_id, created_at) VALUES ('s', 1)")
    migrate(db)
    assert db.execute("SELECT store_id, created_at FROM store").fetchall() == [("s", 1)]


def test_only_new_steps_are_taken(db: sqlite3.Connection, monkeypatch: pytest.MonkeyPatch) -> None:
    migrate(db)
    monkeypatch.setattr(migrations, "STEPS", (*STEPS, "CREATE TABLE guests (a INTEGER) STRICT;"))
    migrate(db)
    assert "guests" in tables(db)
    assert version(db) == len(STEPS) + 1


def test_a_newer_database_is_left_alone(db: sqlite3.Connection) -> None:
    db.execute(f"PRAGMA user_version = {len(STEPS) + 1}")
    with pytest.raises(NewerSchema):
        migrate(db)
    assert tables(db) == set()


def test_a_step_that_fails_leaves_the_shape_before_it(db: sqlite3.Connection, monkeypatch: pytest.MonkeyPatch) -> None:
    steps = (*STEPS, "CREATE TABLE good (a INTEGER) STRICT;", "CREATE TABLE half (a INTEGER) STRICT; SELECT nonsense;")
    monkeypatch.setattr(migrations, "STEPS", steps)
    for _ in range(2):
        with pytest.raises(sqlite3.OperationalError):
            migrate(db)
        assert version(db) == len(STEPS) + 1
        assert "good" in tables(db)
        assert "half" not in tables(db)
        assert not db.in_transaction
    monkeypatch.setattr(migrations, "STEPS", (*steps[:-1], "CREATE TABLE half (a INTEGER) STRICT;"))
    migrate(db)
    assert "half" in tables(db)


@pytest.mark.parametrize("used", [False, True])
async def test_an_older_store_is_brought_up_to_date_by_who_opens_it(
    data: Path, monkeypatch: pytest.MonkeyPatch, used: bool
) -> None:
    if used:
        async with open_ledger(data) as ledger:
            await append(ledger, 3)
    monkeypatch.setattr(migrations, "STEPS", (*STEPS, "CREATE TABLE guests (a INTEGER) STRICT;"))
    with data_dir.sole_use(data), pytest.raises(InUse):
        async with read_ledger(data):
            pass
    async with read_ledger(data) as reader:
        assert (await reader.head()).seq == (3 if used else 0)
    with closing(sqlite3.connect(data_dir.find(data))) as db:
        assert "guests" in tables(db)
    async with open_ledger(data) as ledger:
        assert not ledger.findings
        await append(ledger, 1)


@pytest.mark.parametrize("opening", [open_ledger, read_ledger])
async def test_a_store_of_a_newer_kds_is_not_opened(data: Path, opening: Any) -> None:
    with closing(sqlite3.connect(data_dir.find(data))) as db:
        db.execute(f"PRAGMA user_version = {len(STEPS) + 1}")
    with pytest.raises(NewerSchema, match="update kds"):
        async with opening(data):
            pass


def test_tokens_of_the_first_shape_are_kept(db: sqlite3.Connection, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as old:
        old.setattr(migrations, "STEPS", STEPS[:1])
        migrate(db)
    db.execute("INSERT INTO tokens VALUES ('tok_1', 's', x'00', 'kitchen', 'Wall', NULL, 5, NULL)")
    migrate(db)
    row = db.execute("SELECT token, name, created_at, screen, language, seen_at FROM tokens").fetchone()
    assert row == ("tok_1", "Wall", 5, None, None, None)


def test_answers_of_before_keys_had_actors_are_kept(db: sqlite3.Connection, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as old:
        old.setattr(migrations, "STEPS", STEPS[:2])
        migrate(db)
    db.execute("INSERT INTO answers VALUES (7, 's', 'k', x'01', 5, x'02')")
    migrate(db)
    rows = db.execute("SELECT number, store_id, actor, key, fingerprint, at, body, checksum FROM answers").fetchall()
    assert rows == [(7, "s", "", "k", b"\1", 5, b"\2", answer_checksum("s", "", "k", b"\1", 5, b"\2"))]
    db.execute("INSERT INTO answers VALUES (8, 's', 'ann', 'k', x'01', 5, x'02', 0)")
    with pytest.raises(sqlite3.IntegrityError):
        db.execute("INSERT INTO answers VALUES (9, 's', 'ann', 'k', x'03', 6, x'04', 0)")


def test_tokens_of_before_guests_had_channels_are_kept_also_those_in_a_journal(
    db: sqlite3.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as old:
        old.setattr(migrations, "STEPS", STEPS[:6])
        migrate(db)
    db.execute("INSERT INTO store VALUES ('s', 1, 0, 0, 0)")
    values = ("tok_1", "s", b"x", "guest", "Ann", "A01", 5, None, None, None)
    redo(db, 1, pack([("tokens", [(*values, checksum(*values))])]))
    migrate(db)
    assert db.execute("SELECT token, channel FROM tokens").fetchall() == [("tok_1", None)]
    assert list(checks.rows(db)) == []
