"""A link signs one browser in, once; what stands in it is kept in no address, and a login code is no link."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx2
import pytest
import structlog

from kds.storage.ledger import StorageError
from kds.storage.links import of_link
from kds.storage.tokens import LINK
from kds.web.auth import COOKIE
from tests.web.served import Api, serving


@pytest.fixture
def said() -> Iterator[list[Any]]:
    """All that is logged."""
    with structlog.testing.capture_logs() as logs:
        yield logs


async def opened(api: Api, path: str, cookie: str = "", language: str = "en") -> httpx2.Response:
    """An address, as a browser asks for it."""
    api.client.cookies.clear()
    headers = {"accept": "text/html", "accept-language": language, "sec-fetch-mode": "navigate"}
    if cookie:
        headers["cookie"] = f"{COOKIE}={cookie}"
    return await api.client.get(path, headers=headers)


def got(answer: httpx2.Response) -> str:
    """What the browser is to keep."""
    return answer.headers.get("set-cookie", "").partition(f"{COOKIE}=")[2].partition(";")[0]


async def test_it_becomes_a_token_of_this_browsers_own(api: Api) -> None:
    link, secret = await api.tokens.create_link("owner", "Mei")
    assert secret.startswith(LINK)
    answer = await opened(api, f"/setup?token={secret}&lang=en")
    assert (answer.status_code, answer.headers["location"]) == (303, "/setup?lang=en")
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["referrer-policy"] == "no-referrer"
    own = api.tokens.find(got(answer))
    assert own is not None
    assert (own.role, own.name, own.id != link.id) == ("owner", "Mei", True)
    assert got(answer) != secret
    assert (await opened(api, "/setup/house", got(answer))).status_code == 200


@pytest.mark.parametrize(("language", "words"), [("en", "This link has been used"), ("zh-CN", "这个链接已经用过了")])
async def test_the_second_browser_is_told_and_what_to_do(api: Api, language: str, words: str) -> None:
    _, secret = await api.tokens.create_link("owner", "Mei")
    await opened(api, f"/setup?token={secret}")
    answer = await opened(api, f"/setup?token={secret}&lang=en")
    assert answer.headers["location"] == "/sign-in?link=used&next=%2Fsetup%3Flang%3Den"
    assert got(answer) == ""
    page = (await opened(api, answer.headers["location"], language=language)).text
    assert words in page
    assert "kds token link" in page
    assert secret not in page


async def test_what_asks_for_the_head_alone_does_not_use_it_up(api: Api) -> None:
    _, secret = await api.tokens.create_link("manager", "Mei")
    for _ in range(2):
        answer = await api.client.head(f"/floor?token={secret}&lang=en", headers={"accept": "text/html"})
        assert (answer.headers["location"], got(answer)) == ("/floor?lang=en", "")
    assert got(await opened(api, f"/floor?token={secret}"))


@pytest.mark.parametrize("more", [{}, {"sec-fetch-mode": "no-cors"}])
async def test_what_shows_where_a_link_leads_does_not_use_it_up(api: Api, more: dict[str, str]) -> None:
    _, secret = await api.tokens.create_link("manager", "Mei")
    headers = {"accept": "text/html", "accept-language": "en", **more}
    for _ in range(2):
        shown = await api.client.get(f"/floor?token={secret}&lang=en", headers=headers)
        assert (shown.status_code, got(shown)) == (200, "")
        assert "Open it here" in shown.text
        assert shown.headers["cache-control"] == "no-store"
    pressed = await api.client.get(f"/floor?token={secret}&lang=en&open=1", headers=headers)
    assert (pressed.headers["location"], bool(got(pressed))) == ("/floor?lang=en", True)


async def test_whoever_has_used_it_comes_in_by_it_as_by_any_address(api: Api) -> None:
    _, secret = await api.tokens.create_link("manager", "Mei")
    own = got(await opened(api, f"/?token={secret}"))
    again = await opened(api, f"/?token={secret}", own)
    assert (again.headers["location"], got(again)) == ("/", "")


async def test_of_many_at_once_one_is_let_in(api: Api) -> None:
    _, secret = await api.tokens.create_link("manager", "Mei")
    answers = await asyncio.gather(
        *[api.client.get(f"/?token={secret}", headers={"sec-fetch-mode": "navigate"}) for _ in range(8)]
    )
    assert len([each for each in answers if got(each)]) == 1
    assert len([each for each in await api.tokens.list_all() if each.name == "Mei" and each.revoked_at is None]) == 1


async def test_it_is_used_after_a_restart_too(tmp_path: Path) -> None:
    async with serving(tmp_path / "data") as api:
        _, one = await api.tokens.create_link("manager", "Mei")
        _, other = await api.tokens.create_link("manager", "Lin")
        own = got(await opened(api, f"/?token={one}"))
        known = api.secrets
    async with serving(tmp_path / "data", known) as api:
        assert "link=used" in (await opened(api, f"/?token={one}")).headers["location"]
        assert api.tokens.find(own) is not None
        assert got(await opened(api, f"/?token={other}"))


async def test_a_link_that_is_revoked_or_none_opens_nothing(api: Api) -> None:
    link, secret = await api.tokens.create_link("manager", "Mei")
    await api.tokens.revoke(link.id)
    assert "link=used" in (await opened(api, f"/?token={secret}")).headers["location"]
    assert "link=unknown" in (await opened(api, f"/?token={LINK}nonsense")).headers["location"]
    assert "This link opens nothing" in (await opened(api, "/sign-in?link=unknown")).text


async def test_a_link_is_no_login_code(api: Api) -> None:
    _, secret = await api.tokens.create_link("owner", "Mei")
    assert api.tokens.find(secret) is None
    assert (await api.get("/house", secret)).status_code == 401
    form = await api.client.post(
        "/sign-in", data={"token": secret}, headers={"sec-fetch-site": "same-origin", "accept-language": "en"}
    )
    assert (form.status_code, got(form)) == (422, "")
    line = (await api.order("tofu"))["lines"][0]["line"]
    headers = {"Idempotency-Key": "a-link-approves-nothing", "Approver-Token": secret}
    answer = await api.request("POST", f"/lines/{line}/comp", "waiter", headers=headers, json={"reason": "cold"})
    assert answer.json()["reason"] == "approver_unknown"
    assert of_link(api.tokens, secret) is not None, "nothing of that has used it"


@pytest.mark.parametrize("role", ["owner", "manager", "waiter", "kitchen", "guest"])
async def test_a_login_code_is_no_link(api: Api, role: str) -> None:
    answer = await opened(api, f"/floor?token={api.secrets[role]}")
    assert (answer.status_code, got(answer)) == (303, "")
    assert answer.headers["location"] == "/sign-in?link=code&next=%2Ffloor"
    assert "A login code is no link" in (await opened(api, "/sign-in?link=code")).text
    inside = await opened(api, f"/floor?token={api.secrets[role]}", api.secrets["manager"])
    assert (inside.headers["location"], got(inside)) == ("/floor", "")


async def test_where_the_disk_fails_it_is_good_still(api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    _, secret = await api.tokens.create_link("manager", "Mei")
    exchange = api.tokens._table.exchange

    async def failing(*given: Any) -> Any:
        raise StorageError("full")

    monkeypatch.setattr(api.tokens._table, "exchange", failing)
    assert (await opened(api, f"/?token={secret}")).status_code == 503
    monkeypatch.setattr(api.tokens._table, "exchange", exchange)
    await api.tokens.load()
    assert got(await opened(api, f"/?token={secret}"))


@pytest.mark.parametrize("path", ["/setup/house", "/people", "/tables/codes", "/audit", "/rights", "/drawer"])
async def test_every_page_takes_it_and_keeps_it_in_no_address(api: Api, path: str) -> None:
    _, secret = await api.tokens.create_link("owner", "Mei")
    answer = await opened(api, f"{path}?token={secret}")
    assert (answer.status_code, answer.headers["location"]) == (303, path)
    assert got(answer)
    again = await opened(api, f"{path}?token={secret}")
    assert secret not in again.headers["location"]


async def test_no_secret_is_logged(api: Api, said: list[Any]) -> None:
    _, secret = await api.tokens.create_link("manager", "Mei")
    for path in (f"/?token={secret}", f"/?token={secret}", f"/nowhere?token={secret}", f"/api/v1/x?token={secret}"):
        await opened(api, path)
    code = api.secrets["manager"]
    await opened(api, f"/floor?token={code}")
    text = json.dumps(said, default=repr)
    assert secret not in text
    assert code not in text


@pytest.mark.parametrize("path", ["/", "/floor", "/sign-in", "/screens", "/practice", "/nowhere"])
async def test_no_page_sends_its_address_elsewhere(api: Api, path: str) -> None:
    answer = await opened(api, path, api.secrets["manager"])
    assert answer.headers.get("referrer-policy", "no-referrer") in ("same-origin", "no-referrer")
