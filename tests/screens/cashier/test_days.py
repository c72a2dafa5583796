"""The business day, closed by hand in a real Chromium: what is unfinished is named, and the day has a number then."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from tests.live.proxy import Proxy
from tests.screens.cashier.conftest import OpenTill
from tests.screens.cashier.looking import BACK_MS, bill_page, pay_card
from tests.screens.kitchen import Kitchen, running

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.fixture
def kitchen(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Kitchen]:
    """A house for each test: a day is closed once."""
    yield from running(Kitchen(tmp_path_factory.mktemp("days") / "data"))


@pytest.mark.parametrize(("lang", "refused"), [("en", "say a word why"), ("zh", "请先处理，或者注明原因再日结")])
def test_a_day_with_something_unfinished_needs_a_word_and_then_has_a_number_and_checks(
    kitchen: Kitchen, open_till: OpenTill, lang: str, refused: str
) -> None:
    paid, owes = kitchen.order("tofu", table="A01"), kitchen.order("cola", table="A02")
    pay_card(kitchen, paid["bill"])
    page = open_till("/days", lang, role="manager")
    expect(page.locator("[data-unpaid] a")).to_have_attribute("href", bill_page(owes))
    expect(page.locator("[data-unpaid] a")).to_have_text("A02 · ¥6.00")
    sheets = page.locator("[data-tickets] a").evaluate_all("(all) => all.map((each) => each.getAttribute('href'))")
    assert sheets == [f"/sessions/{paid['session']}", f"/sessions/{owes['session']}"]
    page.keyboard.press("Alt+X")
    expect(page.locator('[data-fault="day"]')).to_contain_text(refused)
    page.fill("#closing-word", "they come tomorrow")
    page.keyboard.press("Enter")
    page.wait_for_url("**/days/2*")
    number = page.locator("[data-z]").get_attribute("data-z")
    expect(page.locator('[data-check="bills"]')).to_contain_text("¥12.00 = ¥12.00")
    expect(page.locator('[data-fits="0"]')).to_have_count(0)
    expect(page.locator("main")).to_contain_text("they come tomorrow")
    expect(page.locator('[data-tender="card"]')).to_contain_text("¥12.00")
    page.click(".links a")
    expect(page.locator("tbody tr").first).to_contain_text(f"Z{number}")


def test_a_day_is_closed_once_though_its_answer_is_lost(kitchen: Kitchen, wire: Proxy, open_till: OpenTill) -> None:
    page = open_till("/days", role="manager", port=wire.port)
    before = len(kitchen.events("DayClosed"))
    wire.set("deaf")
    page.keyboard.press("Alt+X")
    expect(page.locator('[data-fault="day"]')).to_contain_text("No answer yet")
    wire.set("pass")
    page.reload()
    page.wait_for_url("**/days/2*", timeout=BACK_MS)
    expect(page.locator("[data-z]")).to_be_visible()
    assert len(kitchen.events("DayClosed")) == before + 1


def test_the_day_under_way_is_told_as_it_would_be_closed_now(kitchen: Kitchen, open_till: OpenTill) -> None:
    pay_card(kitchen, kitchen.order("tofu")["bill"])
    page = open_till("/days", role="manager")
    page.get_by_role("link", name="What it comes to so far").click()
    expect(page.locator("h1")).to_contain_text("under way")
    expect(page.locator('[data-check="bills"]')).to_contain_text("¥12.00 = ¥12.00")


def test_a_till_that_is_not_counted_is_named(kitchen: Kitchen, open_till: OpenTill) -> None:
    kitchen.post("/shifts/open", {"float_minor": 100, "till": "bar"}, 201)
    page = open_till("/days", role="manager")
    expect(page.get_by_role("link", name="bar")).to_have_attribute("href", "/drawer")
