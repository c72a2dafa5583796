"""A store that was killed, at whatever moment, and then damaged: it is healed, or refused in words."""

from __future__ import annotations

import asyncio
import os
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from kds.storage import changes, recovery
from kds.storage.connections import FILE
from kds.storage.damage import DamagedStore
from kds.storage.journal import FOLDER
from kds.storage.journal_reading import scan
from kds.storage.ledger import StorageError
from kds.storage.opening import open_ledger
from kds.storage.pages import FILE as SUMS
from kds.storage.recovery import MENDED_MOST
from tests.storage.stores import WAL, Crashed, Moments, cut, flip, moments, opened

PAGE = 4096
MOMENTS = [
    "opened",
    "before any checkpoint",
    "after a checkpoint",
    "in a new log",
    "prepared",
    "marked",
    "marked, and more",
    "expected",
    "moved",
    "amid moving",
    "settled",
    "beside a log that is partly moved",
    "one commit after",
    "closed",
]
HOT = [name for name in MOMENTS if name not in ("opened", "closed")]


@pytest.fixture(scope="module")
def all_moments(tmp_path_factory: pytest.TempPathFactory) -> Moments:
    return asyncio.run(moments(tmp_path_factory.mktemp("moments")))


@pytest.fixture
def crashed(all_moments: Moments, tmp_path: Path, request: pytest.FixtureRequest) -> Crashed:
    """A copy of the store as it crashed at the moment of the test's parameter."""
    at = all_moments.at[request.param]
    return at._replace(data=Path(shutil.copytree(at.data, tmp_path / "data")))


def test_every_moment_is_there(all_moments: Moments) -> None:
    assert set(all_moments.at) == set(MOMENTS)


async def is_healed(crashed: Crashed, keys: list[str], *codes: str) -> None:
    """The store opens with all that was acknowledged, and says this and nothing else of what was amiss."""
    healed = await opened(crashed.data, keys)
    assert healed.truth == crashed.truth
    assert [each.code for each in healed.findings] == list(codes)
    assert all(each.healed and each.words.zh and each.words.en for each in healed.findings)


@pytest.mark.parametrize("crashed", MOMENTS, indirect=True)
async def test_a_crash_is_no_damage(crashed: Crashed, all_moments: Moments) -> None:
    await is_healed(crashed, all_moments.keys)


NEEDED = [name for name in HOT if name not in ("after a checkpoint", "moved", "amid moving", "one commit after")]
"""When the log has more than one commit that the database file has not."""
AMID = ["moved", "amid moving"]
"""When the database file is of no one moment without the log."""


