"""Which language a page speaks: what was chosen here, then the browser's, and the house's where neither is known."""

from __future__ import annotations

import re

import pytest

from kds.core.day.change_house import ChangeHouse
from kds.core.journal import ONLY
from kds.storage.devices import pair
from kds.storage.tokens import WallAssignment
from kds.web.auth import COOKIE
from tests.web.filled import form_at, send
from tests.web.served import Api


async def spoken(api: Api, asks: str, cookie: str = "", path: str = "/sign-in") -> str:
    """The language of a page, of which a browser asks for `asks`."""
    answer = await api.client.get(
        path, headers={"accept": "text/html", "accept-language": asks, "cookie": cookie}, follow_redirects=True
    )
    found = re.search(r'<html lang="([^"]*)"', answer.text)
    assert found, answer.text
    return found[1]


@pytest.mark.parametrize(
    ("house", "asks", "got"),
    [("en", "", "en"), ("en", "de", "en"), ("zh", "de", "zh-CN"), ("en", "zh-TW", "zh-CN"), ("zh", "en-GB", "en")],
)
async def test_a_browser_that_asks_for_neither_language_gets_the_houses(
    api: Api, house: str, asks: str, got: str
) -> None:
    await api.post("/house", {"language": house})
    assert await spoken(api, asks) == got


@pytest.mark.parametrize("assignment", [None, WallAssignment("wall", "both")])
async def test_a_paired_device_speaks_as_the_house_until_somebody_chooses_there(
    api: Api, assignment: WallAssignment | None
) -> None:
    await api.do(ChangeHouse(language="en"))
    _, secret = await pair(api.tokens, "tablet", assignment)
    cookie, path = f"{COOKIE}={secret}", "/no/such/page"
    assert await spoken(api, "zh-CN", cookie, path) == "en"
    assert await spoken(api, "zh-CN", f"{cookie}; kds_lang=zh", path) == "zh-CN"
    assert await spoken(api, "zh-CN", f"{cookie}; kds_lang=zh", f"{path}?lang=en") == "en"


async def test_who_has_a_token_and_no_paired_device_is_asked_through_the_browser(api: Api) -> None:
    await api.do(ChangeHouse(language="en"))
    assert await spoken(api, "zh-CN", f"{COOKIE}={api.secrets['owner']}") == "zh-CN"


async def test_the_settings_say_it_and_no_other_language_is_taken(api: Api) -> None:
    fields = await form_at(api, "/settings/house")
    assert fields["language"] == ["zh"]
    assert (await send(api, "/settings/house", fields, language="en")).status == 303
    assert api.store.state.day.house[ONLY].language == "en"
    assert (await form_at(api, "/settings/house"))["language"] == ["en"]
    refused = await api.post("/house", {"language": "klingon"})
    assert (refused.status_code, refused.json()["reason"]) == (400, "malformed")
    assert api.store.state.day.house[ONLY].language == "en"
