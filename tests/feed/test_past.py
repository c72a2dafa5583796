"""The past of the public events: a table and the newest in memory, and nobody sees where they meet."""

from __future__ import annotations

import asyncio
import sqlite3
import tempfile
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kds.core.types import Event
from kds.feed import past as module
from kds.feed.events import Broadcast
from kds.feed.past import FOLLOWER, NAME, Past, PastBehind, WholeFeed
from kds.feed.public import EncodedEvent, encode_event
from kds.runtime.messages import Committed
from kds.storage.ledger import StorageError
from kds.storage.own_store import FILE, folder_of, read
from kds.storage.sqlite import SqliteLedger
from tests.house import SmallHouse
from tests.laws.dinner import dine
from tests.runtime.followed import append, as_stored, catch_up, ledger_of
from tests.storage.stores import flip


def truth(house: SmallHouse) -> list[EncodedEvent]:
    """All that the public is told of the house."""
    return [encode_event(*each) for each in house.recorded]


def table(data: Path) -> list[EncodedEvent]:
    """What the table holds."""
    found = read(folder_of(data, NAME), module.form(), "SELECT seq, json FROM told ORDER BY seq")
    return [] if found is None else [EncodedEvent(*row) for row in found.rows]


async def commit(ledger: SqliteLedger, live: Broadcast, house: SmallHouse, count: int) -> None:
    """The next events of the house, as its server commits them and tells of them."""
    head = await ledger.head()
    recorded = house.recorded[head.seq : head.seq + count]
    if recorded:
        await append(ledger, recorded)
        stored = as_stored(recorded, head, ledger.store_id)
        live.committed([Committed(*each, stored=row) for each, row in zip(recorded, stored, strict=True)])


async def test_the_table_tells_what_the_feed_told(tmp_path: Path) -> None:
    house = dine(seed=3, steps=120)
    async with ledger_of(tmp_path, house.recorded) as ledger:
        await catch_up(ledger, tmp_path, FOLLOWER)
        assert table(tmp_path) == truth(house)
        past = Past(ledger, tmp_path)
        assert await past.after(0, 10) == truth(house)[:10]
        assert await past.after(7, 10_000) == truth(house)[7:]
        assert await past.after(len(house.recorded), 10) == []


@settings(max_examples=30)
@given(st.data())
def test_whoever_pages_through_gets_each_event_once_whatever_happens_meanwhile(data: st.DataObject) -> None:
    """Commits, a follower that lags, takes pieces and restarts, a memory of any size, a server that starts again."""
    house = dine(data.draw(st.integers(0, 50), "seed"), 40)
    retained = data.draw(st.integers(1, 12), "retained")
    total = len(house.recorded)

    async def go(folder: Path) -> None:
        async with ledger_of(folder, house.recorded[: data.draw(st.integers(1, total), "before")]) as ledger:
            live = Broadcast((await ledger.head()).seq, retained)
            feed = WholeFeed(live, Past(ledger, folder))
            cursor, heard = data.draw(st.integers(0, (await ledger.head()).seq), "since"), list[EncodedEvent]()
            since = cursor
            for _ in range(400):
                match data.draw(st.sampled_from(["page", "page", "page", "commit", "follow", "restart"])):
                    case "commit":
                        await commit(ledger, feed.live, house, data.draw(st.integers(1, 9)))
                    case "follow":
                        await catch_up(ledger, folder, FOLLOWER._replace(batch=data.draw(st.integers(1, 9))))
                    case "restart":
                        live = Broadcast((await ledger.head()).seq, retained)
                        await live.remember(ledger)
                        feed = WholeFeed(live, Past(ledger, folder))
                    case _:
                        try:
                            found = await feed.after(cursor, data.draw(st.integers(1, 9)))
                        except PastBehind:
                            assert not feed.live.reaches(cursor)
                            assert len(table(folder)) <= cursor
                            await catch_up(ledger, folder, FOLLOWER)
                            continue
                        heard += found
                        cursor = found[-1].seq if found else cursor
                        if cursor == total:
                            break
                        if not found:
                            await commit(ledger, feed.live, house, total)
            assert heard == truth(house)[since:cursor]

    with tempfile.TemporaryDirectory() as folder:
        asyncio.run(go(Path(folder)))


async def test_the_newest_are_in_memory_when_the_house_opens(tmp_path: Path) -> None:
    house = dine(seed=3, steps=120)
    total = len(house.recorded)
    async with ledger_of(tmp_path, house.recorded) as ledger:
        live = Broadcast(total, 20)
        await live.remember(ledger)
        assert live.after(total - 20, 100) == truth(house)[-20:]
        assert not live.reaches(total - 21)
        assert live.head == total


