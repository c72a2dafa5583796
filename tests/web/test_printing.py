"""The printed pages: who may see which, on what paper, in which language, and what stands on slips and menus."""

from __future__ import annotations

import re
from typing import Any

import httpx2
import pytest

from kds.core.day.leave import STAYS_MS
from kds.core.deadlines import Tick
from tests.web.served import Api


async def asked(api: Api, path: str, role: str = "waiter", language: str = "en") -> httpx2.Response:
    """An answer to a browser that is signed in."""
    headers = {"authorization": f"Bearer {api.secrets[role]}", "accept": "text/html", "accept-language": language}
    return await api.client.get(path, headers=headers)


async def text(api: Api, path: str, language: str = "en") -> str:
    answer = await asked(api, path, language=language)
    assert answer.status_code == 200, answer.text
    return answer.text


async def bill_path(api: Api, *lines: Any, **more: Any) -> str:
    placed = await api.order(*(lines or ("tofu",)), **more)
    return f"/bills/{placed['bill']}/print"


async def slip_path(api: Api, *lines: Any, **more: Any) -> str:
    placed = await api.order(*(lines or ("tofu",)), **more)
    return f"/sessions/{placed['session']}/slip"


@pytest.mark.parametrize(
    ("role", "bill", "slip", "menu"),
    [
        ("waiter", 200, 200, 200),
        ("manager", 200, 200, 200),
        ("integration", 200, 200, 200),
        ("kitchen", 403, 403, 200),
        ("guest", 200, 403, 200),
        ("kiosk", 403, 403, 200),
    ],
)
async def test_who_may_print_what(api: Api, role: str, bill: int, slip: int, menu: int) -> None:
    paths = [await bill_path(api), await slip_path(api), "/menu/print"]
    assert [(await asked(api, path, role)).status_code for path in paths] == [bill, slip, menu]


async def test_guests_print_the_bill_of_their_own_table_alone_and_only_while_it_is_theirs(api: Api) -> None:
    own = await api.order("tofu", table="A01")
    other = await bill_path(api, table="A02")
    path = f"/bills/{own['bill']}/print"
    answer = await asked(api, path, "guest")
    assert answer.status_code == 200
    assert "/sessions/" not in answer.text, "the party's sheet is for those who serve"
    refused = await asked(api, other, "guest")
    assert refused.status_code == 403
    assert "This code is for table A01 only" in refused.text
    await api.pay(own["bill"])
    assert (await asked(api, path, "guest")).status_code == 403, "whoever comes next sees nothing of it"


@pytest.mark.parametrize("path", ["/bills/B7/print", "/sessions/S7/slip", "/menu/print"])
async def test_strangers_sign_in_and_come_back(api: Api, path: str) -> None:
    answer = await api.client.get(path, headers={"accept": "text/html"})
    assert (answer.status_code, answer.headers["location"]) == (303, f"/sign-in?next={path}")


async def test_what_is_not_there_is_told_in_words(api: Api) -> None:
    for path in ("/bills/B999999/print", "/sessions/S999999/slip"):
        assert (await asked(api, path)).status_code == 404


@pytest.mark.parametrize(
    ("language", "bill", "slip", "menu"),
    [
        ("en", "Pre-bill", "Check slip", "Tea"),
        ("zh", "预结单", "划菜单", "茶位费"),
        ("both", "预结单 Pre-bill", "划菜单 Check slip", ""),
    ],
)
async def test_they_speak_chinese_english_and_both_and_keep_the_readers_own(
    api: Api, language: str, bill: str, slip: str, menu: str
) -> None:
    rule = {"surcharge": "tea", "name": {"zh": "茶位费", "en": "Tea"}, "kind": "per_head", "value": 500}
    assert (await api.post("/billing", {"surcharges": [rule]})).status_code == 200
    for path, words in ((await bill_path(api), bill), (await slip_path(api), slip), ("/menu/print", menu)):
        answer = await asked(api, f"{path}?lang={language}")
        assert words in answer.text
        assert "set-cookie" not in answer.headers, "what a guest reads is not what the waiter reads from then on"


@pytest.mark.parametrize(
    ("asked_for", "sheet"), [("", "roll"), ("?paper=80", "roll"), ("?paper=a4", "sheets"), ("?paper=x", "roll")]
)
async def test_bills_and_slips_are_for_rolls_and_for_sheets(api: Api, asked_for: str, sheet: str) -> None:
    for path in (await bill_path(api), await slip_path(api)):
        html = await text(api, path + asked_for)
        assert re.findall(r"css/print/(roll|sheets)\.css", html) == [sheet]


