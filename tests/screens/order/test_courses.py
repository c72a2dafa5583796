"""A waiter orders two courses in one order, and has the second made when the guests are ready for it."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.screens.kitchen import Kitchen
from tests.screens.order.conftest import OpenOrder

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.mark.parametrize(
    ("lang", "course", "held", "with_it", "fire"),
    [
        ("zh", "第2道", "等叫", "跟道次", "起第2道（2份）"),
        ("en", "Course 2", "hold", "with its course", "Fire course 2 (2 dishes)"),
    ],
)
def test_the_second_course_is_ordered_with_the_first_and_fired_by_one_button(
    kitchen: Kitchen, open_order: OpenOrder, lang: str, course: str, held: str, with_it: str, fire: str
) -> None:
    hand = open_order(lang=lang)
    page = hand.page
    for dish, number in (("beef", "1"), ("tripe", "2"), ("tofu", "2"), ("potato", "")):
        hand.tap(f".dish[data-dish={dish}] .dish-more")
        page.fill("#sheet-course", number)
        if number == "2":
            expect(page.locator("#sheet-fire button").first).to_have_text(with_it)
        hand.tap("#sheet-add")
    hand.tap("#cart-open")
    expect(page.locator(".cart-chosen")).to_have_text([course.replace("2", "1"), course, course, ""])
    expect(page.locator(".cart-fire.is-held")).to_have_text([held, held])
    hand.tap("#send")
    expect(page.locator("#rounds .sent")).to_have_count(4)
    (placed,) = kitchen.events("RoundPlaced")
    assert [(line["course"], line["fire"]) for line in placed["lines"]] == [
        (1, "now"), (2, "hold"), (2, "hold"), (0, "now"),
    ]  # fmt: skip
    page.goto(f"{kitchen.url}/sessions/{placed['session']}")
    expect(page.locator("body")).to_have_attribute("data-runs", "1")
    expect(page.locator(".row.is-held .row-course")).to_have_text([course, course])
    page.click(f"text={fire}")
    expect(page.locator(".row.is-held")).to_have_count(0)
    expect(page.locator(".row.is-fired")).to_have_count(4)
    expect(page.locator("[data-course]")).to_have_count(0)
    assert [each["line"] for each in kitchen.events("LineFired")] == [each["line"] for each in placed["lines"]][1:3]
