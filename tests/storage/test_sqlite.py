"""The ledger on SQLite: all or nothing, chained, read by readers that cannot write, with a bounded log."""

from __future__ import annotations

import asyncio
import hashlib
import resource
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import msgspec
import pytest

from kds.storage import connections, data_dir, sqlite
from kds.storage.changes import ROWS
from kds.storage.connections import connect
from kds.storage.damage import DamagedStore
from kds.storage.data_dir import DataDirError
from kds.storage.ledger import (
    GENESIS,
    AnswerQuery,
    Head,
    HeadMoved,
    Key,
    NotTheOwner,
    StorageError,
    StoredAnswer,
    chain,
)
from kds.storage.opening import open_ledger
from kds.storage.sqlite import SqliteLedger
from kds.storage.writer import STORED_ANSWERS
from tests.storage.rows import answer, append, kept, put, run_of


async def test_a_new_ledger_is_empty(ledger: SqliteLedger) -> None:
    assert await ledger.head() == Head(0, GENESIS)
    assert await ledger.read(0, 10) == []
    assert await ledger.answers([AnswerQuery("ann", "k", b"")]) == {}


@pytest.mark.parametrize("count", [0, 1, 3, 4, 5, 63, 64, 65, 64 + 16 + 4 + 1, 200])
async def test_what_is_appended_is_read_again_whatever_its_number(ledger: SqliteLedger, count: int) -> None:
    events = run_of(ledger, count, session="S1")
    answers = [answer(f"k{number}") for number in range(count)]
    await put(ledger, events, answers)
    assert await ledger.read(0, 1_000) == events
    asked = [AnswerQuery(each.actor, each.key, each.fingerprint) for each in answers]
    assert await ledger.answers(asked) == {Key(each.actor, each.key): each for each in answers}
    assert await ledger.head() == (Head(count, events[-1].hash) if events else Head(0, GENESIS))
    assert ROWS[-1] == 1


async def test_it_outlives_its_connection(data: Path) -> None:
    async with open_ledger(data) as ledger:
        events = await append(ledger, 3)
    async with open_ledger(data) as ledger:
        assert await ledger.read(0, 10) == events


@pytest.mark.parametrize("bad", ["event", "answer"])
async def test_an_append_is_all_or_nothing(ledger: SqliteLedger, bad: str) -> None:
    events = await append(ledger, 2)
    await put(ledger, [], [answer("there")])
    more = run_of(ledger, 70, Head(2, events[-1].hash))
    if bad == "event":
        more = [*more, events[0]]
    answers = [answer("new"), *([answer("there")] if bad == "answer" else [])]
    with pytest.raises(StorageError):
        await put(ledger, more, answers)
    assert (await ledger.head()).seq == 2
    assert await kept(ledger, "new", "there") == ["there"]
    await append(ledger, 1)


async def test_who_is_not_the_owner_any_more_stores_nothing(ledger: SqliteLedger) -> None:
    mine = await ledger.claim()
    theirs = await ledger.claim()
    assert theirs == mine + 1
    await ledger.append(run_of(ledger, 2), [answer("theirs")], await ledger.head(), theirs)
    head = await ledger.head()
    for events in ([], run_of(ledger, 1, head)):
        with pytest.raises(NotTheOwner):
            await ledger.append(events, [answer("mine")], head, mine)
    assert await ledger.head() == head
    assert await kept(ledger, "mine", "theirs") == ["theirs"]
    await ledger.append([], [answer("mine")], head, theirs)


async def test_an_append_to_another_head_than_expected_stores_nothing(ledger: SqliteLedger) -> None:
    first, epoch = await append(ledger, 1), await ledger.claim()
    for expected in (Head(0, GENESIS), Head(1, GENESIS), Head(2, first[0].hash)):
        with pytest.raises(HeadMoved):
            await ledger.append(run_of(ledger, 1, expected), [answer("k")], expected, epoch)
    assert await ledger.read(0, 10) == first
    assert await kept(ledger, "k") == []
    await ledger.append(run_of(ledger, 1, await ledger.head()), [], await ledger.head(), epoch)


