"""The journal: what was kept is found, what is left of earlier segments is not, and no damage passes for the truth."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator
from functools import partial
from itertools import count
from pathlib import Path
from shutil import rmtree
from threading import current_thread, main_thread
from typing import Any

import pytest

from kds.storage.changes import Change, pack
from kds.storage.journal import END, FOLDER, HEAD, RECORD, ROOM, SPARE, SPARE_MOST, Journal, segment_path
from kds.storage.journal_reading import JournalScan, scan
from tests.storage.stores import cut, flip

SIZES = (0, 1, 17, 60)


def begun(data: Path, commits: int = 0, seq: int = 0, last_segment: int = 0) -> Journal:
    journal = Journal(data, "s1", last_segment)
    journal.prepare()
    journal.begin(commits, seq)
    return journal


def keep(journal: Journal, number: int, payload: bytes) -> None:
    journal.write(number, payload)
    journal.wait()
    journal.keep()


def payload(number: int) -> bytes:
    return bytes([number]) * SIZES[number % len(SIZES)]


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A journal of commits 8 to 12, closed."""
    journal = begun(tmp_path, commits=7, seq=70)
    for number in range(8, 13):
        keep(journal, number, payload(number))
    journal.close()
    return tmp_path


def test_what_was_kept_is_found(data: Path) -> None:
    kept = scan(data)
    assert kept == JournalScan(1, {7: 70}, {number: payload(number) for number in range(8, 13)}, True)
    assert kept.last == 12
    assert kept.after(9) == [(number, payload(number)) for number in (10, 11, 12)]
    assert kept.after(12) == kept.after(13) == []
    assert kept.after(5) is None


def test_where_none_is_nothing_is_known(tmp_path: Path) -> None:
    assert scan(tmp_path) == JournalScan(0, {}, {}, True)
    assert scan(tmp_path).last is None
    assert scan(tmp_path).seq() == 0


def test_the_last_event_is_known_from_the_records_and_else_from_the_beginning(tmp_path: Path) -> None:
    journal = begun(tmp_path, commits=7, seq=70)
    assert scan(tmp_path).seq() == 70
    keep(journal, 8, pack([Change("events", [(71, "s1"), (72, "s1")]), Change("answers", [("a",)])]))
    keep(journal, 9, pack([Change("answers", [("a",)])]))
    assert scan(tmp_path).seq() == 72
    journal.close()


def test_segments_join(data: Path) -> None:
    journal = begun(data, commits=12, seq=99, last_segment=1)
    keep(journal, 13, b"more")
    assert scan(data).whole
    assert scan(data).after(10) == [(11, payload(11)), (12, payload(12)), (13, b"more")]
    journal.free()
    assert scan(data) == JournalScan(2, {12: 99}, {13: b"more"}, True)
    journal.close()


def test_a_segment_used_again_holds_nothing_of_before(data: Path) -> None:
    journal = begun(data, commits=12, last_segment=1)
    journal.free()
    journal.prepare()
    assert segment_path(data, 3).stat().st_size > 200, "it is the first one's file"
    journal.begin(12, 0)
    journal.free()
    assert scan(data) == JournalScan(3, {12: 0}, {}, True)
    keep(journal, 13, b"new")
    assert scan(data) == JournalScan(3, {12: 0}, {13: b"new"}, True)
    assert sorted(path.name for path in (data / FOLDER).iterdir()) == [segment_path(data, 3).name, SPARE]
    journal.close()


def test_a_prepared_segment_that_was_never_begun_is_no_damage(data: Path) -> None:
    journal = Journal(data, "s1", 1)
    journal.prepare()
    journal.close()
    assert scan(data).whole
    assert scan(data).last == 12


def test_what_is_kept_for_another_time_is_bounded(tmp_path: Path) -> None:
    journal = begun(tmp_path)
    keep(journal, 1, bytes(SPARE_MOST + 1))
    journal.prepare()
    journal.begin(1, 0)
    journal.free()
    journal.close()
    assert (tmp_path / FOLDER / SPARE).stat().st_size == SPARE_MOST


def test_no_flipped_bit_passes_for_the_truth(data: Path) -> None:
    truth, path = scan(data), segment_path(data, 1)
    content = path.read_bytes()
    used = content.rindex(RECORD) + HEAD.size
    for bit in [*range(0, used * 8, 3), *range((len(content) - len(END)) * 8, len(content) * 8)]:
        flip(path, bit)
        found = scan(data)
        path.write_bytes(content)
        assert found.records.items() <= truth.records.items()
        if found.records == truth.records and found.begins:
            assert found.cut, f"bit {bit} is none of the records': it must be one of the mark"
        assert not found.whole or found.last == 11, f"bit {bit}: only the last record may look as if it had never been"


