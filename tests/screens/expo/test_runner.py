"""The runners' board in a real Chromium, on a phone: what to carry now; a tap takes it, another serves it."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.screens.expo.conftest import PHONE, OpenBoard, bump, card, line, seen, served
from tests.screens.kitchen import Kitchen

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def test_a_tap_takes_a_dish_and_another_serves_it(kitchen: Kitchen, open_board: OpenBoard) -> None:
    page = open_board("runner", size=PHONE)
    expect(page.locator("#nothing")).to_be_visible()
    placed = kitchen.order("tofu", "cola", table="B01")
    (tofu,) = bump(kitchen, placed, 0)
    seen(page, line(page, tofu), carried="0")
    expect(page.locator(".pass-line")).to_have_count(1)
    line(page, tofu).tap()
    seen(page, line(page, tofu), carried="1")
    assert served(kitchen) == []
    line(page, tofu).tap()
    expect(card(page, "B01")).to_have_count(0)
    assert served(kitchen) == [tofu]


def test_what_the_pass_hands_over_stands_first_and_whole_trays_go_at_once(
    kitchen: Kitchen, open_board: OpenBoard
) -> None:
    first, second = kitchen.order("tofu", table="B01"), kitchen.order("tofu", "cola", table="B02")
    bump(kitchen, first, 0)
    tray = bump(kitchen, second, 0, 1)
    page = open_board("runner", size=PHONE)
    expect(page.locator(".pass").first).to_have_attribute("data-label", "B01")
    kitchen.post("/lines/hand-over", {"lines": tray})
    expect(page.locator(".pass").first).to_have_attribute("data-label", "B02")
    page.wait_for_timeout(600)
    card(page, "B02").locator(".pass-serve").tap()
    expect(card(page, "B02")).to_have_count(0)
    assert sorted(served(kitchen)) == sorted(tray)


def test_a_tray_that_was_taken_by_mistake_is_put_down_again(kitchen: Kitchen, open_board: OpenBoard) -> None:
    placed = kitchen.order("tofu", "cola", table="B01")
    lines = bump(kitchen, placed, 0, 1)
    page = open_board("runner", size=PHONE)
    card(page, "B01").get_by_role("button", name="Take 2").tap()
    seen(page, line(page, lines[0]), carried="1")
    page.locator("#undo-do").tap()
    seen(page, line(page, lines[0]), carried="0")
    assert [each["back"] for each in kitchen.events("LineHandedOver")] == [False, False, True, True]
