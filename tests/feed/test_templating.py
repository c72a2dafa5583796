"""Messages are looked up when a template is compiled, and say what they would say when it is rendered."""

from __future__ import annotations

import re
from typing import Any

import pytest
from jinja2 import UndefinedError
from jinja2.compiler import CodeGenerator

from kds.feed.templating import environment, how_long
from kds.i18n import Language
from kds.resources import templates_dir

LANGUAGES: tuple[Language, ...] = ("zh", "en", "both")
VALUES = {"label": "<A01>", "n": 3, "reasons": ["a", "b"]}
SOURCES = (
    '{{ _("Floor") }}',
    '{{ _("No. %(n)s", n=n) }}',
    '{{ _("Move %(label)s: choose a table.", label=label) }}',
    '<p title="{{ _("Close") }}" data-words=\''
    '{{ {"live": _("live"), "table": _("Table %(table)s", table="{table}")}|tojson }}\'>',
    '{% set word = _("Void") %}{% macro said(what) %}{{ what }}: {{ word }}{% endmacro %}{{ said(_("Served")) }}',
    '{{ _("Floor") if n else _("Close") }}{{ _("Floor")|length }}',
)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("source", SOURCES)
def test_a_page_says_the_same(source: str, language: Language) -> None:
    ahead = environment(language)
    late: Any = ahead.overlay()
    late.code_generator_class = CodeGenerator
    assert ahead.from_string(source).render(VALUES) == late.from_string(source).render(VALUES)


def test_nothing_of_a_message_that_needs_no_values_is_left_to_the_rendering() -> None:
    ahead = environment("zh").compile('{{ _("Floor") }}', raw=True)
    assert "'_'" not in ahead
    assert "Floor" not in ahead


def test_a_value_that_is_missing_is_a_fault_as_ever() -> None:
    with pytest.raises(UndefinedError):
        environment("en").from_string('{{ _("No. %(n)s", n=nobody) }}').render()


@pytest.mark.parametrize("path", sorted(templates_dir().rglob("*.html")), ids=lambda path: path.name)
def test_no_template_gives_the_name_another_meaning(path: Any) -> None:
    """`_` is the messages: a loop or a macro that takes the name would be told a message instead."""
    assert not re.search(r"{%-? *(for|set|macro)[^%]*[ (,]_[ ,)=]", path.read_text())


@pytest.mark.parametrize(
    ("name", "classes"),
    [
        ("冰镇脆毛肚", ""),
        ("字" * 24, ""),
        ("字" * 25, " is-long"),
        ("l" * 48, ""),
        ("l" * 49, " is-long"),
        ("字" * 48, " is-long"),
        ("字" * 48 + "l", " is-long is-longest"),
    ],
)
def test_a_name_is_long_by_its_width_and_not_by_its_characters(name: str, classes: str) -> None:
    assert how_long(name) == classes
