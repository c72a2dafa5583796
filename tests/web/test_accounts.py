"""Deposits and accounts: the interface's history of one, and the pages of both in two languages."""

from __future__ import annotations

from typing import Any

import pytest

from tests.web.served import Api

FIRM = {"account": "firm", "name": {"zh": "极光公司", "en": "Acme"}, "limit_minor": 100_000}


async def page(api: Api, path: str, role: str = "waiter", language: str = "en") -> tuple[int, str]:
    headers = {"authorization": f"Bearer {api.secrets[role]}", "accept": "text/html", "accept-language": language}
    answer = await api.client.get(path, headers=headers)
    return answer.status_code, answer.text


async def done(api: Api, path: str, body: Any) -> Any:
    answer = await api.post(path, body)
    assert answer.status_code < 300, answer.text
    return answer.json()


async def test_an_account_tells_what_became_of_it(api: Api) -> None:
    await done(api, "/accounts", FIRM)
    bill = (await api.order("tofu"))["bill"]
    await done(api, f"/bills/{bill}/pay", {"tender": "account", "amount_minor": 1200, "account": "firm"})
    told = (await api.get("/accounts/firm", "waiter")).json()
    assert told["account"]["owed_minor"] == 1200
    assert [(each["kind"], each.get("bill", "")) for each in told["entries"]] == [("limit", ""), ("charged", bill)]
    assert told["earlier"] == 0


async def test_an_account_that_is_none_and_who_may_not_look(api: Api) -> None:
    assert (await api.get("/accounts/nobody")).json()["reason"] == "unknown_account"
    await done(api, "/accounts", FIRM)
    assert [(await api.get("/accounts/firm", role)).status_code for role in ("kitchen", "guest")] == [403, 403]


@pytest.mark.parametrize("path", ["/deposits", "/accounts"])
@pytest.mark.parametrize(("role", "status"), [("waiter", 200), ("manager", 200), ("kitchen", 403), ("guest", 403)])
async def test_who_takes_money_sees_them(api: Api, path: str, role: str, status: int) -> None:
    assert (await page(api, path, role))[0] == status


@pytest.mark.parametrize(("language", "words"), [("en", "keeps nothing for anybody"), ("zh-CN", "店里没有保管押金")])
async def test_a_house_that_keeps_nothing_says_so(api: Api, language: str, words: str) -> None:
    assert words in (await page(api, "/deposits", language=language))[1]


@pytest.mark.parametrize(("language", "words"), [("en", "Nobody may pay later yet"), ("zh-CN", "还没有挂账账户")])
async def test_a_house_whom_nobody_owes_says_so(api: Api, language: str, words: str) -> None:
    assert words in (await page(api, "/accounts", language=language))[1]


async def test_a_deposit_stands_on_its_page_until_nothing_is_left(api: Api) -> None:
    made = await done(api, "/deposits", {"tender": "card", "amount_minor": 20_000, "reference": "wedding 7"})
    text = (await page(api, f"/deposits?deposit={made['deposit']}"))[1]
    assert "wedding 7" in text
    assert "¥200.00" in text
    await done(api, f"/deposits/{made['deposit']}/return", {})
    assert "Nothing is left of deposit" in (await page(api, f"/deposits?deposit={made['deposit']}"))[1]


async def test_a_deposit_is_taken_for_who_has_reserved_or_sits_here(api: Api) -> None:
    comes = api.store.now() + 3_600_000
    made = await done(api, "/tables/A01/reserve", {"comes_at": comes, "guests": 8})
    await api.post("/sessions", {"table": "A02", "guests": 2})
    text = (await page(api, "/deposits"))[1]
    assert f"A01 · {made['reservation']}" in text
    assert "A02 · No. 1" in text


async def test_limits_are_a_managers_and_others_are_told(api: Api) -> None:
    await done(api, "/accounts", FIRM)
    waiter, manager = [(await page(api, "/accounts?account=firm", role))[1] for role in ("waiter", "manager")]
    assert "a manager approves here" in waiter
    assert "a manager approves here" not in manager
    assert "There is no account nobody" in (await page(api, "/accounts?account=nobody"))[1]
