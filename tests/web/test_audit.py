"""/audit: who did what, when, at which device and with whose word; filtered, paged and exported."""

from __future__ import annotations

import csv
import io
import re
from typing import Any

import pytest
from httpx2 import Response

from kds.feed.public.words import WORDS
from kds.storage.ledger import StoredEvent
from kds.storage.tokens import SignIn
from kds.web.auth import COOKIE
from kds.web.pages.audit import SHOWN, line
from kds.web.pages.told_events import Telling
from tests.good_requests import GOOD, Ground
from tests.house import TABLES
from tests.web.forms import shown
from tests.web.served import Api

DAY = "2026-09-21"


async def export(api: Api, query: str = "", language: str = "en", role: str = "manager") -> Response:
    headers = {"cookie": f"{COOKIE}={api.secrets[role]}", "accept-language": language}
    return await api.client.get(f"/audit/export{query}", headers=headers)


def told(html: str) -> list[str]:
    """What the rows say."""
    return re.findall(r"</small><bdi>([^<]*)</bdi></span></th>", html)


def numbers(html: str) -> list[int]:
    return [int(each) for each in re.findall(r'data-seq="(\d+)"', html)]


async def evening(api: Api) -> dict[str, Any]:
    """An order that is voided with a manager's word, and a payment."""
    placed = await api.order("tofu", "cola", role="waiter")
    await api.post(f"/tickets/{placed['tickets'][0]}/start", role="kitchen")
    key = {"Idempotency-Key": "void-with-a-word", "Approver-Token": api.secrets["manager"]}
    path = f"/lines/{placed['lines'][0]['line']}/void"
    answer = await api.request("POST", path, "waiter", headers=key, json={"reason": "hair"})
    assert answer.is_success, answer.text
    await api.pay(placed["bill"])
    return dict(placed)


@pytest.mark.parametrize(
    ("role", "status"), [("manager", 200), ("owner", 200), ("waiter", 403), ("kitchen", 403), ("integration", 403)]
)
async def test_who_may_read_it(api: Api, role: str, status: int) -> None:
    assert (await shown(api, "/audit", role)).status == status
    assert (await export(api, role=role)).status_code == status
    assert ('href="/audit"' in (await shown(api, "/settings", role)).html) is (status == 200)


async def test_it_says_in_both_languages_who_did_what_and_whose_word_it_had(api: Api) -> None:
    await evening(api)
    english, chinese = await shown(api, "/audit"), await shown(api, "/audit", language="zh-CN")
    assert any(each.startswith("Voided 1 × ") and each.endswith(": hair") for each in told(english.html))
    assert any(each.startswith("退菜 1 × ") and each.endswith("：hair") for each in told(chinese.html))
    (row,) = re.findall(r"<tr data-seq[^>]*>(?:(?!</tr>).)*Voided 1(?:(?!</tr>).)*</tr>", english.html, re.DOTALL)
    assert "<bdi>waiter</bdi>" in row
    assert "approved by manager" in row
    assert "2026-09-21 " in row
    assert numbers(english.html) == sorted(numbers(english.html), reverse=True)
    assert numbers(english.html)[0] == api.store.head.seq


async def test_it_is_filtered_by_who_did_it_or_approved(api: Api) -> None:
    await evening(api)
    ids = {each.name: each.id for each in await api.tokens.list_all()}
    by_manager = told((await shown(api, f"/audit?person={ids['manager']}")).html)
    assert any(each.startswith("Voided") for each in by_manager)
    assert not any(each.startswith("Ordered") for each in by_manager)
    by_waiter = told((await shown(api, f"/audit?person={ids['waiter']}")).html)
    assert any(each.startswith("Voided") for each in by_waiter)
    assert any(each.startswith("Ordered") for each in by_waiter)
    assert told((await shown(api, "/audit?person=nobody")).html) == []


async def test_a_persons_deeds_are_found_by_their_own_id_and_by_their_sign_ins(api: Api) -> None:
    card = await api.people.add("王梅", "")
    token, secret = await api.tokens.create("waiter", "王梅", sign_in=SignIn(card.person))
    await api.order("tofu", role=secret)
    html = (await shown(api, f"/audit?person={card.person}")).html
    assert any(each.startswith("Ordered") for each in told(html))
    assert "<bdi>王梅</bdi>" in html
    await api.people.erase(card.person)
    html = (await shown(api, f"/audit?person={card.person}")).html
    assert "王梅" not in html
    assert f"erased ({card.person})" in html
    assert token.id not in html


async def test_it_is_filtered_by_kind_and_by_group_of_kinds(api: Api) -> None:
    await evening(api)
    html = (await shown(api, "/audit?kind=LineVoided")).html
    assert len(numbers(html)) == 1
    bills = told((await shown(api, "/audit?kind=bills")).html)
    assert any("took" in each for each in bills)
    assert not any(each.startswith("Ordered") for each in bills)
    assert numbers((await shown(api, "/audit?kind=Nonsense")).html) == []


