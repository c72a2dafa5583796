"""The ordering page of the staff, and what its scripts read: who may, in both languages, what it says of a party."""

from __future__ import annotations

import gzip
import re
from typing import Any

import httpx2
import pytest

from kds.core.floor.change_floor import ChangeFloor
from kds.core.floor.model import Area, Table
from kds.core.types import Name
from tests.web.served import Api

PAGES = [("/order?table=A01", "data-party"), ("/order?service=takeaway", "data-party"), ("/order", "/order?table=A01")]


async def asked(api: Api, path: str, role: str = "waiter", **headers: str) -> httpx2.Response:
    """An answer to a browser that is signed in."""
    browser = {"accept": "text/html", "accept-language": "en", **headers}
    return await api.client.get(path, headers={"authorization": f"Bearer {api.secrets[role]}", **browser})


async def now(api: Api, path: str) -> Any:
    answer = await asked(api, f"/order/now?{path}")
    assert answer.status_code == 200, answer.text
    return answer.json()


@pytest.mark.parametrize(("path", "there"), PAGES)
@pytest.mark.parametrize(("role", "status"), [("waiter", 200), ("manager", 200), ("kitchen", 403), ("guest", 403)])
async def test_who_may_order_for_guests(api: Api, path: str, there: str, role: str, status: int) -> None:
    answer = await asked(api, path, role)
    assert answer.status_code == status
    assert (there in answer.text) is (status == 200)


@pytest.mark.parametrize(
    ("language", "words"),
    [
        (
            "en",
            [
                "You may not order for guests",
                "with the role kitchen",
                "This page is for: waiter · cashier · manager · owner",
            ],
        ),
        ("zh-CN", ["您不能代客点菜", "身份是后厨", "这个页面的使用者： 服务员 · 收银 · 经理 · 店主"]),
    ],
)
async def test_who_may_not_order_is_told_so_and_who_may(api: Api, language: str, words: list[str]) -> None:
    for path, _ in PAGES:
        text = (await asked(api, path, "kitchen", **{"accept-language": language})).text
        assert all(word in " ".join(text.split()) for word in words)
        assert "--role waiter" in text


async def test_strangers_sign_in_and_come_back_to_the_same_table(api: Api) -> None:
    answer = await api.client.get("/order?table=A01", headers={"accept": "text/html"})
    assert (answer.status_code, answer.headers["location"]) == (303, "/sign-in?next=/order%3Ftable%3DA01")
    for path in ("/order/menu", "/order/now?table=A01"):
        answer = await api.client.get(path)
        assert (answer.status_code, answer.json()["reason"]) == (401, "unauthorized")


@pytest.mark.parametrize(
    ("language", "words"), [("en", ["Search the menu", "Repeat the last"]), ("zh-CN", ["搜索菜单", "重复上一单"])]
)
async def test_it_speaks_both_languages(api: Api, language: str, words: list[str]) -> None:
    text = (await asked(api, "/order?table=A01", **{"accept-language": language})).text
    assert all(word in text for word in words)


@pytest.mark.parametrize(
    ("path", "status", "reason"),
    [
        ("table=Z99", 422, "unknown_table"),
        ("session=S99", 404, "unknown_session"),
        ("table=%E2%80%AEA", 422, "bad_text"),
    ],
)
async def test_what_is_not_there_is_told_on_a_page_and_to_a_script(
    api: Api, path: str, status: int, reason: str
) -> None:
    script = await asked(api, f"/order/now?{path}")
    page = await asked(api, f"/order?{path}")
    assert script.json()["reason"] == reason
    assert script.status_code == page.status_code
    assert script.json()["message"]["en"] in page.text.replace("&#34;", '"')


async def test_the_menu_says_how_its_dishes_are_typed_and_how_money_is_written(api: Api) -> None:
    name = {"zh": "重庆毛肚·M9（半份）", "en": "Tripe"}
    dish = {"dish": "md", "name": name, "kind": "dish", "category": "all", "station": "cold", "price_minor": 900}
    await api.post("/menu/changes", {"dishes": [{**dish, "standard_ms": 60_000, "code": "608"}]})
    menu = (await asked(api, "/order/menu")).json()
    (found,) = [each for each in menu["dishes"] if each["dish"] == "md"]
    assert found["spelt"] == ["chong", "qing", "mao", "du", "m9", "ban", "fen"]
    assert found["code"] == "608"
    assert (menu["symbol"], menu["decimals"], menu["version"]) == ("¥", 2, 2)
    assert "remaining" not in found, "what orders change is told by /order/now"


