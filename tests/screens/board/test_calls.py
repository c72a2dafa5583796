"""The board of calls: what is wanted comes up live, a tap says who goes, and what nobody answers grows and is heard."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.screens.board.conftest import OpenBoard, cut_off
from tests.screens.kitchen import Kitchen

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def sits(kitchen: Kitchen, table: str) -> str:
    session = kitchen.post("/sessions", {"table": table, "guests": 2}, 201)["session"]
    assert isinstance(session, str)
    return session


def test_a_call_is_taken_and_done_by_taps(kitchen: Kitchen, open_board: OpenBoard) -> None:
    page, other = open_board("calls", "zh"), open_board("calls", "en")
    expect(page.locator("#nothing")).to_be_visible()
    call = kitchen.post(f"/sessions/{sits(kitchen, 'A01')}/calls", {"kind": "soup"})["call"]
    here, there = (each.locator(f"[data-part='call {call}']") for each in (page, other))
    expect(here).to_contain_text("加汤")
    expect(page.locator("#count-calls")).to_have_text("1")
    there.locator("[data-do=take]").tap()
    expect(here).to_contain_text("有人去了")
    expect(here.locator("[data-do=take]")).to_have_count(0)
    here.locator("[data-do=end]").tap()
    expect(there).to_have_count(0)
    expect(page.locator("#nothing")).to_be_visible()


def test_what_nobody_answers_is_larger_counted_and_said_on_the_map_and_the_start_page(
    kitchen: Kitchen, open_board: OpenBoard
) -> None:
    page = open_board("calls")
    kitchen.post("/house", {"calls_after_ms": 1_500})
    call = kitchen.post(f"/sessions/{sits(kitchen, 'A02')}/calls", {"kind": "tissues"})["call"]
    here = page.locator(f"[data-part='call {call}']")
    small = here.locator(".call-head").evaluate("node => getComputedStyle(node).fontSize")
    expect(here).to_have_attribute("data-age", "critical", timeout=10_000)
    expect(page.locator("#late")).to_contain_text("1 that nobody answers")
    large = here.locator(".call-head").evaluate("node => getComputedStyle(node).fontSize")
    assert float(large.removesuffix("px")) > 1.3 * float(small.removesuffix("px"))
    page.goto(f"{kitchen.url}/floor?lang=en")
    expect(page.locator("#calls-late")).to_contain_text("Nobody answers these calls: A02")
    page.locator(f"[data-call='{call}'][data-do=take]").click()
    expect(page.locator("#calls-late")).to_be_hidden()
    kitchen.post(f"/sessions/{sits(kitchen, 'A03')}/calls", {"kind": "water"})
    page.wait_for_timeout(2_000)
    page.goto(f"{kitchen.url}/?lang=en")
    expect(page.locator("#alarms-all")).to_contain_text("Nobody answers the calls of A03")


@pytest.mark.parametrize("size", [(1920, 1080), (1280, 720)])
def test_many_calls_with_long_words_are_all_whole(
    kitchen: Kitchen, open_board: OpenBoard, size: tuple[int, int]
) -> None:
    words = "a clean set of children's cutlery, a bib, and somebody who can say what is in the dip, please"
    for number in range(1, 31):
        session = sits(kitchen, f"B{number:02}")
        kitchen.post(f"/sessions/{session}/calls", {"kind": "words", "text": f"{number} {words}"})
    page = open_board("calls", size=size)
    expect(page.locator(".call")).to_have_count(30)
    expect(page.locator("#turn")).to_be_visible()
    assert cut_off(page, ".call") == []
