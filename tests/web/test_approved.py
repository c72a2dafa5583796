"""Whoever is asked to approve reads what of: the right, the table, the dish, the amount, as the house knows them."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kds.core.state import State
from kds.web.pages.approved import about
from tests.web.pads import paired, works
from tests.web.served import Api


async def asked(api: Api, path: str, body: Any = None, role: str = "waiter") -> Any:
    """What the dialog says of a deed."""
    headers = {"authorization": f"Bearer {api.secrets[role]}"}
    query = {"path": path, "body": "" if body is None else json.dumps(body)}
    return (await api.client.get("/approvals", params=query, headers=headers)).json()["about"]


async def test_a_line_is_named_with_its_table_and_what_it_costs(api: Api) -> None:
    line = (await api.order({"dish": "tofu", "qty": 2}))["lines"][0]["line"]
    assert await asked(api, f"/lines/{line}/comp", {"reason": "cold"}) == {
        "zh": "赠菜 · A01 · 2 × tofu（中） · ¥24.00",
        "en": "Comp a dish · A01 · 2 × tofu · ¥24.00",
    }


async def test_a_bill_is_named_with_its_table_its_sum_and_the_amount(api: Api) -> None:
    bill = (await api.order("tofu", table="A02"))["bill"]
    refund = await asked(api, f"/bills/{bill}/refund", {"amount_minor": 150, "reason": "cold"})
    assert refund["zh"] == "退款 · A02 · 账单¥12.00 · ¥1.50"
    assert refund["en"] == "Refund · A02 · bill of ¥12.00 · ¥1.50"
    placed = await api.order("tofu", "cola", table="A03")
    lines = [each["line"] for each in placed["lines"]]
    some = await asked(api, f"/bills/{placed['bill']}/refund", {"lines": lines, "reason": "cold"})
    assert some["en"] == "Refund · A03 · bill of ¥18.00 · 1 × tofu · ¥12.00 · 1 × cola · ¥6.00"
    body = {"kind": "percent", "value": 125, "reason": "regulars"}
    assert (await asked(api, f"/bills/{bill}/reductions", body))["en"].endswith("A02 · bill of ¥12.00 · 12.5%")
    fixed = await asked(api, f"/bills/{bill}/reductions", {"kind": "amount", "value": 200})
    assert fixed["en"].endswith("¥2.00")


async def test_an_open_item_is_named_as_it_was_typed(api: Api) -> None:
    items = [{"item": {"name": f"cake {n}", "price_minor": 100 * n, "station": "cold"}, "qty": 1} for n in range(1, 6)]
    said = await asked(api, "/rounds", {"table": "A01", "lines": items})
    assert "A01 · cake 1 ¥1.00 · cake 2 ¥2.00 · cake 3 ¥3.00 · +2" in said["en"]


@pytest.mark.parametrize("path", ["", "/", "/nowhere", "/lines/L1", "https://elsewhere"])
async def test_of_what_is_no_deed_nothing_is_said(api: Api, path: str) -> None:
    assert await asked(api, path) is None


@pytest.mark.parametrize("body", ["", "{", "[]", "7", '{"lines": 7}', '{"lines": [7, {"item": 1}]}', '{"value": "x"}'])
async def test_a_body_that_says_nothing_harms_nothing(api: Api, body: str) -> None:
    headers = {"authorization": f"Bearer {api.secrets['waiter']}"}
    answer = await api.client.get("/approvals", params={"path": "/rounds", "body": body}, headers=headers)
    assert answer.status_code == 200


async def test_what_is_not_there_is_named_by_its_right_alone(api: Api) -> None:
    assert (await asked(api, "/lines/L999-1/comp"))["en"] == "Comp a dish"


async def test_a_guest_learns_nothing_by_it(api: Api) -> None:
    line = (await api.order("tofu", table="A02"))["lines"][0]["line"]
    headers = {"authorization": f"Bearer {api.secrets['guest']}"}
    answer = await api.client.get("/approvals", params={"path": f"/lines/{line}/comp"}, headers=headers)
    assert (answer.status_code, answer.json()) == (401, {"people": []})


async def test_who_can_be_asked_is_told_beside_it(api: Api) -> None:
    pad = await paired(api)
    ann, may = await works(api, "Ann", "waiter"), await works(api, "May", "manager")
    await pad.enter(ann)
    told = (await pad.get("/approvals?path=/days/close")).json()
    assert [each["person"] for each in told["people"]] == [may]
    assert told["about"]["en"] == "Close the day"


@given(st.text(), st.text())
def test_whatever_is_asked_nothing_fails(path: str, body: str) -> None:
    for each in (path, f"/lines/{path}/comp", "/rounds", f"/bills/{path}/refund"):
        about(State(), "waiter", each, body)