async def test_a_number_that_has_no_room_is_a_storage_error(ledger: SqliteLedger) -> None:
    with pytest.raises(StorageError):
        await put(ledger, [], [answer("k", at=1 << 70)])
    with pytest.raises(StorageError):
        await ledger.read(1 << 70, 1)
    await append(ledger, 1)


async def test_pages_join_without_a_gap(ledger: SqliteLedger) -> None:
    events = await append(ledger, 25)
    pages = [await ledger.read(since, 10) for since in (0, 10, 20, 25)]
    assert [len(page) for page in pages] == [10, 10, 5, 0]
    assert [event for page in pages for event in page] == events


async def test_the_events_of_a_party(ledger: SqliteLedger) -> None:
    mine = await append(ledger, 2, session="S1")
    await append(ledger, 2, session="S2")
    await append(ledger, 2)
    mine += await append(ledger, 1, session="S1")
    assert await ledger.read_session("S1") == mine
    assert await ledger.read_session("S9") == []


async def test_keys_are_found_whatever_they_are_made_of(ledger: SqliteLedger) -> None:
    keys = ["a'b", 'a"b', "火锅", "k%", "K", "k", " "]
    await put(ledger, [], [answer(key) for key in keys])
    assert await kept(ledger, *keys, "none") == keys


async def test_keys_belong_to_their_actor(ledger: SqliteLedger) -> None:
    mine, yours = answer("1"), StoredAnswer("bob", "1", b"another", 2_000, b'"for bob"')
    await put(ledger, [], [mine])
    await put(ledger, [], [yours])
    found = await ledger.answers([AnswerQuery(actor, "1", b"") for actor in ("ann", "bob", "eve")])
    assert found == {Key("ann", "1"): mine, Key("bob", "1"): yours}


async def test_an_answer_without_an_actor_is_one_to_the_very_same_command(ledger: SqliteLedger) -> None:
    await put(ledger, [], [StoredAnswer("", "1", b"ann ordered tofu", 1_000, b'"old"')])
    for fingerprints in ([b"ann ordered tofu"], [b"ann ordered tofu", b"ann ordered cola"]):
        found = await ledger.answers([AnswerQuery("ann", "1", each) for each in fingerprints])
        assert found == {Key("ann", "1"): StoredAnswer("ann", "1", b"ann ordered tofu", 1_000, b'"old"')}
    assert await ledger.answers([AnswerQuery("bob", "1", b"bob ordered tofu")]) == {}
    await put(ledger, [], [mine := StoredAnswer("bob", "1", b"bob ordered tofu", 2_000, b'"new"')])
    assert await ledger.answers([AnswerQuery("bob", "1", b"bob ordered tofu")]) == {Key("bob", "1"): mine}


async def test_looking_keys_up_goes_through_the_keys_and_not_through_the_answers(ledger: SqliteLedger) -> None:
    plan = await ledger.rows(f"EXPLAIN QUERY PLAN {STORED_ANSWERS}", ("[]", ledger.store_id))
    steps = [step for *_, step in plan]
    assert steps[0].startswith("SCAN asked")
    assert steps[1].startswith("SEARCH kept USING INDEX")
    assert steps[1].endswith("(store_id=? AND actor=? AND key=?)")


@pytest.mark.parametrize("column", ["fingerprint", "at", "body"])
async def test_a_damaged_answer_says_so(ledger: SqliteLedger, data: Path, column: str) -> None:
    await put(ledger, [], [answer("1"), answer("2")])
    with closing(sqlite3.connect(data_dir.find(data))) as db, db:
        other = "at + 1" if column == "at" else f"CAST('x' || substr({column}, 2) AS BLOB)"
        db.execute(f"UPDATE answers SET {column} = {other} WHERE key = '1'")
    found = await ledger.answers([AnswerQuery("ann", key, b"") for key in "12"])
    assert [found[Key("ann", key)].whole for key in "12"] == [False, True]


