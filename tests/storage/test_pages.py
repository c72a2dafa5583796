"""Checksums of pages: what they say of a file, that their own file is whole or nothing, and which bit was wrong."""

from __future__ import annotations

import random
import zlib
from array import array
from pathlib import Path

import pytest

from kds.storage import pages
from kds.storage.pages import FILE, DamagedSums, Sums, checksums_of, mended, read
from tests.storage.stores import cut, flip

SIZE = 512


def content(page: int, version: int = 1) -> bytes:
    return random.Random(f"{page}-{version}").randbytes(SIZE)


def crc(page: int, version: int = 1) -> int:
    return zlib.crc32(content(page, version))


def found(*versions: int) -> array[int]:
    """The checksums of a file whose pages have these versions."""
    return array("I", [crc(page, version) for page, version in enumerate(versions, start=1)])


@pytest.fixture
def sums() -> Sums:
    """Four pages settled at commit 10; pages 2 and 4 become version 2 at commit 20, and 5 comes into being."""
    made = Sums("s1", SIZE, found(1, 1, 1, 1), 10)
    made.expect({2: crc(2, 2), 4: crc(4, 2), 5: crc(5, 2)}, 20)
    return made


@pytest.mark.parametrize(
    ("versions", "stands"),
    [
        ((1, 1, 1, 1), 10),
        ((1, 2, 1, 2, 2), 20),
        ((1, 2, 1, 1), None),
        ((1, 1, 1, 2), None),
        ((1, 2, 1, 2), None),
        ((1, 1, 1, 1, 2), 10),
        ((1, 1, 1, 1, 7), 10),
        ((1, 2, 1, 1, 2), None),
        ((1, 1, 1), None),
        ((1, 1, 7, 1), None),
        ((1, 2, 1, 2, 2, 2), None),
    ],
)
def test_a_file_is_of_the_commit_before_or_after_or_of_none(
    sums: Sums, versions: tuple[int, ...], stands: int | None
) -> None:
    assert sums.stands_at(found(*versions)) == stands


@pytest.mark.parametrize(
    ("versions", "wrong"),
    [
        ((1, 1, 1, 1), set()),
        ((1, 1, 1, 1, 7), set()),
        ((1, 2, 1, 2, 2), set()),
        ((1, 2, 1, 1, 2), {4}),
        ((1, 7, 1, 1), {2, 4, 5}),
        ((7, 2, 7, 2, 2), {1, 3}),
        ((1, 2, 1, 2), {5}),
        ((1, 2, 1, 2, 2, 2), {6}),
        ((1, 2), {3, 4, 5}),
        ((), {1, 2, 3, 4, 5}),
    ],
)
def test_a_page_is_wrong_where_neither_all_are_as_they_were_nor_it_is_as_it_becomes(
    sums: Sums, versions: tuple[int, ...], wrong: set[int]
) -> None:
    assert sums.wrong(found(*versions)) == wrong


def test_what_was_expected_is_what_is_there_in_the_end(sums: Sums) -> None:
    sums.settle()
    assert (sums.settled_at, sums.pending, sums.settled) == (20, {}, found(1, 2, 1, 2, 2))
    assert sums.stands_at(found(1, 2, 1, 2, 2)) == 20
    assert sums.stands_at(found(1, 1, 1, 1)) is None


def test_they_are_read_as_they_were_written(sums: Sums, tmp_path: Path) -> None:
    assert read(tmp_path) is None
    for _ in range(2):
        sums.write(tmp_path)
        again = read(tmp_path)
        assert again is not None
        assert vars(again) == vars(sums)
        sums.settle()


def test_a_file_of_them_in_which_anything_is_changed_is_no_file_of_them(sums: Sums, tmp_path: Path) -> None:
    sums.write(tmp_path)
    path = tmp_path / FILE
    whole = path.read_bytes()
    for bit in range(0, len(whole) * 8, 3):
        flip(path, bit)
        with pytest.raises(DamagedSums):
            read(tmp_path)
        path.write_bytes(whole)
    for size in range(0, len(whole), 3):
        cut(path, size)
        with pytest.raises(DamagedSums):
            read(tmp_path)
        path.write_bytes(whole)
    path.write_bytes(whole + b"x")
    with pytest.raises(DamagedSums):
        read(tmp_path)


def test_those_of_another_format_are_not_believed(sums: Sums, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    sums.write(tmp_path)
    monkeypatch.setattr(pages, "FORMAT", "2")
    with pytest.raises(DamagedSums, match="format"):
        read(tmp_path)


@pytest.mark.parametrize("count", [0, 1, 255, 256, 257, 600])
def test_the_checksums_of_a_file_are_those_of_its_pages(tmp_path: Path, count: int) -> None:
    path = tmp_path / "file"
    path.write_bytes(b"".join(content(page) for page in range(1, count + 1)))
    assert checksums_of(path, SIZE) == found(*[1] * count)
    with path.open("ab") as file:
        file.write(b"half a page")
    assert checksums_of(path, SIZE) == array("I", [*found(*[1] * count), zlib.crc32(b"half a page")])


def test_any_one_bit_is_turned_back_and_no_more_than_one() -> None:
    whole, dice = content(1), random.Random(1)
    for _ in range(500):
        first, second = dice.sample(range(SIZE * 8), 2)
        wrong = bytearray(whole)
        wrong[first // 8] ^= 1 << first % 8
        assert mended(bytes(wrong), [crc(2), crc(1)]) == whole
        wrong[second // 8] ^= 1 << second % 8
        assert mended(bytes(wrong), [crc(2), crc(1)]) is None
    assert mended(whole[:-1], [crc(1)]) is None
    assert mended(b"", [crc(1)]) is None
