"""/voids: what the floor said as it took a line back, beside what the kitchen said had become of it."""

from __future__ import annotations

import re
from typing import Any

import pytest

from tests.web.forms import Answered, shown
from tests.web.served import Api

DAY = "2026-09-21"


async def voided(api: Api, *, begun: bool = False, outcome: str | None = None) -> dict[str, Any]:
    """A dish that is taken back, and what the kitchen says of it."""
    placed = await api.order("tofu", role="waiter")
    if begun:
        await api.post(f"/tickets/{placed['tickets'][0]}/start", role="kitchen")
    await api.post(f"/lines/{placed['lines'][0]['line']}/void", {"reason": "hair"}, role="manager")
    await api.post(f"/tickets/{placed['tickets'][0]}/acknowledge-voids", {"outcome": outcome}, role="kitchen")
    return dict(placed)


def rows(found: Answered) -> list[str]:
    """What each row says, without its marks."""
    body = found.html.partition("<tbody>")[2].partition("</tbody>")[0]
    return [" ".join(re.sub("<[^>]*>", " ", each).split()) for each in body.split("</tr>")[:-1]]


@pytest.mark.parametrize(("role", "status"), [("manager", 200), ("owner", 200), ("waiter", 403), ("kitchen", 403)])
async def test_who_may_read_it(api: Api, role: str, status: int) -> None:
    assert (await shown(api, "/voids", role)).status == status


async def test_an_empty_day_says_so_in_both_languages(api: Api) -> None:
    assert "Nothing was taken back on that day." in (await shown(api, "/voids")).html
    assert "这一天没有退菜。" in (await shown(api, "/voids", language="zh-CN")).html


@pytest.mark.parametrize(
    ("begun", "outcome", "differs", "said"),
    [
        (False, None, False, "not made"),
        (False, "not_made", False, "not made"),
        (False, "made", True, "made"),
        (False, "wasted", True, "wasted"),
        (True, None, False, "wasted"),
        (True, "made", False, "made"),
        (True, "not_made", True, "not made"),
    ],
)
async def test_where_floor_and_kitchen_differ_it_stands_out(
    api: Api, begun: bool, outcome: str | None, differs: bool, said: str
) -> None:
    await voided(api, begun=begun, outcome=outcome)
    found = await shown(api, "/voids")
    (row,) = rows(found)
    assert row.startswith("1 × tofu")
    assert ("differs" in row) is differs
    assert ("1 differs" in found.html) is differs
    assert f"{'begun' if begun else 'not begun'} · hair manager" in row
    reckoned = " reckoned: nobody said it" if outcome is None else ""
    assert f"{said}{reckoned} kitchen" in row
    assert ("of 1 the kitchen said nothing" in found.html) is (outcome is None)
    assert ("not begun" in row) is not begun


async def test_what_the_kitchen_has_not_said_yet_and_what_was_nothing_to_stop(api: Api) -> None:
    made, waits = await api.order("tofu", role="waiter"), await api.order("cola", role="waiter")
    await api.post(f"/tickets/{made['tickets'][0]}/bump", role="kitchen")
    for placed in (made, waits):
        await api.post(f"/lines/{placed['lines'][0]['line']}/void", {"reason": "hair"}, role="manager")
    cola, tofu = rows(await shown(api, "/voids"))
    assert "cola" in cola
    assert "not seen yet" in cola
    assert "begun · hair" in tofu
    assert "nothing to stop" in tofu


async def test_a_day_that_is_closed_is_told_as_it_was(api: Api) -> None:
    placed = await voided(api, outcome="made")
    await api.post(f"/sessions/{placed['session']}/clear", role="manager")
    assert (await api.post("/days/close", {"word": "forgotten"}, role="manager")).status_code == 200
    (row,) = rows(await shown(api, f"/voids?day={DAY}"))
    assert row.startswith("1 × tofu differs A01")
    assert "made kitchen" in row


async def test_another_day_is_another_page_and_no_day_is_said_so(api: Api) -> None:
    await voided(api)
    assert rows(await shown(api, "/voids?day=2026-09-20")) == []
    found = await shown(api, "/voids?day=tomorrow")
    assert found.status == 422
    assert "That is no day." in found.html


async def test_the_managers_pages_lead_there(api: Api) -> None:
    for path in ("/audit", "/people", "/rights"):
        assert 'href="/voids"' in (await shown(api, path)).html
