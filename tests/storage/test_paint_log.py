"""What screens have painted is known for a while, page by page, and survives the server."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from kds.storage import paint_log
from kds.storage.paint_log import FILE, KEPT_MS, PaintLog, Stood


async def told(log: PaintLog, *rows: tuple[int, int, int, str], screen: str = "wall") -> None:
    """Rows of at, page, seq and sight."""
    for at, page, seq, sight in rows:
        log.note(paint_log.Painted(screen, at, page, seq, sight))
    await log.write()


async def test_what_stands_is_what_was_painted_last_and_when_it_changed(tmp_path: Path) -> None:
    log = PaintLog(tmp_path)
    await told(log, (1_000, 1, 5, "open"), (4_000, 1, 6, "open"), (9_000, 1, 8, "open"))
    assert await log.stood("wall", 999) == Stood(after=1_000, since=0)
    assert await log.stood("wall", 4_500) == Stood(6, 4_000, "open", 1, 1_000, 9_000, 0)
    assert await log.stood("cold", 4_500) == Stood(since=0)


async def test_it_is_read_by_the_next_server_which_has_no_page_of_the_one_before(tmp_path: Path) -> None:
    await told(PaintLog(tmp_path, 500), (1_000, 1, 5, "open"))
    log = PaintLog(tmp_path, 20_000)
    assert (await log.stood("wall", 19_999)).seq == 5
    assert await log.stood("wall", 20_000) == Stood(before=None, after=None, since=500)
    await told(log, (21_000, 1, 7, "open"))
    assert (await log.stood("wall", 22_000)).seq == 7


async def test_a_page_that_has_gone_shows_nothing_and_one_that_is_hidden_says_so(tmp_path: Path) -> None:
    log = PaintLog(tmp_path)
    await told(log, (1_000, 1, 5, "open"), (2_000, 1, 5, "hidden"), (3_000, 1, 5, "gone"))
    hidden = await log.stood("wall", 2_500)
    assert (hidden.seq, hidden.at, hidden.sight) == (5, 1_000, "hidden")
    assert (await log.stood("wall", 3_000)).seq is None


async def test_of_two_windows_the_one_that_can_be_seen_counts(tmp_path: Path) -> None:
    log = PaintLog(tmp_path)
    await told(log, (1_000, 1, 5, "open"), (1_100, 2, 6, "open"), (2_000, 2, 6, "hidden"))
    stood = await log.stood("wall", 2_500)
    assert (stood.seq, stood.sight, stood.pages) == (5, "open", 2)


async def test_what_comes_within_half_a_second_takes_the_place_of_what_waits(tmp_path: Path) -> None:
    log = PaintLog(tmp_path)
    await told(log, (1_000, 1, 5, "open"), (1_400, 1, 6, "open"), (1_450, 2, 6, "open"), (2_000, 1, 7, "open"))
    assert (await log.stood("wall", 1_399)).seq is None
    assert (await log.stood("wall", 1_400)).seq == 6
    assert (await log.stood("wall", 2_000)).seq == 7


async def test_what_is_old_or_too_much_goes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    log = PaintLog(tmp_path)
    await told(log, (1_000, 1, 5, "open"), (KEPT_MS, 1, 6, "open"), (KEPT_MS + 5_000, 1, 7, "open"))
    await log.write(prune=True)
    assert (await log.stood("wall", KEPT_MS - 1)).since == KEPT_MS
    monkeypatch.setattr(paint_log, "ROWS_MOST", 1)
    await log.write(prune=True)
    assert (await log.stood("wall", KEPT_MS + 9_000)).since == KEPT_MS + 5_000


async def test_a_clock_that_was_ahead_for_a_while_ages_nothing_else(tmp_path: Path) -> None:
    log = PaintLog(tmp_path)
    await told(log, (1_000, 1, 5, "open"), (9 * KEPT_MS, 1, 6, "open"), (2_000, 1, 7, "open"))
    await log.write(prune=True)
    assert (await log.stood("wall", 1_500)).seq == 5


async def test_without_a_folder_nothing_is_kept() -> None:
    log = PaintLog()
    assert not log.keeps
    await told(log, (1_000, 1, 5, "open"))
    assert await log.stood("wall", 2_000) == Stood()


async def test_a_disk_that_fails_loses_nothing_that_waits(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    log = PaintLog(tmp_path)

    def broken(*_: object, **__: object) -> None:
        raise sqlite3.OperationalError("disk I/O error")

    with monkeypatch.context() as patched:
        patched.setattr(paint_log, "_write", broken)
        await told(log, (1_000, 1, 5, "open"))
        assert await log.stood("wall", 2_000) == Stood()
    assert (await log.stood("wall", 2_000)).seq == 5


async def test_a_file_that_is_damaged_is_no_fault_of_who_looks(tmp_path: Path) -> None:
    (tmp_path / FILE).write_bytes(b"no database" * 100)
    log = PaintLog(tmp_path)
    await told(log, (1_000, 1, 5, "open"))
    assert await log.stood("wall", 2_000) == Stood()
