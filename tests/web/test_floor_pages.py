"""The floor and the sheets as pages: who may see them, in both languages, and the way in."""

from __future__ import annotations

import re
from typing import Any

import pytest

from kds.feed.floor import FloorView
from kds.feed.parts import Concerned
from kds.storage.tokens import WallAssignment
from tests.web.served import Api

WHO = [
    ("waiter", 200),
    ("manager", 200),
    ("integration", 200),
    ("kitchen", 403),
    ("guest", 403),
    ("kiosk", 403),
]


async def page(api: Api, path: str, role: str = "waiter", language: str = "en") -> tuple[int, str]:
    headers = {"authorization": f"Bearer {api.secrets[role]}", "accept": "text/html", "accept-language": language}
    answer = await api.client.get(path, headers=headers)
    return answer.status_code, answer.text


async def opened(api: Api, **body: Any) -> str:
    answer = await api.post("/sessions", body or {"table": "A01", "guests": 3})
    assert answer.status_code == 201, answer.text
    session: str = answer.json()["session"]
    return session


@pytest.mark.parametrize(("role", "status"), WHO)
async def test_who_may_see_the_floor_and_a_party(api: Api, role: str, status: int) -> None:
    session = await opened(api)
    assert (await page(api, "/floor", role))[0] == status
    assert (await page(api, f"/sessions/{session}", role))[0] == status


@pytest.mark.parametrize("path", ["/floor", "/sessions/S7"])
async def test_who_is_not_signed_in_does_so_and_comes_back(api: Api, path: str) -> None:
    answer = await api.client.get(path)
    assert (answer.status_code, answer.headers["location"]) == (303, f"/sign-in?next={path}")
    answer = await api.client.post(
        "/sign-in",
        data={"token": api.secrets["waiter"], "next": path},
        headers={"sec-fetch-site": "same-origin"},
    )
    assert (answer.status_code, answer.headers["location"]) == (303, path)


async def test_a_paired_device_is_nobody_who_serves(api: Api) -> None:
    _, secret = await api.tokens.create("kitchen", "wall", assignment=WallAssignment("wall", "en"))
    answer = await api.client.get("/floor", headers={"authorization": f"Bearer {secret}"})
    assert answer.status_code == 403


@pytest.mark.parametrize(
    ("language", "words"),
    [("en", ("Floor", "free", "Takeaway", "Ready now")), ("zh-CN", ("桌台", "空闲", "外带", "可上的菜"))],
)
async def test_the_floor_speaks_both_languages(api: Api, language: str, words: tuple[str, ...]) -> None:
    html = (await page(api, "/floor", language=language))[1]
    assert all(word in html for word in words)


@pytest.mark.parametrize(
    ("language", "words"),
    [("en", ("Order more", "Clear the table", "in the kitchen")), ("zh-CN", ("加菜", "清台", "待做"))],
)
async def test_a_sheet_speaks_both_languages(api: Api, language: str, words: tuple[str, ...]) -> None:
    placed = await api.order("tofu")
    html = (await page(api, f"/sessions/{placed['session']}", language=language))[1]
    assert all(word in html for word in words)
    assert f'href="/order?session={placed["session"]}"' in html


@pytest.mark.parametrize(("language", "words"), [("en", "This party has left"), ("zh-CN", "这拨客人已经离开")])
async def test_a_party_that_is_gone_has_no_sheet_and_a_way_back(api: Api, language: str, words: str) -> None:
    status, html = await page(api, "/sessions/S999999", language=language)
    assert status == 404
    assert words in html
    assert 'href="/floor"' in html


async def test_the_first_page_is_what_the_socket_sends(api: Api) -> None:
    placed = await api.order("tofu", table="A02")
    html = (await page(api, "/floor"))[1]
    drawn = FloorView(api.store.state, "en", Concerned(api.store.state))
    drawn.refresh(api.store.now())
    assert drawn.html("table A02") in html
    for name in api.store.state.floor.tables:
        assert html.count(f'data-part="table {name}"') == 1
    assert f'href="/sessions/{placed["session"]}"' in html


async def test_a_table_is_left_by_the_map_as_soon_as_its_party_is_moved(api: Api) -> None:
    session = await opened(api)
    assert f'href="/sessions/{session}" data-part="table A01"' in (await page(api, "/floor"))[1]
    await api.post(f"/sessions/{session}/move", {"table": "A03"})
    html = (await page(api, "/floor"))[1]
    assert f'href="/sessions/{session}" data-part="table A03"' in html
    assert 'href="/floor?seat=A01" data-part="table A01"' in html


