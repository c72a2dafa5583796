"""The guests' page comes from memory, zipped, and is not sent again to who has it; nobody gets another's."""

from __future__ import annotations

import json
import re
from html import unescape
from typing import Any

import httpx2
import pytest

from kds.core.day.change_house import ChangeHouse
from kds.core.floor.clear_session import ClearSession
from kds.core.floor.open_session import OpenSession
from kds.core.types import Name
from kds.storage.devices import pair
from kds.storage.tokens import GuestPlace
from kds.web.auth import COOKIE
from kds.web.guests import kept_page
from tests.web.guests.phones import NAVIGATE, Phone, codes, phone
from tests.web.served import Api


async def shown(ann: Phone, **headers: str) -> httpx2.Response:
    """The page, asked for with these headers."""
    sent = {name.replace("_", "-"): value for name, value in headers.items()}
    return await ann.client.get("/guest", headers={**NAVIGATE, **sent})


def whose(page: str) -> dict[str, Any]:
    """Of which visit a page says that it is."""
    found: dict[str, Any] = json.loads(unescape(re.findall(r"data-party='(.*?)'", page)[0]))
    return found


async def test_who_has_the_page_is_not_sent_it_again(api: Api) -> None:
    async with phone(api) as ann:
        await ann.scan((await codes(api))["A01"])
        first = await shown(ann)
        assert first.headers["cache-control"] == "private, no-cache"
        again = await shown(ann, if_none_match=first.headers["etag"])
        assert (again.status_code, again.content) == (304, b"")
        assert again.headers["etag"] == first.headers["etag"]
        assert again.headers["vary"] == "accept-encoding, accept-language, cookie"
        for others in ('"other"', first.headers["etag"].replace("-z", "")):
            assert (await shown(ann, if_none_match=others)).status_code == 200
        several = f'"other", {first.headers["etag"]}'
        assert (await shown(ann, if_none_match=several)).status_code == 304


async def test_it_is_zipped_for_who_takes_it_so_and_is_the_same(api: Api) -> None:
    async with phone(api) as ann:
        await ann.scan((await codes(api))["A01"])
        zipped, plain = await shown(ann), await shown(ann, accept_encoding="identity")
        assert zipped.headers["content-encoding"] == "gzip"
        assert "content-encoding" not in plain.headers
        assert zipped.text == plain.text
        assert zipped.headers["etag"] != plain.headers["etag"]
        assert int(zipped.headers["content-length"]) < int(plain.headers["content-length"]) // 2


async def test_each_phone_has_a_page_of_its_own_and_they_are_drawn_once(api: Api) -> None:
    kept_page._drawn.cache_clear()
    link = (await codes(api))["A01"]
    async with phone(api) as ann, phone(api) as ben:
        for each in (ann, ben):
            await each.scan(link)
        pages = [await shown(each) for each in (ann, ben)]
        assert [whose(each.text)["visit"] for each in pages] == [ann.visit, ben.visit]
        assert (await shown(ben, if_none_match=pages[0].headers["etag"])).status_code == 200
        assert kept_page._drawn.cache_info().misses == 1


async def test_what_the_page_says_changes_with_its_mark(api: Api) -> None:
    async with phone(api) as ann:
        await ann.scan((await codes(api))["A01"])
        before = await shown(ann)
        api.hands.ms += 60_000
        assert (await shown(ann)).headers["etag"] == before.headers["etag"], "time alone changes nothing"
        english = await shown(ann, accept_language="en")
        await api.do(ChangeHouse(name=Name(zh="新名字", en="Another name")))
        renamed = await shown(ann, accept_language="en")
        await api.do(OpenSession("A01", 2))
        seated = await shown(ann, accept_language="en")
        marks = {each.headers["etag"] for each in (before, english, renamed, seated)}
        assert len(marks) == 4
        assert "Another name" in renamed.text
        (party,) = api.store.state.floor.table_sessions["A01"]
        assert whose(seated.text)["session"] == party


async def test_when_the_visit_is_over_nobody_is_told_that_the_page_still_stands(api: Api) -> None:
    await api.do(OpenSession("A01", 2))
    (party,) = api.store.state.floor.table_sessions["A01"]
    async with phone(api) as ann:
        await ann.scan((await codes(api))["A01"])
        mark = (await shown(ann)).headers["etag"]
        await api.do(ClearSession(party))
        over = await shown(ann, if_none_match=mark)
        assert over.status_code == 403
        assert over.headers["cache-control"] == "no-store"


@pytest.mark.parametrize("place", [GuestPlace("tablet", "A02"), GuestPlace("kiosk")])
async def test_a_device_of_the_house_keeps_no_page_of_the_guests_before(api: Api, place: GuestPlace) -> None:
    _, secret = await pair(api.tokens, "device", place)
    async with phone(api) as device:
        device.client.cookies.set(COOKIE, secret)
        page = await shown(device)
        assert page.status_code == 200
        assert page.headers["cache-control"] == "no-store"
        assert "etag" not in page.headers
        assert whose(page.text)["table"] == place.table


async def test_a_language_that_is_chosen_is_kept(api: Api) -> None:
    async with phone(api) as ann:
        await ann.scan((await codes(api))["A01"])
        chosen = await ann.client.get("/guest?lang=en", headers=NAVIGATE)
        assert 'lang="en"' in chosen.text
        assert 'lang="en"' in (await shown(ann, accept_language="zh-CN")).text
