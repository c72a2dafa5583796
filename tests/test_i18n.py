"""Every message exists in both languages, and browsers get the one that they ask for."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from kds.core.types import Name
from kds.i18n import CATALOGUE, Language, negotiate, words
from kds.resources import templates_dir
from tests.messages import by_key, forms_of, parsed, renewed

CHINESE = re.compile(r"[\u4e00-\u9fff]")


def in_catalogue() -> dict[str, list[str]]:
    found = by_key(parsed(CATALOGUE.read_text()))
    assert [key for key, message in found.items() if message.fuzzy] == []
    return {key: forms_of(message) for key, message in found.items()}


def test_every_message_has_a_chinese_form_and_none_is_left_over() -> None:
    text = CATALOGUE.read_text()
    found = renewed(text, templates_dir())
    assert (found.lacking, found.gone, found.text) == ([], [], text), "make messages"


def test_a_message_without_chinese_is_named_and_one_that_is_gone_is_dropped(tmp_path: Path) -> None:
    (tmp_path / "page.html").write_text("{{ _('held') }} {{ _('brand new') }}")
    found = renewed(CATALOGUE.read_text(), tmp_path)
    assert found.lacking == ["brand new"]
    assert "All day" in found.gone
    assert {key: forms_of(each) for key, each in by_key(parsed(found.text)).items()} == {
        "brand new": [""],
        "held": ["等叫"],
    }


def test_a_message_that_has_got_a_plural_has_to_be_said_anew(tmp_path: Path) -> None:
    (tmp_path / "page.html").write_text("{% trans n=3 %}held{% pluralize %}{{ n }} held{% endtrans %}")
    assert renewed(CATALOGUE.read_text(), tmp_path).lacking == ["held"]


def test_the_chinese_is_chinese_and_keeps_its_blanks() -> None:
    for english, chinese in in_catalogue().items():
        for form in chinese:
            assert CHINESE.search(form), english
            assert set(re.findall(r"%\(\w+\)s", form)) == set(re.findall(r"%\(\w+\)s", english)), english


def test_no_template_speaks_chinese_by_itself() -> None:
    """But for the name of the language in the switch."""
    for path in templates_dir().rglob("*.html"):
        text = path.read_text().replace(">中文<", "").replace("“", "").replace("”", "")
        assert not CHINESE.search(text), path


@pytest.mark.parametrize(
    ("asked", "got"),
    [
        ("", "zh"),
        ("zh-CN,zh;q=0.9", "zh"),
        ("zh-TW", "zh"),
        ("en-US,en;q=0.9", "en"),
        ("en;q=0.3,zh;q=0.8", "zh"),
        ("fr-FR,en;q=0.5", "en"),
        ("de", "zh"),
        ("en;q=0", "zh"),
        ("*", "zh"),
        (";;;q=x,,en;q=nonsense", "zh"),
    ],
)
def test_negotiation(asked: str, got: Language) -> None:
    assert negotiate(asked) == got


@pytest.mark.parametrize(
    ("language", "message", "many", "name", "beside"),
    [
        ("zh", "等叫", "3 单", "毛肚", ""),
        ("en", "held", "3 tickets", "Tripe", ""),
        ("both", "等叫 held", "3 单 3 tickets", "毛肚", "Tripe"),
    ],
)
def test_the_three_ways_to_speak(language: Language, message: str, many: str, name: str, beside: str) -> None:
    spoken, dish = words(language), Name(zh="毛肚", en="Tripe")
    assert spoken.gettext("held") == message
    assert spoken.ngettext("%(num)s ticket", "%(num)s tickets", 3) % {"num": 3} == many
    assert spoken.of(dish) == name
    assert spoken.beside(dish) == beside


def test_a_name_in_one_language_serves_for_both() -> None:
    assert words("en").of(Name(zh="可乐", en="")) == "可乐"
    assert words("both").beside(Name(zh="Cola", en="Cola")) == ""
