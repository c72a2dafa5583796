"""Practising in a real browser: with the fingers of whoever does it, on their own pages."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.screens.desk_pages import DESK, PHONE, OpenDesk, open_desk
from tests.screens.kitchen import Kitchen, running
from tests.screens.test_axe import faults

__all__ = ["open_desk"]

pytestmark = [pytest.mark.browser, pytest.mark.slow]

BACK_MS = 15_000
SEEN_MS = 500
"""A press is about what has stood there for longer than a glance."""


@pytest.fixture(scope="module")
def kitchen(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Kitchen]:
    yield from running(Kitchen(tmp_path_factory.mktemp("practice") / "data"))


def practising(
    kitchen: Kitchen, open_desk: OpenDesk, role: str = "waiter", lang: str = "en", size: tuple[int, int] = DESK
) -> Page:
    """Somebody who has begun to practise."""
    page = open_desk("/floor" if role != "kitchen" else "/", lang, size=size, role=role)
    page.goto(f"{kitchen.url}/practice")
    page.locator("form[action='/practice'] button").click()
    expect(page.locator(".practice-word")).to_have_text("练习 PRACTICE")
    return page


def begin(page: Page, exercise: str) -> None:
    page.locator(f".rows form:has(input[value={exercise}]) button").click()
    expect(page.locator("#practice-now")).not_to_have_text("What do you want to practise?")


def says(page: Page, words: str) -> None:
    """What the line over the page says now."""
    expect(page.locator("#practice-now")).to_contain_text(words)


def test_a_waiter_gives_money_back_with_the_word_of_who_approves(kitchen: Kitchen, open_desk: OpenDesk) -> None:
    before = kitchen.get("/events?since=0&limit=500")["events"][-1]["seq"]
    page = practising(kitchen, open_desk)
    begin(page, "refund")
    expect(page.locator("body")).to_have_attribute("data-runs", "1")
    page.locator("#practice-steps summary").click()
    pin = page.locator("#practice-panel p").first.inner_text().split("type ")[1].split(":")[0]
    page.keyboard.press("Escape")
    page.locator(".bill-line input[type=checkbox]").first.check()
    page.keyboard.press("Alt+b")
    page.fill("#refunding-reason", "cold")
    page.keyboard.press("Enter")
    page.locator("#approving-tiles .tile", has_text="Practice manager").click()
    page.keyboard.type(pin)
    page.keyboard.press("Enter")
    expect(page.locator("#said")).to_contain_text("Given back")
    says(page, "Well done!")
    assert kitchen.get("/events?since=0&limit=500")["events"][-1]["seq"] == before


def test_a_round_is_ordered_on_a_phone_and_nothing_reaches_the_kitchen(kitchen: Kitchen, open_desk: OpenDesk) -> None:
    before = kitchen.get("/events?since=0&limit=500")["events"][-1]["seq"]
    page = practising(kitchen, open_desk, size=PHONE)
    begin(page, "round")
    page.locator("[data-table='A01']").click()
    page.locator("#headcount [data-answer='2']").click()
    page.wait_for_url("**/order?session=*")
    says(page, "choose a dish or two")
    for sent, dish in enumerate(("tofu", "cola"), start=1):
        page.locator(f".dish[data-dish={dish}] .dish-add").click()
        page.locator("#cart-open").click()
        page.locator("#send").click()
        expect(page.locator("#rounds .sent")).to_have_count(sent)
        page.locator("#cart-close").click()
    says(page, "Well done!")
    assert page.evaluate("Object.keys(localStorage).filter((key) => /^kds\\.(cart|round|deed)/.test(key))") == []
    assert kitchen.get("/events?since=0&limit=500")["events"][-1]["seq"] == before


def test_a_cook_bumps_and_recalls_on_a_wall_of_the_practice(kitchen: Kitchen, open_desk: OpenDesk) -> None:
    before = kitchen.get("/events?since=0&limit=500")["events"][-1]["seq"]
    page = practising(kitchen, open_desk, role="manager")
    begin(page, "bump")
    expect(page.locator("#link")).to_have_attribute("data-state", "live")
    for left in (1, 0):
        page.wait_for_timeout(SEEN_MS)
        page.locator(".slot .ticket-bump").first.click()
        expect(page.locator(".slot .ticket-bump")).to_have_count(left)
    says(page, "做得好")
    page.goto(f"{kitchen.url}/practice")
    begin(page, "recall")
    expect(page.locator("#link")).to_have_attribute("data-state", "live")
    page.wait_for_timeout(SEEN_MS)
    page.locator(".slot .ticket-bump").first.click()
    says(page, "撤回")
    page.locator("#recall").click()
    says(page, "做得好")
    assert kitchen.get("/events?since=0&limit=500")["events"][-1]["seq"] == before


def test_a_page_of_the_house_goes_along_when_this_browser_begins_and_ends(
    kitchen: Kitchen, open_desk: OpenDesk
) -> None:
    real = open_desk("/floor", size=DESK, role="waiter")
    page = real.context.new_page()
    page.goto(f"{kitchen.url}/practice")
    page.locator("form[action='/practice'] button").click()
    expect(real.locator(".practice-word")).to_have_text("练习 PRACTICE")
    page.locator(".practice-leave button").click()
    expect(page.locator("[role=status]")).to_contain_text("You work in the real house again.")
    expect(real.locator(".practice-word")).to_have_count(0)


def test_forms_of_a_practice_say_so_and_are_worth_nothing_afterwards(kitchen: Kitchen, open_desk: OpenDesk) -> None:
    page = practising(kitchen, open_desk, role="manager")
    page.goto(f"{kitchen.url}/setup/tables")
    real = page.context.request.post(
        f"{kitchen.url}/practice/leave", headers={"sec-fetch-site": "same-origin"}, max_redirects=0
    )
    assert real.status == 303
    page.fill("textarea", "Hall: X01 4")
    before = kitchen.get("/events?since=0&limit=500")["events"][-1]["seq"]
    page.locator("main form button[type=submit], main form button:not([type])").first.click()
    page.wait_for_url("**/*practice=*")
    assert kitchen.get("/events?since=0&limit=500")["events"][-1]["seq"] == before


def test_a_practice_that_the_server_has_forgotten_says_so(kitchen: Kitchen, open_desk: OpenDesk) -> None:
    page = practising(kitchen, open_desk)
    page.goto(f"{kitchen.url}/floor")
    kitchen.kill()
    kitchen.start()
    page.wait_for_url("**/practice?ended=1", timeout=BACK_MS)
    expect(page.locator("[role=status]")).to_contain_text("the server starts anew")


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
def test_the_frame_is_on_every_page_clips_nothing_and_is_readable(
    kitchen: Kitchen, open_desk: OpenDesk, lang: str, size: tuple[int, int]
) -> None:
    page = practising(kitchen, open_desk, role="manager", lang=lang, size=size)
    assert faults(page) == []
    for path in ("/practice", "/floor", "/order?table=A02", "/cashier", "/screens/wall", "/people", "/menu/print"):
        page.goto(kitchen.url + path)
        expect(page.locator("#practice-steps")).to_be_visible()
        bar = page.locator(".practice").bounding_box()
        assert bar is not None
        assert (bar["y"], bar["width"]) == (0, size[0])
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), path
        assert page.locator(".practice-leave button").bounding_box()["height"] >= 40  # type: ignore[index]
    page.goto(f"{kitchen.url}/practice")
    begin_first = page.locator(".rows form button").first
    begin_first.click()
    page.locator("#practice-steps summary").click()
    expect(page.locator("#practice-panel li.is-now")).to_be_visible()
    assert faults(page) == []


def test_paper_says_practice_over_every_sheet(kitchen: Kitchen, open_desk: OpenDesk) -> None:
    page = practising(kitchen, open_desk, role="manager")
    page.goto(f"{kitchen.url}/menu/print")
    page.emulate_media(media="print")
    expect(page.locator(".practice-mark")).to_be_visible()
    expect(page.locator(".practice-word")).to_be_visible()
    expect(page.locator(".practice-leave")).to_be_hidden()
