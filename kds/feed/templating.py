"""The templates, one environment a language, and the address under which a page finds its static files."""

from __future__ import annotations

import hashlib
import time
from functools import cache
from typing import Any, ClassVar

from jinja2 import BytecodeCache, Environment, FileSystemLoader, StrictUndefined
from jinja2.bccache import Bucket

from kds.i18n import HTML_LANG, LANGUAGES, Language, words
from kds.resources import static_dir, templates_dir


@cache
def build() -> str:
    """Tells this version of the pages from any other: a page of another build loads itself anew."""
    whole = hashlib.sha256()
    for folder in (templates_dir(), static_dir()):
        for path in sorted(folder.rglob("*")):
            if path.is_file():
                whole.update(path.relative_to(folder).as_posix().encode())
                whole.update(path.read_bytes())
    return whole.hexdigest()[:12]


def static_url(path: str) -> str:
    """The address of a static file; it changes with the build, so that browsers may keep the file for ever."""
    return f"/static/{build()}/{path}"


class Compiled(BytecodeCache):
    """What a template is compiled to: the same in all languages, so it is done once."""

    _code: ClassVar[dict[str, bytes]] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        """Take what another language made of it."""
        if bucket.key in self._code:
            bucket.bytecode_from_string(self._code[bucket.key])

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep it."""
        self._code[bucket.key] = bucket.bytecode_to_string()

    @classmethod
    def forget(cls) -> None:
        """All languages have theirs."""
        cls._code.clear()


@cache
def environment(language: Language) -> Environment:
    """The templates in one language."""
    env = Environment(
        loader=FileSystemLoader(templates_dir()),
        extensions=["jinja2.ext.i18n"],
        autoescape=True,
        auto_reload=False,
        bytecode_cache=Compiled(),
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=StrictUndefined,
    )
    spoken = words(language)
    # The extension adds this method, which the type of an environment does not know.
    install: Any = env.install_gettext_callables  # type: ignore[attr-defined]
    install(spoken.gettext, spoken.ngettext, newstyle=True)
    env.filters["name"] = spoken.of
    env.filters["beside"] = spoken.beside
    env.globals.update(
        brief=spoken.brief,
        build=build(),
        html_lang=HTML_LANG[language],
        language=language,
        languages=LANGUAGES,
        static_url=static_url,
    )
    return env


def load_all(pause_s: float = 0.0) -> None:
    """Compile every template for every language, with a pause after each: so that no page has to wait for it."""
    for language in LANGUAGES:
        templates = environment(language)
        for name in templates.list_templates(["html"]):
            templates.get_template(name)
            time.sleep(pause_s)
    Compiled.forget()


def render(template: str, language: Language, **values: Any) -> str:
    """A template in a language."""
    return environment(language).get_template(template).render(**values)