async def test_old_answers_go_some_at_a_time_oldest_first(ledger: SqliteLedger) -> None:
    await put(ledger, [], [answer(f"k{number}", at=number) for number in range(2_500)])
    assert await ledger.forget_answers(2_200) == 1_000
    assert await kept(ledger, "k999", "k1000") == ["k1000"]
    assert [await ledger.forget_answers(2_200) for _ in range(3)] == [1_000, 200, 0]
    assert await kept(ledger, "k2199", "k2200") == ["k2200"]


async def test_readers_cannot_write(ledger: SqliteLedger, data: Path) -> None:
    await append(ledger, 1)
    async with connect(data_dir.find(data), read_only=True) as reader:
        assert len(list(await reader.execute_fetchall("SELECT * FROM events"))) == 1
        for statement in (
            "DELETE FROM events",
            "UPDATE store SET epoch = 9",
            "CREATE TABLE more (a)",
        ):
            with pytest.raises(sqlite3.OperationalError, match="readonly"):
                await reader.execute(statement)


async def test_a_reader_sees_what_was_committed_when_it_began(ledger: SqliteLedger, data: Path) -> None:
    await append(ledger, 1)
    async with connect(data_dir.find(data), read_only=True) as reader:
        await reader.execute("BEGIN")
        for expected in (1, 1):
            ((count,),) = await reader.execute_fetchall("SELECT count(*) FROM events")
            assert count == expected
            await append(ledger, 1)


async def test_commits_are_synced(ledger: SqliteLedger) -> None:
    ((mode,),) = await ledger._writer.execute_fetchall("PRAGMA synchronous")
    ((journal,),) = await ledger._writer.execute_fetchall("PRAGMA journal_mode")
    assert (mode, journal) == (2, "wal")


async def test_after_closing_it_says_so(data: Path) -> None:
    async with open_ledger(data) as ledger:
        await append(ledger, 1)
    for call in (ledger.head(), ledger.read(0, 1), kept(ledger, "k"), put(ledger, [], [answer("k")])):
        with pytest.raises(StorageError):
            await call


async def test_no_ledger_is_said_so(tmp_path: Path) -> None:
    path = tmp_path / "ledger.db"
    for content, kind in (
        (None, DataDirError),
        (b"", DamagedStore),
        (b"this is no database at all" * 100, DamagedStore),
    ):
        if content is not None:
            path.write_bytes(content)
        with pytest.raises(kind):
            async with open_ledger(tmp_path):
                pass


async def test_the_log_is_moved_into_the_database_beside_a_writer_and_starts_again(
    ledger: SqliteLedger, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sqlite, "WAL_LIMIT", 1 << 20)
    largest = 0

    async def writer() -> None:
        nonlocal largest
        for _ in range(60):
            await append(ledger, 100, size=1_000)
            largest = max(largest, ledger.wal_bytes())

    writing = asyncio.create_task(writer())
    while not writing.done():
        await ledger.checkpoint()
        await asyncio.sleep(0.001)
    await writing
    assert largest < 5 << 20, "6 MB and more were written"
    assert (await ledger.head()).seq == 6_000


async def test_a_log_that_grew_gives_its_space_back(ledger: SqliteLedger, monkeypatch: pytest.MonkeyPatch) -> None:
    for _ in range(60):
        await append(ledger, 100, size=1_000)
    assert ledger.wal_bytes() > connections.WAL_KEPT
    await ledger.checkpoint()
    await append(ledger, 1)
    assert ledger.wal_bytes() <= connections.WAL_KEPT


async def test_a_reader_that_never_ends_holds_nobody_up(
    ledger: SqliteLedger, data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sqlite, "WAL_LIMIT", 0)
    await append(ledger, 1)
    async with connect(data_dir.find(data), read_only=True) as reader:
        await reader.execute("BEGIN")
        await reader.execute_fetchall("SELECT * FROM events")
        await append(ledger, 100)
        async with asyncio.timeout(2):
            await asyncio.gather(ledger.checkpoint(), append(ledger, 1))
    assert (await ledger.head()).seq == 102


@contextmanager
def no_file_larger_than(size: int) -> Iterator[None]:
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


