"""The templates, compiled before a page waits for them."""

import pytest
from jinja2 import Environment

from kds.feed import templating
from kds.i18n import LANGUAGES
from kds.resources import templates_dir


@pytest.fixture(autouse=True)
def anew() -> None:
    """As after a start."""
    templating.environment.cache_clear()


def test_every_template_is_at_hand_in_every_language(monkeypatch: pytest.MonkeyPatch) -> None:
    compiled: list[str] = []
    compile_one = Environment.compile

    def counted(self: Environment, source: str, name: str, *more: object, **options: object) -> object:
        compiled.append(name)
        return compile_one(self, source, name, *more, **options)  # type: ignore[call-overload]

    monkeypatch.setattr(Environment, "compile", counted)
    names = sorted(path.relative_to(templates_dir()).as_posix() for path in templates_dir().rglob("*.html"))

    templating.load_all()

    assert sorted(compiled) == names, "once, whatever the number of languages"
    for language in LANGUAGES:
        for name in names:
            templating.environment(language).get_template(name)
    assert sorted(compiled) == names


def test_a_language_has_words_of_its_own_although_the_code_is_shared() -> None:
    templating.load_all()

    zh, en = (templating.environment(language).from_string("{{ _('Sign in') }}").render() for language in ("zh", "en"))

    assert en == "Sign in"
    assert zh != en
