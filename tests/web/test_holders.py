"""Whose an answer is that a browser may keep: of who is signed in, of a visit, or nobody's."""

from __future__ import annotations

import pytest

from kds.feed.templating import build
from tests.web.served import Api

OF_STAFF = ("/floor", "/floor/known", "/order", "/order?table=A01", "/order/menu", "/order/now?table=A01")


async def holder(api: Api, path: str, role: str, **more: str) -> str | None:
    headers = {"authorization": f"Bearer {api.secrets[role]}", "accept": "text/html", **more}
    answer = await api.client.get(path, headers=headers)
    assert answer.status_code in (200, 304, 403), answer.text
    return None if answer.status_code == 403 else answer.headers.get("kds-holder", "")


@pytest.mark.parametrize("path", OF_STAFF)
async def test_what_waiters_work_with_is_kept_for_whoever_is_signed_in(api: Api, path: str) -> None:
    waiters, managers = await holder(api, path, "waiter"), await holder(api, path, "manager")
    assert waiters
    assert managers
    assert waiters != managers
    assert await holder(api, path, "waiter") == waiters


@pytest.mark.parametrize("path", ["/", "/cashier", "/people", "/audit", "/offline", "/sign-in"])
async def test_nothing_else_is_kept(api: Api, path: str) -> None:
    assert await holder(api, path, "manager") == ""


@pytest.mark.parametrize("path", ["/order/menu", "/order/now?table=A01"])
async def test_an_answer_that_still_stands_says_it_too(api: Api, path: str) -> None:
    """A browser has one answer for whoever is signed in: what it says of its holder is to be of now."""
    headers = {"authorization": f"Bearer {api.secrets['waiter']}"}
    first = await api.client.get(path, headers=headers)
    again = {"authorization": f"Bearer {api.secrets['manager']}", "if-none-match": first.headers["etag"]}
    answer = await api.client.get(path, headers=again)
    assert answer.status_code == 304
    assert answer.headers["kds-holder"] == await holder(api, path, "manager")
    assert answer.headers["kds-build"] == build()


async def test_the_secret_of_a_login_code_is_not_told_by_it(api: Api) -> None:
    said = await holder(api, "/floor", "waiter")
    assert said not in (None, "")
    assert said is not None
    assert said not in api.secrets["waiter"]
    assert len(said) == 16


@pytest.mark.parametrize(("language", "words"), [("en", "No network"), ("zh-CN", "没有网络")])
async def test_the_page_for_what_is_not_kept_is_for_everybody(api: Api, language: str, words: str) -> None:
    answer = await api.client.get("/offline", headers={"accept": "text/html", "accept-language": language})
    assert answer.status_code == 200
    assert words in answer.text
    assert "kds-holder" not in answer.headers