async def test_a_disk_that_takes_no_more_is_a_storage_error_and_recovers(ledger: SqliteLedger) -> None:
    await append(ledger, 5)
    before = await ledger.head()
    with no_file_larger_than(ledger.wal_bytes() + 6_000):
        with pytest.raises(StorageError):
            await put(ledger, run_of(ledger, 100, before, size=1_000), [answer("k")])
        assert await ledger.head() == before
        assert await kept(ledger, "k") == []
    await append(ledger, 100, size=1_000)
    assert (await ledger.head()).seq == 105


async def test_a_writer_that_could_not_roll_back_shows_nothing_uncommitted(ledger: SqliteLedger) -> None:
    await append(ledger, 1)
    stuck = run_of(ledger, 1, await ledger.head())[0]
    await ledger._writer.execute("BEGIN IMMEDIATE")
    values = (stuck.seq, ledger.store_id, "Noted", 1, 1, "ann", b"{}", stuck.hash)
    await ledger._writer.execute(
        "INSERT INTO events (seq, store_id, type, version, at, actor, data, hash) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        values,
    )
    assert (await ledger.head()).seq == 1
    await append(ledger, 1)
    assert (await ledger.head()).seq == 2


def test_every_field_counts_in_the_chain() -> None:
    fields = (1, "Noted", 1, 1_000, "ann", "S1", b"{}")
    one = chain(GENESIS, "s1", fields)
    others = [
        chain(one, "s1", fields),
        chain(GENESIS, "s2", fields),
        *(
            chain(GENESIS, "s1", (*fields[:place], other, *fields[place + 1 :]))  # type: ignore[arg-type]
            for place, other in enumerate((2, "Notes", 2, 1_001, "bob", "S2", b"[]"))
        ),
        chain(GENESIS, "s1", (1, "Noted", 1, 1_000, "ann", None, b"{}")),
        chain(GENESIS, "s1", (1, "Noted", 1, 1_000, "ann", "", b"{}")),
        *(chain(GENESIS, "s1", fields, *more) for more in (("eve", ""), ("", "eve"), ("eve", "eve"), ("eveeve", ""))),
    ]
    assert len({one, *others}) == 1 + len(others)


def test_an_event_without_approver_and_device_has_the_hash_that_it_had_before_there_were_any() -> None:
    fields = (1, "Noted", 1, 1_000, "ann", "S1", b"{}")
    assert (
        chain(GENESIS, "s1", fields).hex()
        == hashlib.sha256(GENESIS + b"s1\n1\nNoted\n1\n1000\nann\n=S1\n{}").hexdigest()
    )
    stamped = b"s1\n1\nNoted\n1\n1000\nann\n=S1\n~eve\twall\n{}"
    assert chain(GENESIS, "s1", fields, "eve", "wall") == hashlib.sha256(GENESIS + stamped).digest()


@pytest.mark.parametrize("odd", ["a\tb", "a\nb", "\t", "\n"])
def test_an_approver_or_a_device_that_would_make_the_chain_ambiguous_is_refused(odd: str) -> None:
    for more in ((odd, ""), ("", odd)):
        with pytest.raises(ValueError, match="tab"):
            chain(GENESIS, "s1", (1, "Noted", 1, 1_000, "ann", None, b"{}"), *more)


async def test_who_approved_and_the_device_are_kept(ledger: SqliteLedger) -> None:
    first, second = run_of(ledger, 2)
    known = [msgspec.structs.replace(first, approver="eve"), msgspec.structs.replace(second, device="wall")]
    await put(ledger, known, [])
    assert await ledger.read(0, 10) == known


async def test_all_tables_are_strict(data: Path) -> None:
    with closing(sqlite3.connect(data_dir.find(data))) as db:
        tables = {name: strict for _, name, _, _, _, strict in db.execute("PRAGMA table_list") if name[:7] != "sqlite_"}
        assert tables == dict.fromkeys(["store", "events", "answers", "tokens", "people"], 1)
        with pytest.raises(sqlite3.IntegrityError):
            db.execute("INSERT INTO events VALUES (1, 's', 'T', 'one', 1, 'a', NULL, x'00', x'00', NULL, NULL)")