@pytest.mark.parametrize("crashed", NEEDED, indirect=True)
@pytest.mark.parametrize("damage", ["gone", "cut", "header", "early", "late"])
async def test_a_damaged_log_is_restored_from_the_journal(crashed: Crashed, all_moments: Moments, damage: str) -> None:
    wal = crashed.data / WAL
    size = wal.stat().st_size
    if damage == "gone":
        wal.unlink()
    elif damage == "cut":
        cut(wal, size // 8)
    else:
        flip(wal, {"header": 100, "early": (32 + 24 + 2_000) * 8, "late": (32 + 4120 * 3 + 24 + 90) * 8}[damage])
    await is_healed(crashed, all_moments.keys, "log")


@pytest.mark.parametrize("crashed", ["after a checkpoint"], indirect=True)
async def test_a_log_that_has_all_been_moved_is_not_needed(crashed: Crashed, all_moments: Moments) -> None:
    (crashed.data / WAL).unlink()
    await is_healed(crashed, all_moments.keys)


@pytest.mark.parametrize("crashed", AMID, indirect=True)
async def test_a_log_that_is_damaged_amid_a_checkpoint_is_used_where_it_is_whole(
    crashed: Crashed, all_moments: Moments
) -> None:
    flip(crashed.data / WAL, 100)
    await is_healed(crashed, all_moments.keys, "log")


@pytest.mark.parametrize("crashed", ["beside a log that is partly moved", "in a new log", "amid moving"], indirect=True)
@pytest.mark.parametrize("bit", [3, 8 * 17, 8 * 45, 8 * 101])
async def test_a_database_that_cannot_be_opened_for_one_bit_is(
    crashed: Crashed, all_moments: Moments, bit: int
) -> None:
    """Its first page lies in the log too, but SQLite does not come to look there."""
    flip(crashed.data / FILE, bit)
    healed = await opened(crashed.data, all_moments.keys)
    assert healed.truth == crashed.truth


@pytest.mark.parametrize("crashed", AMID, indirect=True)
async def test_a_log_that_is_gone_amid_a_checkpoint_is_missed(crashed: Crashed, all_moments: Moments) -> None:
    (crashed.data / WAL).unlink()
    with pytest.raises(DamagedStore):
        await opened(crashed.data, all_moments.keys)


@pytest.mark.parametrize("crashed", HOT, indirect=True)
@pytest.mark.parametrize("damage", ["gone", "cut", "flipped"])
async def test_a_damaged_journal_is_begun_anew(crashed: Crashed, all_moments: Moments, damage: str) -> None:
    segments = [path for path in sorted((crashed.data / FOLDER).glob("*.journal")) if path.read_bytes()[:4] == b"kd1B"]
    if damage == "gone":
        shutil.rmtree(crashed.data / FOLDER)
    elif damage == "cut":
        cut(segments[-1], 20)
        for path in segments[:-1]:
            path.unlink()
    else:
        for path in segments:
            flip(path, 8 * 20)
    await is_healed(crashed, all_moments.keys, "journal")


@pytest.mark.parametrize("crashed", MOMENTS, indirect=True)
@pytest.mark.parametrize("damage", ["gone", "cut", "flipped"])
async def test_damaged_checksums_are_made_anew(crashed: Crashed, all_moments: Moments, damage: str) -> None:
    path = crashed.data / SUMS
    if damage == "gone":
        path.unlink()
    elif damage == "cut":
        cut(path, 100)
    else:
        flip(path, 1_000)
    await is_healed(crashed, all_moments.keys, "sums")


@pytest.mark.parametrize("crashed", ["closed"], indirect=True)
async def test_a_bit_that_has_flipped_in_the_database_is_turned_back(crashed: Crashed, all_moments: Moments) -> None:
    path = crashed.data / FILE
    pages = path.stat().st_size // PAGE
    for first in range(0, pages, MENDED_MOST):
        data = Path(shutil.copytree(crashed.data, crashed.data.with_name(f"from {first}")))
        for page in range(first, min(pages, first + MENDED_MOST)):
            flip(data / FILE, page * PAGE * 8 + 777 * (page + 1) % (PAGE * 8))
        await is_healed(crashed._replace(data=data), all_moments.keys, "bits")


@pytest.mark.parametrize("crashed", ["closed"], indirect=True)
async def test_a_damaged_page_that_holds_nothing_is_mended(crashed: Crashed, all_moments: Moments) -> None:
    path = crashed.data / FILE
    with closing(sqlite3.connect(path)) as db:
        ((root,),) = db.execute("SELECT rootpage FROM sqlite_schema WHERE name = 'tokens'").fetchall()
    whole = bytearray(path.read_bytes())
    # Between the places of a page's rows, which grow from its beginning, and the rows, which grow from its end.
    room = (root - 1) * PAGE + 500
    whole[room : room + 100] = os.urandom(100)
    path.write_bytes(whole)
    await is_healed(crashed, all_moments.keys, "pages")


@pytest.mark.parametrize("crashed", ["closed"], indirect=True)
async def test_a_damaged_index_is_refused_and_made_anew_where_it_is_given_up(
    crashed: Crashed, all_moments: Moments
) -> None:
    path = crashed.data / FILE
    with closing(sqlite3.connect(path)) as db:
        ((root,),) = db.execute("SELECT rootpage FROM sqlite_schema WHERE name = 'events_of_session'").fetchall()
    whole = bytearray(path.read_bytes())
    whole[root * PAGE - 200 : root * PAGE] = bytes(200)
    path.write_bytes(whole)
    with pytest.raises(DamagedStore, match="the database is damaged: Fragmentation"):
        await opened(crashed.data, all_moments.keys)
    healed = await opened(crashed.data, all_moments.keys, accept=True)
    assert healed.truth == crashed.truth
    assert {each.code for each in healed.findings} == {"content"}


@pytest.mark.parametrize("crashed", ["closed"], indirect=True)
@pytest.mark.parametrize(
    ("statement", "words"),
    [
        ("UPDATE events SET actor = 'eve' WHERE seq = 2", "event 2"),
        ("DELETE FROM events WHERE seq = 5", "event 6"),
        ("DELETE FROM events WHERE seq > 5", "ends at event 5"),
        ("UPDATE answers SET body = CAST('{}' AS BLOB) WHERE number = 3", "answer 3"),
        ("UPDATE tokens SET role = 'manager' WHERE name = 'w7'", "token tok_"),
    ],
)
async def test_what_another_hand_has_changed_is_refused_in_words(
    crashed: Crashed, all_moments: Moments, statement: str, words: str
) -> None:
    with closing(sqlite3.connect(crashed.data / FILE)) as db, db:
        assert db.execute(statement).rowcount >= 1
    with pytest.raises(DamagedStore, match=words) as damage:
        await opened(crashed.data, all_moments.keys)
    assert "kds verify --heal" in damage.value.words.zh
    assert "kds verify --heal" in damage.value.words.en


@pytest.mark.parametrize("crashed", HOT, indirect=True)
async def test_an_older_database_beside_newer_files_is_refused(crashed: Crashed, all_moments: Moments) -> None:
    """Somebody has put back one file from a copy, where it takes all of them."""
    older = all_moments.at["opened"].data / FILE
    (crashed.data / FILE).write_bytes(older.read_bytes())
    (crashed.data / WAL).unlink()
    try:
        healed = await opened(crashed.data, all_moments.keys)
    except DamagedStore:
        return
    assert healed.truth == crashed.truth
    assert healed.findings


@pytest.mark.parametrize("crashed", ["one commit after"], indirect=True)
async def test_where_log_and_journal_are_both_gone_the_store_is_refused(crashed: Crashed, all_moments: Moments) -> None:
    (crashed.data / WAL).unlink()
    shutil.rmtree(crashed.data / FOLDER)
    with pytest.raises(DamagedStore, match="both gone"):
        await opened(crashed.data, all_moments.keys)
    healed = await opened(crashed.data, all_moments.keys, accept=True)
    assert [each.healed for each in healed.findings] == [False, True]
    assert healed.truth.events == crashed.truth.events[: len(healed.truth.events)]


@pytest.mark.parametrize("crashed", ["in a new log"], indirect=True)
async def test_what_log_and_journal_have_both_lost_is_missed_and_can_be_given_up(
    crashed: Crashed, all_moments: Moments
) -> None:
    (crashed.data / WAL).unlink()
    flip(_segment(crashed), 8 * 50)
    with pytest.raises(DamagedStore, match="commits 39 to 63 are missing: what came after event 48"):
        await opened(crashed.data, all_moments.keys)
    healed = await opened(crashed.data, all_moments.keys, accept=True)
    assert "missing" in [each.code for each in healed.findings]
    assert healed.truth.events == crashed.truth.events[:48]


def _segment(crashed: Crashed) -> Path:
    """The one segment of the journal that is in use."""
    (segment,) = [path for path in (crashed.data / FOLDER).glob("*.journal") if path.read_bytes()[:4] == b"kd1B"]
    return segment


@pytest.mark.parametrize("crashed", ["before any checkpoint"], indirect=True)
@pytest.mark.parametrize("how", ["gone", "empty", "cut", "nonsense"])
async def test_a_database_that_is_not_there_is_refused_in_words(
    crashed: Crashed, all_moments: Moments, how: str
) -> None:
    path = crashed.data / FILE
    if how == "gone":
        path.unlink()
    elif how == "nonsense":
        path.write_bytes(os.urandom(path.stat().st_size))
    else:
        cut(path, 0 if how == "empty" else 10_000)
    before = contents(crashed)
    for _ in range(2):
        with pytest.raises(DamagedStore, match=r"ledger\.db"):
            await opened(crashed.data, all_moments.keys)
    assert contents(crashed) == before


def contents(crashed: Crashed) -> dict[str, bytes]:
    """The files that matter."""
    files = [*crashed.data.glob("ledger.*"), *crashed.data.glob("journal/*")]
    return {path.name: path.read_bytes() for path in files if not path.name.endswith("-shm")}


@pytest.mark.parametrize("crashed", ["before any checkpoint"], indirect=True)
async def test_a_last_commit_that_only_the_journal_has_is_done_and_is_no_damage(
    crashed: Crashed, all_moments: Moments
) -> None:
    """The power went when the journal was synced and the database was not: it was acknowledged to nobody."""
    wal = crashed.data / WAL
    flip(wal, (wal.stat().st_size - 100) * 8)
    await is_healed(crashed, all_moments.keys)


@pytest.mark.parametrize("crashed", ["before any checkpoint"], indirect=True)
async def test_a_last_commit_that_only_the_database_has_is_no_damage_either(
    crashed: Crashed, all_moments: Moments
) -> None:
    segment, last = _segment(crashed), scan(crashed.data).last
    assert last is not None
    content = segment.read_bytes()
    last_one = content.rindex(b"kd1R")
    segment.write_bytes(content[:last_one] + bytes(8) + content[last_one + 8 :])
    assert scan(crashed.data).last == last - 1
    await is_healed(crashed, all_moments.keys)


@pytest.mark.parametrize("crashed", HOT, indirect=True)
@pytest.mark.parametrize("log", ["cut", "flipped", "gone"])
async def test_a_journal_cut_off_and_a_damaged_log_are_refused_and_never_called_whole(
    crashed: Crashed, all_moments: Moments, log: str
) -> None:
    """Each alone is healed from the other. Together nobody knows what was there."""
    wal = crashed.data / WAL
    if not wal.exists() or wal.stat().st_size < 2 * PAGE:
        return
    for segment in (crashed.data / FOLDER).glob("*.journal"):
        cut(segment, segment.stat().st_size // 2)
    if log == "cut":
        cut(wal, wal.stat().st_size // 2)
    elif log == "flipped":
        flip(wal, wal.stat().st_size * 4)
    else:
        wal.unlink()
    try:
        healed = await opened(crashed.data, all_moments.keys)
    except DamagedStore:
        return
    assert healed.truth == crashed.truth


@pytest.mark.parametrize("crashed", ["before any checkpoint"], indirect=True)
async def test_a_journal_cut_off_beside_a_whole_log_is_healed(crashed: Crashed, all_moments: Moments) -> None:
    for segment in (crashed.data / FOLDER).glob("*.journal"):
        cut(segment, segment.stat().st_size // 2)
    await is_healed(crashed, all_moments.keys, "journal")


@pytest.mark.parametrize("crashed", ["marked, and more"], indirect=True)
async def test_a_healing_that_is_cut_short_is_begun_again(
    crashed: Crashed, all_moments: Moments, monkeypatch: pytest.MonkeyPatch
) -> None:
    flip(crashed.data / WAL, 100)
    real, done = changes.redo, 0

    def power_fails(*arguments: Any) -> None:
        nonlocal done
        done += 1
        if done == 10:
            raise OSError("the power fails")
        real(*arguments)

    for _ in range(3):
        done = 0
        with monkeypatch.context() as patch:
            patch.setattr(recovery, "redo", power_fails)
            with pytest.raises(StorageError, match="power"):
                await opened(crashed.data, all_moments.keys)
    await is_healed(crashed, all_moments.keys, "log")


@pytest.mark.parametrize("crashed", MOMENTS, indirect=True)
async def test_a_store_that_has_just_been_made_or_is_of_an_older_kds_has_no_witnesses(
    crashed: Crashed, all_moments: Moments
) -> None:
    async with open_ledger(crashed.data):
        pass
    with closing(sqlite3.connect(crashed.data / FILE)) as db, db:
        db.execute("UPDATE store SET watched = 0")
    (crashed.data / SUMS).unlink()
    shutil.rmtree(crashed.data / FOLDER)
    await is_healed(crashed, all_moments.keys)
