"""Every page in Chinese and in English: messages are written in English and translated by kds/locale.

A wall can also show both at once, Chinese first.
"""

from __future__ import annotations

import io
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Literal, Protocol, get_args

from babel.core import negotiate_locale
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import NullTranslations, Translations

Language = Literal["zh", "en", "both"]
LANGUAGES: tuple[Language, ...] = get_args(Language)
DEFAULT: Language = "zh"
CATALOGUE = Path(__file__).parent / "locale" / "zh_CN" / "LC_MESSAGES" / "messages.po"
HTML_LANG: Mapping[Language, str] = {"zh": "zh-CN", "en": "en", "both": "zh-CN"}


class Bilingual(Protocol):
    """Whatever is called something in both languages."""

    @property
    def zh(self) -> str: ...
    @property
    def en(self) -> str: ...


class Words:
    """The messages of one language, in the shape that templates ask for them."""

    def __init__(self, language: Language) -> None:
        self.language = language
        self._zh = _chinese()

    def gettext(self, message: str) -> str:
        """The message in this language; both at once are set apart by a space."""
        return self._pick(self._zh.gettext(message), message)

    def brief(self, message: str, **values: object) -> str:
        """The same where there is room for one: of both languages the Chinese."""
        text = message if self.language == "en" else self._zh.gettext(message)
        return text % values

    def ngettext(self, singular: str, plural: str, n: int) -> str:
        """The form for `n` things."""
        return self._pick(self._zh.ngettext(singular, plural, n), singular if n == 1 else plural)

    def of(self, name: Bilingual) -> str:
        """A name's main form: Chinese, except where the page is English."""
        return name.en or name.zh if self.language == "en" else name.zh or name.en

    def beside(self, name: Bilingual) -> str:
        """What stands under the main form where both languages are shown; else, or if it is the same, nothing."""
        return name.en if self.language == "both" and name.en != name.zh else ""

    def _pick(self, zh: str, en: str) -> str:
        if self.language == "en" or zh == en:
            return en
        return zh if self.language == "zh" else f"{zh} {en}"


@cache
def words(language: Language) -> Words:
    """The messages of a language; read once."""
    return Words(language)


@cache
def _chinese() -> NullTranslations:
    with CATALOGUE.open("rb") as source:
        catalogue = read_po(source, locale="zh_CN")
    compiled = io.BytesIO()
    write_mo(compiled, catalogue)
    compiled.seek(0)
    return Translations(compiled)


def known(language: str | None) -> Language | None:
    """The language of that code, if there is one."""
    return next((each for each in LANGUAGES if each == language), None)


def negotiate(accept_language: str, otherwise: Language = DEFAULT) -> Language:
    """The language that a browser asks for in its Accept-Language header; `otherwise` where it asks for neither."""
    wanted = [_preference(part) for part in accept_language[:200].split(",")]
    wanted.sort(key=lambda each: -each[0])
    found = negotiate_locale([tag for q, tag in wanted if q > 0], ["zh", "en"], sep="-")
    return known(found) or otherwise


def _preference(part: str) -> tuple[float, str]:
    tag, _, weight = part.partition(";")
    try:
        return float(weight.strip().removeprefix("q=") or 1), tag.strip()
    except ValueError:
        return 0.0, tag
