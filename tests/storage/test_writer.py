"""A commit that fails in one of its two places: what is told of it is so, now and after the next start."""

from __future__ import annotations

import hashlib
import os
import sqlite3
from pathlib import Path
from typing import Any

import pytest

from kds.storage import data_dir, journal
from kds.storage.changes import INSERTS, STATEMENTS, SUMMED
from kds.storage.journal_reading import scan
from kds.storage.ledger import StorageError
from kds.storage.opening import open_ledger
from kds.storage.sqlite import SqliteLedger
from tests.storage.rows import answer, append, kept, put, run_of
from tests.storage.stores import Busy, opened


class Database:
    """The writer's connection, whose COMMITs fail when they are told to: before they are done, or after."""

    def __init__(self, real: sqlite3.Connection) -> None:
        self._real = real
        self.fails = ""

    def execute(self, statement: str, *values: Any) -> sqlite3.Cursor:
        if statement != "COMMIT" or not self.fails:
            return self._real.execute(statement, *values)
        if self.fails == "after":
            self._real.execute(statement)
        raise sqlite3.OperationalError("disk I/O error")

    def __getattr__(self, name: str) -> Any:
        return getattr(self._real, name)


@pytest.fixture
def database(ledger: SqliteLedger) -> Database:
    """The open ledger's."""
    writer: Any = ledger._writer
    writer._connection = made = Database(writer._connection)
    return made


async def crash_and_start(ledger: SqliteLedger, data: Path, copy: Path) -> tuple[int, list[str]]:
    """The last event and the answers that are there after a start, and that nothing was found amiss."""
    crashed = await Busy(ledger, data).crashed(copy)
    async with open_ledger(crashed.data) as again:
        assert not again.findings
        return (await again.head()).seq, await kept(again, "first", "failed", "next")


@pytest.mark.parametrize("fails", ["before", "after"])
@pytest.mark.parametrize("asked", [False, True])
async def test_a_commit_that_fails_is_there_or_not_as_the_head_says(
    ledger: SqliteLedger,
    data: Path,
    database: Database,
    tmp_path_factory: pytest.TempPathFactory,
    fails: str,
    asked: bool,
) -> None:
    await put(ledger, run_of(ledger, 1), [answer("first")])
    database.fails = fails
    head = await ledger.head()
    with pytest.raises(StorageError):
        await ledger.append(run_of(ledger, 2, head), [answer("failed")], head, 0)
    database.fails = ""
    there = fails == "after"
    if asked:
        assert (await ledger.head()).seq == (3 if there else 1)
        told = (3, ["first", "failed"]) if there else (1, ["first"])
        assert await crash_and_start(ledger, data, tmp_path_factory.mktemp("copy") / "data") == told
    await put(ledger, run_of(ledger, 1, await ledger.head()), [answer("next")])
    told = (4, ["first", "failed", "next"]) if there else (2, ["first", "next"])
    assert await crash_and_start(ledger, data, tmp_path_factory.mktemp("copy") / "data") == told


@pytest.mark.parametrize("again", [False, True])
async def test_where_the_journal_cannot_be_synced_nobody_is_told_that_it_is_stored_until_it_is(
    ledger: SqliteLedger,
    data: Path,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path_factory: pytest.TempPathFactory,
    again: bool,
) -> None:
    await put(ledger, run_of(ledger, 1), [answer("first")])
    head = await ledger.head()

    def broken(file: int) -> None:
        raise OSError("the disk has gone")

    with monkeypatch.context() as patch:
        patch.setattr(os, "fdatasync", broken)
        with pytest.raises(StorageError, match="gone"):
            await ledger.append(run_of(ledger, 1, head), [answer("failed")], head, 0)
        with pytest.raises(StorageError, match="gone"):
            await ledger.head()
    if again:
        assert (await ledger.head()).seq == 2
        assert scan(data).seq() == 2
    copy = tmp_path_factory.mktemp("copy") / "data"
    assert await crash_and_start(ledger, data, copy) == (2, ["first", "failed"])


async def test_where_the_journal_has_no_room_nothing_is_stored(
    ledger: SqliteLedger, data: Path, monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory
) -> None:
    await put(ledger, run_of(ledger, 1), [answer("first")])
    head = await ledger.head()
    real = os.pwrite

    def full(file: int, content: Any, at: int) -> int:
        if len(content) > 40:
            return real(file, content[:40], at)
        raise OSError("no room")

    with monkeypatch.context() as patch:
        patch.setattr(os, "pwrite", full)
        with pytest.raises(StorageError, match="no room"):
            await ledger.append(run_of(ledger, 5, head), [answer("failed")], head, 0)
    assert await ledger.head() == head
    assert scan(data).whole
    copy = tmp_path_factory.mktemp("copy") / "data"
    assert await crash_and_start(ledger, data, copy) == (1, ["first"])
    await put(ledger, run_of(ledger, 1, head), [answer("next")])


async def test_a_probe_writes_and_changes_nothing(ledger: SqliteLedger, database: Database) -> None:
    await append(ledger, 1)
    head = await ledger.head()
    ((before,),) = await ledger.rows("SELECT commits FROM store")
    await ledger.probe()
    assert await ledger.rows("SELECT commits FROM store") == [(before + 1,)]
    assert await ledger.head() == head
    database.fails = "before"
    with pytest.raises(StorageError):
        await ledger.probe()


async def test_a_store_that_could_not_be_settled_when_it_was_closed_is_whole_at_the_next_start(
    data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with open_ledger(data) as ledger:
        busy = Busy(ledger, data)
        await busy.work(20)
        truth = await busy.truth()
        monkeypatch.setattr(journal.Journal, "prepare", lambda self: (_ for _ in ()).throw(OSError("the disk is full")))
    monkeypatch.undo()
    assert data_dir.find(data).with_name("ledger.db-wal").stat().st_size > 0
    healed = await opened(data, busy.keys)
    assert healed.truth == truth
    assert not healed.findings


def test_the_journals_records_are_of_these_statements() -> None:
    """Change what a commit is made of, and the number in `journal.BEGIN` and `RECORD` has to count on: a record of the
    release before would be done again by other statements than it was made for. One that is only added is in none.
    """
    of_them = hashlib.sha256(repr((INSERTS, STATEMENTS, SUMMED)).encode()).hexdigest()[:16]
    assert (journal.BEGIN, journal.RECORD, of_them) == (b"kd1B", b"kd1R", "812f7c4b200641ab")


async def test_a_commit_after_one_that_only_the_journal_lacks_leaves_no_gap(
    ledger: SqliteLedger, data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nobody has asked for the head in between: tokens and answers are written beside the events."""
    head = await ledger.head()
    with monkeypatch.context() as patch:
        patch.setattr(os, "fdatasync", lambda file: (_ for _ in ()).throw(OSError("the disk has gone")))
        with pytest.raises(StorageError):
            await ledger.append(run_of(ledger, 1, head), [answer("first")], head, 0)
        with pytest.raises(StorageError):
            await ledger.forget_answers(0)
    await ledger.forget_answers(0)
    kept_in_journal = scan(data)
    assert kept_in_journal.whole
    assert kept_in_journal.seq() == 1
    ((commits,),) = await ledger.rows("SELECT commits FROM store")
    assert kept_in_journal.last == commits
