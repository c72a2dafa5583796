"""A house's file at a store that runs: its server takes it over, whole or not at all, and tells the house."""

from __future__ import annotations

import asyncio
import zipfile
from collections.abc import AsyncIterator
from pathlib import Path

import msgspec
import pytest
from msgspec.structs import replace

from kds.bootstrap import export_house, import_house
from kds.core.floor.change_floor import ChangeFloor
from kds.core.floor.model import Table
from kds.core.menu.change_menu import ChangeMenu
from kds.core.orders.answered import RoundIs
from kds.core.types import Refusal
from kds.ops.house_file.door import Door
from kds.ops.house_file.files import BadFile, read
from kds.runtime.control import RemoteHouse, answering
from kds.runtime.messages import HOUSE, Reply, StorageFailed
from kds.storage.ledger import StorageError
from kds.storage.photos import Photos
from tests.runtime.running import Kitchen, Rows, no_fault, running
from tests.storage.test_photos import picture

NEW = """
[[dishes]]
dish = "cake"
zh = "蛋糕"
en = "Cake"
kind = "dish"
category = "all"
station = "cold"
price = 8.5
standard_s = 60
"""


@pytest.fixture
async def kitchen(tmp_path: Path) -> AsyncIterator[Kitchen]:
    """The small house, running."""
    data = tmp_path / "house"
    data.mkdir()
    async with running(data) as kitchen:
        yield kitchen


def placed(reply: Reply) -> RoundIs:
    """What was answered to an order."""
    return msgspec.json.decode(reply.body, type=RoundIs)


def file_of(folder: Path, text: str) -> Path:
    found = folder / "new.toml"
    found.write_text(text)
    return found


async def test_a_server_that_runs_takes_a_file_over_and_open_tickets_stay(tmp_path: Path, kitchen: Kitchen) -> None:
    (ticket,) = placed(await kitchen.order()).tickets
    async with answering(kitchen.store, kitchen.tokens, kitchen.data, Door(kitchen.store)):
        seq = await import_house(kitchen.data, file_of(tmp_path, NEW), replace=False)
    state = kitchen.store.state
    assert seq == state.seq
    assert state.menu.dishes["cake"].price_minor == 850
    assert state.kitchen.tickets[ticket].is_open


async def test_what_a_server_tells_is_what_a_stopped_store_tells(tmp_path: Path) -> None:
    data = tmp_path / "data"
    data.mkdir()
    async with running(data) as kitchen, answering(kitchen.store, kitchen.tokens, data, Door(kitchen.store)):
        await export_house(data, tmp_path / "running.toml")
        await export_house(data, tmp_path / "running.xlsx")
        assert await import_house(data, tmp_path / "running.toml", replace=True) == kitchen.store.state.seq
    await export_house(data, tmp_path / "stopped.toml")
    assert (tmp_path / "running.toml").read_text() == (tmp_path / "stopped.toml").read_text()
    assert read(tmp_path / "running.xlsx").keys() == read(tmp_path / "stopped.toml").keys()


async def test_what_is_wrong_is_named_by_row_and_nothing_is_taken_over(tmp_path: Path, kitchen: Kitchen) -> None:
    before = kitchen.store.state.seq
    wrong = file_of(tmp_path, NEW.replace('"all"', '"nowhere"') + NEW.replace('"cake"', '"pie"'))
    async with answering(kitchen.store, kitchen.tokens, kitchen.data, Door(kitchen.store)):
        with pytest.raises(BadFile) as bad:
            await import_house(kitchen.data, wrong, replace=False)
    assert [each.en.startswith("dishes #1: ") for each in bad.value.faults] == [True]
    assert kitchen.store.state.seq == before
    assert "pie" not in kitchen.store.state.menu.dishes


WHOLE = (
    NEW.replace('"cold"', '"patio"')
    + """
[[stations]]
station = "patio"
zh = "露台"
en = "Patio"

[[areas]]
area = "garden"
zh = "花园"
en = "Garden"

[[tables]]
table = "G01"
area = "garden"
seats = 4
"""
)


@pytest.mark.parametrize("kind", ["KitchenChanged", "FloorChanged", "MenuChanged"])
async def test_a_disk_that_cannot_take_a_part_of_it_takes_none_of_it(
    tmp_path: Path, kitchen: Kitchen, kind: str
) -> None:
    def broken(rows: Rows) -> None:
        if any(row.type == kind for row in rows):
            raise StorageError("it cannot be stored")

    before, seq = kitchen.digest(), kitchen.store.state.seq
    kitchen.disk.before = broken
    with pytest.raises(StorageFailed):
        await Door(kitchen.store).take_over(read(file_of(tmp_path, WHOLE)), replace=False)
    assert (kitchen.digest(), kitchen.store.state.seq) == (before, seq)
    await kitchen.sound()
    kitchen.disk.before = no_fault
    taken = await Door(kitchen.store).take_over(read(file_of(tmp_path, WHOLE)), replace=False)
    assert (taken.faults, taken.seq) == ([], seq + 3)
    assert "G01" in kitchen.store.state.floor.tables
    await kitchen.sound()


