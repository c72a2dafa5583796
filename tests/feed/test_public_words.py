"""Every type of event has words in both languages, and they name only what the event holds."""

from __future__ import annotations

from string import Formatter

import pytest

from kds.core.codec import TYPES
from kds.feed.public.words import GROUPS, WORDS


def test_every_type_of_event_has_words_and_nothing_else_has() -> None:
    assert set(WORDS) == set(TYPES), "say it in kds/feed/public/words/"


@pytest.mark.parametrize("kind", list(WORDS))
def test_words_name_fields_of_the_event_and_the_same_in_both_languages(kind: str) -> None:
    said = WORDS[kind]
    assert said.group in GROUPS
    assert said.called.zh
    assert said.called.en
    zh, en = ({name for _, name, _, _ in Formatter().parse(each) if name} for each in (said.says.zh, said.says.en))
    assert zh == en
    assert zh <= set(TYPES[kind].__struct_fields__)


def test_no_two_types_are_called_the_same() -> None:
    assert len({each.called.zh for each in WORDS.values()}) == len(WORDS)
    assert len({each.called.en for each in WORDS.values()}) == len(WORDS)
