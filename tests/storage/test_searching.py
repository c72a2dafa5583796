"""Events looked for in the ledger: newest first, by who, what, when and about what, a stretch at a time."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from pathlib import Path

import pytest

from kds.storage import data_dir
from kds.storage.ledger import Head, Wanted, chain
from kds.storage.ledger import StoredEvent as Event
from kds.storage.opening import open_ledger
from kds.storage.searching import STRETCH
from kds.storage.sqlite import SqliteLedger


@pytest.fixture
async def ledger(tmp_path: Path) -> AsyncIterator[SqliteLedger]:
    data_dir.create(tmp_path / "data")
    async with open_ledger(tmp_path / "data") as opened:
        await opened.claim()
        yield opened


def event(kind: str, at: int, **more: str) -> tuple[str, int, dict[str, str]]:
    return kind, at, more


async def fill(ledger: SqliteLedger, events: Sequence[tuple[str, int, dict[str, str]]]) -> None:
    """Put them into the ledger, in order."""
    head, stored = await ledger.head(), []
    for seq, (kind, at, more) in enumerate(events, start=head.seq + 1):
        party, data = more.get("session"), more.get("data", "{}").encode()
        actor, approver, device = more.get("actor", "cai"), more.get("approver", ""), more.get("device", "")
        hashed = chain(head.hash, ledger.store_id, (seq, kind, 1, at, actor, party, data), approver, device)
        stored.append(Event(seq, kind, 1, at, actor, party, data, hashed, approver, device))
        head = Head(seq, hashed)
    await ledger.append(stored, [], await ledger.head(), await ledger.claim())


async def found(ledger: SqliteLedger, wanted: Wanted, before: int = 0, most: int = 50) -> list[int]:
    return [each.seq for each in (await ledger.search(wanted, before, most)).events]


async def test_the_newest_come_first_and_every_page_goes_on_where_the_last_ended(ledger: SqliteLedger) -> None:
    await fill(ledger, [event("A", at) for at in range(7)])
    seen: list[int] = []
    before = 0
    while True:
        page = await ledger.search(Wanted(), before, 3)
        seen += [each.seq for each in page.events]
        before = page.further
        if not before:
            break
    assert seen == [7, 6, 5, 4, 3, 2, 1]


async def test_an_empty_ledger_has_nothing(ledger: SqliteLedger) -> None:
    assert await ledger.search(Wanted(), 0, 50) == ([], 0)
    assert await ledger.search(Wanted(since=1, until=2), 99, 50) == ([], 0)


async def test_a_full_page_at_the_end_says_that_nothing_is_left(ledger: SqliteLedger) -> None:
    await fill(ledger, [event("A", 1), event("A", 2)])
    assert (await ledger.search(Wanted(), 0, 2)).further == 0


async def test_who_did_it_and_who_approved_are_both_found(ledger: SqliteLedger) -> None:
    await fill(ledger, [event("A", 1), event("A", 2, actor="may"), event("A", 3, approver="may", device="d")])
    assert await found(ledger, Wanted(actors=("may",))) == [3, 2]
    assert await found(ledger, Wanted(actors=("may", "cai"))) == [3, 2, 1]
    assert await found(ledger, Wanted(actors=("nobody",))) == []
    (approved, _) = (await ledger.search(Wanted(actors=("may",)), 0, 9)).events
    assert (approved.approver, approved.device) == ("may", "d")


async def test_an_id_is_found_as_a_whole_and_a_party_by_its_own(ledger: SqliteLedger) -> None:
    events = [
        event("A", 1, data='{"bill":"B1"}', session="S1"),
        event("A", 2, data='{"bill":"B12"}', session="S12"),
        event("A", 3, data='{"lines":["毛肚"]}', session="S12"),
        event("A", 4, data='{"note":"quote \\" and % and _"}'),
    ]
    await fill(ledger, events)
    assert await found(ledger, Wanted(about="B1")) == [1]
    assert await found(ledger, Wanted(about="S12")) == [3, 2]
    assert await found(ledger, Wanted(about="毛肚")) == [3]
    assert await found(ledger, Wanted(about="%")) == []
    assert await found(ledger, Wanted(about='quote " and % and _')) == [4]
    assert await found(ledger, Wanted(about="' OR 1=1 --")) == []


async def test_a_table_has_what_befell_the_parties_that_sat_there(ledger: SqliteLedger) -> None:
    events = [
        event("SessionOpened", 1, data='{"session":"S1","table":"A01"}', session="S1"),
        event("PaymentTaken", 2, data='{"session":"S1","bill":"B1"}', session="S1"),
        event("SessionOpened", 3, data='{"session":"S3","table":"A02"}', session="S3"),
        event("TableCleaned", 4, data='{"table":"A01"}'),
    ]
    await fill(ledger, events)
    assert await found(ledger, Wanted(about="A01", is_table=True)) == [4, 2, 1]
    assert await found(ledger, Wanted(about="A01")) == [4, 1]


async def test_a_day_is_found_wherever_it_lies(ledger: SqliteLedger) -> None:
    await fill(ledger, [event("A", at) for at in range(100, 100 + 3 * STRETCH)])
    day = Wanted(since=200, until=203)
    assert await found(ledger, day) == [103, 102, 101]
    assert (await ledger.search(day, 0, 50, stretches=1)).further in (0, 1)
    assert await found(ledger, Wanted(since=100 + 3 * STRETCH)) == []
    assert await found(ledger, Wanted(until=100)) == []
    assert await found(ledger, Wanted(since=102, until=104, types=("A",))) == [4, 3]


async def test_a_search_that_finds_nothing_stops_after_its_stretches_and_can_go_on(ledger: SqliteLedger) -> None:
    await fill(ledger, [event("Rare", 1), *[event("A", at) for at in range(2, 2 * STRETCH + 2)]])
    page = await ledger.search(Wanted(types=("Rare",)), 0, 50, stretches=1)
    assert page.events == []
    assert 0 < page.further <= STRETCH + 2
    page = await ledger.search(Wanted(types=("Rare",)), page.further, 50)
    assert ([each.seq for each in page.events], page.further) == ([1], 0)
