"""The kitchen's side of the interface."""

from __future__ import annotations

from typing import Any

import pytest

from kds.core.kitchen import station_view
from tests.house import MINUTE, NOON
from tests.web.served import Api

POT = {"dish": "plain_pot", "qty": 1, "cells": [{"soup": "spicy"}]}


async def tickets(api: Api, station: str) -> Any:
    """The tickets of a station."""
    return (await api.get(f"/stations/{station}/tickets", "kitchen")).json()["tickets"]


async def test_the_stations_have_names_and_a_catch_all(api: Api) -> None:
    stations = (await api.get("/stations", "kitchen")).json()["stations"]
    assert [each["station"] for each in stations] == ["soup", "cold", "hot", "drinks", "catch_all"]
    assert stations[1] == {"station": "cold", "name": {"zh": "cold（中）", "en": "cold"}}


async def test_a_ticket_says_what_to_cook_for_whom_and_why_now(api: Api) -> None:
    placed = await api.order({"dish": "beef", "qty": 2, "options": ["thin"], "note": "少辣"}, guests=3)
    (ticket,) = await tickets(api, "cold")
    line = ticket["lines"][0]
    contract = ("ticket", "table", "round_no", "state", "colour", "why")
    assert [ticket[name] for name in contract] == [placed["tickets"][0], "A01", 1, "fired", "fresh", "due_time"]
    assert [line[name] for name in ("line", "dish", "qty", "state")] == [
        placed["lines"][0]["line"],
        "beef",
        2,
        "fired",
    ]
    assert (line["note"], line["options"], ticket["guests"]) == ("少辣", ["thin"], 3)
    assert ticket["due_at"] == line["due_at"] == ticket["submitted_at"] + 6 * MINUTE


async def test_a_ticket_without_a_table_is_called_by_its_number(api: Api) -> None:
    await api.order("tofu", table=None, service="delivery", channel="delivery")
    (ticket,) = await tickets(api, "cold")
    assert (ticket["table"], ticket["label"]) == (None, "#1")


async def test_tickets_stand_in_priority_order_and_held_ones_last(api: Api) -> None:
    await api.order("tofu", table="A01", fire="hold")
    slow = await api.order({"dish": "beef", "qty": 1, "options": ["thin"]}, table="A02")
    quick = await api.order("sesame", table="A03")
    rushed = await api.order({"dish": "beef", "qty": 1, "options": ["thin"]}, table="V01")
    await api.post(f"/lines/{rushed['lines'][0]['line']}/rush", role="waiter")
    found = await tickets(api, "cold")
    assert [each["table"] for each in found] == ["V01", "A03", "A02", "A01"]
    assert [each["why"] for each in found] == ["rushed", "due_time", "due_time", "held"]
    assert found[3]["lines"][0]["state"] == "held"
    assert {slow["tickets"][0], quick["tickets"][0]} <= {each["ticket"] for each in found}


async def test_a_base_is_a_ticket_of_its_own(api: Api) -> None:
    await api.order(POT)
    (ticket,) = await tickets(api, "soup")
    assert (ticket["base"], ticket["why"]) == (True, "base_first")
    assert ticket["lines"][0]["cells"] == [{"soup": "spicy"}]


async def test_what_no_station_would_show_is_on_the_catch_all(api: Api) -> None:
    await api.order("stray")
    assert [each["lines"][0]["dish"] for each in await tickets(api, "catch_all")] == ["stray"]


async def test_start_bump_recall_and_serve_move_a_ticket(api: Api) -> None:
    placed = await api.order("tofu", "sesame")
    ticket, (tofu, sesame) = placed["tickets"][0], [line["line"] for line in placed["lines"]]
    started = (await api.post(f"/tickets/{ticket}/start", role="kitchen")).json()
    assert (started["state"], started["lines"]) == ("started", [tofu, sesame])
    part = (await api.post(f"/tickets/{ticket}/bump", {"lines": [tofu]}, "kitchen")).json()
    assert (part["state"], part["lines"]) == ("started", [tofu])
    whole = (await api.post(f"/tickets/{ticket}/bump", role="kitchen")).json()
    assert (whole["state"], whole["lines"]) == ("done", [sesame])
    assert await tickets(api, "cold") == []
    back = (await api.post(f"/tickets/{ticket}/recall", {"lines": [sesame]}, "kitchen")).json()
    assert (back["state"], back["lines"]) == ("started", [sesame])
    served = (await api.post(f"/lines/{sesame}/serve", role="waiter")).json()
    assert (served["state"], served["ticket"]) == ("served", ticket)


