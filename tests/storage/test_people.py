"""People as they are kept: named, with a PIN of which only a hash is there, and erased without a trace."""

from __future__ import annotations

import asyncio
import sqlite3
from contextlib import closing
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kds.storage import checks, data_dir, sqlite, sqlite_people
from kds.storage.ledger import StorageError
from kds.storage.living_people import People
from kds.storage.opening import open_ledger
from kds.storage.people import BadPin, checked_pin, hashed, is_pin
from kds.storage.sqlite import SqliteLedger
from kds.storage.sqlite_people import SqlitePeople


@pytest.fixture
async def people(ledger: SqliteLedger) -> People:
    return await knowing(ledger)


async def knowing(ledger: SqliteLedger) -> People:
    """The people as a server knows them that has just begun."""
    people = People(SqlitePeople(ledger))
    await people.load()
    return people


async def test_somebody_is_known_also_by_the_next_server(people: People, ledger: SqliteLedger) -> None:
    made = await people.add("小王", "138")
    assert (made.name, made.phone, made.has_pin) == ("小王", "138", False)
    assert await people.rename(made.person, "王芳", "139")
    card = (await knowing(ledger)).card(made.person)
    assert card is not None
    assert (card.name, card.phone) == ("王芳", "139")
    assert not await people.rename("prs_other", "x", "")


async def test_a_pin_opens_and_another_does_not(people: People) -> None:
    made = await people.add("Ann", "")
    assert not await people.has_pin(made.person, "")
    await people.set_pin(made.person, "7305")
    assert await people.has_pin(made.person, "7305")
    for wrong in ("7306", "", "73050", "７３０５"):
        assert not await people.has_pin(made.person, wrong)
    card = people.card(made.person)
    assert card is not None
    assert card.has_pin
    await people.set_pin(made.person, None)
    assert not await people.has_pin(made.person, "7305")
    assert not await people.has_pin("prs_other", "7305")


@pytest.mark.parametrize("pin", ["", "123", "1234", "4321", "0000", "123456789", "12a4", "１２７４", "-274", "98765"])
async def test_a_pin_that_anybody_would_guess_is_refused(people: People, pin: str) -> None:
    made = await people.add("Ann", "")
    with pytest.raises(BadPin):
        await people.set_pin(made.person, pin)


@given(st.text("0123456789", min_size=4, max_size=8))
def test_every_other_pin_is_as_it_was_typed(pin: str) -> None:
    steps = {int(after) - int(before) for before, after in pairwise(pin)}
    if steps in ({0}, {1}, {-1}):
        with pytest.raises(BadPin):
            checked_pin(pin)
    else:
        assert checked_pin(pin) == pin


def test_the_same_pin_is_never_kept_alike() -> None:
    one, other = hashed("7305"), hashed("7305")
    assert one != other
    assert is_pin("7305", one)
    assert is_pin("7305", other)


async def test_who_is_erased_is_an_id_and_no_more(people: People, ledger: SqliteLedger, data: Path) -> None:
    made = await people.add("Annabelle", "13800138000")
    await people.set_pin(made.person, "7305")
    assert await people.erase(made.person)
    assert not await people.erase(made.person)
    assert not await people.rename(made.person, "Annabelle", "")
    card = (await knowing(ledger)).card(made.person)
    assert card is not None
    assert (card.name, card.phone, card.has_pin, card.erased_at is None) == ("", "", False, False)
    with closing(sqlite3.connect(data_dir.find(data))) as db:
        (row,) = db.execute("SELECT name, phone, pin FROM people")
    assert row == ("", "", None)


async def test_a_row_that_is_damaged_has_no_pin_and_is_noticed(
    people: People, ledger: SqliteLedger, data: Path
) -> None:
    made = await people.add("Ann", "")
    await people.set_pin(made.person, "7305")
    with closing(sqlite3.connect(data_dir.find(data))) as db:
        assert checks.content(data_dir.find(data)) == []
        db.execute("UPDATE people SET pin = ?", (hashed("1122"),))
        db.commit()
    assert not await people.has_pin(made.person, "1122")
    assert not await people.set_pin(made.person, "2580"), "damage is not signed as if it were right"
    assert [fault.en for fault in checks.content(data_dir.find(data))] == [
        f"person {made.person} is not what was stored"
    ]