async def test_where_a_party_goes_is_asked_on_the_map(api: Api) -> None:
    session = await opened(api)
    html = (await page(api, f"/floor?move={session}"))[1]
    assert "Move A01: choose a table." in html
    assert f'data-moving="{session}"' in html
    assert 'data-moving=""' in (await page(api, "/floor?move=S999999"))[1], "one that is gone goes nowhere"


async def test_a_house_without_tables_says_so(api: Api) -> None:
    gone = list(api.store.state.floor.tables)
    answer = await api.post("/floor/changes", {"gone": {"tables": gone}})
    assert answer.status_code == 200, answer.text
    assert "No tables are set up yet" in (await page(api, "/floor"))[1]


@pytest.mark.parametrize(("role", "leads"), [("waiter", True), ("manager", True), ("kitchen", False)])
async def test_the_start_page_leads_there_who_may(api: Api, role: str, leads: bool) -> None:
    html = (await page(api, "/", role))[1]
    assert ('href="/floor"' in html) is leads


async def test_what_people_wrote_is_text_on_the_page(api: Api) -> None:
    placed = await api.order({"dish": "tofu", "qty": 1, "note": '<b>no</b> "onion"'})
    html = (await page(api, f"/sessions/{placed['session']}"))[1]
    assert "&lt;b&gt;no&lt;/b&gt;" in html
    assert "<b>no</b>" not in html


FLOOR, CASHIER, TAKEAWAY, WALLS, MENU = "/floor", "/cashier", "/order?service=takeaway", "#screens", "/menu/print"
SOLD_OUT, PRACTICE, EDIT, SETTINGS = "/sold-out", "/practice", "/menu", "/settings"


@pytest.mark.parametrize(
    ("role", "work"),
    [
        ("waiter", [FLOOR, CASHIER, TAKEAWAY, WALLS, SOLD_OUT, MENU, PRACTICE]),
        ("manager", [FLOOR, CASHIER, TAKEAWAY, WALLS, SOLD_OUT, MENU, PRACTICE, EDIT, SETTINGS]),
        ("kitchen", [WALLS, SOLD_OUT, MENU, PRACTICE]),
        ("integration", [FLOOR, MENU]),
        ("guest", [MENU]),
    ],
)
async def test_the_start_page_offers_each_role_its_work(api: Api, role: str, work: list[str]) -> None:
    html = (await page(api, "/", role))[1]
    offered = re.findall(r'<a [^>]*href="([^"]+)"', html.split('id="work"')[1].split("</nav>")[0])
    assert [each for each in offered if each != "/floor#ready-now"] == work
    for path in offered:
        assert (await page(api, path if path.startswith("/") else "/", role))[0] == 200, path


async def test_the_start_page_offers_strangers_and_devices_no_work(api: Api) -> None:
    _, secret = await api.tokens.create("kitchen", "wall", assignment=WallAssignment("wall", "en"))
    for headers in ({}, {"authorization": f"Bearer {secret}"}):
        assert 'id="work"' not in (await api.client.get("/", headers=headers)).text


async def test_a_sheet_takes_what_the_house_takes_but_for_what_is_owed_or_kept(api: Api) -> None:
    placed = await api.order("tofu")
    path = f"/sessions/{placed['session']}"
    tenders = re.findall(r'name="tender" value="(\w+)"\s+data-kind="(\w+)"', (await page(api, path))[1])
    assert ("qr", "qr") in tenders
    assert not {"account", "deposit"} & {kind for _, kind in tenders}
    vouchers = {"tender": "voucher", "name": {"zh": "代金券", "en": "Voucher"}, "kind": "other"}
    cash = {"tender": "cash", "name": {"zh": "现金", "en": "Cash"}, "kind": "cash"}
    assert (await api.post("/billing", {"tenders": [cash, vouchers]}, role="manager")).status_code == 200
    html = (await page(api, path, language="zh-CN"))[1]
    assert [name for name, _ in re.findall(r'name="tender" value="(\w+)"\s+data-kind="(\w+)"', html)] == [
        "cash",
        "voucher",
    ]
    assert "代金券" in html
