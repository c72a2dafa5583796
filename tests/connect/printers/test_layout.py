"""Lines for a roll of paper: no wider than it, nothing lost, the quantity whole at the head (case 21)."""

from __future__ import annotations

from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kds.connect.printers.cleaning import cleaned
from kds.connect.printers.layout import DOTS, Row, Size, broken, cells, columns, laid_out

TEXTS = st.text(st.sampled_from("毛肚 ab,𠮷é🌶\u202e\x1b(2)"), max_size=60)
SIZES = st.sampled_from(get_args(Size))
WIDTHS = st.sampled_from([58, 80])
NAME = "招牌秘制麻辣鲜香特级冰鲜" * 5 + " Signature Fresh Tripe with a Long Name"


def any_font(character: str) -> bool:
    """A box with every font."""
    return True


def unspaced(text: str) -> str:
    return "".join(text.split())


@given(TEXTS, SIZES, WIDTHS, st.sampled_from(["", "2x", "退 12x", "1500g"]))
def test_no_line_is_wider_than_the_paper_and_no_character_is_lost(text: str, size: Size, width: int, head: str) -> None:
    lines = laid_out([Row(text, size, head)], width, any_font)
    assert all(cells(each.text) <= columns(width, size) for each in lines)
    assert unspaced("".join([each.text for each in lines])) == unspaced(head + cleaned(text))
    assert lines[0].text.startswith(head)


@given(TEXTS, st.integers(2, 30))
def test_a_text_in_pieces_is_the_text(text: str, most: int) -> None:
    pieces = broken(cleaned(text), most)
    assert unspaced("".join(pieces)) == unspaced(cleaned(text))
    assert all(cells(each) <= most for each in pieces)


@pytest.mark.parametrize("width", sorted(DOTS))
def test_a_long_name_wraps_beside_its_quantity(width: int) -> None:
    lines = laid_out([Row(NAME, "large", "12x")], width, any_font)
    assert lines[0].text.startswith("12x 招牌")
    assert all(each.text.startswith("    ") for each in lines[1:])


def test_a_head_that_would_leave_no_room_has_a_line_of_its_own() -> None:
    lines = laid_out([Row("tripe", "large", "123456789012x")], 58, any_font)
    assert [each.text for each in lines] == ["123456789012x", "  tripe"]


def test_a_rule_is_as_wide_as_the_paper_and_a_code_is_no_text() -> None:
    rule, code = laid_out([Row("", rule=True), Row("", code="T5-1")], 80, any_font)
    assert (rule.text, code.code, code.text) == ("-" * 48, "T5-1", "")