async def test_somebody_takes_charge_of_a_ticket_that_no_screen_has_shown(api: Api) -> None:
    placed = await api.order("tofu")
    path = f"/tickets/{placed['tickets'][0]}/acknowledge"
    answer = await api.post(path, role="waiter")
    assert (answer.json()["ticket"], answer.json()["state"]) == (placed["tickets"][0], "fired")
    for role in ("waiter", "kitchen"):
        again = await api.post(path, role=role)
        assert (again.status_code, again.json()["reason"]) == (409, "already_seen")
    assert [each["state"] for each in await tickets(api, "cold")] == ["fired"]


async def test_a_held_line_is_fired(api: Api) -> None:
    line = (await api.order("tofu", fire="hold"))["lines"][0]["line"]
    assert (await api.post(f"/lines/{line}/serve")).json()["reason"] == "line_held"
    assert (await api.post(f"/lines/{line}/fire", role="waiter")).json()["state"] == "fired"
    assert (await api.post(f"/lines/{line}/fire")).json()["reason"] == "not_held"


async def test_a_voided_line_leaves_the_bill(api: Api) -> None:
    placed = await api.order("tofu", "cola")
    answer = await api.post(f"/lines/{placed['lines'][0]['line']}/void", {"reason": "too salty"})
    assert answer.json()["total_minor"] == 600
    again = await api.post(f"/lines/{placed['lines'][0]['line']}/void", {"reason": "too salty"})
    assert (again.status_code, again.json()["reason"]) == (409, "line_voided")


async def test_a_voided_line_under_the_cooks_hands_is_told_to_all_and_acknowledged(api: Api) -> None:
    placed = await api.order("tofu", "sesame")
    ticket, (tofu, sesame) = placed["tickets"][0], [line["line"] for line in placed["lines"]]
    await api.post(f"/tickets/{ticket}/start", {"lines": [tofu]}, "kitchen")
    for line in (tofu, sesame):
        await api.post(f"/lines/{line}/void", {"reason": "too salty"})
    events = (await api.get("/events", since=0, limit=1000)).json()["events"]
    told = {each["data"]["line"]: each["data"] for each in events if each["type"] == "LineVoided"}
    assert [(told[line]["started"], told[line]["stop"]) for line in (tofu, sesame)] == [(True, True), (False, True)]
    (shown,) = await tickets(api, "cold")
    assert (shown["state"], shown["why"], [line["stop"] for line in shown["lines"]]) == (
        "voided",
        "stopped",
        [True] * 2,
    )
    path = f"/tickets/{ticket}/acknowledge-voids"
    part = (await api.post(path, {"lines": [sesame]}, "kitchen")).json()
    assert (part["state"], part["lines"]) == ("voided", [sesame])
    assert (await api.post(path, role="waiter")).status_code == 403
    assert (await api.post(path, role="manager")).json()["lines"] == [tofu]
    assert await tickets(api, "cold") == []
    again = await api.post(path, role="kitchen")
    assert (again.status_code, again.json()["reason"]) == (409, "nothing_to_stop")


async def test_what_nobody_had_begun_is_gone_a_minute_after_its_void(api: Api) -> None:
    placed = await api.order("tofu")
    await api.post(f"/lines/{placed['lines'][0]['line']}/void", {"reason": "guest"})
    api.hands.ms += MINUTE
    await api.order("cola")
    assert await tickets(api, "cold") == []
    events = (await api.get("/events", since=0, limit=1000)).json()["events"]
    (gone,) = [each["data"] for each in events if each["type"] == "VoidsAcknowledged"]
    assert (gone["ticket"], gone["expired"]) == (placed["tickets"][0], True)


async def test_what_was_left_over_is_ended_with_a_word_why(api: Api) -> None:
    placed = await api.order("tofu", fire="hold")
    await api.pay(placed["bill"])
    await api.post(f"/sessions/{placed['session']}/clear", role="waiter")
    ended = await api.post(
        f"/tickets/{placed['tickets'][0]}/end", {"outcome": "not_made", "reason": "客人已走"}, "waiter"
    )
    line = placed["lines"][0]["line"]
    assert (ended.json()["state"], ended.json()["lines"]) == ("ended", [line])
    assert await tickets(api, "cold") == []
    bill = (await api.get(f"/bills/{placed['bill']}")).json()
    assert (bill["lines"][0]["state"], bill["total_minor"], bill["paid_minor"]) == ("ended", 1200, 1200)
    events = (await api.get("/events", since=0, limit=1000)).json()["events"]
    assert events[-1]["data"] == {
        "session": placed["session"],
        "ticket": placed["tickets"][0],
        "lines": [line],
        "outcome": "not_made",
        "reason": "客人已走",
    }


@pytest.mark.parametrize("body", [{}, {"outcome": "lost"}, {"outcome": "made", "reason": "x" * 201}])
async def test_an_ending_says_one_of_three_things(api: Api, body: Any) -> None:
    (ticket,) = (await api.order("tofu"))["tickets"]
    assert (await api.post(f"/tickets/{ticket}/end", body)).status_code == 400


