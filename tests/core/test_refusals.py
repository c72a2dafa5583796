"""Reasons: told in Chinese and in English, from the same details."""

from __future__ import annotations

from string import Formatter

import pytest

import kds.core.decide  # noqa: F401 - every deed declares its reasons
from kds.core.refusals import OUT_OF_RANGE, within
from kds.core.types import REASONS, Reason, Refusal, reason


def fields(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}


@pytest.mark.parametrize("each", REASONS.values(), ids=REASONS)
def test_a_reason_speaks_both_languages(each: Reason) -> None:
    assert any("一" <= sign <= "鿿" for sign in each.zh)
    assert each.en.isascii() or "“" in each.en
    assert {name.removesuffix("_zh") for name in fields(each.zh)} == {
        name.removesuffix("_en") for name in fields(each.en)
    }


def test_a_code_is_declared_once() -> None:
    with pytest.raises(ValueError, match="out_of_range is declared twice"):
        reason("out_of_range", "invalid", "", "")
    assert REASONS["out_of_range"] is OUT_OF_RANGE


def test_braces_in_what_a_client_sent_are_only_text() -> None:
    refusal = Refusal(REASONS["unknown_dish"], dish="{table} {0!r}")
    assert refusal.message().en == "There is no dish “{table} {0!r}” on the menu"


def test_a_refusal_tells_a_programmer_its_code_and_details() -> None:
    assert repr(Refusal(REASONS["unknown_dish"], dish="x")) == "Refusal(unknown_dish, {'dish': 'x'})"


def test_a_number_is_within_its_bounds_at_both_ends() -> None:
    within("n", 1, 1, 3)
    within("n", 3, 1, 3)
    for value in (0, 4):
        with pytest.raises(Refusal) as caught:
            within("n", value, 1, 3)
        assert caught.value.message().en == "n must be between 1 and 3"