async def test_a_menu_is_for_sheets_alone(api: Api) -> None:
    html = await text(api, "/menu/print?paper=80")
    assert re.findall(r"css/print/(roll|sheets)\.css", html) == ["sheets"]
    assert 'id="papers"' not in html


async def test_a_dish_whose_price_is_in_its_choices_costs_from_its_cheapest_and_never_nothing(api: Api) -> None:
    soups = [{"soup": "clear", "name": {"zh": "清汤", "en": "clear"}, "price_minor": 600}]
    dishes = [
        {
            "dish": dish,
            "name": {"zh": "锅", "en": "pot"},
            "kind": "base",
            "category": "all",
            "station": "soup",
            "price_minor": price,
            "standard_ms": 1000,
            "cells": {"min": 4, "max": 4, "price": "sum", "soups": soups},
        }
        for dish, price in (("bare_pot", 0), ("dear_pot", 2000))
    ]
    assert (await api.post("/menu/changes", {"dishes": dishes}, role="manager")).status_code == 200
    html = await text(api, "/menu/print")
    bare, dear = (html[html.index(f'data-dish="{each["dish"]}"') :][:900] for each in dishes)
    assert "from ¥24.00" in bare
    assert "¥0.00" not in bare
    assert "from ¥44.00" in dear
    assert "the pot itself ¥20.00" in dear
    assert "from" not in html[html.index('data-dish="tofu"') :][:300]


async def test_a_receipt_of_a_day_gone_by_is_printed_as_it_was(api: Api) -> None:
    placed = await api.order("tofu", {"dish": "beef", "qty": 1, "options": ["thick"]}, guests=3)
    path = f"/bills/{placed['bill']}/print"
    await api.pay(placed["bill"])
    for ticket in placed["tickets"]:
        await api.post(f"/tickets/{ticket}/bump", role="kitchen")
    assert (await api.post(f"/sessions/{placed['session']}/clear", role="waiter")).status_code == 200
    before = rows(await text(api, path))
    api.hands.ms += STAYS_MS
    await api.do(Tick())
    await api.store.settled()
    assert placed["bill"] not in api.store.state.orders.bills
    after = await text(api, path)
    assert rows(after) == before
    assert "thick" in after
    assert "Receipt" in after
    assert f"/sessions/{placed['session']}" not in after, "the sheet has gone with the party"
    assert (await asked(api, path, "guest")).status_code == 403


def rows(html: str) -> list[str]:
    """What stands in its tables."""
    return re.findall(r">([^<>]*[^<>\s][^<>]*)<", html[html.index("<table") : html.rindex("</table>")])


async def test_a_receipt_of_a_day_gone_by_names_what_has_left_the_menu_since(api: Api) -> None:
    placed = await api.order({"dish": "beef", "qty": 1, "options": ["thick"]})
    await api.pay(placed["bill"])
    for ticket in placed["tickets"]:
        await api.post(f"/tickets/{ticket}/bump")
    await api.post(f"/sessions/{placed['session']}/clear")
    api.hands.ms += STAYS_MS
    await api.do(Tick())
    assert placed["bill"] not in api.store.state.orders.bills
    gone = await api.post("/menu/changes", {"gone": {"dishes": ["beef"]}})
    assert gone.status_code == 200, gone.text
    found = await text(api, f"/bills/{placed['bill']}/print", "zh-CN")
    assert "beef（中）" in found
    assert "thick（中）" in found


async def test_a_slip_has_a_box_for_every_line_and_says_how_it_stands(api: Api) -> None:
    placed = await api.order("tofu", "cola", "noodles", guests=4)
    tofu, cola, noodles = [each["line"] for each in placed["lines"]]
    later = await api.order({"dish": "crab", "qty": 3, "seat": 2, "course": 3}, session=placed["session"])
    await api.post(f"/lines/{tofu}/serve", role="waiter")
    await api.post(f"/lines/{cola}/void", {"reason": "guest"}, "waiter")
    html = await text(api, f"/sessions/{placed['session']}/slip")
    states = dict(re.findall(r'data-line="(\S+)" data-state="(\w+)"', html))
    assert states == {tofu: "served", cola: "voided", noodles: "fired", later["lines"][0]["line"]: "held"}
    assert html.count('class="box"') == 4
    assert '<strong class="state">held</strong>' in html
    assert "3 ×" in html
    assert "Seat 2" in html
    assert html.count("Course 3") == 1
    assert "2 to serve" in html
    assert html.index("Round 1") < html.index("Round 2")