async def test_a_wrong_serve_is_undone(api: Api) -> None:
    placed = await api.order("tofu")
    line = placed["lines"][0]["line"]
    await api.post(f"/tickets/{placed['tickets'][0]}/bump", role="kitchen")
    await api.post(f"/lines/{line}/serve", role="waiter")
    assert (await api.post(f"/lines/{line}/unserve", role="waiter")).json()["state"] == "done"
    again = await api.post(f"/lines/{line}/unserve", role="kitchen")
    assert (again.status_code, again.json()["reason"]) == (409, "not_served")


async def test_a_guest_is_told_when_a_line_may_be_rushed(api: Api) -> None:
    line = (await api.order("tofu"))["lines"][0]["line"]
    early = await api.post(f"/lines/{line}/rush", role="guest")
    assert (early.status_code, early.json()["reason"]) == (409, "rush_too_soon")
    assert (early.json()["wait_s"], early.json()["retry_at"]) == (300, NOON + 5 * MINUTE)
    assert early.json()["message"]["zh"] == "这道菜刚下单不久，请5分钟后再催"
    api.hands.ms += 5 * MINUTE
    assert (await api.post(f"/lines/{line}/rush", role="guest")).status_code == 200
    often = await api.post(f"/lines/{line}/rush", role="guest")
    assert (often.json()["reason"], often.json()["wait_s"]) == ("rush_too_often", 180)
    eager = await api.post(f"/lines/{line}/rush", role="waiter")
    assert (eager.status_code, eager.json()["reason"], eager.json()["wait_s"]) == (409, "rush_too_often", 60)
    api.hands.ms += MINUTE
    assert (await api.post(f"/lines/{line}/rush", role="waiter")).status_code == 200
    (shown,) = await tickets(api, "cold")
    assert shown["lines"][0]["rushes"] == 2


async def test_the_tickets_of_a_station_are_read_page_by_page(api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(station_view, "TICKETS", 2)
    placed = [(await api.order("tofu", table=table))["tickets"][0] for table in ("A01", "A02", "A03")]
    first = (await api.get("/stations/cold/tickets", "kitchen")).json()
    assert ([each["ticket"] for each in first["tickets"]], first["more"]) == (placed[:2], 1)
    rest = (await api.get("/stations/cold/tickets", "kitchen", after=placed[1])).json()
    assert ([each["ticket"] for each in rest["tickets"]], rest["more"]) == (placed[2:], 0)
    lost = await api.get("/stations/cold/tickets", "kitchen", after="T9999-1")
    assert (lost.status_code, lost.json()["reason"]) == (404, "unknown_ticket")


async def test_all_day_sums_the_open_portions(api: Api) -> None:
    await api.order({"dish": "tofu", "qty": 2})
    await api.order({"dish": "tofu", "qty": 3}, "sesame", table="A02")
    await api.order({"dish": "tofu", "qty": 4}, table="A03", fire="hold")
    body = (await api.get("/stations/cold/all-day", "kitchen")).json()
    assert body == {
        "station": "cold",
        "dishes": [
            {"dish": "tofu", "qty": 5, "held": 4, "name": {"zh": "tofu（中）", "en": "tofu"}},
            {"dish": "sesame", "qty": 1, "held": 0, "name": {"zh": "sesame（中）", "en": "sesame"}},
        ],
    }


@pytest.mark.parametrize(
    ("method", "path", "reason"),
    [
        ("GET", "/stations/roof/tickets", "unknown_station"),
        ("GET", "/stations/roof/all-day", "unknown_station"),
        ("POST", "/tickets/T9999-1/bump", "unknown_ticket"),
        ("POST", "/tickets/T9999-1/acknowledge", "unknown_ticket"),
        ("POST", "/tickets/T9999-1/acknowledge-voids", "unknown_ticket"),
        ("POST", "/lines/L9999-1/unserve", "unknown_line"),
        ("POST", "/lines/L9999-1/serve", "unknown_line"),
    ],
)
async def test_what_is_not_there_is_not_found(api: Api, method: str, path: str, reason: str) -> None:
    answer = await (api.get(path) if method == "GET" else api.post(path))
    assert (answer.status_code, answer.json()["reason"]) == (404, reason)


async def test_a_line_of_another_ticket_is_not_bumped(api: Api) -> None:
    placed = await api.order("tofu", "cola")
    cold, line = placed["tickets"][0], placed["lines"][1]["line"]
    answer = await api.post(f"/tickets/{cold}/bump", {"lines": [line]})
    assert (answer.status_code, answer.json()["reason"]) == (422, "not_on_ticket")
