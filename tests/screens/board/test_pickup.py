"""The pickup board: numbers are prepared, are ready, are called by recorded voice, and are gone once handed over."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.screens.board.conftest import OpenBoard, cut_off, said
from tests.screens.kitchen import Kitchen

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def takeaway(kitchen: Kitchen, *lines: str) -> Any:
    return kitchen.order(*(lines or ("tofu",)), table=None, service="takeaway", channel="counter")


def ready(kitchen: Kitchen, placed: Any) -> None:
    for ticket in placed["tickets"]:
        kitchen.post(f"/tickets/{ticket}/bump")


def numbers(page: Page, side: str) -> list[str]:
    return page.locator(f"[data-into='{side}'] .order-number").all_inner_texts()


@pytest.mark.parametrize(
    ("lang", "call"),
    [("zh", ["zh/please", "zh/1", "zh/number", "zh/collect"]), ("en", ["en/number", "en/1", "en/ready"])],
)
def test_a_number_is_prepared_then_ready_and_called_twice_then_gone(
    kitchen: Kitchen, open_board: OpenBoard, lang: str, call: list[str]
) -> None:
    page = open_board("pickup", lang)
    expect(page.locator("#nothing")).to_be_visible()
    expect(page.locator("#sound")).to_have_attribute("data-sound", "sound_on")
    placed = takeaway(kitchen)
    expect(page.locator("[data-list=making]")).to_have_count(1)
    expect(page.locator("#nothing")).to_be_hidden()
    ready(kitchen, placed)
    expect(page.locator("[data-list=ready].is-new")).to_have_count(1)
    assert (numbers(page, "making"), numbers(page, "ready")) == ([], ["1"])
    said(page, *call, *call)
    page.reload()
    expect(page.locator("[data-list=ready].is-new")).to_have_count(1)
    page.mouse.click(3, 3)
    kitchen.post(f"/lines/{placed['lines'][0]['line']}/serve")
    expect(page.locator("#nothing")).to_be_visible()
    assert page.evaluate("window.spoken") == [], "who was called before the page was loaded anew is not called again"


def test_the_newest_stands_first_and_one_is_called_after_the_other(kitchen: Kitchen, open_board: OpenBoard) -> None:
    page = open_board("pickup", "zh")
    orders = [takeaway(kitchen) for _ in range(3)]
    for placed in orders:
        ready(kitchen, placed)
    expect(page.locator("[data-list=ready]")).to_have_count(3)
    assert numbers(page, "ready") == ["3", "2", "1"]
    expect(page.locator("html")).to_have_attribute(
        "data-spoken", re.compile(r"zh/3 zh/number zh/collect$"), timeout=30_000
    )
    told = page.evaluate("window.spoken.join(' ')").split("zh/please ")[1:]
    calls = [f"zh/{number} zh/number zh/collect" for number in (1, 2, 3)]
    assert list(dict.fromkeys(each.strip() for each in told)) == calls, "whole calls, the first that was ready first"
    assert told[0].strip() == told[1].strip() == calls[0]
    assert len(told) <= 6


def test_a_board_that_may_not_sound_says_so_and_one_touch_unlocks_it(kitchen: Kitchen, open_board: OpenBoard) -> None:
    page = open_board("pickup", touched=False)
    button = page.locator("#sound")
    expect(button).to_have_attribute("data-sound", "sound_locked")
    expect(button).to_have_text("Tap to turn sound on")
    button.tap()
    expect(button).to_have_attribute("data-sound", "sound_on")
    button.tap()
    expect(button).to_have_attribute("data-sound", "sound_muted")
    ready(kitchen, takeaway(kitchen))
    expect(page.locator("[data-list=ready]")).to_have_count(1)
    page.wait_for_timeout(300)
    assert page.evaluate("window.spoken") == []


@pytest.mark.parametrize("size", [(1920, 1080), (1280, 720)])
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_no_number_is_cut_off_and_pages_turn(
    kitchen: Kitchen, open_board: OpenBoard, size: tuple[int, int], lang: str
) -> None:
    orders = [takeaway(kitchen) for _ in range(80)]
    for placed in orders[:40]:
        ready(kitchen, placed)
    page = open_board("pickup", lang, size=size)
    expect(page.locator("[data-list=ready]")).to_have_count(40)
    assert cut_off(page, ".order") == []
    expect(page.locator("#turn")).to_be_visible()
    before = page.locator("#turn").inner_text()
    expect(page.locator("#turn")).not_to_have_text(before, timeout=15_000)
    assert cut_off(page, ".order") == []