async def test_a_house_knows_only_so_many(people: People, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sqlite_people, "PEOPLE_MOST", 1)
    made = await people.add("Ann", "")
    with pytest.raises(StorageError):
        await people.add("Bob", "")
    await people.erase(made.person)
    await people.add("Bob", "")


async def test_changes_at_the_same_time_are_all_kept(people: People) -> None:
    for number in range(10):
        made = await people.add("Ann", "")
        await asyncio.gather(people.rename(made.person, f"Ann {number}", "138"), people.set_pin(made.person, "7305"))
        card = people.card(made.person)
        assert card is not None
        assert (card.name, card.has_pin) == (f"Ann {number}", True)


async def test_somebody_new_can_be_given_their_id_once(people: People) -> None:
    made = await people.add("Ann", "", "prs_0123456789ab")
    assert made.person == "prs_0123456789ab"
    with pytest.raises(StorageError):
        await people.add("Ben", "", "prs_0123456789ab")
    assert [each.name for each in people.all()] == ["Ann"]


def holding(data: Path, words: list[bytes]) -> list[str]:
    """The files of a data directory in which some of these bytes stand, wherever."""
    files = [each for each in data.rglob("*") if each.is_file()]
    return [each.name for each in files if any(word in each.read_bytes() for word in words)]


async def test_of_whoever_is_erased_no_byte_stays_on_the_disk(ledger: SqliteLedger, data: Path) -> None:
    people = await knowing(ledger)
    words = ["Annabelle", "13800138000", "Quisling", "15900159000"]
    ann, other = await people.add("Annabelle", "13800138000"), await people.add("Beatrice", "13700137000")
    await people.rename(ann.person, "Quisling", "15900159000")
    await people.set_pin(ann.person, "7305")
    kept = await SqlitePeople(ledger).pin_of(ann.person)
    assert kept is not None
    assert holding(data, [b"Quisling"]), "they can be found while they work here"
    await people.erase(ann.person)
    assert holding(data, [each.encode() for each in words] + [kept]) == []
    assert holding(data, [b"Beatrice"]), "others stay"
    await people.rename(other.person, "Bea", "")


async def test_what_was_erased_is_not_there_after_a_checkpoint_between_either(ledger: SqliteLedger, data: Path) -> None:
    people = await knowing(ledger)
    ann = await people.add("Annabelle", "13800138000")
    await ledger.checkpoint()
    await people.rename(ann.person, "Annabelle Lee", "13800138000")
    await ledger.checkpoint()
    await people.erase(ann.person)
    assert holding(data, [b"Annabelle", b"13800138000"]) == []


async def test_a_store_whose_people_were_erased_opens_as_any_other(data: Path) -> None:
    async with open_ledger(data) as ledger:
        people = await knowing(ledger)
        ann, bea = await people.add("Annabelle", ""), await people.add("Beatrice", "")
        await people.erase(ann.person)
        await people.rename(bea.person, "Bea", "")
    async with open_ledger(data) as ledger:
        assert ledger.findings == []
        assert [each.name for each in (await knowing(ledger)).all()] == ["", "Bea"]
    assert checks.content(data_dir.find(data)) == []


async def test_somebody_who_reads_meanwhile_keeps_nobody_from_being_erased(
    ledger: SqliteLedger, data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sqlite, "SCRUB_PAUSES_S", (0.01,))
    people = await knowing(ledger)
    ann = await people.add("Annabelle", "")
    with closing(sqlite3.connect(data_dir.find(data), isolation_level=None)) as db:
        db.execute("BEGIN")
        db.execute("SELECT * FROM people").fetchall()
        assert await people.erase(ann.person)
    card = people.card(ann.person)
    assert card is not None
    assert card.name == ""
    await ledger.scrub()
    assert holding(data, [b"Annabelle"]) == []