async def test_the_menu_is_sent_once_until_it_changes(api: Api) -> None:
    first = await asked(api, "/order/menu", **{"accept-encoding": "gzip"})
    assert first.headers["content-encoding"] == "gzip"
    mark = {"if-none-match": first.headers["etag"], "accept-encoding": "gzip"}
    assert (await asked(api, "/order/menu", **mark)).status_code == 304
    await api.post("/dishes/tofu/sold-out", {"remaining": 3})
    assert (await asked(api, "/order/menu", **mark)).status_code == 304, "stock is no part of it"
    await api.post("/menu/changes", {"gone": {"dishes": ["tofu"]}})
    again = await asked(api, "/order/menu", **mark)
    assert again.status_code == 200
    assert again.json()["mark"] == (await now(api, "table=A01"))["menu"] != first.json()["mark"]
    plain = await asked(api, "/order/menu", **{"accept-encoding": "identity"})
    assert plain.json() == again.json()
    assert len(gzip.compress(plain.content)) < len(plain.content)


async def test_now_tells_the_stock_the_party_and_what_it_was_sent(api: Api) -> None:
    await api.post("/dishes/tofu/sold-out", {"remaining": 3})
    line = {"dish": "beef", "qty": 2, "options": ["thick"], "note": "no salt", "id": "a"}
    placed = await api.order(line, "tofu", guests=4)
    view = await now(api, "table=A01")
    assert view["stock"] == {"tofu": [2, 0]}
    party = view["party"]
    assert (party["session"], party["table"], party["guests"]) == (placed["session"], "A01", 4)
    assert party["total_minor"] == party["due_minor"] == sum(each["price_minor"] for each in placed["lines"])
    (sent,) = view["rounds"]
    beef = sent["lines"][0]
    assert (beef["dish"], beef["qty"], beef["state"], beef["note"]) == ("beef", 2, "fired", "no salt")
    assert (beef["options"], beef["chosen"]) == (["thick"], [{"zh": "thick（中）", "en": "thick"}])
    assert await now(api, f"session={placed['session']}") == view


async def test_now_is_answered_shortly_while_nothing_changes(api: Api) -> None:
    first = await asked(api, "/order/now?table=A01")
    mark = {"if-none-match": first.headers["etag"]}
    again = await asked(api, "/order/now?table=A01", **mark)
    assert (again.status_code, again.content) == (304, b"")
    assert int(again.headers["x-server-now"]) >= int(first.headers["x-server-now"])
    await api.order("tofu")
    assert (await asked(api, "/order/now?table=A01", **mark)).status_code == 200


async def test_several_parties_are_a_choice_and_those_who_paid_leave_room_for_new_ones(api: Api) -> None:
    view = await now(api, "table=A01")
    assert (view["party"], view["choices"], view["takes_new"]) == (None, [], True)
    await api.pay((await api.order("tofu"))["bill"])
    view = await now(api, "table=A01")
    assert (view["party"], len(view["choices"]), view["takes_new"]) == (None, 1, True)
    for _ in range(2):
        await api.post("/sessions", {"table": "A01", "guests": 2, "share": True})
    view = await now(api, "table=A01")
    assert (view["party"], len(view["choices"]), view["takes_new"]) == (None, 2, False)
    assert view["rounds"] == [], "nobody's lines are shown before it is said whose"


async def test_a_party_that_has_left_is_gone_and_shows_nothing(api: Api) -> None:
    placed = await api.order("tofu")
    await api.pay(placed["bill"])
    await api.post(f"/sessions/{placed['session']}/clear")
    view = await now(api, f"session={placed['session']}")
    assert (view["gone"], view["party"], view["rounds"], view["takes_new"]) == (True, None, [], False)


async def test_a_dish_that_has_left_the_menu_is_still_called_what_it_was(api: Api) -> None:
    await api.order("tofu")
    await api.post("/menu/changes", {"gone": {"dishes": ["tofu"]}})
    (sent,) = (await now(api, "table=A01"))["rounds"]
    assert sent["lines"][0]["name"]["en"] == "tofu"


@pytest.mark.parametrize("role", ["manager", "waiter"])
async def test_whoever_orders_can_write_down_what_is_on_no_menu_and_have_it_approved(api: Api, role: str) -> None:
    text = (await asked(api, "/order?table=A01", role)).text
    assert 'id="item-form"' in text
    assert '<option value="hot">' in text
    assert 'id="approving"' in text


async def test_tables_to_choose_stand_by_area_and_are_searched(api: Api) -> None:
    room = Area("room", Name(zh="包间", en="Rooms"))
    await api.do(ChangeFloor(areas=(room,), tables=(Table("R01", "room", 8),)))
    html = (await asked(api, "/order")).text
    sections = re.findall(r"<section class=\"order-area\">.*?</section>", html, re.DOTALL)
    (rooms,) = [each for each in sections if "Rooms" in each]
    assert re.findall(r'href="/order\?table=([^"]+)"', rooms) == ["R01"]
    found = (await asked(api, "/order?find=r01")).text
    assert re.findall(r'href="/order\?table=([^"]+)"', found) == ["R01"]
    nothing = (await asked(api, "/order?find=unicorn")).text
    assert "No table is called so." in nothing
    assert 'href="/order"' in nothing