async def test_what_is_committed_while_the_house_remembers_is_told_once(tmp_path: Path) -> None:
    house = dine(seed=3, steps=120)
    async with ledger_of(tmp_path, house.recorded[:30]) as ledger:
        live = Broadcast(30, 20)
        remembering = asyncio.create_task(live.remember(ledger))
        await commit(ledger, live, house, 10)
        await remembering
        assert live.after(10, 100) == truth(house)[10:40]


async def test_the_past_of_a_follower_that_lags_is_told_as_far_as_it_goes(tmp_path: Path) -> None:
    house = dine(seed=3, steps=120)
    async with ledger_of(tmp_path, house.recorded[:50]) as ledger:
        feed = WholeFeed(Broadcast(50), Past(ledger, tmp_path))
        with pytest.raises(PastBehind):
            await feed.after(0, 10)
        await catch_up(ledger, tmp_path, FOLLOWER)
        await append(ledger, house.recorded[50:])
        feed = WholeFeed(Broadcast(len(house.recorded)), Past(ledger, tmp_path))
        assert await feed.after(45, 100) == truth(house)[45:50]
        with pytest.raises(PastBehind):
            await feed.after(50, 100)


async def test_a_table_of_another_history_is_not_told(tmp_path: Path) -> None:
    mine, other = dine(seed=5, steps=60), dine(seed=6, steps=60)
    async with ledger_of(tmp_path / "mine", mine.recorded) as ledger:
        await catch_up(ledger, tmp_path / "mine", FOLLOWER)
    async with ledger_of(tmp_path / "other", other.recorded) as ledger:
        folder_of(tmp_path / "mine", NAME).parent.rename(tmp_path / "other" / "followers")
        past = Past(ledger, tmp_path / "other")
        assert await past.after(0, 100) == []
        await catch_up(ledger, tmp_path / "other", FOLLOWER)
        assert await past.after(0, 100) == truth(other)[:100]


async def test_public_events_of_another_shape_are_told_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    house = dine(seed=3, steps=40)
    async with ledger_of(tmp_path, house.recorded) as ledger:
        await catch_up(ledger, tmp_path, FOLLOWER)
        monkeypatch.setattr(module, "MEANING", 2)
        assert await Past(ledger, tmp_path).after(0, 10) == []
        await catch_up(ledger, tmp_path, FOLLOWER)
        assert await Past(ledger, tmp_path).after(0, 10) == truth(house)[:10]


def test_the_form_of_the_table_is_the_shape_of_every_public_event(monkeypatch: pytest.MonkeyPatch) -> None:
    class Grown(Event, frozen=True, gc=False):
        """One more."""

    before = module.form()
    assert module.form() == before
    monkeypatch.setattr(module, "PublicEvent", Grown)
    assert module.form() != before


async def test_a_damaged_table_is_an_error_and_then_made_anew(tmp_path: Path) -> None:
    house = dine(seed=3, steps=120)
    async with ledger_of(tmp_path, house.recorded) as ledger:
        await catch_up(ledger, tmp_path, FOLLOWER)
        path = folder_of(tmp_path, NAME) / FILE
        for bit in range(0, 800, 3):
            flip(path, bit)
        past = Past(ledger, tmp_path)
        with pytest.raises(StorageError):
            await past.after(0, 10)
        assert await past.after(0, 10) == []
        await catch_up(ledger, tmp_path, FOLLOWER)
        assert await past.after(0, 10) == truth(house)[:10]


async def test_a_table_with_a_gap_tells_nothing_wrong_and_is_made_anew(tmp_path: Path) -> None:
    """Somebody copied the file while it was written."""
    house = dine(seed=3, steps=120)
    async with ledger_of(tmp_path, house.recorded) as ledger:
        await catch_up(ledger, tmp_path, FOLLOWER)
        with closing(sqlite3.connect(folder_of(tmp_path, NAME) / FILE)) as db, db:
            db.execute("DELETE FROM told WHERE seq = 7")
        past = Past(ledger, tmp_path)
        assert await past.after(0, 6) == truth(house)[:6]
        for since in (0, 6):
            with pytest.raises(StorageError, match="gap"):
                await past.after(since, 10)
            await catch_up(ledger, tmp_path, FOLLOWER)
            assert await past.after(0, 10) == truth(house)[:10]
            with closing(sqlite3.connect(folder_of(tmp_path, NAME) / FILE)) as db, db:
                db.execute("DELETE FROM told WHERE seq = 7")
