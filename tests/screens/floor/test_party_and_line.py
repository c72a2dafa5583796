"""What is done with a whole party and with one of its lines, on its sheet in a real Chromium."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.screens.floor.conftest import OpenFloor
from tests.screens.floor.looking import becomes, count_of, lines_of, row
from tests.screens.kitchen import Kitchen

pytestmark = [pytest.mark.browser, pytest.mark.slow]
SHRIMP = {
    "dish": "live_shrimp",
    "name": {"zh": "活虾", "en": "Live Shrimp"},
    "kind": "dish",
    "category": "all",
    "station": "catch_all",
    "price_minor": 5000,
    "standard_ms": 600_000,
    "weighed": True,
    "to_weigh": True,
    "per": 500,
}


def sheet(open_floor: OpenFloor, placed: Any, lang: str = "en", **more: Any) -> Page:
    return open_floor(f"/sessions/{placed['session']}", lang, **more)


def choose(page: Page, label: str) -> None:
    """A party in the question that is open, found by its table."""
    page.fill("#choosing-find", label.lower())
    expect(page.locator("#choosing .choices-list button")).to_have_count(1)
    page.keyboard.press("Enter")


def more(page: Page, line: str, deed: str) -> None:
    row(page, line).locator("[data-open=more]").click()
    page.click(f"#more [value={deed}]")


def test_allergies_and_a_note_of_the_whole_table_are_loud_and_can_be_changed(
    kitchen: Kitchen, open_floor: OpenFloor, table: str
) -> None:
    page = sheet(open_floor, kitchen.order("tofu", table=table))
    page.click("[data-open=note]")
    page.fill("#noting-allergies", "peanuts <b>")
    page.fill("#noting-note", "two children")
    page.click("#noting [value=note]")
    expect(page.locator(".sheet-note.is-allergy")).to_contain_text("peanuts <b>")
    expect(page.locator(".sheet-note").nth(1)).to_contain_text("two children")
    page.click("[data-open=note]")
    expect(page.locator("#noting-allergies")).to_have_value("peanuts <b>")
    page.fill("#noting-note", "")
    page.click("#noting [value=note]")
    expect(page.locator(".sheet-note")).to_have_count(1)


def test_a_party_is_merged_and_taken_apart_again(
    kitchen: Kitchen, open_floor: OpenFloor, table: str, other: str
) -> None:
    placed, into = kitchen.order("tofu", table=table), kitchen.order("noodles", table=other)
    page = sheet(open_floor, placed)
    page.click("[data-open=merge]")
    choose(page, other)
    page.wait_for_url(f"**/sessions/{into['session']}")
    becomes(row(page, lines_of(placed)[0]), state="fired")
    expect(page.locator(".sheet-merged")).to_contain_text(table)
    merged = sheet(open_floor, placed)
    expect(merged.locator(".sheet-head .notice")).to_contain_text(f"This party is merged into {other}.")
    page.click("[data-open=apart]")
    expect(page.locator("#apart-table")).to_have_value(table)
    page.click("#apart [value=apart]")
    expect(page.locator(".sheet-merged")).to_have_count(0)
    expect(row(page, lines_of(placed)[0])).to_have_count(0)
    assert kitchen.get(f"/tables/{table}")["session"] == placed["session"]


def test_where_their_table_is_taken_another_is_named(
    kitchen: Kitchen, open_floor: OpenFloor, table: str, other: str, numbers: Any
) -> None:
    placed, into = kitchen.order("tofu", table=table), kitchen.order("noodles", table=other)
    kitchen.post(f"/sessions/{placed['session']}/merge", {"into": into["session"]})
    kitchen.order("tofu", table=table)
    page = sheet(open_floor, into)
    page.click("[data-open=apart]")
    page.click("#apart [value=apart]")
    expect(page.locator('[data-fault="party"]')).to_contain_text(table)
    free = f"B{next(numbers):02}"
    page.click("[data-open=apart]")
    page.fill("#apart-table", free)
    page.click("#apart [value=apart]")
    expect(page.locator(".sheet-merged")).to_have_count(0)
    assert kitchen.get(f"/tables/{free}")["session"] == placed["session"]


def test_a_party_is_handed_to_a_colleague_by_name_and_asks_for_the_bill(
    kitchen: Kitchen, open_floor: OpenFloor, table: str
) -> None:
    placed = kitchen.order("tofu", table=table)
    page = sheet(open_floor, placed)
    page.click("[data-open=hand]")
    colleague = page.locator("#handing .choices-list button").first
    name = colleague.inner_text()
    colleague.click()
    expect(page.locator(".sheet-staff")).to_have_text(name)
    page.click("[data-open=ask-bill]")
    expect(page.locator("[data-open=ask-bill]")).to_have_count(0)
    assert count_of(kitchen, "BillAsked", session=placed["session"]) == 1


def test_the_note_of_a_line_is_changed_and_the_line_goes_to_another_party(
    kitchen: Kitchen, open_floor: OpenFloor, table: str, other: str
) -> None:
    placed, there = kitchen.order("tofu", "noodles", table=table), kitchen.order("cola", table=other)
    line, left = lines_of(placed)
    page = sheet(open_floor, placed)
    more(page, line, "note")
    page.fill("#line-noting-note", "thin slices")
    page.click("#line-noting [value=note]")
    expect(row(page, line).locator(".row-note")).to_contain_text("thin slices")
    more(page, line, "carry")
    expect(page.locator("#moving input:checked")).to_have_count(1)
    expect(page.locator(f'#moving input[value="{line}"]')).to_be_checked()
    page.select_option("#moving-to", value=there["session"])
    page.click("#moving [value=move]")
    expect(row(page, line)).to_have_count(0)
    becomes(row(page, left), state="fired")
    becomes(row(sheet(open_floor, there), line), state="fired")


@pytest.mark.parametrize("role", ["waiter", "manager"])
def test_a_dish_is_given_free_by_a_manager_or_with_the_word_of_one(
    kitchen: Kitchen, open_floor: OpenFloor, table: str, role: str
) -> None:
    (line,) = lines_of(placed := kitchen.order("tofu", table=table))
    page = sheet(open_floor, placed, role=role)
    row(page, line).locator("[data-open=more]").click()
    free = page.locator("#more [value=comp]")
    free.click()
    page.click("#comping [value=comp]")
    expect(page.locator("#comping .fault")).to_have_text("Say why")
    page.fill("#comping-more", "a birthday")
    page.click("#comping [value=comp]")
    if role == "waiter":
        expect(page.locator("#approving-code")).to_be_focused()
        page.keyboard.type(kitchen.secrets["manager"])
        page.keyboard.press("Enter")
    expect(row(page, line).locator(".row-free")).to_have_text("given free")


def test_a_dish_waits_for_the_scale(kitchen: Kitchen, open_floor: OpenFloor, table: str) -> None:
    kitchen.post("/menu/changes", {"dishes": [SHRIMP]})
    (line,) = lines_of(placed := kitchen.order("live_shrimp", table=table))
    page = sheet(open_floor, placed)
    expect(row(page, line).locator(".row-weigh")).to_have_text("to be weighed")
    more(page, line, "weigh")
    page.fill("#weighing-gross", "200")
    page.fill("#weighing-tare", "300")
    page.click("#weighing [value=weigh]")
    expect(page.locator("#weighing .fault")).to_be_visible()
    page.fill("#weighing-gross", "1300")
    page.click("#weighing [value=weigh]")
    expect(row(page, line).locator(".row-price")).to_have_text("¥100.00")
    expect(row(page, line).locator(".row-dish b")).to_have_text("1000 g")


def test_a_server_that_does_not_answer_is_said_in_the_question(
    kitchen: Kitchen, open_floor: OpenFloor, table: str
) -> None:
    page = sheet(open_floor, kitchen.order("tofu", table=table))
    page.route("**/api/v1/sessions", lambda route: route.abort())
    page.click("[data-open=merge]")
    expect(page.locator("#choosing [data-says]")).to_have_text("The server does not answer. Try again.")
