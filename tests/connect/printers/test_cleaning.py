"""What a printer is sent of a text: all that it shows, and nothing that steers (case 20)."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kds.connect.printers.cleaning import cleaned, spelled


@pytest.mark.parametrize(
    ("text", "sent"),
    [
        ("招牌🌶️毛肚𠮷", "招牌🌶毛肚𠮷"),
        ("不要\u202e香菜\t多醋\n快", "不要香菜 多醋 快"),
        ("\x1bp\x00\x19\xfa辣", "pú辣"),
        ("\x10\x14\x01\x00\x01", ""),
        ("¥38 – a\u00a0b", "￥38 - a b"),
        ("كباب (2)", "كباب (2)"),
    ],
)
def test_it_is_readable_and_steers_nothing(text: str, sent: str) -> None:
    assert cleaned(text) == sent


@given(st.text())
def test_no_control_and_no_direction_mark_is_left_and_cleaning_again_changes_nothing(text: str) -> None:
    sent = cleaned(text)
    assert sent.isprintable()
    assert cleaned(sent) == sent


def test_what_no_font_has_is_spelled() -> None:
    assert spelled("毛肚🌶a", lambda each: False) == "毛肚[hot pepper]a"
    assert spelled("毛肚🌶a", lambda each: True) == "毛肚🌶a"