async def test_who_shares_a_commit_with_it_that_fails_is_served_all_the_same(tmp_path: Path, kitchen: Kitchen) -> None:
    def broken(rows: Rows) -> None:
        if any(row.type == "MenuChanged" for row in rows):
            raise StorageError("it cannot be stored")

    kitchen.disk.before = broken
    file = read(file_of(tmp_path, WHOLE))
    outcomes = await asyncio.gather(
        *[kitchen.order(table=f"A0{number}") for number in (1, 2)],
        Door(kitchen.store).take_over(file, replace=False),
        *[kitchen.order(table="A03") for _ in range(2)],
        return_exceptions=True,
    )
    assert [type(each) for each in outcomes] == [Reply, Reply, StorageFailed, Reply, Reply]
    assert "patio" not in kitchen.store.state.kitchen.stations
    assert "G01" not in kitchen.store.state.floor.tables


async def test_what_cannot_follow_takes_back_what_it_was_to_follow(kitchen: Kitchen) -> None:
    before, seq = kitchen.digest(), kitchen.store.state.seq
    first = ChangeFloor(tables=(Table("G01", "hall", 4),))
    with pytest.raises(Refusal):
        await kitchen.store.submit_together(first, [ChangeFloor(tables=(Table("G02", "nowhere", 4),))], HOUSE)
    assert (kitchen.digest(), kitchen.store.state.seq) == (before, seq)
    await kitchen.store.submit_together(first, [ChangeFloor(tables=(Table("G02", "hall", 4),))], HOUSE)
    assert {"G01", "G02"} <= set(kitchen.store.state.floor.tables)
    await kitchen.sound()


async def test_guests_order_meanwhile_and_nothing_of_theirs_is_lost(tmp_path: Path, kitchen: Kitchen) -> None:
    file = file_of(tmp_path, NEW)
    async with answering(kitchen.store, kitchen.tokens, kitchen.data, Door(kitchen.store)):
        *replies, _ = await asyncio.gather(
            *[kitchen.order(table=f"A0{number % 3 + 1}") for number in range(12)],
            import_house(kitchen.data, file, replace=False),
        )
    assert "cake" in kitchen.store.state.menu.dishes
    assert len(replies) == 12
    for reply in replies:
        assert isinstance(reply, Reply)
        assert placed(reply).lines[0].line in kitchen.store.state.orders.lines


async def test_a_server_that_has_gone_is_named(kitchen: Kitchen) -> None:
    with pytest.raises(StorageError, match="just ended"):
        await RemoteHouse(kitchen.data).told()


async def test_a_store_without_a_door_says_so(kitchen: Kitchen) -> None:
    async with answering(kitchen.store, kitchen.tokens, kitchen.data):
        with pytest.raises(StorageError, match="takes no house over"):
            await RemoteHouse(kitchen.data).take_over({}, replace=False)


HIDING = """
[[screens]]
screen = "wall"
zh = "墙"
stations = "cold"
"""


async def test_what_nobody_would_see_is_named_and_taken_over_only_where_it_is_meant(
    tmp_path: Path, kitchen: Kitchen
) -> None:
    file, before = file_of(tmp_path, HIDING), kitchen.store.state.seq
    async with answering(kitchen.store, kitchen.tokens, kitchen.data, Door(kitchen.store)):
        with pytest.raises(BadFile) as bad:
            await import_house(kitchen.data, file, replace=False)
        assert "which no screen shows" in bad.value.faults[0].en
        assert "--hidden" in bad.value.faults[-1].en
        assert kitchen.store.state.seq == before
        await import_house(kitchen.data, file, replace=False, hidden=True)
    assert kitchen.store.state.kitchen.screens["wall"].stations == ("cold",)


async def test_the_photos_of_an_archive_are_there_before_the_dishes_that_name_them(
    tmp_path: Path, kitchen: Kitchen
) -> None:
    photos, state = Photos(kitchen.data), kitchen.store.state
    photo = await photos.add(picture(300, 200), ())
    tofu = replace(state.menu.dishes["tofu"], photo=photo)
    await kitchen.store.submit(ChangeMenu(dishes=(tofu,)), HOUSE)
    async with answering(kitchen.store, kitchen.tokens, kitchen.data, Door(kitchen.store)):
        await export_house(kitchen.data, tmp_path / "one.zip")
    other = tmp_path / "other"
    other.mkdir()
    async with running(other) as new, answering(new.store, new.tokens, other, Door(new.store)):
        await import_house(other, tmp_path / "one.zip", replace=True)
        assert new.store.state.menu.dishes["tofu"].photo == photo
    assert Photos(other).large(photo) == photos.large(photo)
    await export_house(other, tmp_path / "other.zip")
    assert (tmp_path / "other.zip").read_bytes() == (tmp_path / "one.zip").read_bytes()


async def test_an_archive_with_a_photo_that_is_none_changes_nothing(tmp_path: Path, kitchen: Kitchen) -> None:
    before = kitchen.store.state.seq
    with zipfile.ZipFile(tmp_path / "house.zip", "w") as packed:
        packed.writestr("house.toml", NEW)
        packed.writestr(f"photos/{'0' * 32}.jpg", b"none")
    async with answering(kitchen.store, kitchen.tokens, kitchen.data, Door(kitchen.store)):
        with pytest.raises(BadFile) as bad:
            await import_house(kitchen.data, tmp_path / "house.zip", replace=False)
    assert [each.en for each in bad.value.faults] == [f"photos/{'0' * 32}.jpg: is not the photo of that id"]
    assert kitchen.store.state.seq == before
