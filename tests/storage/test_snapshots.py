"""Snapshot files: whole or passed over, few, and never in the way."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kds.core.state import FORMAT
from kds.storage.snapshots import (
    DAYS_KEPT,
    FOLDER,
    DamagedSnapshot,
    Header,
    SnapshotWriter,
    discard,
    newest_first,
    read,
)

CHUNKS = [b"one", b"", b"three" * 1_000]


def take(
    data: Path, seq: int, day_close: bool = False, format: int = FORMAT, chunks: list[bytes] | None = None
) -> Path:
    header = Header(format, "s1", seq, 1_000, "00" * 32, day_close)
    writer = SnapshotWriter(data, header)
    for chunk in [b"chunk"] if chunks is None else chunks:
        writer.chunk(chunk)
    writer.finish()
    return data / FOLDER / f"{seq:015d}{'-day' if day_close else ''}.snapshot"


def there(data: Path) -> list[int]:
    return [each.header.seq for each in newest_first(data) if each.header]


def test_what_was_written_is_read(tmp_path: Path) -> None:
    path = take(tmp_path, 7, chunks=[b"one", b"three" * 1_000])
    header, chunks = read(path)
    assert header == Header(FORMAT, "s1", 7, 1_000, "00" * 32, False)
    assert chunks == [b"one", b"three" * 1_000]


def test_none_is_none(tmp_path: Path) -> None:
    assert there(tmp_path) == []


def test_of_the_newest_two_are_kept_and_the_last_day_closes(tmp_path: Path) -> None:
    for seq, day_close in ((10, True), (20, False), (30, True), (40, False), (50, False), (60, False)):
        take(tmp_path, seq, day_close)
    assert there(tmp_path) == [60, 50, 30, 10]
    for seq in range(70, 70 + DAYS_KEPT + 3):
        take(tmp_path, seq, day_close=True)
    assert there(tmp_path) == list(range(69 + DAYS_KEPT + 3, 72, -1))


def test_what_claims_to_be_newer_than_the_newest_goes(tmp_path: Path) -> None:
    for seq in (100, 200, 300):
        take(tmp_path, seq)
    take(tmp_path, 50)
    assert there(tmp_path) == [50]
    take(tmp_path, 60)
    assert there(tmp_path) == [60, 50]


def test_an_unfinished_one_is_not_found_and_is_tidied_away(tmp_path: Path) -> None:
    unfinished = SnapshotWriter(tmp_path, Header(FORMAT, "s1", 5, 1, "", False))
    unfinished.chunk(b"half")
    assert there(tmp_path) == []
    take(tmp_path, 6)
    assert [path.suffix for path in (tmp_path / FOLDER).iterdir()] == [".snapshot"]


def test_one_that_is_abandoned_leaves_nothing(tmp_path: Path) -> None:
    writer = SnapshotWriter(tmp_path, Header(FORMAT, "s1", 5, 1, "", False))
    writer.chunk(b"half")
    writer.abandon()
    assert list((tmp_path / FOLDER).iterdir()) == []


def test_one_of_another_format_says_so(tmp_path: Path) -> None:
    path = take(tmp_path, 2, format=FORMAT + 1)
    assert read(path)[0].format == FORMAT + 1


def test_what_is_damaged_is_found_as_such_and_can_be_discarded(tmp_path: Path) -> None:
    for seq in (1, 2, 3):
        take(tmp_path, seq, day_close=seq == 1)
    ruined = take(tmp_path, 4)
    ruined.write_bytes(ruined.read_bytes()[:-1])
    assert [each.path for each in newest_first(tmp_path) if each.header is None] == [ruined]
    discard(tmp_path)
    assert there(tmp_path) == [3, 1]
    assert not ruined.exists()
    discard(tmp_path, after=2)
    assert there(tmp_path) == [1]


@given(st.data())
def test_a_changed_or_missing_byte_anywhere_is_found(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    path = take(tmp_path_factory.mktemp("one"), 7, chunks=CHUNKS[:1] + CHUNKS[2:])
    whole = path.read_bytes()
    place = data.draw(st.integers(0, len(whole) - 1))
    bit = data.draw(st.integers(0, 7))
    cut = data.draw(st.booleans())
    path.write_bytes(whole[:place] if cut else whole[:place] + bytes([whole[place] ^ 1 << bit]) + whole[place + 1 :])
    with pytest.raises(DamagedSnapshot):
        read(path)


def test_more_behind_the_end_is_found(tmp_path: Path) -> None:
    path = take(tmp_path, 7)
    path.write_bytes(path.read_bytes() + b"more")
    assert there(tmp_path) == []


def test_a_size_that_cannot_be_is_not_believed(tmp_path: Path) -> None:
    path = take(tmp_path, 7, chunks=[])
    line, _, _ = path.read_bytes().partition(b"\n")
    path.write_bytes(line + b"\n" + b"\xff\xff\xff\xff" + b"x")
    with pytest.raises(DamagedSnapshot, match="whole"):
        read(path)
