"""The templates, one environment a language, and the address under which a page finds its static files."""

from __future__ import annotations

import hashlib
from functools import cache
from typing import Any
from unicodedata import east_asian_width

from jinja2 import BytecodeCache, Environment, FileSystemLoader, StrictUndefined, nodes
from jinja2.bccache import Bucket
from jinja2.compiler import CodeGenerator, Frame
from jinja2.visitor import NodeTransformer
from markupsafe import Markup

from kds.core.types import Name
from kds.feed.whole import whole
from kds.i18n import HTML_LANG, LANGUAGES, tongues, words
from kds.resources import static_dir, templates_dir

LONG, LONGEST = 48, 96
"""Names that are wider, in letters of the Latin alphabet, are written smaller than others."""


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


PRACTICE_WORD = Name(zh="练习", en="PRACTICE")
"""What stands on every page of a practice."""
SAID = "looked_up"
"""The global by which a message is looked up that needs no values."""


class Translated(NodeTransformer):
    """Looks messages up when a template is compiled, as its language never changes: a page has a hundred and more."""

    def __init__(self, environment: Environment) -> None:
        self._said: Any = environment.globals[SAID]

    def visit_Call(self, node: nodes.Call, *args: Any, **kwargs: Any) -> nodes.Node:
        """The message itself, or what puts values into it."""
        self.generic_visit(node, *args, **kwargs)
        if not isinstance(node.node, nodes.Name) or node.node.name != "_" or len(node.args) != 1:
            return node
        message = node.args[0]
        if not isinstance(message, nodes.Const) or node.dyn_args or node.dyn_kwargs:
            return node
        said = Markup(self._said(message.value))
        if not node.kwargs:
            return nodes.Const(said % {}, lineno=node.lineno)
        values = [nodes.Pair(nodes.Const(each.key), each.value) for each in node.kwargs]
        return nodes.Mod(nodes.Const(said), nodes.Dict(values), lineno=node.lineno)


class Compiler(CodeGenerator):
    """Jinja2's, on templates whose messages are looked up."""

    def visit_Template(self, node: nodes.Template, frame: Frame | None = None) -> None:
        """The whole of a template."""
        super().visit_Template(Translated(self.environment).visit(node), frame)


class Compiled(BytecodeCache):
    """Code that has been compiled elsewhere (`ahead.py`), until its template is loaded."""

    def __init__(self) -> None:
        self.codes: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        """What there is of it."""
        code = self.codes.pop(bucket.key, None)
        if code is not None:
            bucket.bytecode_from_string(code)

    def dump_bytecode(self, bucket: Bucket) -> None:
        """The environment itself keeps what is compiled here."""


def how_long(text: str) -> str:
    """The classes of a dish's name that would fill a column: "" for most, then `is-long`, then `is-longest` as well.

    A Chinese character is as wide as two letters.
    """
    width = sum(2 if east_asian_width(each) in "WF" else 1 for each in text)
    return " is-long is-longest" if width > LONGEST else " is-long" if width > LONG else ""


@cache
def environment(language: str) -> Environment:
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
    env.code_generator_class = Compiler
    spoken = words(language)
    # The extension adds this method, which the type of an environment does not know.
    install: Any = env.install_gettext_callables  # type: ignore[attr-defined]
    install(spoken.gettext, spoken.ngettext, newstyle=True)
    env.filters["name"] = spoken.of
    env.filters["beside"] = spoken.beside
    env.filters["how_long"] = how_long
    env.globals.update(
        brief=spoken.brief,
        build=build(),
        html_lang=next((each for code, each in HTML_LANG.items() if code == language), language.replace("_", "-")),
        language=language,
        languages=LANGUAGES,
        tongues=tongues(),
        practice="",
        practice_word=PRACTICE_WORD,
        **{SAID: spoken.gettext},
        static_url=static_url,
        whole=whole,
    )
    return env


def render(template: str, language: str, **values: Any) -> str:
    """A template in a language."""
    return environment(language).get_template(template).render(**values)
