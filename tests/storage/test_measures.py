"""What was measured at tables outlives the server; what cannot be read is measured again."""

from __future__ import annotations

from pathlib import Path

import pytest
from msgspec.structs import replace

from kds.storage.measures import FILE, TABLES_MOST, Measure, Measures

FOUND = Measure("A01", 1_000, 80, 20, 90, 1)


async def test_the_newest_of_a_table_is_kept(tmp_path: Path) -> None:
    measures = Measures(tmp_path)
    await measures.note(FOUND)
    await measures.note(replace(FOUND, at=2_000))
    await measures.note(replace(FOUND, table="A02"))
    again = Measures(tmp_path)
    assert again.of("A01") == replace(FOUND, at=2_000)
    assert again.of("A02") == replace(FOUND, table="A02")
    assert again.of("V01") is None


async def test_without_a_directory_they_last_as_long_as_the_server(tmp_path: Path) -> None:
    measures = Measures()
    await measures.note(FOUND)
    assert measures.of("A01") == FOUND
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("text", [b"", b"{", b'[{"table":1}]', b"[]"])
async def test_a_file_that_cannot_be_read_is_none(tmp_path: Path, text: bytes) -> None:
    (tmp_path / FILE).write_bytes(text)
    measures = Measures(tmp_path)
    assert measures.of("A01") is None
    await measures.note(FOUND)
    assert Measures(tmp_path).of("A01") == FOUND


async def test_so_many_tables_are_kept() -> None:
    measures = Measures()
    for n in range(TABLES_MOST + 1):
        await measures.note(replace(FOUND, table=f"T{n}"))
    assert measures.of("T0") is None
    assert measures.of("T1") is not None


async def test_a_disk_that_does_not_take_it_is_told_and_it_is_known_meanwhile(tmp_path: Path) -> None:
    measures = Measures(tmp_path / "gone")
    with pytest.raises(OSError, match="gone"):
        await measures.note(FOUND)
    assert measures.of("A01") == FOUND
