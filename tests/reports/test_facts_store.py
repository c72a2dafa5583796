"""The file of facts: rows and cursor together, and a file that is lost, damaged or of another form is made anew."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from kds.core.menu.facts import StockFact
from kds.reports import schema
from kds.reports.follower import FOLLOWER, FactsWork
from kds.reports.making import Made
from kds.reports.questions import NAME
from kds.reports.store import FILE, FactsStore, connect, digest, discard, is_damage, rows_of
from kds.storage.ledger import Head, StorageError, Superseded
from kds.storage.own_store import BEGINNING, DamagedFile, folder_of
from tests.house import SmallHouse
from tests.runtime.followed import append, catch_up, ledger_of

FIRST = StockFact(7, 1_000, "2026-09-21", "crab", 3, True, "ann")
SECOND = StockFact(8, 2_000, "2026-09-21", "crab", None, False, "bob")


def made(*rows: StockFact) -> Made:
    return Made([], {"stock": list(rows)} if rows else {})


def test_rows_and_cursor_stand_together(tmp_path: Path) -> None:
    store = FactsStore(tmp_path)
    assert store.stands() == BEGINNING
    store.keep(made(FIRST, SECOND), Head(8, b"h"))
    store.close()
    again = FactsStore(tmp_path)
    assert again.stands() == Head(8, b"h")
    assert rows_of(again.db, "stock") == [
        (7, 1_000, "2026-09-21", "crab", 3, True, "ann"),
        (8, 2_000, "2026-09-21", "crab", None, False, "bob"),
    ]


def test_of_what_fails_nothing_stands(tmp_path: Path) -> None:
    store = FactsStore(tmp_path)
    store.keep(made(FIRST), Head(7, b"h"))
    wrong = StockFact(8, 2_000, "2026-09-21", None, 1, True, "ann")  # type: ignore[arg-type]
    with pytest.raises(StorageError, match="NOT NULL"):
        store.keep(made(SECOND, wrong), Head(8, b"i"))
    store.close()
    again = FactsStore(tmp_path)
    assert (again.stands(), len(rows_of(again.db, "stock"))) == (Head(7, b"h"), 1)


def test_a_file_of_another_form_is_made_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store = FactsStore(tmp_path)
    store.keep(made(FIRST), Head(7, b"h"))
    store.close()
    monkeypatch.setattr(schema, "form", lambda: "another")
    again = FactsStore(tmp_path)
    assert (again.stands(), rows_of(again.db, "stock")) == (BEGINNING, [])


@pytest.mark.parametrize("rest", [b"this is no database", b"\0" * 100_000])
def test_a_damaged_file_is_deleted_and_the_next_who_comes_makes_it_anew(tmp_path: Path, rest: bytes) -> None:
    FactsStore(tmp_path).close()
    (tmp_path / FILE).write_bytes(rest)
    with pytest.raises(DamagedFile):
        FactsStore(tmp_path)
    assert FactsStore(tmp_path).stands() == BEGINNING


def test_a_file_that_has_another_owner_is_no_damage() -> None:
    assert not is_damage(duckdb.IOException('Could not set lock on file "x": it is no valid DuckDB magic'))
    assert not is_damage(duckdb.IOException("No space left on device"))


def test_who_has_a_file_that_was_deleted_keeps_nothing_more(tmp_path: Path) -> None:
    store = FactsStore(tmp_path)
    discard(tmp_path)
    with pytest.raises(Superseded):
        store.stands()
    with pytest.raises(Superseded):
        store.keep(made(FIRST), Head(7, b"h"))


def test_the_digest_is_of_the_rows_and_not_of_their_order(tmp_path: Path) -> None:
    digests = []
    for name, rows in (("a", [FIRST, SECOND]), ("b", [SECOND, FIRST]), ("c", [FIRST]), ("d", [FIRST, FIRST])):
        store = FactsStore(tmp_path / name)
        store.keep(made(*rows), Head(8, b"h"))
        digests.append(digest(store.db))
        store.close()
    assert digests[0] == digests[1]
    assert len({each.digest for each in digests}) == 3


def test_it_takes_no_more_than_it_may(tmp_path: Path) -> None:
    db = connect(tmp_path / FILE)
    told = dict(db.execute("SELECT name, value FROM duckdb_settings()").fetchall())
    assert told["threads"] == "2"
    assert told["memory_limit"] == "244.1 MiB"
    assert told["autoload_known_extensions"] == told["autoinstall_known_extensions"] == "false"


async def test_the_follower_makes_what_there_is_and_goes_on_from_its_cursor(tmp_path: Path) -> None:
    house = SmallHouse()
    house.order("tofu", "cola")
    founded = len(house.recorded)
    async with ledger_of(tmp_path, house.recorded) as ledger:
        await catch_up(ledger, tmp_path, FOLLOWER)
        house.order("beef", table="A02")
        await append(ledger, house.recorded[founded:])
        await catch_up(ledger, tmp_path, FOLLOWER)
    store = FactsStore(folder_of(tmp_path, NAME))
    assert store.stands().seq == len(house.recorded)
    assert [row[12] for row in rows_of(store.db, "lines")] == ["tofu", "cola", "beef"]


async def test_it_can_be_reset_before_and_after_it_was_opened(tmp_path: Path) -> None:
    house = SmallHouse()
    house.order("tofu")
    async with ledger_of(tmp_path, house.recorded) as ledger:
        await catch_up(ledger, tmp_path, FOLLOWER)
        folder = folder_of(tmp_path, NAME)
        unopened = FactsWork(folder)
        unopened.reset()
        assert not (folder / FILE).exists()
        await catch_up(ledger, tmp_path, FOLLOWER)
        opened = FactsWork(folder)
        assert opened.cursor().seq == len(house.recorded)
        opened.reset()
        assert opened.cursor() == BEGINNING
        opened.close()
