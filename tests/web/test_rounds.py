"""POST /rounds, as the contract has it."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from typing import Any, ClassVar

import pytest

from tests.house import NOON
from tests.web.served import Api

POT = {"dish": "twin_pot", "qty": 1, "cells": [{"soup": "tomato"}, {"soup": "spicy", "spice": "hot"}]}
BEEF = {"dish": "beef", "qty": 2, "options": ["thick", "egg"], "note": "少辣"}


async def test_a_round_opens_the_party_and_its_bill_and_is_priced_and_routed(api: Api) -> None:
    body = {"table": "A01", "channel": "scan", "guests": 4, "lines": [POT, BEEF, {"dish": "cola", "qty": 3}]}
    answer = await api.post("/rounds", body, "guest")
    assert answer.status_code == 201
    placed = answer.json()
    assert placed.keys() == {"seq", "session", "bill", "round", "round_no", "lines", "tickets"}
    assert placed["round_no"] == 1
    assert [(line["dish"], line["qty"], line["price_minor"]) for line in placed["lines"]] == [
        ("twin_pot", 1, 3800 + 1000),
        ("beef", 2, 2 * (5800 + 300 + 200)),
        ("cola", 3, 3 * 600),
    ]
    assert all(line.keys() == {"line", "id", "dish", "qty", "price_minor"} for line in placed["lines"])
    assert len(placed["tickets"]) == 3


async def test_a_second_round_joins_the_party_that_sits_there(api: Api) -> None:
    first = await api.order("tofu")
    second = await api.order("cola", session=first["session"])
    third = await api.order("cola")
    assert {first["session"]} == {second["session"], third["session"]}
    assert first["bill"] == second["bill"] == third["bill"]
    assert [each["round_no"] for each in (first, second, third)] == [1, 2, 3]


async def test_first_orders_at_the_same_instant_make_one_party_and_one_bill(api: Api) -> None:
    placed = await asyncio.gather(*[api.order("tofu") for _ in range(20)])
    assert len({each["session"] for each in placed}) == 1
    assert len({each["bill"] for each in placed}) == 1
    assert sorted(each["round_no"] for each in placed) == list(range(1, 21))
    bill = (await api.get(f"/bills/{placed[0]['bill']}")).json()
    assert len(bill["lines"]) == 20
    assert bill["total_minor"] == 20 * 1200


async def test_a_line_sent_again_under_another_key_is_the_line_that_exists(api: Api) -> None:
    first = await api.order({"dish": "tofu", "qty": 1, "id": "phone-1"})
    again = await api.order({"dish": "tofu", "qty": 1, "id": "phone-1"}, {"dish": "cola", "qty": 1, "id": "phone-2"})
    assert again["lines"][0]["line"] == first["lines"][0]["line"]
    bill = (await api.get(f"/bills/{first['bill']}")).json()
    assert [line["dish"] for line in bill["lines"]] == ["tofu", "cola"]


async def test_a_session_that_is_over_is_refused(api: Api) -> None:
    placed = await api.order("tofu")
    await api.pay(placed["bill"])
    await api.post(f"/sessions/{placed['session']}/clear")
    answer = await api.post(
        "/rounds", {"table": "A01", "session": placed["session"], "lines": [{"dish": "tofu", "qty": 1}]}
    )
    assert (answer.status_code, answer.json()["reason"]) == (409, "session_ended")


async def test_takeaway_needs_no_table_and_dine_in_does(api: Api) -> None:
    placed = await api.order("tofu", table=None, service="takeaway")
    bill = (await api.get(f"/bills/{placed['bill']}")).json()
    assert bill["table"] is None
    refused = await api.post("/rounds", {"lines": [{"dish": "tofu", "qty": 1}]})
    assert (refused.status_code, refused.json()["reason"]) == (422, "table_required")
    refused = await api.post("/rounds", {"service": "pickup", "table": "A01", "lines": [{"dish": "tofu", "qty": 1}]})
    assert (refused.status_code, refused.json()["reason"]) == (422, "table_not_allowed")


async def test_held_lines_are_held_and_a_line_may_say_otherwise(api: Api) -> None:
    placed = await api.order("tofu", {"dish": "sesame", "qty": 1, "fire": "now"}, fire="hold")
    states = {line["dish"]: line["state"] for line in (await api.get(f"/bills/{placed['bill']}")).json()["lines"]}
    assert states == {"tofu": "held", "sesame": "fired"}


@pytest.mark.parametrize("as_text", [False, True])
async def test_a_device_may_say_when_it_made_the_order_as_number_or_text(api: Api, as_text: bool) -> None:
    moment = NOON - 60_000
    made_at: Any = datetime.fromtimestamp(moment / 1000, UTC).isoformat() if as_text else moment
    await api.order("tofu", made_at=made_at, promised_at=made_at, external_id="x-1")
    events = (await api.get("/events", since=0, limit=1000)).json()["events"]
    placed = next(each for each in events if each["type"] == "RoundPlaced")
    assert placed["data"]["made_at"] == moment
    assert placed["data"]["promised_at"] == moment
    assert placed["data"]["external_id"] == "x-1"


@pytest.mark.parametrize(
    ("line", "status", "reason"),
    [
        ({"dish": "unicorn", "qty": 1}, 404, "unknown_dish"),
        ({"dish": "beef", "qty": 1}, 422, "options_count"),
        ({"dish": "tofu", "qty": 1, "options": ["thin"]}, 422, "unknown_option"),
        ({"dish": "tofu", "qty": 1, "cells": [{"soup": "clear"}]}, 422, "no_cells"),
        ({"dish": "twin_pot", "qty": 1, "cells": [{"soup": "clear"}]}, 422, "cells_count"),
        ({"dish": "plain_pot", "qty": 1, "cells": [{"soup": "ink"}]}, 422, "unknown_soup"),
    ],
)
async def test_what_the_menu_does_not_offer_is_refused_in_both_languages(
    api: Api, line: Any, status: int, reason: str
) -> None:
    answer = await api.post("/rounds", {"table": "A01", "lines": [line]})
    problem = answer.json()
    assert (answer.status_code, problem["reason"]) == (status, reason)
    assert answer.headers["content-type"] == "application/problem+json"
    assert problem["status"] == status
    assert problem["detail"] == problem["message"]["en"]
    assert problem["message"]["zh"] != problem["message"]["en"]
    assert problem["dish"] == line["dish"]
    assert (await api.get("/tables/A01")).json()["sessions"] == []


async def test_a_sold_out_dish_is_refused_and_says_what_is_left(api: Api) -> None:
    await api.post("/dishes/tofu/sold-out", {"remaining": 2})
    answer = await api.post("/rounds", {"table": "A01", "lines": [{"dish": "tofu", "qty": 3}]})
    assert (answer.status_code, answer.json()["reason"], answer.json()["remaining"]) == (409, "sold_out", 2)


class TestAnOpenItem:
    CAKE: ClassVar[dict[str, Any]] = {
        "item": {"name": {"zh": " 蛋糕 "}, "price_minor": 6800, "station": "hot"},
        "qty": 2,
        "id": "d1",
    }

    async def test_is_ordered_by_a_manager_and_stands_under_its_own_name_everywhere(self, api: Api) -> None:
        answer = await api.post("/rounds", {"table": "A01", "lines": [self.CAKE]}, "manager")
        assert answer.status_code == 201, answer.text
        placed = answer.json()
        name = {"zh": "蛋糕", "en": ""}
        bill = (await api.get(f"/bills/{placed['bill']}")).json()
        assert [(line["name"], line["price_minor"]) for line in bill["lines"]] == [(name, 13_600)]
        assert [line["name"] for line in bill["unserved"]] == [name]
        (ticket,) = (await api.get("/stations/hot/tickets")).json()["tickets"]
        assert [(line["name"], line["qty"]) for line in ticket["lines"]] == [(name, 2)]

    @pytest.mark.parametrize("role", ["guest", "waiter", "integration"])
    async def test_is_refused_of_anybody_else(self, api: Api, role: str) -> None:
        answer = await api.post("/rounds", {"table": "A01", "lines": [self.CAKE]}, role)
        assert (answer.status_code, answer.json()["reason"]) == (403, "forbidden")

    async def test_of_a_station_that_is_not_there_is_refused(self, api: Api) -> None:
        item = {"name": {"en": "Cake"}, "price_minor": 1, "station": "roof"}
        answer = await api.post("/rounds", {"table": "A01", "lines": [{"item": item, "qty": 1}]}, "manager")
        assert (answer.status_code, answer.json()["reason"]) == (404, "unknown_station")

    async def test_is_told_to_the_ordering_page_so_that_it_can_be_ordered_once_more(self, api: Api) -> None:
        await api.post("/rounds", {"table": "A01", "lines": [self.CAKE]}, "manager")
        headers = {"authorization": f"Bearer {api.secrets['waiter']}"}
        view = (await api.client.get("/order/now?table=A01", headers=headers)).json()
        (line,) = view["rounds"][0]["lines"]
        assert line["name"] == {"zh": "蛋糕", "en": ""}
        assert line["item"] == {"name": line["name"], "price_minor": 6800, "station": "hot"}


class TestASetMeal:
    MEAL: ClassVar[dict[str, Any]] = {
        "dish": "for_two",
        "name": {"zh": "双人套餐", "en": "Meal for Two"},
        "kind": "dish",
        "category": "all",
        "station": "catch_all",
        "price_minor": 3000,
        "standard_ms": 600_000,
        "meal": [
            {
                "group": "main",
                "name": {"zh": "主菜", "en": "Main"},
                "min": 1,
                "max": 1,
                "choices": [{"dish": "noodles"}, {"dish": "beef", "price_minor": 4000}],
            },
            {
                "group": "drinks",
                "name": {"zh": "饮料", "en": "Drinks"},
                "min": 2,
                "max": 2,
                "choices": [{"dish": "cola"}],
            },
        ],
    }
    LINE: ClassVar[dict[str, Any]] = {
        "dish": "for_two",
        "qty": 1,
        "parts": [{"group": "main", "dish": "noodles"}, {"group": "drinks", "dish": "cola", "qty": 2}],
    }

    async def test_is_put_on_the_menu_ordered_cooked_as_dishes_and_paid_as_one(self, api: Api) -> None:
        answer = await api.post("/menu/changes", {"dishes": [self.MEAL]}, "manager")
        assert answer.status_code == 200, answer.text
        shown = {each["dish"]: each for each in (await api.get("/menu")).json()["dishes"]}["for_two"]
        assert shown["meal"][0]["choices"] == [
            {"dish": "noodles", "price_minor": 0},
            {"dish": "beef", "price_minor": 4000},
        ]
        placed = await api.order({**self.LINE, "price_minor": 3000})
        assert [(each["dish"], each["price_minor"]) for each in placed["lines"]] == [("for_two", 3000)]
        assert len(placed["tickets"]) == 2
        bill = (await api.get(f"/bills/{placed['bill']}")).json()
        (meal,) = bill["meals"]
        assert (meal["name"], meal["qty"], meal["price_minor"]) == (self.MEAL["name"], 1, 3000)
        assert [each["line"] for each in bill["lines"]] == meal["lines"]
        (ticket,) = (await api.get("/stations/hot/tickets")).json()["tickets"]
        assert ticket["lines"][0]["meal"] == self.MEAL["name"]

    async def test_is_taken_back_as_a_whole(self, api: Api) -> None:
        await api.post("/menu/changes", {"dishes": [self.MEAL]}, "manager")
        placed = await api.order(self.LINE)
        line = placed["lines"][0]["line"]
        answer = await api.post(f"/lines/{line}/void", {"reason": "cold"}, "waiter")
        assert (answer.status_code, answer.json()["reason"]) == (409, "part_of_meal")
        answer = await api.post(f"/lines/{line}/void", {"reason": "cold", "whole_meal": True}, "waiter")
        assert (answer.status_code, answer.json()["total_minor"]) == (200, 0)

    async def test_dearer_than_its_parts_is_no_meal(self, api: Api) -> None:
        answer = await api.post("/menu/changes", {"dishes": [{**self.MEAL, "price_minor": 3001}]}, "manager")
        assert (answer.status_code, answer.json()["faults"][0]["code"]) == (422, "above_parts")
        assert "30.00" in answer.json()["message"]["en"]

    async def test_is_sold_out_where_a_part_of_it_cannot_be_had(self, api: Api) -> None:
        await api.post("/menu/changes", {"dishes": [self.MEAL]}, "manager")
        await api.post("/dishes/noodles/sold-out", {"remaining": 0}, "waiter")
        shown = {each["dish"]: each for each in (await api.get("/menu")).json()["dishes"]}["for_two"]
        assert not shown["sold_out"]
        await api.post("/dishes/beef/sold-out", {"remaining": 0}, "waiter")
        shown = {each["dish"]: each for each in (await api.get("/menu")).json()["dishes"]}["for_two"]
        assert shown["sold_out"]
        answer = await api.post("/rounds", {"table": "A01", "lines": [self.LINE]}, "waiter")
        assert (answer.status_code, answer.json()["reason"], answer.json()["meal"]) == (409, "sold_out", "for_two")
