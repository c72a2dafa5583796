"""The cashier's pages: who may open them, in both languages, and the way in."""

from __future__ import annotations

from typing import Any

import pytest

from kds.storage.tokens import WallAssignment
from tests.web.served import Api

TILLS = [("waiter", 200), ("manager", 200), ("integration", 403), ("kitchen", 403), ("guest", 403), ("kiosk", 403)]
DAYS = [("waiter", 403), ("manager", 200), ("integration", 403), ("kitchen", 403), ("guest", 403)]
REPORTS = [("waiter", 403), ("manager", 200), ("integration", 200), ("kitchen", 403), ("guest", 403)]
DAY = "2026-09-21"


async def page(api: Api, path: str, role: str = "waiter", language: str = "en") -> tuple[int, str]:
    headers = {"authorization": f"Bearer {api.secrets[role]}", "accept": "text/html", "accept-language": language}
    answer = await api.client.get(path, headers=headers)
    return answer.status_code, answer.text


async def done(api: Api, path: str, body: Any = None) -> Any:
    answer = await api.post(path, body or {})
    assert answer.status_code < 300, answer.text
    return answer.json()


@pytest.mark.parametrize(("role", "status"), TILLS)
async def test_who_takes_money_opens_the_till_and_the_drawer(api: Api, role: str, status: int) -> None:
    bill = (await api.order("tofu"))["bill"]
    for path in ("/cashier", f"/cashier?bill={bill}", "/drawer"):
        assert (await page(api, path, role))[0] == status


@pytest.mark.parametrize(("role", "status"), DAYS)
async def test_who_leads_the_house_closes_the_day(api: Api, role: str, status: int) -> None:
    assert (await page(api, "/days", role))[0] == status


@pytest.mark.parametrize(("role", "status"), REPORTS)
async def test_who_reads_what_a_day_came_to(api: Api, role: str, status: int) -> None:
    assert (await page(api, f"/days/{DAY}", role))[0] == status


@pytest.mark.parametrize("path", ["/cashier?bill=B7", "/drawer", "/days", f"/days/{DAY}"])
async def test_who_is_not_signed_in_does_so_and_comes_back(api: Api, path: str) -> None:
    answer = await api.client.get(path)
    assert answer.status_code == 303
    assert answer.headers["location"].startswith("/sign-in?next=/")


async def test_a_paired_device_takes_no_money(api: Api) -> None:
    _, secret = await api.tokens.create("kitchen", "wall", assignment=WallAssignment("wall", "en"))
    answer = await api.client.get("/cashier", headers={"authorization": f"Bearer {secret}"})
    assert answer.status_code == 403


@pytest.mark.parametrize(
    ("language", "words"),
    [("en", ("Open bills", "Take payment", "not served", "Alt+P")), ("zh-CN", ("未结账单", "收款", "未上", "Alt+P"))],
)
async def test_the_till_speaks_both_languages(api: Api, language: str, words: tuple[str, ...]) -> None:
    bill = (await api.order("tofu"))["bill"]
    html = (await page(api, f"/cashier?bill={bill}", language=language))[1]
    assert all(word in html for word in words)


async def test_the_houses_own_tenders_are_offered_and_what_a_manager_may_approve_of_here(api: Api) -> None:
    shell = {"tender": "shell", "name": {"zh": "贝壳", "en": "Shells"}, "kind": "other"}
    await done(api, "/billing", {"tenders": [shell]})
    bill = (await api.order("tofu"))["bill"]
    _, waiters = await page(api, f"/cashier?bill={bill}", "waiter")
    _, managers = await page(api, f"/cashier?bill={bill}", "manager")
    assert 'value="shell"' in waiters
    assert 'value="cash"' not in waiters
    assert ['value="percent"' in html for html in (waiters, managers)] == [True, True]
    assert ['href="/days"' in html for html in (waiters, managers)] == [False, True]


@pytest.mark.parametrize(("role", "there"), [("waiter", True), ("manager", True), ("kitchen", False)])
async def test_the_start_page_leads_to_the_till(api: Api, role: str, there: bool) -> None:
    assert ('href="/cashier"' in (await page(api, "/", role))[1]) == there


@pytest.mark.parametrize(("role", "there"), [("waiter", True), ("integration", False)])
async def test_the_floor_leads_to_the_till(api: Api, role: str, there: bool) -> None:
    assert ('href="/cashier"' in (await page(api, "/floor", role))[1]) == there


async def test_a_quick_order_needs_no_table_where_the_house_calls_by_number(api: Api) -> None:
    assert 'href="/order"' in (await page(api, "/cashier"))[1]
    assert 'id="cart"' not in (await page(api, "/order?service=dine_in"))[1]
    await done(api, "/house", {"dine_in_by_number": True})
    assert 'href="/order?service=dine_in"' in (await page(api, "/cashier"))[1]
    assert 'id="cart"' in (await page(api, "/order?service=dine_in"))[1]


async def test_a_drawer_says_whose_it_is_and_not_what_should_be_in_it(api: Api) -> None:
    await done(api, "/shifts/open", {"float_minor": 12_300, "till": "bar"})
    bill = (await api.order("crab"))["bill"]
    await done(api, f"/bills/{bill}/pay", {"tender": "cash", "amount_minor": 9900})
    html = (await page(api, "/drawer"))[1]
    assert "¥123.00" in html
    assert "222.00" not in html
    await done(api, "/shifts/close", {"counted_minor": 22_000, "till": "bar"})
    html = (await page(api, "/drawer"))[1]
    assert "¥222.00" in html
    assert "-¥2.00" in html


async def test_who_may_take_a_till_over_is_the_staff_that_takes_money(api: Api) -> None:
    revoked, _ = await api.tokens.create("waiter", "Left last year")
    await api.tokens.revoke(revoked.id)
    html = (await page(api, "/drawer", "waiter"))[1]
    select = html[html.index('id="counting-to"') : html.index("</select>", html.index('id="counting-to"'))]
    assert ">manager<" in select
    assert all(f">{name}<" not in select for name in ("waiter", "kitchen", "guest", "integration", "Left last year"))


async def test_what_is_unfinished_is_named_and_a_closed_day_never_changes(api: Api) -> None:
    await api.order("tofu", table="A01")
    html = (await page(api, "/days", "manager"))[1]
    assert "1 party has not paid" in html
    assert "1 ticket is not done" in html
    before = (await page(api, f"/days/{DAY}", "manager"))[1]
    assert "under way" in before


@pytest.mark.parametrize("path", ["/days/1999-01-01", "/days/nonsense"])
async def test_a_day_that_never_was_is_not_found(api: Api, path: str) -> None:
    assert (await page(api, path, "manager"))[0] == 404