async def test_allergies_are_loud_on_a_slip_and_other_notes_are_not(api: Api) -> None:
    lines = [{"dish": "tofu", "qty": 1, "note": note} for note in ("peanut allergy", "no coriander")]
    placed = await api.order(*lines)
    body = {"note": "a birthday", "allergies": "sesame"}
    assert (await api.post(f"/sessions/{placed['session']}/note", body, "waiter")).status_code == 200
    html = await text(api, f"/sessions/{placed['session']}/slip")
    loud = re.findall(r'<p class="note is-loud"[^>]*>(.*?)</p>', html)
    assert loud == ["Allergies: sesame", "Allergy: peanut allergy"]
    assert re.findall(r'<p class="note"[^>]*>(.*?)</p>', html) == ["a birthday", "no coriander"]


async def test_the_slip_of_a_party_that_was_merged_is_that_of_the_one_it_sits_with(api: Api) -> None:
    one, other = await api.order("tofu", table="A01"), await api.order("cola", table="A02")
    merged = await api.post(f"/sessions/{other['session']}/merge", {"into": one["session"]}, "waiter")
    assert merged.status_code == 200
    html = await text(api, f"/sessions/{other['session']}/slip")
    assert "tofu" in html
    assert "cola" in html


async def test_a_paper_menu_has_both_names_and_what_costs(api: Api) -> None:
    html = await text(api, "/menu/print")
    items = dict(each.split('">', 1) for each in html.split('<li class="item" data-dish="')[1:])
    assert set(items) == set(api.store.state.menu.dishes)
    assert "tofu（中）" in items["tofu"]
    assert "<bdi>tofu</bdi>" in items["tofu"]
    assert "¥12.00" in items["tofu"]
    assert "¥128.00 / 500 g" in items["shrimp"]
    assert "+¥3.00" in items["beef"]
    assert "thin" not in items["beef"], "what costs nothing is asked at the table"
    assert "-¥4.00" in items["beef"]
    assert [word in items["four_pot"] for word in ("spicy", "+¥10.00", "clear")] == [True] * 3
    assert "1 to 4 cells, each cell costs its soup" in items["four_pot"]
    assert "+" not in items["plain_pot"], "its soups cost the same"


async def test_a_paper_menu_says_what_is_charged_beside_the_dishes(api: Api) -> None:
    assert "Charged beside" not in await text(api, "/menu/print")
    rules = [
        {"surcharge": "tea", "name": {"zh": "茶位", "en": "Tea"}, "kind": "per_head", "value": 500},
        {"surcharge": "late", "name": {"zh": "夜宵", "en": "Late"}, "kind": "percent", "value": 55},
        {
            "surcharge": "room",
            "name": {"zh": "包间", "en": "Room"},
            "kind": "percent",
            "value": 100,
            "automatic": False,
        },
    ]
    assert (await api.post("/billing", {"surcharges": rules})).status_code == 200
    html = await text(api, "/menu/print")
    assert "¥5.00 a head" in html
    assert "5.5 %" in html
    assert "Room" not in html, "what is put on by hand is told by hand"


async def test_a_house_without_a_menu_says_so(api: Api) -> None:
    gone = {"dishes": list(api.store.state.menu.dishes), "categories": list(api.store.state.menu.categories)}
    assert (await api.post("/menu/changes", {"gone": gone})).status_code == 200
    assert "There is no menu yet." in await text(api, "/menu/print")


async def test_the_sheet_leads_to_the_slip_and_to_each_bill(api: Api) -> None:
    placed = await api.order("tofu")
    sheet = f"/sessions/{placed['session']}"
    html = await text(api, sheet)
    assert f'href="{sheet}/slip"' in html
    assert re.search(rf'href="/bills/{placed["bill"]}/print"[^\n]*Pre-bill', html)
    await api.pay(placed["bill"])
    assert re.search(rf'href="/bills/{placed["bill"]}/print"[^\n]*Receipt', await text(api, sheet))
    assert f'href="{sheet}"' in await text(api, f"/bills/{placed['bill']}/print"), "and back"


async def test_what_people_wrote_is_text_on_paper(api: Api) -> None:
    placed = await api.order({"dish": "tofu", "qty": 1, "note": "<b>no</b>"})
    reason = {"kind": "amount", "value": 100, "reason": "<i>late</i>"}
    assert (await api.post(f"/bills/{placed['bill']}/reductions", reason)).status_code == 200
    assert "&lt;b&gt;no" in await text(api, f"/sessions/{placed['session']}/slip")
    assert "&lt;i&gt;late" in await text(api, f"/bills/{placed['bill']}/print")
