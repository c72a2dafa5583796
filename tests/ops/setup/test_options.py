"""The questions of a dish as people write them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kds.core.menu.model import Choice, OptionGroup
from kds.core.types import Name
from kds.ops.setup.options import questions_of, text_of

SPICE = OptionGroup(
    "spice",
    Name(zh="辣度", en="Spice"),
    1,
    1,
    (Choice("mild", Name(zh="微辣", en="Mild")), Choice("hot", Name(zh="特辣", en="Hot"), 200)),
)
HALF = OptionGroup(
    "portion", Name(zh="份量", en="Portion"), 1, 1, (Choice("half", Name(zh="半份", en="Half"), -3000, 500),)
)


def test_a_line_is_a_question_with_its_choices() -> None:
    found = questions_of("辣度 1：微辣，中辣，特辣 +2\nExtras 0-3: egg +2.50, beef ×1.5 + 8; scallion", (), 2)
    assert found.faults == []
    spice, extras = found.groups
    assert (spice.name.zh, spice.min, spice.max) == ("辣度", 1, 1)
    assert [(each.name.zh, each.price_minor) for each in spice.choices] == [("微辣", 0), ("中辣", 0), ("特辣", 200)]
    assert (extras.min, extras.max) == (0, 3)
    assert [(each.name.en, each.price_minor, each.portion_permille) for each in extras.choices] == [
        ("egg", 250, 1000),
        ("beef", 800, 1500),
        ("scallion", 0, 1000),
    ]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_what_is_written_as_it_stood_is_what_it_was(language: str) -> None:
    text = text_of((SPICE, HALF), 2, language)
    assert questions_of(text, (SPICE, HALF), 2) == ((SPICE, HALF), [])


def test_what_changes_keeps_the_ids_of_the_rest() -> None:
    (found,) = questions_of("辣度 0–1：微辣，变态辣 +5", (SPICE,), 2).groups
    assert (found.group, found.name, found.min, found.max) == ("spice", SPICE.name, 0, 1)
    assert [(each.option, each.name.zh) for each in found.choices] == [("mild", "微辣"), ("o1", "变态辣")]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("辣度：微辣", "Options, line 1: write it like “Spice 1: mild, hot”"),
        ("1: mild", "Options, line 1: write it like “Spice 1: mild, hot”"),
        ("Spice 1", "Options, line 1: write it like “Spice 1: mild, hot”"),
        ("\nSpice 1: ,", "Options, line 2: there is nothing to choose"),
        ("Spice 1: mild, hot +2.505", "Options, line 1: “hot +2.505” is not understood"),
    ],
)
def test_what_is_not_understood_is_said_by_its_line(text: str, said: str) -> None:
    assert [each.en for each in questions_of(text, (), 2).faults] == [said]


@given(st.text(max_size=80))
def test_whatever_is_typed_is_read_or_told(text: str) -> None:
    found = questions_of(text, (SPICE,), 2)
    assert found.groups or found.faults or not text.strip()
