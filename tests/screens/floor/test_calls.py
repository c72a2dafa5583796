"""Guests call, and the map says who wants what and who goes."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.screens.floor.conftest import OpenFloor
from tests.screens.floor.looking import count_of, tile
from tests.screens.kitchen import Kitchen

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.mark.parametrize(("lang", "wants", "calls"), [("en", "More soup", "1 call"), ("zh", "加汤", "1个呼叫")])
def test_a_call_comes_up_live_is_taken_and_is_gone_when_it_is_done(
    kitchen: Kitchen, open_floor: OpenFloor, table: str, lang: str, wants: str, calls: str
) -> None:
    page, other = open_floor(lang=lang), open_floor(lang=lang)
    session = kitchen.post("/sessions", {"table": table, "guests": 2}, 201)["session"]
    kitchen.post(f"/sessions/{session}/calls", {"kind": "soup"})
    here = page.locator(f"[data-part='calls {session}']")
    expect(here).to_contain_text(wants)
    expect(tile(page, table)).to_contain_text(calls)
    here.locator("[data-do=take]").click()
    there = other.locator(f"[data-part='calls {session}']")
    expect(there.locator("[data-staff]")).not_to_be_empty()
    expect(there.locator("[data-do=take]")).to_have_count(0)
    there.locator("[data-do=end]").click()
    expect(here).to_have_count(0)
    expect(tile(page, table)).not_to_contain_text(calls)
    assert count_of(kitchen, "CallEnded", session=session) == 1


def test_who_asks_again_is_more_urgent_and_words_are_shown_whole(
    kitchen: Kitchen, open_floor: OpenFloor, table: str
) -> None:
    page = open_floor()
    session = kitchen.post("/sessions", {"table": table, "guests": 2}, 201)["session"]
    words = "a clean set of children's cutlery, a bib, and somebody who can say what is in the dip"
    for _ in range(3):
        kitchen.post(f"/sessions/{session}/calls", {"kind": "words", "text": words})
    here = page.locator(f"[data-part='calls {session}']")
    expect(here).to_contain_text(words)
    expect(here).to_contain_text("asked 3 times")


def test_two_who_answer_one_call_are_not_in_each_others_way(
    kitchen: Kitchen, open_floor: OpenFloor, table: str
) -> None:
    page = open_floor()
    session = kitchen.post("/sessions", {"table": table, "guests": 2}, 201)["session"]
    call = kitchen.post(f"/sessions/{session}/calls", {"kind": "water"})["call"]
    done = page.locator(f"[data-call='{call}'][data-do=end]")
    expect(done).to_be_visible()
    page.route("**/api/v1/calls/*/end", lambda route: (kitchen.post(f"/calls/{call}/end"), route.continue_()))
    done.click()
    expect(page.locator(f"[data-part='calls {session}']")).to_have_count(0)
    assert count_of(kitchen, "CallEnded", session=session) == 1
