"""A house that cannot answer now says so on a page that looks again by itself, and lets nothing else run."""

from __future__ import annotations

import base64
import hashlib
import re
from typing import Any

import pytest

from kds.runtime.messages import Overloaded, StorageFailed
from kds.runtime.store import Store
from kds.web.busy import PAGES, _made, busy_page
from kds.web.problems import OVERLOADED, STORAGE_FAILED, TOO_OFTEN, Failed
from tests.web.guests.phones import NAVIGATE, codes, phone
from tests.web.served import Api

BUSY = Failed(OVERLOADED, {"retry-after": "3"}, retry_after_s=3)


def failing(monkeypatch: pytest.MonkeyPatch, error: Exception) -> None:
    """From now on nothing can be read."""

    async def readable(self: Any) -> None:
        raise error

    monkeypatch.setattr(Store, "readable", readable)


def test_its_policy_lets_run_what_stands_in_it_and_nothing_else() -> None:
    _, headers, body = busy_page(BUSY, "en", "/guest")
    page, policy = body.decode(), headers["content-security-policy"]
    for element in ("style", "script"):
        inside = re.findall(rf"<{element}>(.*?)</{element}>", page, re.DOTALL)
        assert len(inside) == page.count(f"<{element}") == 1
        digest = base64.b64encode(hashlib.sha256(inside[0].encode()).digest()).decode()
        assert f"{element}-src 'sha256-{digest}'" in policy
    assert "unsafe" not in policy
    assert policy.startswith("default-src 'none';")


@pytest.mark.parametrize("path", ["/guest", "/t/abc", "/v/abc"])
def test_guests_are_told_of_a_waiter_and_of_what_they_chose(path: str) -> None:
    page = busy_page(BUSY, "en", path).body.decode()
    assert "any waiter takes your order" in page
    assert 'id="kept" hidden' in page


def test_the_staff_are_told_that_orders_are_safe() -> None:
    page = busy_page(BUSY, "en", "/floor").body.decode()
    assert "Orders and tickets are safe." in page
    assert "waiter takes" not in page
    assert 'id="kept"' not in page


@pytest.mark.parametrize(
    ("failure", "status", "after", "words"),
    [
        (BUSY, 503, "3", "very busy"),
        (Failed(TOO_OFTEN, {"retry-after": "7"}, retry_after_s=7), 429, "7", "very busy"),
        (Failed(STORAGE_FAILED), 503, "5", "The disk cannot be written"),
    ],
)
def test_it_says_why_and_when_it_looks_again(failure: Failed, status: int, after: str, words: str) -> None:
    found = busy_page(failure, "en", "/guest")
    assert (found.status, found.headers["retry-after"]) == (status, after)
    assert words in found.body.decode()
    assert f'data-after="{after}"' in found.body.decode()
    assert found.headers["cache-control"] == "no-store"


def test_it_is_made_once_and_so_many_are_kept() -> None:
    _made.cache_clear()
    for seconds in range(2 * PAGES):
        wait = str(seconds % 3)
        busy_page(Failed(OVERLOADED, {"retry-after": wait}, retry_after_s=int(wait)), "zh", "/guest")
    assert _made.cache_info().misses == 3
    assert _made.cache_info().maxsize == PAGES


@pytest.mark.parametrize("language", ["zh-CN", "en"])
async def test_a_guests_page_that_cannot_be_made_now_is_this_one_and_the_pass_stays(
    api: Api, monkeypatch: pytest.MonkeyPatch, language: str
) -> None:
    async with phone(api) as ann:
        await ann.scan((await codes(api))["A01"])
        kept = dict(ann.client.cookies)
        failing(monkeypatch, Overloaded(4))
        answer = await ann.client.get("/guest", headers={**NAVIGATE, "accept-language": language})
        assert (answer.status_code, answer.headers["retry-after"]) == (503, "4")
        assert 'data-after="4"' in answer.text
        assert dict(ann.client.cookies) == kept
        read = await ann.client.get("/guest/now")
        assert (read.status_code, read.headers["retry-after"], read.json()["reason"]) == (503, "4", "overloaded")
        monkeypatch.undo()
        assert (await ann.client.get("/guest", headers=NAVIGATE)).status_code == 200


async def test_what_is_posted_is_told_and_never_posted_again_by_a_page(
    api: Api, monkeypatch: pytest.MonkeyPatch
) -> None:
    headers = {"authorization": f"Bearer {api.secrets['manager']}", "sec-fetch-site": "same-origin"}
    failing(monkeypatch, StorageFailed("gone"))
    answer = await api.client.post("/network/measure", data={"table": "A01"}, headers=headers)
    assert answer.status_code == 503
    assert "retry-after" in answer.headers
    assert "data-after" not in answer.text
