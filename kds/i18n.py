"""Every page in Chinese and in English: messages are written in English and translated by kds/locale.

A wall can also show both at once, Chinese first. Guests' pages speak every language besides of which there is a
catalogue, kds/locale/ja/LC_MESSAGES/messages.po: what it does not say they say in English, and dishes have their
English names.
"""

from __future__ import annotations

import io
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Literal, NamedTuple, Protocol, get_args

from babel.core import Locale, negotiate_locale
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import NullTranslations, Translations

Language = Literal["zh", "en", "both"]
LANGUAGES: tuple[Language, ...] = get_args(Language)
DEFAULT: Language = "zh"
LOCALES = Path(__file__).parent / "locale"
CHINESE = "zh_CN"
CATALOGUE = LOCALES / CHINESE / "LC_MESSAGES" / "messages.po"
HTML_LANG: Mapping[Language, str] = {"zh": "zh-CN", "en": "en", "both": "zh-CN"}


class Bilingual(Protocol):
    """Whatever is called something in both languages."""

    @property
    def zh(self) -> str: ...
    @property
    def en(self) -> str: ...


class Tongue(NamedTuple):
    """A language that guests can choose: its code, what it is called in itself, and its tag in HTML."""

    code: str
    called: str
    tag: str


@cache
def tongues() -> tuple[Tongue, ...]:
    """Chinese, English, and those of which somebody has added a catalogue."""
    found = [each.parent.parent.name for each in sorted(LOCALES.glob("*/LC_MESSAGES/messages.po"))]
    own = (Tongue("zh", "中文", HTML_LANG["zh"]), Tongue("en", "EN", HTML_LANG["en"]))
    return (*own, *[_added(each) for each in found if each != CHINESE])


def _added(code: str) -> Tongue:
    return Tongue(code, Locale.parse(code).get_display_name() or code, code.replace("_", "-"))


class Words:
    """The messages of one language, in the shape that templates ask for them."""

    def __init__(self, language: str) -> None:
        self.language = language
        self._zh = _catalogue(CHINESE)
        self._added = None if known(language) else _catalogue(language)

    def gettext(self, message: str) -> str:
        """The message in this language; both at once are set apart by a space."""
        if self._added is not None:
            return self._added.gettext(message)
        return self._pick(self._zh.gettext(message), message)

    def brief(self, message: str, **values: object) -> str:
        """The same where there is room for one: of both languages the Chinese."""
        if self._added is not None:
            return self._added.gettext(message) % values
        text = message if self.language == "en" else self._zh.gettext(message)
        return text % values

    def ngettext(self, singular: str, plural: str, n: int) -> str:
        """The form for `n` things."""
        if self._added is not None:
            return self._added.ngettext(singular, plural, n)
        return self._pick(self._zh.ngettext(singular, plural, n), singular if n == 1 else plural)

    def of(self, name: Bilingual) -> str:
        """A name's main form: Chinese where the page is, else English."""
        return name.zh or name.en if self.language in ("zh", "both") else name.en or name.zh

    def beside(self, name: Bilingual) -> str:
        """What stands under the main form where both languages are shown; else, or if it is the same, nothing."""
        return name.en if self.language == "both" and name.en != name.zh else ""

    def _pick(self, zh: str, en: str) -> str:
        if self.language == "en" or zh == en:
            return en
        return zh if self.language == "zh" else f"{zh} {en}"


@cache
def words(language: str) -> Words:
    """The messages of a language; read once."""
    return Words(language)


@cache
def _catalogue(code: str) -> NullTranslations:
    with (LOCALES / code / "LC_MESSAGES" / "messages.po").open("rb") as source:
        catalogue = read_po(source, locale=code)
    compiled = io.BytesIO()
    write_mo(compiled, catalogue)
    compiled.seek(0)
    return Translations(compiled)


def known(language: str | None) -> Language | None:
    """The language of that code, if there is one."""
    return next((each for each in LANGUAGES if each == language), None)


def tongue(code: str | None) -> str | None:
    """The code of a language that guests can choose, if there is one."""
    return next((each.code for each in tongues() if each.code == code), None)


def negotiate(accept_language: str, otherwise: Language = DEFAULT) -> Language:
    """The language that a browser asks for in its Accept-Language header; `otherwise` where it asks for neither."""
    return known(_wanted(accept_language, ["zh", "en"])) or otherwise


def negotiate_tongue(accept_language: str, otherwise: str) -> str:
    """The same of those that guests can choose."""
    by_tag = {each.tag if each.code not in LANGUAGES else each.code: each.code for each in tongues()}
    return by_tag.get(_wanted(accept_language, list(by_tag)) or "", otherwise)


def _wanted(accept_language: str, there: list[str]) -> str | None:
    wanted = [_preference(part) for part in accept_language[:200].split(",")]
    wanted.sort(key=lambda each: -each[0])
    return negotiate_locale([tag for q, tag in wanted if q > 0], there, sep="-")


def _preference(part: str) -> tuple[float, str]:
    tag, _, weight = part.partition(";")
    try:
        return float(weight.strip().removeprefix("q=") or 1), tag.strip()
    except ValueError:
        return 0.0, tag
