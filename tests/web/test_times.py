"""/settings/times: what the kitchen has learnt of how long dishes take, beside what is written of them."""

from __future__ import annotations

import re

import pytest

from kds.core.kitchen.timing import AT_ONCE_MS
from kds.web.pages.house.times import in_minutes, load_name, rows_of
from tests.house import MINUTE
from tests.web.forms import field, sent, shown
from tests.web.served import Api

PAGE = "/settings/times"


async def learn(api: Api, *dishes: str, times: int = 8, took_ms: int = 5 * MINUTE) -> None:
    """Dishes are made so often, and the day closes."""
    for dish in dishes:
        for _ in range(times):
            placed = await api.order(dish)
            api.hands.ms += took_ms
            await api.post(f"/tickets/{placed['tickets'][0]}/bump")
            await api.post(f"/lines/{placed['lines'][0]['line']}/serve")
            api.hands.ms += AT_ONCE_MS + 1
    answer = await api.post("/days/close", {"word": "enough"})
    assert answer.status_code == 200, answer.text


def rows(html: str) -> list[str]:
    """What each row says, without its marks."""
    body = html.partition("<tbody>")[2].partition("</tbody>")[0]
    return [" ".join(re.sub("<[^>]*>", " ", each).split()) for each in body.split("</tr>")[:-1]]


@pytest.mark.parametrize(("role", "status"), [("manager", 200), ("owner", 200), ("waiter", 403), ("kitchen", 403)])
async def test_who_may_see_it(api: Api, role: str, status: int) -> None:
    assert (await shown(api, PAGE, role)).status == status


@pytest.mark.parametrize(("language", "words"), [("en", "Nothing is known yet."), ("zh-CN", "还没有数据。")])
async def test_where_nothing_is_known_it_says_so(api: Api, language: str, words: str) -> None:
    found = await shown(api, PAGE, language=language)
    assert words in found.html
    assert "?ask=all" not in found.html


async def test_each_dish_has_its_standard_time_beside_what_it_took(api: Api) -> None:
    await learn(api, "tofu")
    (row,) = rows((await shown(api, PAGE)).html)
    assert row.startswith("tofu cold 3:00 4:00 +33 %")
    assert "8 times 2026-09-21" in row
    assert "0 to 4 tickets: 4:30 8 times" in row
    (row,) = rows((await shown(api, PAGE, language="zh-CN")).html)
    assert "8次" in row
    assert "有0至4单" in row


async def test_what_is_furthest_from_its_standard_time_comes_first(api: Api) -> None:
    await learn(api, "noodles", "tofu", took_ms=8 * MINUTE)
    assert [row.split()[0] for row in rows((await shown(api, PAGE)).html)] == ["tofu", "noodles"]
    assert [row.off for row in rows_of(api.store.state)] == [83, 0]


async def test_a_dish_is_forgotten_once_that_was_asked(api: Api) -> None:
    await learn(api, "tofu", "noodles")
    asked = (await shown(api, f"{PAGE}?ask=tofu")).html
    assert "Forget how long tofu takes?" in asked
    fields = {"key": field(asked, "key"), "dish": field(asked, "dish")}
    done = await sent(api, PAGE, fields)
    assert (done.status, done.to) == (303, f"{PAGE}?saved=1")
    assert [row.split()[0] for row in rows((await shown(api, done.to)).html)] == ["noodles"]
    again = await sent(api, PAGE, {**fields, "key": "another"})
    assert again.status == 409
    assert "Nothing has been learnt here yet" in again.html


async def test_all_are_forgotten_at_once(api: Api) -> None:
    await learn(api, "tofu", "noodles")
    asked = (await shown(api, f"{PAGE}?ask=all")).html
    assert "Forget how long all dishes take?" in asked
    await sent(api, PAGE, {"key": field(asked, "key"), "dish": ""})
    assert not api.store.state.kitchen.learnt


async def test_it_is_switched_off_where_dishes_are_paced(api: Api) -> None:
    form = (await shown(api, "/settings/pacing")).html
    assert 'name="learn" checked' in form
    await sent(api, "/settings/pacing", {"key": "off", "seen": field(form, "seen"), "gate": "0"})
    assert "switched off" in (await shown(api, PAGE)).html
    house = (await api.get("/house")).json()
    assert house["house"]["learn_times"] is False
    form = (await shown(api, "/settings/pacing")).html
    await sent(api, "/settings/pacing", {"key": "on", "seen": field(form, "seen"), "gate": "0", "learn": "on"})
    assert "switched off" not in (await shown(api, PAGE)).html


async def test_the_settings_lead_there(api: Api) -> None:
    assert 'href="/settings/times"' in (await shown(api, "/settings")).html
    assert 'href="/settings/times"' in (await shown(api, "/settings/pacing")).html


def test_minutes_and_loads_in_words() -> None:
    assert [in_minutes(each) for each in (0, 59_999, 60_000, 400_000)] == ["0:00", "0:59", "1:00", "6:40"]
    assert [load_name(each).en for each in range(4)] == [
        "0 to 4 tickets",
        "5 to 14 tickets",
        "15 to 39 tickets",
        "40 tickets or more",
    ]
