"""A ledger in memory goes on where another is, and reads as that would if it had all the events."""

from __future__ import annotations

import random
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from kds.storage import data_dir, memory_ledger
from kds.storage.ledger import AnswerQuery, Head, HeadMoved, Key, NotTheOwner, StorageError, StoredAnswer, Wanted
from kds.storage.memory_ledger import MemoryLedger
from kds.storage.opening import open_ledger
from kds.storage.sqlite import SqliteLedger
from tests.storage.test_searching import event, fill

MANY = 40


@pytest.fixture
async def whole(tmp_path: Path) -> AsyncIterator[SqliteLedger]:
    """A ledger with events of every kind."""
    chance = random.Random(7)
    data_dir.create(tmp_path / "data")
    async with open_ledger(tmp_path / "data") as ledger:
        kinds = ("SessionOpened", "RoundPlaced", "SessionMoved", "BillClosed")
        tables = [f'{{"table":"A{number}"}}' for number in range(3)]
        events = [
            event(
                chance.choice(kinds),
                at,
                session=f"S{chance.randrange(6)}",
                data=chance.choice(tables),
                actor=chance.choice(("ann", "ben")),
                approver=chance.choice(("", "may")),
            )
            for at in range(MANY)
        ]
        await fill(ledger, events)
        yield ledger


async def split(whole: SqliteLedger, at: int) -> MemoryLedger:
    """The first events of a ledger, and the others in memory."""
    stored = await whole.read(0, MANY)
    head = Head(at, stored[at - 1].hash) if at else Head(0, bytes(32))
    ledger = MemoryLedger(whole, head)
    await ledger.append(stored[at:], [], head, await ledger.claim())
    return ledger


@pytest.mark.parametrize("at", [0, 1, 17, MANY - 1, MANY])
async def test_it_reads_as_if_all_of_it_were_one(whole: SqliteLedger, at: int) -> None:
    ledger = await split(whole, at)
    assert await ledger.head() == await whole.head()
    for since in (0, 3, 16, 17, 18, MANY):
        for limit in (1, 5, MANY):
            assert await ledger.read(since, limit) == await whole.read(since, limit)
    for session in ("S0", "S3", "nobody"):
        assert await ledger.read_session(session) == await whole.read_session(session)


@pytest.mark.parametrize("at", [0, 1, 17, MANY - 1, MANY])
@pytest.mark.parametrize(
    "wanted",
    [
        Wanted(),
        Wanted(actors=("ann",)),
        Wanted(actors=("may",), types=("RoundPlaced",)),
        Wanted(about="S3"),
        Wanted(about="A1"),
        Wanted(since=5, until=30),
    ],
)
async def test_it_is_searched_as_if_all_of_it_were_one(whole: SqliteLedger, at: int, wanted: Wanted) -> None:
    ledger = await split(whole, at)
    expected = [each.seq for each in (await whole.search(wanted, 0, MANY)).events]
    seen: list[int] = []
    before = 0
    while True:
        page = await ledger.search(wanted, before, 4)
        seen += [each.seq for each in page.events]
        before = page.further
        if not before:
            break
    assert seen == expected


async def test_what_the_other_goes_on_with_is_not_read(whole: SqliteLedger) -> None:
    ledger = MemoryLedger(whole, Head(10, (await whole.read(9, 1))[0].hash))
    assert [each.seq for each in await ledger.read(0, MANY)] == list(range(1, 11))
    assert max(each.seq for each in (await ledger.search(Wanted(), 0, MANY)).events) == 10
    for session in ("S0", "S1", "S2", "S3"):
        assert all(each.seq <= 10 for each in await ledger.read_session(session))


async def test_it_takes_nothing_that_does_not_follow(whole: SqliteLedger) -> None:
    ledger, stored = await split(whole, 17), await whole.read(0, MANY)
    with pytest.raises(HeadMoved):
        await ledger.append(stored[17:18], [], Head(17, stored[16].hash), 1)
    await ledger.claim()
    with pytest.raises(NotTheOwner):
        await ledger.append([], [], await ledger.head(), 1)


async def test_it_takes_only_so_much(whole: SqliteLedger, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(memory_ledger, "EVENTS_MOST", 5)
    with pytest.raises(StorageError, match="more than 5"):
        await split(whole, MANY - 6)
    assert await (await split(whole, MANY - 5)).head() == await whole.head()


async def test_it_knows_the_answers_that_were_given_here(whole: SqliteLedger) -> None:
    ledger = MemoryLedger(whole, await whole.head())
    given = StoredAnswer("ann", "key-1", b"print", 1, b"{}")
    await ledger.append([], [given], await ledger.head(), await ledger.claim())
    assert await ledger.answers([AnswerQuery("ann", "key-1", b"print"), AnswerQuery("ben", "key-1", b"print")]) == {
        Key("ann", "key-1"): given
    }
    assert await ledger.keys(0, 10) == [(1, Key("ann", "key-1"))]
    assert await ledger.keys(1, 10) == []
    assert await ledger.forget_answers(99) == 0
    await ledger.probe()
    await ledger.close()


async def test_a_table_is_also_what_its_parties_did_who_came_before_or_since(tmp_path: Path) -> None:
    data_dir.create(tmp_path / "data")
    async with open_ledger(tmp_path / "data") as whole:
        came = [("SessionOpened", "S1", '{"table":"A1"}'), ("RoundPlaced", "S1", "{}")]
        came += [("SessionOpened", "S2", '{"table":"A2"}'), ("SessionOpened", "S3", '{"table":"A1"}')]
        came += [("RoundPlaced", party, "{}") for party in ("S1", "S2", "S3")]
        await fill(whole, [event(kind, at, session=party, data=data) for at, (kind, party, data) in enumerate(came)])
        for at in range(len(came) + 1):
            found = await (await split(whole, at)).search(Wanted(about="A1", is_table=True), 0, MANY)
            assert [each.seq for each in found.events] == [7, 5, 4, 2, 1]
