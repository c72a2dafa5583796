"""The start page in a real Chromium: it says what is wrong, as it happens, and takes an acknowledgement."""

from __future__ import annotations

import re
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Browser, expect

from tests.house import FOUNDING
from tests.screens.desk import OpenPage, paired_wall
from tests.screens.kitchen import Kitchen

pytestmark = [pytest.mark.browser, pytest.mark.slow]

SLOW_MS = 20_000
MISSED_MS = 5_000
"""Asked every two seconds, given one and a half to answer, and some more on a busy machine."""


def test_a_ticket_that_nobody_has_seen_is_told_and_taken_charge_of(kitchen: Kitchen, open_page: OpenPage) -> None:
    page = open_page("/?lang=en", "waiter")
    expect(page.locator(".unseen")).to_have_count(0)
    kitchen.ticket("tofu", "sesame", table="A03")
    expect(page.locator(".unseen")).to_contain_text("1 ticket that no screen has shown", timeout=SLOW_MS)
    expect(page.locator(".unseen-rows")).to_contain_text("A03")
    expect(page.locator(".unseen-rows")).to_contain_text("1 × tofu, 1 × sesame")
    expect(page.locator(".unseen-rows")).to_contain_text("since ")
    page.click("text=I told the kitchen")
    expect(page.locator(".unseen")).to_have_count(0)
    assert len(kitchen.events("TicketAcknowledged")) == 1


def test_alarms_are_a_row_a_table_below_the_figures_and_all_told_in_one_press(
    kitchen: Kitchen, open_page: OpenPage
) -> None:
    page = open_page("/?lang=zh", "waiter")
    for table in ("A03", "A03", "A02", "A03"):
        kitchen.ticket("tofu", table=table)
    expect(page.locator(".unseen h2")).to_contain_text("4 张制作单没有在任何屏幕上显示过", timeout=SLOW_MS)
    expect(page.locator(".unseen-rows li")).to_have_count(2)
    figures, alarms = page.locator(".figures").bounding_box(), page.locator(".alarms").bounding_box()
    assert figures is not None
    assert alarms is not None
    assert figures["y"] + figures["height"] <= alarms["y"]
    page.locator(".alarms summary").click()
    expect(page.locator(".unseen")).to_be_hidden()
    page.evaluate("document.activeElement.blur(); document.getElementById('house').dataset.before = '1'")
    expect(page.locator("#house[data-before]")).to_have_count(0, timeout=SLOW_MS)  # it has been brought up to date
    expect(page.locator(".unseen")).to_be_hidden()
    page.locator(".alarms summary").click()
    page.click("text=全部已通知")
    expect(page.locator(".alarms")).to_have_count(0)
    assert len(kitchen.events("TicketAcknowledged")) == 4


@pytest.mark.parametrize(("lang", "said"), [("zh", "已断线"), ("en", "The server does not answer")])
def test_it_greys_when_the_server_is_gone_and_says_since_when(
    kitchen: Kitchen, open_page: OpenPage, lang: str, said: str
) -> None:
    page = open_page(f"/?lang={lang}")
    expect(page.locator("#gone")).to_be_hidden()
    kitchen.kill()
    expect(page.locator("#gone")).to_contain_text(said, timeout=SLOW_MS)
    expect(page.locator("#gone time")).to_have_text(re.compile(r"^\d\d:\d\d:\d\d$"))
    heard = page.evaluate("Number(document.getElementById('house').dataset.now)") / 1000
    there = datetime.fromtimestamp(heard, ZoneInfo("Asia/Shanghai")).strftime("%H:%M:%S")
    expect(page.locator("#gone time")).to_have_text(there)
    expect(page.locator("#house")).to_have_class("is-stale")
    kitchen.start()
    expect(page.locator("#gone")).to_be_hidden(timeout=SLOW_MS)
    expect(page.locator("#house")).not_to_have_class("is-stale")


