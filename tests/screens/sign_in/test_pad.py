"""People sign in at a device in a real Chromium: by touch and by keys, and are signed out again."""

from __future__ import annotations

import re
import time

import pytest
from playwright.sync_api import Page, expect

from tests.screens.desk import OpenPage, code_on
from tests.screens.sign_in.conftest import DESK, NAMES, PHONE, PIN, OpenPad, Staffed, touch
from tests.screens.test_axe import faults

pytestmark = [pytest.mark.browser, pytest.mark.slow]

SIZES = pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
LANGUAGES = pytest.mark.parametrize("lang", ["zh", "en"])
IDLE_MS = 5_000
BACK_MS = 15_000
BACK_AT_THE_PAD = re.compile(r"/sign-in\?next=")


def wide(page: Page) -> bool:
    """Whether something stands beside the page."""
    return bool(page.evaluate("document.documentElement.scrollWidth > innerWidth"))


def signed_in(page: Page, name: str) -> None:
    """The page says who it is that is signed in."""
    expect(page.locator(".lock-name")).to_have_text(name)


@LANGUAGES
@SIZES
def test_a_tap_on_a_name_and_a_pin_are_enough_and_take_less_than_two_seconds(
    open_pad: OpenPad, lang: str, size: tuple[int, int]
) -> None:
    page = open_pad(lang, size)
    assert not wide(page)
    assert faults(page) == []
    page.locator("#tiles .tile", has_text="Bartholomew").click()
    expect(page.locator("#pad-who")).to_have_text(NAMES[2])
    assert not wide(page)
    assert faults(page) == []
    for digit in PIN:
        page.locator(f'[data-digit="{digit}"]').click()
    began = time.monotonic()
    page.locator(".keypad-key.is-main").click()
    signed_in(page, NAMES[2])
    assert time.monotonic() - began < 2
    assert not wide(page)
    assert faults(page) == []
    kept = page.evaluate("JSON.stringify(localStorage) + JSON.stringify(sessionStorage) + document.cookie")
    assert PIN not in kept
    assert "kds_person" not in kept


@pytest.mark.parametrize(
    ("typed", "name"), [("an", "Ann"), ("lxm", "林小梅"), ("wangw", "王伟"), ("feather", NAMES[2])]
)
def test_letters_find_the_name_and_digits_are_the_pin(open_pad: OpenPad, typed: str, name: str) -> None:
    page = open_pad()
    page.keyboard.type(typed)
    expect(page.locator("#pad-who")).to_have_text(name)
    page.keyboard.type("1")
    page.keyboard.press("Backspace")
    page.keyboard.type(PIN)
    page.keyboard.press("Enter")
    signed_in(page, name)


def test_escape_begins_anew_and_who_was_here_last_comes_first(open_pad: OpenPad) -> None:
    page = open_pad()
    page.keyboard.type("zzz")
    expect(page.locator("#pad-none")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("#pad-none")).to_be_hidden()
    touch(page, "王伟")
    signed_in(page, "王伟")
    page.locator(".lock button").click()
    expect(page.locator("#tiles .tile bdi").first).to_have_text("王伟")


@LANGUAGES
def test_a_wrong_pin_is_told_and_the_next_may_be_right(open_pad: OpenPad, lang: str) -> None:
    page = open_pad(lang)
    touch(page, "Ann", "1379")
    expect(page.locator(".keypad-fault")).to_have_text({"zh": "PIN 不对。", "en": "This PIN is wrong."}[lang])
    expect(page.locator(".keypad-pin")).to_have_value("")
    touch(page, "Ann")
    signed_in(page, "Ann")


def test_who_guesses_waits_and_somebody_else_does_not(open_pad: OpenPad) -> None:
    page = open_pad()
    for _ in range(6):
        touch(page, "Ann", "1379")
        expect(page.locator(".keypad-pin")).to_have_value("")
    expect(page.locator(".keypad-fault")).to_contain_text("Too many wrong PINs")
    touch(page, "王伟")
    signed_in(page, "王伟")
    touch(open_pad(device=1), "Ann")


