"""What the interface shows: the menu, the tables, the bills."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest
from msgspec.structs import replace

from kds.core.day.leave import STAYS_MS
from kds.core.deadlines import Tick
from kds.core.menu.model import PriceAt
from tests.house import DISHES, HOUR, MINUTE, NOON
from tests.web.served import Api


async def test_the_menu_has_everything_an_order_needs(api: Api) -> None:
    menu = (await api.get("/menu", "guest")).json()
    assert menu.keys() == {"version", "currency", "categories", "dishes", "dayparts", "daypart", "allergens"}
    assert (menu["version"], menu["currency"]) == (1, "CNY")
    assert menu["categories"] == [{"category": "all", "name": {"zh": "all（中）", "en": "all"}}]
    dishes = {dish["dish"]: dish for dish in menu["dishes"]}
    assert dishes["tofu"] == {
        "dish": "tofu",
        "name": {"zh": "tofu（中）", "en": "tofu"},
        "kind": "dish",
        "category": "all",
        "station": "cold",
        "price_minor": 1200,
        "options": [],
        "cells": None,
        "sold_out": False,
        "remaining": None,
        "rest_permille": 0,
        "weighed": False,
        "per": 1,
        "code": "",
        "meal": [],
        "to_weigh": False,
        "portion": None,
        "serves": 0,
        "allergens": [],
        "alcohol": False,
        "course": 0,
        "channels": [],
        "hours": None,
        "sold_now": True,
        "prices": [],
        "photo": "",
    }
    assert menu["allergens"][1] == {
        "allergen": "crustaceans",
        "name": {"zh": "甲壳类（虾、蟹）", "en": "Crustaceans"},
    }
    assert [dishes[each]["to_weigh"] for each in ("shrimp", "fish")] == [False, True]
    assert [dishes["shrimp"][each] for each in ("weighed", "per", "price_minor")] == [True, 500, 12_800]
    portions = [each["portion_permille"] for each in dishes["tripe"]["options"][0]["choices"]]
    assert portions == [500, 2000]
    cut = dishes["beef"]["options"][0]
    assert (cut["group"], cut["min"], cut["max"]) == ("cut", 1, 1)
    thin = {"option": "thin", "name": {"zh": "thin（中）", "en": "thin"}, "price_minor": 0, "portion_permille": 1000}
    assert cut["choices"][0] == thin
    cells = dishes["twin_pot"]["cells"]
    assert (cells["min"], cells["max"], cells["price"]) == (2, 2, "dearest")
    assert [(soup["soup"], soup["price_minor"]) for soup in cells["soups"]] == [
        ("clear", 0),
        ("tomato", 600),
        ("spicy", 1000),
    ]


async def test_the_menu_is_that_of_the_channel_that_is_asked_for(api: Api) -> None:
    tofu = replace(DISHES[4], prices=(PriceAt(1_000, ("kiosk",)), PriceAt(900, ("scan",))), channels=("scan", "kiosk"))
    change = {"dishes": msgspec.to_builtins([replace(tofu, priced_in=0)])}
    for dish in change["dishes"]:
        dish.pop("priced_in", None)
    assert (await api.post("/menu/changes", change, "manager")).status_code == 200

    async def price(actor: str, **asked: str) -> tuple[int, bool]:
        dishes = (await api.get("/menu", actor, **asked)).json()["dishes"]
        found = next(dish for dish in dishes if dish["dish"] == "tofu")
        return found["price_minor"], found["sold_now"]

    assert await price("guest") == (900, True)
    assert await price("guest", channel="kiosk") == (1_000, True)
    assert await price("manager", channel="waiter") == (1_200, False)
    assert (await api.get("/menu", "manager", channel="pigeon")).status_code == 400


@pytest.mark.parametrize("query", ["?_=1", "?_=1&_=2", "?channel=kiosk&t=0"])
async def test_parameters_that_the_menu_does_not_know_say_nothing(api: Api, query: str) -> None:
    assert (await api.request("GET", f"/menu{query}", "manager")).status_code == 200


@pytest.mark.parametrize("query", ["?channel=kiosk&channel=scan", "?channel=kiosk&channel=kiosk", "?channel="])
async def test_a_channel_is_said_once_and_is_one(api: Api, query: str) -> None:
    answer = await api.request("GET", f"/menu{query}", "manager")
    assert (answer.status_code, answer.json()["reason"]) == (400, "malformed")


async def test_sold_out_counted_and_free_again_stand_on_the_menu(api: Api) -> None:
    async def tofu() -> tuple[bool, int | None]:
        dishes = (await api.get("/menu")).json()["dishes"]
        found = next(dish for dish in dishes if dish["dish"] == "tofu")
        return found["sold_out"], found["remaining"]

    assert (await api.post("/dishes/tofu/sold-out", {"remaining": 2}, "kitchen")).json()["remaining"] == 2
    assert await tofu() == (False, 2)
    await api.order({"dish": "tofu", "qty": 2})
    assert await tofu() == (True, 0)
    await api.post("/dishes/tofu/sold-out", {"remaining": None}, "waiter")
    assert await tofu() == (False, None)
    assert (await api.post("/dishes/ghost/sold-out", {"remaining": 0})).status_code == 404


async def test_tables_are_free_seated_and_paid(api: Api) -> None:
    async def state() -> Any:
        tables = (await api.get("/tables")).json()["tables"]
        return next(table for table in tables if table["table"] == "A01")["state"]

    assert await state() == "free"
    placed = await api.order("tofu")
    assert await state() == "seated"
    await api.pay(placed["bill"])
    assert await state() == "paid"
    await api.order("cola", session=placed["session"])
    assert await state() == "seated"
    await api.pay((await api.get("/tables/A01")).json()["bills"][0])
    await api.post(f"/sessions/{placed['session']}/clear", role="waiter")
    assert await state() == "free"
    first = (await api.get("/tables")).json()["tables"][0]
    assert first == {
        "table": "A01",
        "area": "hall",
        "seats": 4,
        "state": "free",
        "phase": "free",
        "payment": "none",
        "unserved": 0,
        "waiting_since": None,
    }


async def test_a_table_shows_its_open_session_and_bills(api: Api) -> None:
    def who(view: Any) -> Any:
        return {name: view[name] for name in ("table", "session", "sessions", "bills")}

    nobody: Any = {"table": "A02", "session": None, "sessions": [], "bills": []}
    assert who((await api.get("/tables/A02")).json()) == nobody
    placed = await api.order("tofu", table="A02")
    session, bill = placed["session"], placed["bill"]
    expected = {"table": "A02", "session": session, "sessions": [session], "bills": [bill]}
    assert who((await api.get("/tables/A02")).json()) == expected
    await api.pay(bill)
    assert (await api.get("/tables/A02")).json()["bills"] == []
    answer = await api.get("/tables/Z99")
    assert (answer.status_code, answer.json()["reason"]) == (404, "unknown_table")


async def test_a_bill_shows_every_line_with_its_clocks(api: Api) -> None:
    placed = await api.order("tofu", "cola")
    tofu, cola = [line["line"] for line in placed["lines"]]
    ticket = placed["tickets"][0]
    api.hands.ms += MINUTE
    await api.post(f"/tickets/{ticket}/start")
    api.hands.ms += MINUTE
    await api.post(f"/tickets/{ticket}/bump")
    await api.post(f"/lines/{cola}/void", {"reason": "changed their mind"})
    api.hands.ms += MINUTE
    await api.post(f"/lines/{tofu}/serve")
    bill = (await api.get(f"/bills/{placed['bill']}")).json()
    assert {name: bill[name] for name in ("bill", "table", "session", "state", "total_minor", "paid_minor")} == {
        "bill": placed["bill"],
        "table": "A01",
        "session": placed["session"],
        "state": "open",
        "total_minor": 1200,
        "paid_minor": 0,
    }
    assert bill["lines"][0] == {
        "line": tofu,
        "dish": "tofu",
        "qty": 1,
        "weighed": False,
        "state": "served",
        "round": placed["round"],
        "station": "cold",
        "price_minor": 1200,
        "submitted_at": NOON,
        "fired_at": NOON,
        "started_at": NOON + MINUTE,
        "done_at": NOON + 2 * MINUTE,
        "served_at": NOON + 3 * MINUTE,
        "colour": "fresh",
        "due_at": NOON + 3 * MINUTE,
        "comped": False,
        "to_weigh": False,
        "gross_g": None,
        "tare_g": None,
        "net_g": None,
        "meal": "",
        "course": 0,
        "step": 1,
        "steps": 1,
        "name": {"zh": "tofu（中）", "en": "tofu"},
    }
    assert (bill["lines"][1]["state"], bill["lines"][1]["colour"]) == ("voided", None)


async def test_an_unfinished_line_takes_on_colour_as_time_passes(api: Api) -> None:
    placed = await api.order("tofu")
    seen = []
    for _ in range(6):
        seen.append((await api.get(f"/bills/{placed['bill']}")).json()["lines"][0]["colour"])
        api.hands.ms += MINUTE
    assert seen == ["fresh", "fresh", "fresh", "late", "late", "critical"]


async def test_paying_answers_what_is_due_and_closes_the_bill(api: Api) -> None:
    bill = (await api.order("tofu"))["bill"]
    part = (await api.post(f"/bills/{bill}/pay", {"tender": "cash", "amount_minor": 200}, "waiter")).json()
    assert (part["state"], part["paid_minor"], part["due_minor"]) == ("open", 200, 1000)
    over = await api.post(f"/bills/{bill}/pay", {"tender": "cash", "amount_minor": 1001})
    assert (over.status_code, over.json()["reason"], over.json()["due_minor"]) == (409, "overpaid", 1000)
    rest = (await api.post(f"/bills/{bill}/pay", {"tender": "card", "amount_minor": 1000})).json()
    assert (rest["state"], rest["due_minor"]) == ("paid", 0)
    again = await api.post(f"/bills/{bill}/pay", {"tender": "card", "amount_minor": 1})
    assert (again.status_code, again.json()["reason"]) == (409, "bill_closed")


async def test_an_unpaid_table_is_not_cleared(api: Api) -> None:
    placed = await api.order("tofu")
    answer = await api.post(f"/sessions/{placed['session']}/clear")
    assert (answer.status_code, answer.json()["reason"]) == (409, "bill_unpaid")
    assert (await api.post("/sessions/S999999/clear")).json()["reason"] == "unknown_session"


@pytest.mark.parametrize("step", [0, 14 * HOUR, -14 * HOUR], ids=["", "set forward", "set back"])
async def test_a_bill_of_a_party_that_has_left_reads_as_it_did_before(api: Api, step: int) -> None:
    """Also where the clock was set while the party was there."""
    other = await api.order("cola", table="A02")
    placed = await api.order("tofu", {"dish": "beef", "qty": 2, "options": ["thick"]})
    api.hands.ms += MINUTE
    api.hands.wall_off = step
    for ticket in placed["tickets"]:
        await api.post(f"/tickets/{ticket}/bump")
    await api.pay(placed["bill"])
    later = await api.order("noodles")
    await api.post(f"/tickets/{later['tickets'][0]}/bump")
    await api.pay(later["bill"])
    await api.post(f"/sessions/{placed['session']}/clear")
    before = [(await api.get(f"/bills/{bill}")).json() for bill in (placed["bill"], later["bill"])]
    api.hands.ms += STAYS_MS
    await api.do(Tick())
    await api.store.settled()
    assert placed["bill"] not in api.store.state.orders.bills
    for role in ("manager", "waiter", "integration"):
        after = [(await api.get(f"/bills/{bill}", role)).json() for bill in (placed["bill"], later["bill"])]
        assert after == before
    assert (await api.get(f"/bills/{placed['bill']}", "guest")).status_code == 403
    assert (await api.get(f"/bills/{other['bill']}")).json()["state"] == "open"


async def test_an_id_that_never_was_a_bill_is_unknown(api: Api) -> None:
    placed = await api.order("tofu")
    number = int(placed["bill"][1:])
    for bill in (f"B{number + 1}", "B1", "B0", "B999999", "S1", "bill", "B-1", "B１", "%F0%9F%8D%B2"):
        answer = await api.get(f"/bills/{bill}")
        assert (answer.status_code, answer.json()["reason"]) == (404, "unknown_bill"), bill


async def test_a_bill_of_parties_that_had_to_do_with_each_other_reads_as_it_did_before(api: Api) -> None:
    """Merged, taken apart again, and with a line that went from one to the other: the past of each is that of both."""
    one = await api.order("tofu", "sesame", table="A01")
    other = await api.order("cola", table="A02")
    third = await api.order("noodles", table="A03")
    for path, body in (
        ("/lines/move", {"lines": [one["lines"][1]["line"]], "to_session": other["session"]}),
        (f"/sessions/{other['session']}/merge", {"into": third["session"]}),
        (f"/sessions/{other['session']}/unmerge", {}),
        (f"/sessions/{third['session']}/merge", {"into": other["session"]}),
    ):
        assert (await api.post(path, body, "waiter")).status_code == 200
    bills = [each["bill"] for each in (one, other, third)]
    for bill in bills:
        await api.pay(bill)
    for ticket in (*one["tickets"], *other["tickets"], *third["tickets"]):
        await api.post(f"/tickets/{ticket}/bump", role="kitchen")
    for session in (one["session"], other["session"]):
        assert (await api.post(f"/sessions/{session}/clear", role="waiter")).status_code == 200
    before = [(await api.get(f"/bills/{bill}")).json() for bill in bills]
    assert [each["session"] for each in before] == [one["session"], other["session"], other["session"]]
    api.hands.ms += STAYS_MS
    await api.do(Tick())
    await api.store.settled()
    assert not api.store.state.orders.bills
    assert [(await api.get(f"/bills/{bill}")).json() for bill in bills] == before