def test_no_cut_passes_for_the_truth(data: Path) -> None:
    truth, path = scan(data), segment_path(data, 1)
    content = path.read_bytes()
    used = content.rindex(RECORD) + HEAD.size
    for size in [*range(used), len(content) // 2, len(content) - 1]:
        cut(path, size)
        found = scan(data)
        path.write_bytes(content)
        assert found.records.items() <= truth.records.items()
        assert (found.cut, found.whole) == (True, False)


def test_a_missing_segment_is_noticed(data: Path) -> None:
    journal = begun(data, commits=12, last_segment=1)
    keep(journal, 13, b"x")
    journal.prepare()
    journal.begin(13, 0)
    journal.close()
    segment_path(data, 2).unlink()
    assert not scan(data).whole
    assert scan(data).after(12) is None


def test_a_segment_of_another_store_is_as_good_as_damaged(data: Path) -> None:
    assert scan(data, "s1").whole
    assert scan(data, "s2") == JournalScan(1, {}, {}, False)


def test_one_that_failed_is_made_nothing_or_whole(tmp_path: Path) -> None:
    journal = begun(tmp_path)
    keep(journal, 1, b"one")
    journal.write(2, b"failed")
    journal.wait()
    assert scan(tmp_path).last == 2
    journal.resolve(stands=False)
    assert scan(tmp_path) == JournalScan(1, {0: 0}, {1: b"one"}, True)
    journal.write(2, b"stands")
    journal.wait()
    os.truncate(segment_path(tmp_path, 1), 70)
    journal.resolve(stands=True)
    journal.resolve(stands=False)
    keep(journal, 3, b"three")
    assert scan(tmp_path).records == {1: b"one", 2: b"stands", 3: b"three"}
    journal.close()


def test_while_one_is_in_doubt_no_segment_begins(tmp_path: Path) -> None:
    journal = begun(tmp_path)
    journal.write(1, b"one")
    journal.wait()
    journal.prepare()
    with pytest.raises(OSError, match="not ready"):
        journal.begin(1, 0)
    journal.keep()
    journal.begin(1, 0)
    journal.close()


def test_a_sync_that_fails_is_told_to_who_waits(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    journal = begun(tmp_path)

    def broken(file: int) -> None:
        raise OSError("the disk has gone")

    with monkeypatch.context() as patch:
        patch.setattr(os, "fdatasync", broken)
        journal.write(1, b"one")
        with pytest.raises(OSError, match="gone"):
            journal.wait()
        with pytest.raises(OSError, match="gone"):
            journal.resolve(stands=True)
    journal.resolve(stands=True)
    assert scan(tmp_path).records == {1: b"one"}
    journal.close()
    with pytest.raises(OSError, match="closed"):
        journal.write(2, b"two")


CALLS = ("open", "pwrite", "posix_fallocate", "ftruncate", "truncate", "fsync", "fdatasync", "rename")


class Killed(BaseException):
    """The process is gone before a call of the system."""


def live(data: Path, kept: list[int]) -> None:
    """All that a journal does with its files: segments grow, are let go of, and are used again."""
    journal = begun(data)
    number = 0
    for segment in range(4):
        for size in (10, ROOM, 3 * ROOM):
            number += 1
            keep(journal, number, bytes(size))
            kept.append(number)
        journal.prepare()
        journal.begin(number, 0)
        if segment != 1:
            journal.free()
    journal.close()


@pytest.mark.parametrize("full", [False, True])
def test_whenever_it_is_killed_no_segment_looks_cut_off(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, full: bool
) -> None:
    """Before each call of the system, the thread's included; with `full`, a disk without room for the next segment."""
    monkeypatch.setattr("kds.storage.journal.SPARE_MOST", ROOM)
    real = {name: getattr(os, name) for name in CALLS}
    at, ends = 0, False
    while not ends:
        at += 1
        folder, kept, calls = tmp_path / str(at), list[int](), count(1)
        folder.mkdir()

        def called(name: str, *given: Any, calls: Iterator[int] = calls, at: int = at, **more: Any) -> Any:
            if next(calls) >= at:
                if full and name == "posix_fallocate":
                    raise OSError(errno.ENOSPC, "full")
                if not full:
                    raise Killed if current_thread() is main_thread() else OSError("a thread that ends keeps waiters")
            return real[name](*given, **more)

        for name in CALLS:
            monkeypatch.setattr(os, name, partial(called, name))
        try:
            live(folder, kept)
            ends = True
        except (Killed, OSError):
            pass
        for name in CALLS:
            monkeypatch.setattr(os, name, real[name])
        found = scan(folder)
        assert not found.cut, f"before call {at}"
        assert found.whole
        assert (found.last or 0) >= (kept[-1] if kept else 0)
        rmtree(folder)
    assert at > 20