async def test_it_is_filtered_by_bill_party_and_table(api: Api) -> None:
    placed = await evening(api)
    await api.order("tofu", table="A02")
    by_bill = told((await shown(api, f"/audit?about={placed['bill']}")).html)
    assert any("took" in each for each in by_bill)
    by_party = told((await shown(api, f"/audit?about={placed['session']}")).html)
    by_table = told((await shown(api, "/audit?about=A01")).html)
    assert any(each.startswith("Ordered") for each in by_party)
    assert set(by_party) <= set(by_table)
    assert len([each for each in by_table if each.startswith("Ordered")]) == 1


async def test_a_day_is_the_houses_own_and_what_is_none_is_said(api: Api) -> None:
    await evening(api)
    assert numbers((await shown(api, f"/audit?day={DAY}&kind=LineVoided")).html) != []
    assert numbers((await shown(api, "/audit?day=2026-09-20&kind=LineVoided")).html) == []
    for wrong in ("tomorrow", "2026-13-01", "0001-01-01x"):
        answer = await shown(api, f"/audit?day={wrong}")
        assert answer.status == 422
        assert "That is no day" in answer.html
    assert (await export(api, "?day=tomorrow")).status_code == 422
    assert (await shown(api, "/audit?day=0001-01-01")).status in (200, 422)
    assert (await shown(api, "/audit?day=9999-12-31")).status in (200, 422)


async def test_older_pages_go_on_to_the_first_event_of_all(api: Api) -> None:
    while api.store.head.seq < 2 * SHOWN + 5:
        await api.order("tofu")
    seen: list[int] = []
    path = "/audit"
    while path:
        html = (await shown(api, path)).html
        seen += numbers(html)
        further = re.search(r'rel="next" href="([^"]*)"', html)
        path = further[1].replace("&amp;", "&") if further else ""
    assert seen == list(range(api.store.head.seq, 0, -1))
    assert (await shown(api, "/audit?before=nonsense")).status == 200


async def test_what_others_typed_is_text_on_the_page(api: Api) -> None:
    placed = await api.order("tofu")
    await api.post(f"/lines/{placed['lines'][0]['line']}/void", {"reason": "<script>alert(1)</script>"})
    html = (await shown(api, '/audit?about="><script>')).html + (await shown(api, "/audit")).html
    assert "<script>alert" not in html
    assert '"><script>' not in html


async def test_the_export_is_all_of_it_with_a_mark_and_no_formulas(api: Api) -> None:
    placed = await evening(api)
    other = await api.order("tofu", table="A02")
    await api.post(f"/lines/{other['lines'][0]['line']}/note", {"note": "=1+1"})
    answer = await export(api)
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    assert answer.content.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert [int(row[0]) for row in rows[1:]] == list(range(api.store.head.seq, 0, -1))
    (voided,) = [row for row in rows if row[5] == "Void"]
    assert (voided[2], voided[3], voided[7]) == ("waiter", "manager", placed["session"])
    few = await export(api, "?kind=LineVoided", language="zh-CN")
    assert few.text.count("\n") == 2
    assert "退菜" in few.text


@pytest.mark.parametrize("cell", ["=1+1", "+86 138", "-1", "@sum", "\t=1", "\r=1"])
def test_a_cell_that_looks_like_a_formula_is_text(cell: str) -> None:
    (row,) = csv.reader(io.StringIO(line([cell, "a,b", '"']), newline=""))
    assert row == [f"'{cell}", "a,b", '"']


async def test_every_deed_there_is_can_be_told(api: Api) -> None:
    async def send(path: str, body: Any) -> Any:
        answer = await api.post(path, body)
        assert answer.is_success, (path, answer.text)
        return answer.json()

    ground = Ground(send, "tofu", iter([each.table for each in TABLES]))
    for prepare in GOOD.values():
        path, body, _ = await prepare(ground)
        await send(path, body)
    stored: list[StoredEvent] = await api.store.ledger.read(0, 100_000)
    kinds = {each.type for each in stored}
    telling = Telling(api.store.state, {})
    for each in stored:
        said = telling.told(each)
        assert said.zh, each.type
        assert said.en, each.type
        assert not re.search(r"[A-Z]\w+\(\w+=|\{|\bNone\b|msgspec", said.zh + said.en), said
    assert len(kinds) > len(WORDS) * 3 // 4, "most kinds of events come of the good requests"


async def test_an_event_of_a_newer_kind_is_told_by_its_name(api: Api) -> None:
    strange = StoredEvent(1, "DishFlambeed", 1, 0, "cai", None, b"{}", b"")
    assert Telling(api.store.state, {}).told(strange).en == "DishFlambeed"
