"""What can be cooked together on a wall: where its form says so, in its column and on its card, done by one press."""

from __future__ import annotations

import re
from typing import Any

import pytest

from kds.core.kitchen.change_kitchen import ChangeKitchen
from kds.core.kitchen.screens import Screen
from tests.house import named
from tests.web.forms import shown
from tests.web.served import Api

FORM = {"text": "medium", "reserved": "2", "language": "en", "all_day": "on"}


async def sent(api: Api, screen: str, **fields: Any) -> int:
    headers = {"authorization": f"Bearer {api.secrets['manager']}", "sec-fetch-site": "same-origin"}
    answer = await api.client.post(f"/screens/{screen}/settings", headers=headers, data={**FORM, **fields})
    return answer.status_code


async def three_tables(api: Api) -> list[str]:
    """Tofu for three tables, two portions for the second."""
    placed = [await api.order({"dish": "tofu", "qty": qty}, table=table) for table, qty in TABLES]
    return [each["lines"][0]["line"] for each in placed]


def stands_on(api: Api, lines: list[str]) -> list[str]:
    """The ticket of each line."""
    return [api.store.state.kitchen.items[line].ticket for line in lines]


TABLES = (("A01", 1), ("A02", 2), ("A03", 1))


async def test_it_is_off_and_comes_and_goes_by_the_form(api: Api) -> None:
    await three_tables(api)
    for fields, on in (({}, False), ({"batches": "on"}, True), ({}, False)):
        assert await sent(api, "wall", **fields) == 303
        html = (await shown(api, "/screens/wall?lang=en", "kitchen")).html
        assert ('id="batches"' in html, 'class="batches"' in html) == (on, on)
        assert ('name="batches" checked' in (await shown(api, "/screens/wall/settings")).html) == on


async def test_the_column_says_how_many_of_what_and_for_whom(api: Api) -> None:
    await three_tables(api)
    await sent(api, "wall", batches="on")
    html = (await shown(api, "/screens/wall?lang=en", "kitchen")).html
    (group,) = re.findall(r'<section class="batches">.*?</section>', html, re.DOTALL)
    assert re.findall(r'batch-qty">(\d+)<', group) == ["4"]
    assert re.findall(r"<span>(A\d\d(?:×\d)?)</span>", group) == ["A01", "A02×2", "A03"]


async def test_many_are_counted_and_all_of_them_stand_on_the_card(api: Api) -> None:
    await sent(api, "wall", batches="on")
    for table in ("A01", "A02"):
        await api.order("tofu", "noodles", "crab", "cola", "sesame", table=table)
    html = (await shown(api, "/screens/wall?lang=en", "kitchen")).html
    assert html.count('class="batch"') == 4
    assert "+1 more" in html
    card = (await shown(api, "/screens/wall/batches?lang=en", "kitchen")).html
    assert card.count("all 2 done") == 5


async def test_the_card_offers_all_of_it_and_what_makes_the_first_tables_whole(api: Api) -> None:
    lines = await three_tables(api)
    off = (await shown(api, "/screens/wall/batches?lang=en", "kitchen")).html
    assert "that is switched off" in off
    assert "A manager switches it on: Settings → Screens → “wall”" in off
    assert "can be cooked together now" not in off
    assert 'href="/screens/wall/settings"' in (await shown(api, "/screens/wall/batches?lang=en")).html
    await sent(api, "wall", batches="on")
    card = (await shown(api, "/screens/wall/batches?lang=en", "kitchen")).html
    buttons = re.findall(r'data-qty="(\d+)" data-lines="([^"]*)"\s+data-tickets="([^"]*)"', card)
    parts = [(4, lines), (1, lines[:1]), (3, lines[:2])]
    assert buttons == [(str(n), " ".join(some), " ".join(stands_on(api, some))) for n, some in parts]
    assert "4 份全部完成" in (await shown(api, "/screens/wall/batches?lang=zh", "kitchen")).html
    assert "card-button" not in (await shown(api, "/screens/wall/batches", "waiter")).html
    assert (await shown(api, "/screens/wall/batches", "guest")).status == 403


async def test_a_part_that_is_done_leaves_the_rest(api: Api) -> None:
    lines = await three_tables(api)
    await sent(api, "wall", batches="on")
    seen = {"lines": lines, "tickets": stands_on(api, lines)}
    answer = await api.post("/screens/wall/batch", {**seen, "qty": 3}, role="kitchen")
    assert (answer.json()["lines"], answer.json()["left"]) == (lines[:2], 0)
    assert 'class="batches"' not in (await shown(api, "/screens/wall?lang=en", "kitchen")).html
    assert (await api.post("/screens/wall/batch", {**seen, "qty": 1}, role="kitchen")).status_code == 409
    assert (await api.post("/screens/wall/batch", {**seen, "lines": [], "qty": 1}, role="kitchen")).status_code == 400
    one = {**seen, "tickets": seen["tickets"][:1]}
    assert (await api.post("/screens/wall/batch", {**one, "qty": 1}, role="kitchen")).status_code == 422
    assert (await api.post("/screens/wall/batch", {**seen, "qty": 1}, role="guest")).status_code == 403


@pytest.mark.parametrize("role", ["progress", "pickup", "calls"])
async def test_boards_are_not_asked(api: Api, role: Any) -> None:
    await api.do(ChangeKitchen(screens=(Screen("board", named("Board"), role=role),)))
    assert 'name="batches"' not in (await shown(api, "/screens/board/settings")).html
    assert "card-button" not in (await shown(api, "/screens/board/batches", "kitchen")).html


async def test_the_house_says_how_much_and_how_far_apart(api: Api) -> None:
    html = (await shown(api, "/settings/pacing")).html
    assert re.search(r'name="batch_window"[^>]*value="10"', html)
    assert re.search(r'name="batch_most"[^>]*value="8"', html)