def test_a_server_that_hangs_is_missed_in_a_few_seconds_and_believed_again_when_it_answers(
    kitchen: Kitchen, open_page: OpenPage
) -> None:
    page = open_page("/?lang=en")
    with page.expect_response(lambda each: each.url.rstrip("/") == kitchen.url):
        pass
    kitchen.freeze()
    try:
        expect(page.locator("#gone")).to_be_visible(timeout=MISSED_MS)
        expect(page.locator("#house")).to_have_class("is-stale")
    finally:
        kitchen.thaw()
    expect(page.locator("#gone")).to_be_hidden(timeout=SLOW_MS)


def test_a_house_without_menu_and_tables_does_not_say_that_it_takes_orders(tmp_path: Path, browser: Browser) -> None:
    empty = Kitchen(tmp_path / "empty", (FOUNDING[0],))
    empty.start()
    try:
        for lang, not_yet, todo in (("zh", "还不能", "录入菜单"), ("en", "not yet", "Enter the menu")):
            page = browser.new_page()
            page.goto(f"{empty.url}/?lang={lang}")
            expect(page.locator(".figures")).to_contain_text(not_yet)
            expect(page.locator(".todo li")).to_have_count(3)
            expect(page.locator(".todo")).to_contain_text(todo)
            page.close()
    finally:
        empty.stop()


def test_the_houses_name_heads_every_page(open_page: OpenPage) -> None:
    for path in ("/", "/sign-in", "/nowhere"):
        page = open_page(f"{path}?lang=en")
        expect(page.locator(".desk-brand")).not_to_have_text("kds")
        expect(page.locator(".desk-brand")).not_to_have_text("")


def test_strangers_see_that_something_is_wrong_but_not_at_which_table(kitchen: Kitchen, open_page: OpenPage) -> None:
    kitchen.ticket("tofu", table="A03")
    page = open_page("/?lang=zh")
    expect(page.locator(".unseen")).to_contain_text("1 张制作单没有在任何屏幕上显示过", timeout=SLOW_MS)
    expect(page.locator("#house")).not_to_contain_text("A03")
    expect(page.locator(".unseen button")).to_have_count(0)


def test_paired_devices_are_listed_with_when_they_were_last_seen(open_page: OpenPage) -> None:
    television, _ = paired_wall(open_page)
    page = open_page("/?lang=en", "manager")
    expect(page.locator("#house")).to_contain_text("Wall 1")
    expect(page.locator(".rows .chip.is-good")).to_have_text("live", timeout=SLOW_MS)
    television.goto("about:blank")
    expect(page.locator(".rows .chip.is-bad")).to_contain_text("last seen", timeout=SLOW_MS)


def test_it_leads_to_every_screen(kitchen: Kitchen, open_page: OpenPage) -> None:
    page = open_page("/?lang=en", "kitchen")
    for screen in ("wall", "cold"):
        expect(page.locator(f"a.screen[href='/screens/{screen}']")).to_be_visible()
    stranger = open_page("/?lang=en")
    stranger.click("a.screen >> nth=0")
    stranger.wait_for_url("**/sign-in?next=/screens/*")


def test_a_station_that_no_screen_shows_is_told_until_one_does(kitchen: Kitchen, open_page: OpenPage) -> None:
    """Law 12, its first form (case 41)."""
    wall = {"screen": "wall", "name": {"zh": "wall（中）", "en": "wall"}, "language": "en"}
    page = open_page("/?lang=en")
    expect(page.locator(".notice.is-bad")).to_have_count(0)
    changed = kitchen.post("/kitchen/changes", {"screens": [{**wall, "stations": ["cold", "soup"]}]})
    assert changed["hidden"] == ["hot", "drinks", "catch_all"]
    expect(page.locator("#house")).to_contain_text(
        "No screen shows these stations: hot, drinks, Other", timeout=SLOW_MS
    )
    assert kitchen.post("/kitchen/changes", {"screens": [wall]})["hidden"] == []
    expect(page.locator("#house")).not_to_contain_text("No screen shows", timeout=SLOW_MS)
