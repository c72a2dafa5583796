"""The wall in a real Chromium on a real server: what a cook sees and does."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.screens.conftest import OpenWall
from tests.screens.kitchen import Kitchen

pytestmark = [pytest.mark.browser, pytest.mark.slow]

LINK = "#link"
SLOW_MS = 20_000


def ids(page: Page) -> list[str]:
    """The tickets on a wall, in their order."""
    found = page.evaluate("Array.from(document.querySelectorAll('.ticket'), node => node.dataset.ticket)")
    assert isinstance(found, list)
    return found


def test_an_order_appears_on_every_wall_without_a_reload(kitchen: Kitchen, open_wall: OpenWall) -> None:
    one, other, cold = open_wall(), open_wall(lang="en"), open_wall("cold")
    expect(one.locator("#empty")).to_be_visible()
    hot = kitchen.ticket("noodles", table="A03", guests=4)
    for page in (one, other):
        expect(page.locator(f"#{hot} .ticket-table")).to_have_text("A03")
    expect(one.locator(f"#{hot}")).to_contain_text("noodles（中）")
    expect(other.locator(f"#{hot} .line-dish")).to_have_text("noodles")
    expect(cold.locator(".ticket")).to_have_count(0)
    tofu = kitchen.ticket("tofu", table="A02")
    expect(cold.locator(".ticket")).to_have_count(1)
    expect(one.locator(".ticket")).to_have_count(2)
    assert ids(one) == ids(other) == [tofu, hot]


def test_a_later_round_a_base_a_rush_a_void_and_a_hold_are_told_apart(kitchen: Kitchen, open_wall: OpenWall) -> None:
    page = open_wall()
    first = kitchen.order(
        {"dish": "twin_pot", "qty": 1, "cells": [{"soup": "spicy", "spice": "hot"}, {"soup": "clear"}]}
    )
    base = page.locator(f"#{first['tickets'][0]}")
    expect(base.locator(".ticket-ribbon")).to_have_text("锅底先下")
    expect(base.locator(".pot-2 .pot-cell")).to_have_count(2)
    second = kitchen.order("tofu", {"dish": "sesame", "qty": 2, "note": "花生过敏"})
    add_on = page.locator(f"#{second['tickets'][0]}")
    expect(add_on.locator(".ticket-round")).to_have_text("加菜 第2批")
    expect(add_on.locator(".line-note")).to_have_text("花生过敏")
    kitchen.post(f"/lines/{second['lines'][0]['line']}/void", {"reason": "guest"})
    expect(add_on.locator(".line.is-voided")).to_contain_text("退菜")
    assert "line-through" in add_on.locator(".line.is-voided .line-dish").evaluate(
        "n => getComputedStyle(n).textDecoration"
    )
    kitchen.post(f"/lines/{second['lines'][1]['line']}/rush")
    expect(add_on.locator(".ticket-ribbon.is-rushed")).to_have_text("催菜")
    held = kitchen.ticket("noodles", table="A02", fire="hold")
    expect(page.locator(f"#{held} .ticket-word")).to_have_text("等叫")
    assert ids(page) == [second["tickets"][0], first["tickets"][0], held]


def test_the_check_of_a_ticket_bumps_it_everywhere(kitchen: Kitchen, open_wall: OpenWall) -> None:
    one, other = open_wall(), open_wall()
    keep, done = kitchen.ticket("noodles"), kitchen.ticket("tofu", table="A02")
    one.locator(f"#{done} .ticket-bump").click()
    for page in (one, other):
        expect(page.locator(f"#{done}")).to_have_count(0)
        expect(page.locator(f"#{keep}")).to_be_visible()
    assert [event["ticket"] for event in kitchen.events("TicketBumped")] == [done]


def test_a_tapped_line_is_done_and_tapped_again_is_not(kitchen: Kitchen, open_wall: OpenWall) -> None:
    page = open_wall()
    placed = kitchen.order("tofu", "sesame")
    line = page.locator(f"[data-line='{placed['lines'][0]['line']}']")
    line.click()
    expect(line).to_have_class(re.compile(r"\bis-done\b"))
    page.wait_for_timeout(500)  # a finger's bounce is not a second press
    line.click()
    expect(line).to_have_class(re.compile(r"\bis-fired\b"))
    assert len(kitchen.events("TicketBumped")) == len(kitchen.events("TicketRecalled")) == 1


def test_keys_choose_start_bump_and_recall(kitchen: Kitchen, open_wall: OpenWall) -> None:
    page = open_wall()
    first, second = kitchen.ticket("tofu"), kitchen.ticket("noodles", table="A02")
    expect(page.locator(".ticket")).to_have_count(2)
    assert ids(page) == [first, second]
    page.keyboard.press("2")
    expect(page.locator(f"#{second}")).to_have_class(re.compile("is-selected"))
    expect(page.locator(f"#{second} .ticket-why")).to_be_visible()
    page.keyboard.press("s")
    expect(page.locator(f"#{second} .ticket-started")).to_be_visible()
    page.keyboard.press("Enter")
    expect(page.locator(f"#{second}")).to_have_count(0)
    page.keyboard.press("r")
    expect(page.locator(f"#{second}")).to_be_visible()
    page.keyboard.press("9")
    expect(page.locator("#said")).to_have_text("9 号位没有制作单")


def test_a_chosen_ticket_stays_chosen_when_others_move_in_before_it(kitchen: Kitchen, open_wall: OpenWall) -> None:
    page = open_wall()
    chosen = kitchen.ticket("noodles")
    expect(page.locator(f"#{chosen}")).to_be_visible()
    page.keyboard.press("1")
    first = kitchen.ticket("quick", table="A02")
    expect(page.locator(f"#{first} .ticket-slot")).to_have_text("1")
    page.keyboard.press("Enter")
    expect(page.locator(f"#{chosen}")).to_have_count(0)
    expect(page.locator(f"#{first}")).to_be_visible()


def test_choosing_and_pressing_move_no_ticket(kitchen: Kitchen, open_wall: OpenWall) -> None:
    """On a full board, and where what is said of a ticket would make it longer."""
    page = open_wall()
    held = kitchen.ticket("tofu", fire="hold")
    tables = ("A01", "A02", "A03", "V01")
    placed = [kitchen.ticket("noodles", table=tables[n % 4]) for n in range(24)]
    expect(page.locator(".ticket")).to_have_count(len(placed) + 1)
    shown = "document.querySelectorAll('.ticket:not([hidden])')"
    places = f"Array.from({shown}, n => [n.id, n.offsetLeft, n.offsetTop].join(' '))"
    before = page.evaluate(places)
    for slot in (1, 4, len(before)):
        page.keyboard.type(str(slot))
        page.wait_for_timeout(1_000)  # digits typed together are one number
        foot = page.locator(".ticket.is-selected .ticket-foot")
        box = foot.bounding_box()
        assert box is not None
        assert box["y"] >= 60
        assert box["y"] + box["height"] <= 1080
        assert page.evaluate(places) == before
    kitchen.kill()
    page.locator(f"#{placed[3]} .ticket-bump").click()
    expect(page.locator(f"#{placed[3]} .ticket-said")).to_be_visible()
    assert page.evaluate(places) == before
    assert held in ids(page)
    kitchen.start()


def test_a_refused_press_says_why_at_the_ticket(kitchen: Kitchen, open_wall: OpenWall) -> None:
    page = open_wall()
    held = kitchen.ticket("tofu", fire="hold")
    page.locator(f"#{held} .ticket-bump").click()
    expect(page.locator(f"#{held} .ticket-said")).to_have_text("这道菜还在等叫，请先叫起")
    expect(page.locator(f"#{held}")).not_to_have_class(re.compile("is-pressed"))


def test_a_waiters_wall_shows_and_does_not_press(kitchen: Kitchen, open_wall: OpenWall) -> None:
    page = open_wall(role="waiter")
    ticket = kitchen.ticket("tofu")
    expect(page.locator(f"#{ticket}")).to_be_visible()
    expect(page.locator(".ticket-bump")).to_be_hidden()
    page.keyboard.press("1")
    page.keyboard.press("Enter")
    page.wait_for_timeout(300)
    assert kitchen.events("TicketBumped") == []


def test_colour_word_and_order_change_by_time_alone(kitchen: Kitchen, open_wall: OpenWall) -> None:
    page = open_wall()
    boards: list[str] = []
    page.on("websocket", lambda socket: socket.on("framereceived", lambda text: boards.append(str(text))))
    page.reload()
    ticket = kitchen.ticket("quick")
    found = page.locator(f"#{ticket}")
    expect(found).to_have_attribute("data-age", "fresh")
    fresh = found.locator(".ticket-head").evaluate("n => getComputedStyle(n).background")
    sent = len([text for text in boards if '"board"' in text])
    for age, word in (("soon", "快到"), ("late", "超时"), ("critical", "严重")):
        expect(found).to_have_attribute("data-age", age)
        expect(found.locator(".ticket-word")).to_have_text(word)
    assert found.locator(".ticket-head").evaluate("n => getComputedStyle(n).background") != fresh
    expect(page.locator("#count-late")).to_have_text("1")
    why = [text for text in boards if '"board"' in text][sent:]
    assert len(why) <= 1, "only the reason of its place is news"
    expect(found.locator(".ticket-clock")).to_have_text(re.compile("00:0[6-9]"))


def test_a_server_that_dies_and_returns_finds_a_complete_wall(kitchen: Kitchen, open_wall: OpenWall) -> None:
    page = open_wall()
    kept = kitchen.ticket("noodles")
    expect(page.locator(f"#{kept}")).to_be_visible()
    kitchen.kill()
    expect(page.locator(LINK)).to_have_attribute("data-state", "stale")
    expect(page.locator(LINK)).to_have_text(re.compile(r"\d\d:\d\d:\d\d 起断线"))
    expect(page.locator(f"#{kept}")).to_be_visible()
    kitchen.start()
    missed = kitchen.ticket("tofu", table="A02")
    expect(page.locator(LINK)).to_have_attribute("data-state", "live", timeout=SLOW_MS)
    expect(page.locator(f"#{missed}")).to_be_visible()
    assert ids(page) == [missed, kept]


def test_a_frozen_server_is_noticed_within_three_seconds(kitchen: Kitchen, open_wall: OpenWall) -> None:
    page = open_wall()
    kitchen.freeze()
    try:
        expect(page.locator(LINK)).to_have_attribute("data-state", "stale", timeout=3_500)
    finally:
        kitchen.thaw()
    expect(page.locator(LINK)).to_have_attribute("data-state", "live", timeout=SLOW_MS)


def test_presses_made_while_cut_off_arrive_once(kitchen: Kitchen, open_wall: OpenWall) -> None:
    page = open_wall()
    ticket, other = kitchen.ticket("tofu"), kitchen.ticket("noodles", table="A02")
    expect(page.locator(".ticket")).to_have_count(2)
    kitchen.kill()
    expect(page.locator(LINK)).to_have_attribute("data-state", "stale")
    page.locator(f"#{ticket} .ticket-bump").click()
    expect(page.locator(f"#{ticket} .ticket-said")).to_have_text("等待发送")
    expect(page.locator(LINK)).to_contain_text("1 个待发送")
    page.wait_for_timeout(500)
    page.locator(f"#{ticket} .ticket-bump").click()
    kitchen.start()
    expect(page.locator(f"#{ticket}")).to_have_count(0, timeout=SLOW_MS)
    expect(page.locator(f"#{other}")).to_be_visible()
    assert [event["ticket"] for event in kitchen.events("TicketBumped")] == [ticket]
    assert page.evaluate("localStorage.getItem('kds.presses.wall')") == "[]"


def test_what_does_not_fit_stands_in_the_strip_by_table(kitchen: Kitchen, open_wall: OpenWall) -> None:
    page = open_wall()
    tables = ("A01", "A02", "A03", "V01")
    placed = [kitchen.ticket("noodles", "crab", table=tables[n % 4]) for n in range(34)]
    expect(page.locator(".ticket")).to_have_count(len(placed))
    shown = page.locator(".ticket:visible").count()
    assert 5 <= shown < len(placed)
    expect(page.locator(".strip-count")).to_have_text(f"还有 {len(placed) - shown} 项")
    named = [re.match(r"(\S+?)(?: ×(\d+))?$", text) for text in page.locator(".strip-table").all_inner_texts()]
    assert sum(int(found[2] or 1) for found in named if found) == len(placed) - shown
    box = page.locator(".strip").bounding_box()
    assert box is not None
    assert box["y"] + box["height"] <= 1080
    for node in page.locator(".ticket:visible").all():
        frame = node.bounding_box()
        assert frame is not None
        assert frame["x"] + frame["width"] <= 1920
        assert frame["y"] + frame["height"] <= box["y"] + 1
    slots = page.locator(".ticket:visible .ticket-slot").all_inner_texts()
    assert slots == [str(n + 1) for n in range(shown)]


def test_a_long_ticket_shows_all_its_lines_or_says_how_many_it_hides(kitchen: Kitchen, open_wall: OpenWall) -> None:
    page = open_wall()
    long = kitchen.ticket(*["tofu"] * 20)
    longer = kitchen.ticket(*[{"dish": "noodles", "qty": 1, "note": "少油少盐，多放葱"}] * 60, table="A02")
    expect(page.locator(f"#{long}")).to_have_class(re.compile("is-wide"))
    expect(page.locator(f"#{long} .lines")).not_to_have_attribute("data-more", re.compile("."))
    kitchen.post(f"/tickets/{long}/bump")
    expect(page.locator(f"#{longer} .lines")).to_have_attribute("data-more", re.compile(r"还有 \d+ 项"))


def test_a_hidden_clock_of_the_device_changes_nothing(kitchen: Kitchen, open_wall: OpenWall) -> None:
    """The device believes that it is the year 2001."""
    page = open_wall(live=False)
    page.add_init_script("Date.now = () => 978307200000;")
    page.reload()
    ticket = kitchen.ticket("quick")
    expect(page.locator(f"#{ticket}")).to_have_attribute("data-age", "fresh")
    expect(page.locator(f"#{ticket} .ticket-clock")).to_have_text(re.compile("00:0[0-3]"))


def test_the_start_page_keeps_itself_true_and_leads_to_the_walls(kitchen: Kitchen, open_wall: OpenWall) -> None:
    page = open_wall()
    page.goto(f"{kitchen.url}/?lang=zh")
    expect(page.get_by_text("用餐桌台")).to_be_visible()
    kitchen.ticket("tofu")
    expect(page.locator(".figures div").nth(1)).to_contain_text("1", timeout=8_000)
    page.locator("a.screen", has_text="wall").click()
    expect(page.locator(".ticket")).to_have_count(1)
