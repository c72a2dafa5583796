"""Parties over the interface: opened, counted, listed, and never taken for one another."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from kds.core.floor.model import Session
from kds.core.floor.table_view import PartyLine, party_line
from kds.core.state import State
from kds.web.api import floor_reads
from tests.house import MINUTE, NOON
from tests.web.served import Api

TOFU = {"dish": "tofu", "qty": 1}


async def table(api: Api, name: str = "A01", role: str = "manager") -> Any:
    """A table as it is read."""
    answer = await api.get(f"/tables/{name}", role)
    assert answer.status_code == 200
    return answer.json()


async def opened(api: Api, name: str | None = "A01", **more: Any) -> Any:
    """A new party."""
    answer = await api.post("/sessions", {"table": name, "share": name is not None, **more}, "waiter")
    assert answer.status_code == 201
    return answer.json()


async def test_a_party_is_opened_before_it_orders(api: Api) -> None:
    party = await opened(api, guests=4)
    assert party == {
        "seq": 5,
        "session": "S5",
        "service": "dine_in",
        "table": "A01",
        "number": 1,
        "guests": 4,
        "opened_at": NOON,
        "label": "A01",
        "served_by": party["served_by"],
    }
    assert party["served_by"], "the waiter who opened it"
    assert (await api.order("tofu"))["session"] == "S5"


async def test_several_at_one_table_are_named_or_refused_with_the_choice(api: Api) -> None:
    first, second = await opened(api, guests=2), await opened(api, guests=3)
    answer = await api.post("/rounds", {"table": "A01", "lines": [TOFU]}, "waiter")
    assert (answer.status_code, answer.json()["reason"]) == (409, "session_required")
    assert answer.json()["sessions"] == [
        {
            "session": each["session"],
            "number": number,
            "guests": each["guests"],
            "opened_at": NOON,
            "label": f"A01-{number}",
        }
        for number, each in enumerate((first, second), start=1)
    ]
    placed = [await api.order("tofu", session=each["session"]) for each in (first, second)]
    assert placed[0]["bill"] != placed[1]["bill"]


async def test_rounds_at_the_same_instant_never_open_a_third_party(api: Api) -> None:
    parties = [(await opened(api))["session"] for _ in range(2)]
    bodies = [{"table": "A01", "lines": [TOFU]}] * 10 + [
        {"table": "A01", "session": each, "lines": [TOFU]} for each in parties * 5
    ]
    answers = await asyncio.gather(*[api.post("/rounds", body) for body in bodies])
    assert [each.status_code for each in answers] == [409] * 10 + [201] * 10
    assert (await table(api))["sessions"] == parties


async def test_the_next_guest_at_a_paid_table_is_another_party_and_sees_nothing_of_the_one_before(api: Api) -> None:
    before = await api.order("tofu", {"dish": "crab", "qty": 2, "note": "birthday of Mei"})
    await api.pay(before["bill"])
    for answer in (
        await api.get("/tables/A01", "guest"),
        await api.get("/tables", "guest"),
        await api.get(f"/bills/{before['bill']}", "guest"),
    ):
        for word in (before["session"], before["bill"], "tofu", "crab", "Mei", "12", "paid"):
            assert word not in answer.text, answer.text
    assert (await api.get(f"/bills/{before['bill']}", "guest")).status_code == 403
    after = await api.order("cola", role="guest")
    assert (after["session"] != before["session"], after["round_no"]) == (True, 1)
    seen = await table(api, role="guest")
    assert (seen["session"], seen["sessions"], seen["bills"]) == (
        after["session"],
        [after["session"]],
        [after["bill"]],
    )
    assert (await api.get(f"/bills/{after['bill']}", "guest")).json()["total_minor"] == 600
    assert (await api.get(f"/bills/{before['bill']}", "guest")).status_code == 403
    assert sorted((await table(api))["sessions"]) == sorted([before["session"], after["session"]])


async def test_where_several_sit_a_tables_token_reads_nobodys_bill(api: Api) -> None:
    first = await api.order("tofu", role="guest")
    await opened(api)
    assert (await table(api, role="guest"))["bills"] == []
    assert (await api.get(f"/bills/{first['bill']}", "guest")).status_code == 403
    assert (await api.get(f"/bills/{first['bill']}", "waiter")).status_code == 200


async def test_a_waiters_round_from_before_the_clear_opens_no_ghost(api: Api) -> None:
    placed = await api.order("tofu")
    await api.pay(placed["bill"])
    api.hands.ms += MINUTE
    await api.post(f"/sessions/{placed['session']}/clear")
    late = {"table": "A01", "lines": [TOFU], "made_at": NOON}
    answer = await api.post("/rounds", late, "waiter")
    assert (answer.status_code, answer.json()["reason"]) == (409, "party_gone")
    assert (answer.json()["cleared_at"], answer.json()["sessions"]) == (NOON + MINUTE, [])
    assert (await table(api))["state"] == "free"
    party = await opened(api)
    assert (await api.post("/rounds", {**late, "session": party["session"]}, "waiter")).status_code == 201


async def test_a_device_that_names_its_party_needs_no_table(api: Api) -> None:
    party = await opened(api)
    for body in ({}, {"table": "A02"}, {"table": "Z99"}):
        answer = await api.post("/rounds", {**body, "session": party["session"], "lines": [TOFU]}, "waiter")
        assert (answer.status_code, answer.json()["session"]) == (201, party["session"])
    assert (await table(api, "A02"))["state"] == "free"


async def test_guests_corrected_from_40_to_4_stay_4(api: Api) -> None:
    placed = await api.order("tofu", guests=40, role="guest")
    answer = await api.post(f"/sessions/{placed['session']}/guests", {"guests": 4}, "waiter")
    assert (answer.status_code, answer.json()["guests"]) == (200, 4)
    await api.order("tofu", guests=40, role="guest")
    assert (await table(api))["parties"][0]["guests"] == 4


async def test_the_list_has_every_party_that_has_not_left(api: Api) -> None:
    away = await api.order("tofu", table=None, service="takeaway")
    here = await api.order("crab", "cola", guests=3)
    await api.pay(here["bill"])
    await api.post(f"/lines/{away['lines'][0]['line']}/void", {"reason": "never fetched"})
    sessions = (await api.get("/sessions", "waiter")).json()["sessions"]
    assert sessions == [
        {
            "session": away["session"],
            "number": 1,
            "service": "takeaway",
            "table": None,
            "guests": 0,
            "opened_at": NOON,
            "phase": "seated",
            "payment": "none",
            "unserved": 0,
            "waiting_since": None,
            "due_minor": 0,
            "bills": [away["bill"]],
            "label": "#1",
            "served_by": "",
            "note": "",
            "allergies": "",
        },
        {
            "session": here["session"],
            "number": 2,
            "service": "dine_in",
            "table": "A01",
            "guests": 3,
            "opened_at": NOON,
            "phase": "waiting",
            "payment": "paid",
            "unserved": 2,
            "waiting_since": NOON,
            "due_minor": 0,
            "bills": [here["bill"]],
            "label": "A01",
            "served_by": "",
            "note": "",
            "allergies": "",
        },
    ]
    assert (await api.post(f"/sessions/{away['session']}/clear")).status_code == 200
    assert [each["number"] for each in (await api.get("/sessions")).json()["sessions"]] == [2]


async def test_the_list_of_many_parties_holds_nobody_up(api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(floor_reads, "SLICE", 1)
    parties = [(await opened(api, name))["session"] for name in ("A01", "A02", "A03")]
    happened: list[str] = []
    others: list[asyncio.Task[None]] = []

    async def another() -> None:
        happened.append("another")

    def tell(state: State, party: Session) -> PartyLine:
        happened.append(party.session)
        others.append(asyncio.create_task(another()))
        return party_line(state, party)

    monkeypatch.setattr("kds.web.api.floor_reads.party_line", tell)
    listed = (await api.get("/sessions", "waiter")).json()["sessions"]
    await asyncio.gather(*others)
    assert [each["session"] for each in listed] == parties
    assert happened == [each for party in parties for each in (party, "another")]


async def test_a_paid_table_with_two_dishes_not_begun_says_both(api: Api) -> None:
    placed = await api.order("crab", "tofu")
    await api.pay(placed["bill"])
    line = (await api.get("/tables")).json()["tables"][0]
    assert {name: line[name] for name in ("state", "phase", "payment", "unserved", "waiting_since")} == {
        "state": "paid",
        "phase": "waiting",
        "payment": "paid",
        "unserved": 2,
        "waiting_since": NOON,
    }


async def test_a_line_id_again_with_other_content_names_what_differs(api: Api) -> None:
    line = {"dish": "tofu", "qty": 1, "id": "L2"}
    first = await api.order(line)
    answer = await api.post("/rounds", {"table": "A01", "lines": [{**line, "qty": 2, "note": "辣"}, TOFU]})
    problem = answer.json()
    assert (answer.status_code, problem["reason"]) == (409, "line_differs")
    assert problem["lines"] == [
        {
            "id": "L2",
            "line": first["lines"][0]["line"],
            "dish": "tofu",
            "differs": {"qty": {"stands": 1, "came": 2}, "note": {"stands": "", "came": "辣"}},
        }
    ]
    assert len((await api.get(f"/bills/{first['bill']}")).json()["lines"]) == 1


async def test_a_platforms_order_again_with_one_line_more_is_told_and_not_lost(api: Api) -> None:
    order = {"service": "delivery", "channel": "delivery", "external_id": "MT-1", "lines": [TOFU]}
    first = await api.post("/rounds", order, "integration")
    again = await api.post("/rounds", order, "integration")
    assert (again.status_code, again.json()) == (201, first.json())
    more = await api.post("/rounds", {**order, "lines": [TOFU, {"dish": "cola", "qty": 1}]}, "integration")
    assert (more.status_code, more.json()["reason"], more.json()["external_id"]) == (409, "order_differs", "MT-1")
    assert more.json()["lines"] == [
        {"id": "", "line": None, "dish": "cola", "differs": {"qty": {"stands": 0, "came": 1}}}
    ]


async def test_a_price_that_is_not_the_one_seen_is_refused_with_both(api: Api) -> None:
    seen = {**TOFU, "id": "t", "price_minor": 1100}
    answer = await api.post("/rounds", {"table": "A01", "menu_version": 1, "lines": [seen]}, "guest")
    problem = answer.json()
    assert (answer.status_code, problem["reason"], problem["menu_version"]) == (409, "price_changed", 1)
    assert problem["lines"] == [{"id": "t", "dish": "tofu", "seen_minor": 1100, "price_minor": 1200}]
    assert (await table(api))["sessions"] == []


@pytest.mark.parametrize(("dish", "qty", "status"), [("shrimp", 99_999, 201), ("tofu", 999, 201), ("tofu", 1000, 422)])
async def test_grams_go_further_than_portions(api: Api, dish: str, qty: int, status: int) -> None:
    answer = await api.post("/rounds", {"table": "A01", "lines": [{"dish": dish, "qty": qty}]})
    assert answer.status_code == status
    if status == 422:
        assert (answer.json()["reason"], answer.json()["most"], answer.json()["dish"]) == ("out_of_range", 999, "tofu")


async def test_a_void_says_whether_the_kitchen_had_begun(api: Api) -> None:
    placed = await api.order("tofu", "crab")
    await api.post(f"/tickets/{placed['tickets'][0]}/start")
    answers = [await api.post(f"/lines/{each['line']}/void", {"reason": "no"}) for each in placed["lines"]]
    assert [each.json()["started"] for each in answers] == [True, False]


async def test_beside_others_a_party_is_opened_only_where_that_is_asked_for(api: Api) -> None:
    first = await opened(api, share=False, guests=2)
    answer = await api.post("/sessions", {"table": "A01"}, "waiter")
    assert (answer.status_code, answer.json()["reason"]) == (409, "table_taken")
    assert [each["session"] for each in answer.json()["sessions"]] == [first["session"]]
    assert (await opened(api, share=True))["label"] == "A01-2"
    assert [each["label"] for each in (await table(api))["parties"]] == ["A01-1", "A01-2"]


async def test_all_that_one_serves_goes_to_a_colleague_at_once(api: Api) -> None:
    parties = [(await opened(api, each))["session"] for each in ("A01", "A02", "A03")]
    answer = await api.post("/sessions/serve-by", {"sessions": [*parties, "S99"], "staff": "lin"}, "waiter")
    assert (answer.status_code, answer.json()["reason"]) == (404, "unknown_session")
    body = (await api.post("/sessions/serve-by", {"sessions": parties[:2], "staff": "lin"}, "waiter")).json()
    assert (body["staff"], body["sessions"]) == ("lin", parties[:2])
    one = (await api.post(f"/sessions/{parties[2]}/serve-by", {"staff": "mei"}, "waiter")).json()
    assert one["sessions"] == [parties[2]]
    listed = (await api.get("/sessions", "waiter")).json()["sessions"]
    assert [each["served_by"] for each in listed] == ["lin", "lin", "mei"]


async def test_the_map_says_all_of_the_floor_at_once(api: Api) -> None:
    placed = await api.order("tofu", guests=2)
    reserved = await api.post("/tables/A02/reserve", {"comes_at": NOON + MINUTE, "guests": 4}, "waiter")
    assert reserved.status_code == 201
    assert (await api.post(f"/sessions/{placed['session']}/ask-bill", role="waiter")).status_code == 200
    answer = await api.get("/floor", "waiter")
    assert answer.status_code == 200
    found = {each["table"]: each for each in answer.json()["tables"]}
    assert (found["A01"]["phase"], found["A01"]["payment"]) == ("waiting", "asked")
    assert found["A01"]["oldest"] == {"line": placed["lines"][0]["line"], "dish": "tofu", "fired_at": NOON}
    assert (found["A02"]["phase"], found["A02"]["reserved_at"]) == ("reserved", NOON + MINUTE)
    listed = (await api.get("/reservations", "waiter")).json()["reservations"]
    assert [each["reservation"] for each in listed] == [reserved.json()["reservation"]]
    for role in ("guest", "kitchen"):
        assert (await api.get("/floor", role)).status_code == 403
