"""Courses, as the contract has them: ordered with a round, told where lines are told, fired with one request."""

from __future__ import annotations

from typing import Any

import pytest

from tests.web.served import Api

COURSES: list[dict[str, Any]] = [
    {"dish": "tofu", "qty": 1, "course": 1},
    {"dish": "noodles", "qty": 1, "course": 2},
    {"dish": "crab", "qty": 1, "course": 2},
    {"dish": "cola", "qty": 1},
]


async def told(api: Api, bill: str) -> list[tuple[str, int, str]]:
    """The lines of a bill: what, with which course, and how far it is."""
    lines = (await api.get(f"/bills/{bill}")).json()["lines"]
    return [(each["dish"], each["course"], each["state"]) for each in lines]


async def test_a_course_is_held_until_it_is_fired_and_then_all_of_it_starts(api: Api) -> None:
    placed = await api.order(*COURSES)
    fired, held = ("tofu", 1, "fired"), [("noodles", 2, "held"), ("crab", 2, "held")]
    assert await told(api, placed["bill"]) == [fired, *held, ("cola", 0, "fired")]
    answer = await api.post(f"/sessions/{placed['session']}/fire", {"course": 2}, "waiter")
    assert answer.status_code == 200
    lines = [each["line"] for each in placed["lines"]][1:3]
    assert answer.json() == {
        "seq": api.store.state.seq, "session": placed["session"], "course": 2, "lines": lines,
    }  # fmt: skip
    now = [(dish, course, "fired") for dish, course, _ in held]
    assert await told(api, placed["bill"]) == [fired, *now, ("cola", 0, "fired")]


async def test_nothing_held_is_a_conflict_in_words(api: Api) -> None:
    placed = await api.order(*COURSES)
    answer = await api.post(f"/sessions/{placed['session']}/fire", {"course": 3}, "waiter")
    assert (answer.status_code, answer.json()["reason"], answer.json()["course"]) == (409, "nothing_held", 3)
    assert answer.json()["message"] == {"zh": "第3道没有在等叫的菜", "en": "Nothing of course 3 is held"}


@pytest.mark.parametrize("course", [0, 10, "2", None])
async def test_a_course_that_is_none_is_refused_and_fires_nothing(api: Api, course: object) -> None:
    placed = await api.order(*COURSES)
    seq = api.store.state.seq
    answer = await api.post(f"/sessions/{placed['session']}/fire", {"course": course}, "waiter")
    assert (answer.status_code, answer.json()["reason"]) == (400, "malformed")
    assert api.store.state.seq == seq


async def test_the_ledger_tells_the_course_of_a_line(api: Api) -> None:
    await api.order(*COURSES)
    events = (await api.get("/events?since=0&limit=1000", "integration")).json()["events"]
    (placed,) = [each["data"] for each in events if each["type"] == "RoundPlaced"]
    assert [line["course"] for line in placed["lines"]] == [1, 2, 2, 0]
