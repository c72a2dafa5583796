"""Messages are looked up when a template is compiled, and say what they would say when it is rendered.

No page has to wait until its templates are compiled.
"""

from __future__ import annotations

import re
from typing import Any

import pytest
from jinja2 import Environment, UndefinedError
from jinja2.compiler import CodeGenerator

from kds.feed.templating import environment, load_all
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


def test_once_all_are_loaded_no_page_waits_for_a_template(monkeypatch: pytest.MonkeyPatch) -> None:
    environment.cache_clear()
    compiled: list[str] = []
    compile_one: Any = Environment.compile

    def counted(self: Environment, source: str, name: str, *more: object, **options: object) -> object:
        compiled.append(name)
        return compile_one(self, source, name, *more, **options)

    monkeypatch.setattr(Environment, "compile", counted)
    names = sorted(path.relative_to(templates_dir()).as_posix() for path in templates_dir().rglob("*.html"))
    load_all()
    assert sorted(set(compiled)) == names

    compiled.clear()
    for language in LANGUAGES:
        for name in names:
            environment(language).get_template(name)
    assert compiled == []
