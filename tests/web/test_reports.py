"""Reports at the interface: which there are, what each gives, in which form, and what is refused."""

from __future__ import annotations

import asyncio
import csv
import io
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any
from urllib.parse import parse_qsl

import openpyxl
import pytest

from kds.reports.follower import FOLLOWER, AnsweringWork
from kds.reports.formats import CONTENT_TYPES
from kds.reports.registry import reports
from kds.runtime.following import FollowerReport, Following, News
from kds.runtime.store import Store
from tests.reports.test_asking import until
from tests.web.served import Api


@asynccontextmanager
async def followed(api: Api) -> AsyncIterator[None]:
    """The facts are followed meanwhile, and have all that there is."""
    works: list[AnsweringWork] = []
    said: list[FollowerReport] = []
    store: Store = api.store

    def opened(folder: Any) -> AnsweringWork:
        works.append(AnsweringWork(folder))
        return works[-1]

    ledger: Any = store.ledger
    run = Following(ledger, api.data, FOLLOWER._replace(open=opened), said.append).run(News())
    task = asyncio.create_task(run)
    try:
        await until(lambda: any(each.waits and each.seq == store.head.seq for each in said))
        yield
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        for work in works:
            work.close()


async def test_the_registry_is_told_in_both_languages(api: Api) -> None:
    found = (await api.get("/reports")).json()
    assert [each["report"] for each in found["reports"]] == list(reports())
    daily = next(each for each in found["reports"] if each["report"] == "sales_daily")
    assert daily["name"] == {"zh": "营业日报", "en": "Daily summary"}
    assert [each["parameter"] for each in daily["parameters"]] == ["from", "to", "area"]
    assert daily["columns"][4]["name"] == {"zh": "实收", "en": "Net"}
    assert found["groups"][0] == {"group": "sales", "name": {"zh": "营业", "en": "Sales"}}


async def test_a_report_of_today_is_told(api: Api) -> None:
    placed = await api.order("tofu", "cola")
    await api.pay(placed["bill"])
    async with followed(api):
        found = (await api.get("/reports/sales_daily")).json()
    net = [each["id"] for each in found["columns"]].index("net")
    assert (len(found["rows"]), found["rows"][0][net], found["totals"][net]) == (1, 1_800, 1_800)
    assert (found["until"], found["behind"]) == (api.store.head.seq, 0)


async def test_what_is_not_taken_in_yet_is_said(api: Api) -> None:
    async with followed(api):
        await api.order("tofu")
        found = (await api.get("/reports/channels")).json()
    assert found["behind"] == api.store.head.seq - found["until"] > 0


@pytest.mark.parametrize("form", ["csv", "xlsx"])
@pytest.mark.parametrize("how", ["format", "accept"])
async def test_it_comes_in_the_form_that_is_asked_for(api: Api, form: Any, how: str) -> None:
    placed = await api.order("tofu", "cola")
    await api.pay(placed["bill"])
    kind = CONTENT_TYPES[form]
    async with followed(api):
        if how == "format":
            answer = await api.get("/reports/tenders", format=form)
        else:
            answer = await api.request("GET", "/reports/tenders", "manager", headers={"accept": kind})
    assert answer.status_code == 200
    assert answer.headers["content-type"] == kind
    assert answer.headers["content-disposition"].startswith('attachment; filename="tenders_2026-09-21_')
    if form == "csv":
        rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
        assert rows[1][:5] == ["card", "刷卡", "Card", "1", "18.00"]
    else:
        book = openpyxl.load_workbook(io.BytesIO(answer.content))
        assert book.active is not None
        assert [cell.value for cell in book.active[2]][:5] == ["card", "刷卡", "Card", 1, 18]


@pytest.mark.parametrize(
    ("path", "status", "reason"),
    [
        ("/reports/nothing", 404, "unknown_report"),
        ("/reports/sales_daily?from=2026-13-01", 422, "bad_period"),
        ("/reports/sales_daily?from=2026-09-22&to=2026-09-21", 422, "bad_period"),
        ("/reports/sales_daily?from=2020-01-01&to=2026-09-21", 422, "bad_period"),
        ("/reports/sales_daily?from=yesterday", 400, "malformed"),
        ("/reports/sales_daily?format=pdf", 400, "malformed"),
        ("/reports/sales_daily?dish=tofu", 422, "not_taken"),
        ("/reports/sales_daily?by=week", 422, "not_taken"),
        ("/reports/sales_daily?colour=red", 400, "malformed"),
        ("/reports/sales_daily", 503, "reports_away"),
    ],
)
async def test_what_cannot_be_told_is_refused_with_a_reason(api: Api, path: str, status: int, reason: str) -> None:
    address, _, query = path.partition("?")
    answer = await api.get(address, **dict(parse_qsl(query)))
    assert (answer.status_code, answer.json()["reason"]) == (status, reason)


@pytest.mark.parametrize(("role", "status"), [("manager", 200), ("owner", 200), ("integration", 200), ("waiter", 403)])
async def test_who_may_see_them(api: Api, role: str, status: int) -> None:
    assert (await api.get("/reports", role)).status_code == status


async def test_every_report_is_told_of_a_day_with_an_order(api: Api) -> None:
    placed = await api.order("tofu", "cola")
    await api.pay(placed["bill"])
    async with followed(api):
        for report in reports():
            answer = await api.get(f"/reports/{report}")
            assert answer.status_code == 200, (report, answer.text)
