"""Tables as people write them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kds.ops.setup.tables import SEATS, tables_of


def read(text: str) -> dict[str, int]:
    """The tables with their seats."""
    written = tables_of(text, {})
    assert written.faults == []
    return {cells["table"]: cells["seats"] for _, cells in written.sheets["tables"]}


@pytest.mark.parametrize(
    ("text", "tables"),
    [
        ("大厅：A01–A03 4座", {"A01": 4, "A02": 4, "A03": 4}),
        ("大厅: A8-A10 6人", {"A8": 6, "A9": 6, "A10": 6}),
        ("Hall: A01-A02, 4 seats; A03 10 seats", {"A01": 4, "A02": 4, "A03": 10}),
        ("包间 B1到B2 8位，B7 12座", {"B1": 8, "B2": 8, "B7": 12}),
        ("露台 T1 T2、T3", {"T1": SEATS, "T2": SEATS, "T3": SEATS}),
        ("Terrace T1 to 2 2 Seats T3", {"T1": 2, "T2": 2, "T3": SEATS}),
        ("大厅：1-3", {"1": SEATS, "2": SEATS, "3": SEATS}),
        ("大厅：009–011 2座", {"009": 2, "010": 2, "011": 2}),
    ],
)
def test_a_line_is_an_area_with_its_tables(text: str, tables: dict[str, int]) -> None:
    assert read(text) == tables


def test_areas_that_there_are_keep_their_ids_and_new_ones_get_one() -> None:
    written = tables_of("大厅：A1\n\n包间：B1\n", {"包间": "rooms", "吧台": "area-1"})
    assert [cells["area"] for _, cells in written.sheets["areas"]] == ["area-2", "rooms"]
    assert [cells["area"] for _, cells in written.sheets["tables"]] == ["area-2", "rooms"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("A01–A03", "Line 1: begin with the area: “Hall: A01–A24”"),
        ("Hall:", "Line 1: there are no tables"),
        ("Hall: A3–A1", "Line 1: “A3–A1” is not understood"),
        ("Hall: A1–B3", "Line 1: “A1–B3” is not understood"),
        ("Hall: window", "Line 1: “window” is not understood"),
        ("Hall: 4 seats", "Line 1: “4 seats” is not understood"),
        ("Hall: A1 0 seats", "Line 1: “0 seats” is not understood"),
        ("Hall: A1\nBar: A1", "Line 2: A1 stands in line 1"),
        ("Hall: A01-A99999 4 seats", "Line 1: “A01-A99999” is too many: at most 1000 tables"),
        ("Hall: A1-A1001", "Line 1: “A1-A1001” is too many: at most 1000 tables"),
        ("Hall: A1-A9999999999", "Line 1: “A1-A9999999999” is too many: at most 1000 tables"),
        ("Hall: 1-999\nBar: 1000-1002", "At most 1000 tables"),
    ],
)
def test_what_is_not_understood_is_said_by_its_line(text: str, said: str) -> None:
    assert [each.en for each in tables_of(text, {}).faults] == [said]


@given(st.text(max_size=60))
def test_whatever_is_typed_is_read_or_told(text: str) -> None:
    written = tables_of(text, {})
    assert all(0 < cells["seats"] < 100 for _, cells in written.sheets["tables"])
