"""Texts and ids: one form for what looks the same, nothing unseen, nothing lost that is seen (cases 20, 48)."""

from __future__ import annotations

import re
import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from kds.core.text import ID, IdRule, TextRule, Unfit, clean_id, clean_text, plain_id

NOTE = TextRule(500, required=False)
CAUSE = TextRule(10, required=True)
EXTERNAL = IdRule(128, required=False, in_addresses=False)
DIRECTIONS = "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"

odd = st.text(
    st.characters(categories=["Cc", "Cf", "Zs", "Zl", "Zp", "Mn", "Co", "Lo", "So", "Cs"])
    | st.sampled_from("a é e\u0301"),
    max_size=12,
)


def is_fit(value: str, rule: TextRule | IdRule) -> str | None:
    """The text or id as it is kept; None where it is refused."""
    try:
        return clean_text(value, rule) if isinstance(rule, TextRule) else clean_id(value, rule)
    except Unfit:
        return None


def refused_for(value: str, rule: TextRule | IdRule) -> str:
    with pytest.raises(Unfit) as caught:
        _ = clean_text(value, rule) if isinstance(rule, TextRule) else clean_id(value, rule)
    return caught.value.character


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("no coriander", "no coriander"),
        ("不要香菜，多放辣", "不要香菜，多放辣"),
        ("招牌🌶️毛肚𠮷", "招牌🌶️毛肚𠮷"),
        ("👨\u200d👩\u200d👧 👍🏽 🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f 1️⃣",) * 2,
        ("كباب (2) — 羊肉串",) * 2,
        ("می\u200cخواهم",) * 2,
        ("cafe\u0301", "café"),
        ("a\tb\nc\r\nd\u2028e\u2029f", "a b c d e f"),
        ("  two\u3000\u00a0 words  ", "two words"),
        ("abc\u202edef\u202c", "abcdef"),
        ("\u2067كباب\u2069\u200f\u061c", "كباب"),
        ("e\u200e\u0301", "é"),
        ("s\u00adoft\ufeff\u200b\u2060", "soft"),
        ("\u200b\u200d\ufe0f \u3164\u115f\u2800", ""),
        ("\u202e \n", ""),
        ("", ""),
    ],
)
def test_a_text_is_kept_as_it_is_read(written: str, kept: str) -> None:
    assert clean_text(written, NOTE) == kept


@pytest.mark.parametrize("character", ["\x00", "\x1b", "\x07", "\x0b", "\x7f", "\x85", "\x9b", "\ud800", "\uffff"])
def test_what_drives_a_printer_or_is_no_character_is_refused(character: str) -> None:
    for written in (f"a{character}", f"毛肚{character}p"):
        assert refused_for(written, NOTE) == character
        assert refused_for(written, ID) == character


def test_length_is_counted_once_all_is_as_it_is_kept() -> None:
    assert clean_text("e\u0301" * 10 + " \u200b" * 50, CAUSE) == "é" * 10
    assert refused_for("x" * 11, CAUSE) == ""
    for empty in ("", "  ", "\u200b\u200d"):
        assert refused_for(empty, CAUSE) == ""


@pytest.mark.parametrize(
    "given", ["beef", "毛肚", "🌶", "café", "L-1_2.3~4:5@6+7*", "a|b", "0012,5", "كباب", "हिन्दी", "a..b"]
)
def test_an_id_is_letters_and_digits_of_any_script_and_signs(given: str) -> None:
    assert clean_id(given, ID) == given


def test_an_id_is_composed() -> None:
    assert clean_id("cafe\u0301", ID) == "café"


@pytest.mark.parametrize("character", ["/", "\\", "?", "#", "%"])
def test_what_an_address_does_not_bear_is_no_id_but_another_systems(character: str) -> None:
    assert refused_for(f"a{character}b", ID) == character
    assert clean_id(f"a{character}b", EXTERNAL) == f"a{character}b"


@pytest.mark.parametrize(
    "character", [" ", "\t", "\u3000", "\u200b", "\u200d", "\u202e", "\ufeff", "\ufe0f", "\u00ad", "\x00"]
)
def test_what_cannot_be_seen_is_in_no_id(character: str) -> None:
    for rule in (ID, EXTERNAL):
        assert refused_for(f"毛{character}肚", rule) == character


def test_an_id_is_no_step_in_an_address() -> None:
    assert refused_for(".", ID) == refused_for("..", ID) == "."
    assert clean_id("..", EXTERNAL) == ".."


def test_an_id_has_1_to_64_characters_and_another_systems_up_to_128() -> None:
    assert clean_id("毛" * 64, ID) == "毛" * 64
    assert refused_for("毛" * 65, ID) == refused_for("x" * 65, ID) == refused_for("", ID) == ""
    assert clean_id("x" * 128, EXTERNAL) == "x" * 128
    assert clean_id("", EXTERNAL) == ""
    assert refused_for("x" * 129, EXTERNAL) == ""


@given(st.text() | odd)
@example("\u1100\u200b\u1161")
@example("a\u0300 \u0323\u200e\u0301")
@example("\u2000\u0338")
def test_what_is_kept_is_its_own_form_and_shows_no_control_nor_direction(written: str) -> None:
    kept = is_fit(written, NOTE)
    if kept is None:
        return
    assert clean_text(kept, NOTE) == kept
    assert unicodedata.is_normalized("NFC", kept)
    assert kept == " ".join(kept.split())
    assert not [each for each in kept if unicodedata.category(each) in ("Cc", "Cs", "Zl", "Zp") or each in DIRECTIONS]


@given(st.text(max_size=70) | odd | st.text("ab1-_.~:@+*|/ ", max_size=70))
def test_a_kept_id_is_its_own_form_and_can_be_seen(given: str) -> None:
    kept = is_fit(given, ID)
    if kept is None:
        assert not re.fullmatch(plain_id(ID), given)
        return
    assert clean_id(kept, ID) == kept
    assert unicodedata.is_normalized("NFC", kept)
    assert 1 <= len(kept) <= 64
    assert not [each for each in kept if unicodedata.category(each) in ("Cc", "Cf", "Cs", "Zs", "Zl", "Zp")]
    assert not set(kept) & set("/\\?#%")


@given(st.text(st.characters(categories=["L", "N", "P", "So"])))
def test_of_what_can_be_seen_nothing_is_lost(written: str) -> None:
    composed = unicodedata.normalize("NFC", written)
    if not set(composed) & set("\u115f\u1160\u3164\uffa0\u2800"):
        assert is_fit(written, NOTE) == composed
