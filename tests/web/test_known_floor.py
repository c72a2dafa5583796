"""What a waiter's device knows for when the house does not answer: the open bills, and what dishes cost."""

from __future__ import annotations

from typing import Any

import pytest

from kds.web.pages.known_floor import FRESH_MS, known
from tests.web.served import Api


async def asked(api: Api, role: str = "waiter") -> tuple[int, Any]:
    answer = await api.client.get("/floor/known", headers={"authorization": f"Bearer {api.secrets[role]}"})
    return answer.status_code, answer.json()


@pytest.mark.parametrize(("role", "status"), [("waiter", 200), ("manager", 200), ("kitchen", 403), ("guest", 403)])
async def test_who_is_told(api: Api, role: str, status: int) -> None:
    assert (await asked(api, role))[0] == status


async def test_an_empty_house_has_dishes_and_no_parties(api: Api) -> None:
    told = (await asked(api))[1]
    assert told["parties"] == []
    assert {each["dish"]: (each["price_minor"], each["sold_out"]) for each in told["dishes"]}["tofu"] == (1200, False)


async def test_a_party_has_its_lines_with_how_far_they_are_and_what_it_owes(api: Api) -> None:
    placed = await api.order("tofu", {"dish": "cola", "qty": 2})
    first = placed["lines"][0]["line"]
    await api.post(f"/lines/{first}/void", {"reason": "guest"})
    (party,) = known(api.store.state, 1000).parties
    assert (party.session, party.label, party.table) == (placed["session"], "A01", "A01")
    assert [(each.name.en, each.qty, each.state) for each in party.lines] == [
        ("tofu", 1, "voided"),
        ("cola", 2, "fired"),
    ]
    assert (party.total_minor, party.due_minor) == (1200, 1200)
    await api.pay(placed["bill"])
    (party,) = known(api.store.state, 1000).parties
    assert (party.total_minor, party.due_minor) == (1200, 0)


async def test_who_has_left_is_not_known_any_more(api: Api) -> None:
    placed = await api.order("tofu")
    await api.pay(placed["bill"])
    await api.post(f"/sessions/{placed['session']}/clear")
    assert known(api.store.state, 1000).parties == ()


async def test_what_is_sold_out_and_what_costs_something_else_is_told(api: Api) -> None:
    await api.post("/dishes/tofu/sold-out", {"remaining": 0})
    told = {each.dish: each.sold_out for each in known(api.store.state, 1000).dishes}
    assert told["tofu"]
    assert not told["cola"]


async def test_all_who_ask_within_a_moment_are_told_the_same(api: Api) -> None:
    """What it costs is so much an hour, however many devices there are."""
    before = (await asked(api))[1]
    await api.order("tofu")
    assert (await asked(api, "manager"))[1] == before
    api.hands.ms += FRESH_MS
    assert len((await asked(api))[1]["parties"]) == 1
