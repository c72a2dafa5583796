"""Guests' pages in a language of which somebody has added a catalogue."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from kds import i18n
from kds.feed import templating
from kds.web.guests import kept_page
from tests.web.guests.phones import codes, phone
from tests.web.served import Api

JAPANESE = """msgid ""
msgstr ""
"Content-Type: text/plain; charset=utf-8\\n"

msgid "Which soup base?"
msgstr "スープはどれにしますか"
"""
PAGE = {"accept": "text/html"}


@pytest.fixture
def japanese(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A catalogue of one message, beside the Chinese one."""
    caches = (i18n.tongues, i18n.words, i18n._catalogue, templating.environment, kept_page._drawn)
    there = tmp_path / "locale"
    (there / "ja" / "LC_MESSAGES").mkdir(parents=True)
    (there / "ja" / "LC_MESSAGES" / "messages.po").write_text(JAPANESE, "utf-8")
    (there / i18n.CHINESE).symlink_to(i18n.LOCALES / i18n.CHINESE)
    monkeypatch.setattr(i18n, "LOCALES", there)
    for each in caches:
        each.cache_clear()
    yield
    for each in caches:
        each.cache_clear()


async def test_it_can_be_chosen_and_says_in_english_what_it_has_no_word_for(api: Api, japanese: None) -> None:
    links = await codes(api)
    async with phone(api) as ann:
        await ann.scan(links["A01"])
        html = (await ann.client.get("/guest", headers=PAGE)).text
        assert '<a href="/guest?lang=ja" lang="ja">日本語</a>' in html
        chosen = (await ann.client.get("/guest?lang=ja", headers=PAGE)).text
        assert '<html lang="ja"' in chosen
        assert "スープはどれにしますか" in chosen
        assert "Nothing chosen yet" in chosen
        assert 'data-language="ja"' in chosen
        again = (await ann.client.get("/guest", headers=PAGE)).text
        assert "スープはどれにしますか" in again, "it stays chosen"


async def test_a_phone_that_asks_for_it_gets_it(api: Api, japanese: None) -> None:
    links = await codes(api)
    async with phone(api) as ann:
        await ann.scan(links["A01"])
        for wanted, tag in (("ja-JP,ja;q=0.9,en;q=0.5", "ja"), ("fr", "zh-CN"), ("en,ja;q=0.1", "en")):
            html = (await ann.client.get("/guest", headers={**PAGE, "accept-language": wanted})).text
            assert f'<html lang="{tag}"' in html, wanted


async def test_the_staffs_pages_stay_as_they_are(api: Api, japanese: None) -> None:
    answer = await api.client.get("/sign-in?lang=ja", headers=PAGE)
    assert 'lang="ja"' not in answer.text
