"""Every message exists in both languages, and browsers get the one that they ask for."""

from __future__ import annotations

import re

import pytest
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

from kds.core.types import Name
from kds.i18n import CATALOGUE, Language, negotiate, words
from kds.resources import templates_dir

OPTIONS = {"extensions": "jinja2.ext.i18n", "trim_blocks": "true", "lstrip_blocks": "true"}
CHINESE = re.compile(r"[\u4e00-\u9fff]")


def in_templates() -> set[str]:
    found = extract_from_dir(templates_dir(), method_map=[("**.html", "jinja2")], options_map={"**.html": OPTIONS})
    return {message[0] if isinstance(message, tuple) else message for _, _, message, _, _ in found}


def in_catalogue() -> dict[str, list[str]]:
    with CATALOGUE.open("rb") as source:
        catalogue = read_po(source, locale="zh_CN", abort_invalid=True)
    found = {}
    for message in catalogue:
        if message.id:
            key = message.id if isinstance(message.id, str) else message.id[0]
            forms = message.string or ""
            found[key] = [forms] if isinstance(forms, str) else list(forms)
            assert not message.fuzzy, key
    return found


def test_every_message_has_a_chinese_form_and_none_is_left_over() -> None:
    assert in_templates() == set(in_catalogue())


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
