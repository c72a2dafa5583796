"""Money in words: by the currency's own decimals, to the last minor unit."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kds.core.money import EXPONENTS, SYMBOLS, currency_of, in_words, told
from tests.house import FOUNDING, SmallHouse


@pytest.mark.parametrize(
    ("minor", "currency", "words"),
    [
        (8800, "CNY", "¥88.00"),
        (8800, "USD", "$88.00"),
        (5, "CNY", "¥0.05"),
        (0, "EUR", "€0.00"),
        (128_800, "CNY", "¥1,288.00"),
        (100_000_000_001, "CNY", "¥1,000,000,000.01"),
        (500, "JPY", "¥500"),
        (12_000, "KRW", "₩12,000"),
        (1_250, "KWD", "KWD 1.250"),
        (99, "BRL", "BRL 0.99"),
        (-300, "USD", "-$3.00"),
        (8800, "", "88.00"),
    ],
)
def test_a_sum_is_told_as_people_write_it(minor: int, currency: str, words: str) -> None:
    assert in_words(minor, currency) == words


@given(st.integers(-(1 << 60), 1 << 60), st.sampled_from(sorted({*SYMBOLS, *EXPONENTS, "XXX"})))
def test_no_unit_is_lost_in_words(minor: int, currency: str) -> None:
    words = in_words(minor, currency)
    digits = re.sub(r"[^0-9]", "", words)
    assert int(digits) * (-1 if words.startswith("-") else 1) == minor
    assert len(words.partition(".")[2]) == EXPONENTS.get(currency, 2)


def test_the_house_charges_in_its_menus_currency_and_before_that_in_its_own() -> None:
    house = SmallHouse(())
    assert currency_of(house.state) == ""
    house.do(FOUNDING[0])
    assert currency_of(house.state) == "CNY"
    assert told(SmallHouse().state, 8800) == "¥88.00"