def test_alt_0_locks_and_the_next_is_somebody_else(open_pad: OpenPad) -> None:
    page = open_pad(path="/floor")
    assert page.url.endswith("next=/floor%3Flang%3Den")
    touch(page, "Ann")
    page.wait_for_url("**/floor*")
    expect(page.locator("body")).to_have_attribute("data-runs", "1")
    signed_in(page, "Ann")
    page.wait_for_load_state("load")
    page.keyboard.press("Alt+0")
    page.wait_for_url("**/sign-in")
    touch(page, "May", "97531")
    signed_in(page, "May")
    page.go_back()
    expect(page.locator(".lock-name")).not_to_have_text("Ann")


def test_whoever_touches_nothing_is_signed_out_and_the_pad_is_back(kitchen: Staffed, open_pad: OpenPad) -> None:
    kitchen.post("/house", {"sign_out_after_ms": IDLE_MS})
    page = open_pad()
    touch(page, "Ann")
    signed_in(page, "Ann")
    page.goto(f"{kitchen.url}/floor")
    began = time.monotonic()
    while time.monotonic() - began < 1.5 * IDLE_MS / 1000:
        page.keyboard.press("Shift")
        page.wait_for_timeout(200)
    assert page.url.endswith("/floor")
    page.wait_for_url(BACK_AT_THE_PAD, timeout=BACK_MS)
    touch(page, "Ann")
    page.wait_for_url("**/floor")


@pytest.mark.parametrize("path", ["/floor", "/order?table=A01", "/screens/wall"])
def test_who_is_given_another_role_is_signed_out_on_every_page(kitchen: Staffed, open_pad: OpenPad, path: str) -> None:
    page = open_pad()
    touch(page, "Ann")
    signed_in(page, "Ann")
    page.goto(kitchen.url + path)
    signed_in(page, "Ann")
    kitchen.post(f"/people/{kitchen.people['Ann']}/role", {"role": "kitchen"})
    page.wait_for_url(BACK_AT_THE_PAD, timeout=BACK_MS)
    expect(page.locator("#pad")).to_be_visible()


def test_a_sign_in_lives_over_a_restart_of_the_server(kitchen: Staffed, open_pad: OpenPad) -> None:
    page = open_pad()
    touch(page, "Ann")
    signed_in(page, "Ann")
    kitchen.kill()
    kitchen.start()
    page.goto(f"{kitchen.url}/floor")
    signed_in(page, "Ann")


@LANGUAGES
def test_a_handheld_is_paired_by_its_code_and_let_go(open_page: OpenPage, lang: str) -> None:
    handheld = open_page("/screens", width=PHONE[0], height=PHONE[1])
    code = code_on(handheld)
    desk = open_page(f"/screens/pair?lang={lang}", "manager")
    desk.fill("#code", code)
    desk.select_option("#screen", "@people")
    desk.check(f"input[name=language][value={lang}]", force=True)
    desk.fill("#name", "Handheld 7")
    desk.click("form[action='/screens/pair'] button")
    handheld.wait_for_url(f"**/sign-in?lang={lang}")
    touch(handheld, "Ann")
    signed_in(handheld, "Ann")
    row = desk.locator("#devices tr", has_text="Handheld 7")
    expect(row).to_contain_text("Ann", timeout=BACK_MS)
    assert faults(desk) == []
    row.locator("a.button").click()
    desk.click(".is-asking button")
    handheld.wait_for_url("**/screens", timeout=BACK_MS)


def test_a_browser_that_is_not_paired_asks_for_a_login_code_and_offers_to_be_paired(open_page: OpenPage) -> None:
    page = open_page("/sign-in?lang=en")
    expect(page.locator("#token")).to_be_visible()
    page.click("main a[href='/screens']")
    code_on(page)


@LANGUAGES
@SIZES
def test_every_page_says_who_is_signed_in_and_nothing_is_out_of_sight(
    kitchen: Staffed, open_pad: OpenPad, lang: str, size: tuple[int, int]
) -> None:
    page = open_pad(lang, size)
    page.locator("#tiles .tile", has_text="Bartholomew").click()
    page.keyboard.type(PIN)
    page.keyboard.press("Enter")
    signed_in(page, NAMES[2])
    for path in ("/floor", "/order?table=A01", "/cashier", "/drawer", "/screens/wall", "/sign-in"):
        page.goto(kitchen.url + path)
        signed_in(page, NAMES[2])
        expect(page.locator(".lock button")).to_be_in_viewport(ratio=0.99)
        assert not wide(page), path
        assert faults(page) == [], path
