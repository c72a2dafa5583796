"""Touch, mouse and keys do the same things: choose, start, bump, recall, a line; and what is refused says why."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.screens.kitchen import Kitchen
from tests.screens.wall.conftest import OpenWall
from tests.screens.wall.looking import number_of, see, slot, ticket

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def test_the_check_of_a_ticket_bumps_it_on_every_wall(kitchen: Kitchen, open_wall: OpenWall) -> None:
    one, other = open_wall(), open_wall(lang="en")
    keep, done = kitchen.ticket("noodles"), kitchen.ticket("tofu", table="A02")
    see(one, done).locator(".ticket-bump").tap()
    for page in (one, other):
        expect(ticket(page, done)).to_have_count(0)
        expect(ticket(page, keep)).to_be_visible()
    assert [event["ticket"] for event in kitchen.events("TicketBumped")] == [done]


def test_keys_choose_start_bump_and_recall(kitchen: Kitchen, open_wall: OpenWall) -> None:
    page = open_wall()
    placed = [kitchen.ticket("noodles", table=f"B{n:02}") for n in range(1, 11)]
    see(page, placed[9])
    page.keyboard.type(str(number_of(page, placed[9])))
    expect(ticket(page, placed[9])).to_have_class(re.compile("is-selected"))
    assert number_of(page, placed[9]) == 10
    expect(ticket(page, placed[9]).locator(".ticket-why")).to_be_visible()
    page.keyboard.press("s")
    expect(ticket(page, placed[9]).locator(".ticket-started")).to_be_visible()
    page.keyboard.press("Enter")
    expect(ticket(page, placed[9])).to_have_count(0)
    page.keyboard.press("r")
    expect(ticket(page, placed[9])).to_be_visible()
    page.keyboard.type("15")
    expect(slot(page, 15).locator(".slot-message")).to_have_text("15 号位没有制作单")
    page.keyboard.press("Enter")
    expect(page.locator("#bar-message")).to_have_text("请先按数字选号位")


def test_escape_lets_go_of_the_chosen_ticket(kitchen: Kitchen, open_wall: OpenWall) -> None:
    page = open_wall()
    placed = kitchen.ticket("noodles")
    see(page, placed)
    page.keyboard.type(str(number_of(page, placed)))
    expect(ticket(page, placed)).to_have_class(re.compile("is-selected"))
    page.keyboard.press("Escape")
    expect(ticket(page, placed)).not_to_have_class(re.compile("is-selected"))


def test_a_tapped_head_says_why_and_offers_what_can_be_done(kitchen: Kitchen, open_wall: OpenWall) -> None:
    page = open_wall()
    placed = kitchen.ticket("noodles")
    see(page, placed).locator(".ticket-table").tap()
    expect(ticket(page, placed).locator(".ticket-why")).to_have_text("按应完成时间排列")
    ticket(page, placed).locator(".ticket-foot [data-press=start]").tap()
    expect(ticket(page, placed).locator(".ticket-started")).to_be_visible()
    ticket(page, placed).locator(".ticket-table").tap()
    expect(ticket(page, placed).locator(".ticket-why")).to_be_hidden()


def test_a_tapped_line_is_done_and_tapped_again_is_not(kitchen: Kitchen, open_wall: OpenWall) -> None:
    page = open_wall()
    placed = kitchen.order("tofu", "sesame")
    see(page, placed["tickets"][0])
    line = page.locator(f"[data-line='{placed['lines'][0]['line']}']")
    line.click()
    expect(line).to_have_class(re.compile(r"\bis-done\b"))
    page.wait_for_timeout(500)  # neither a finger's bounce nor a change that nobody can have seen
    line.click()
    expect(line).to_have_class(re.compile(r"\bis-fired\b"))


def test_a_finger_that_trembles_presses_once(kitchen: Kitchen, open_wall: OpenWall) -> None:
    page = open_wall()
    placed = kitchen.order("tofu", "sesame")
    see(page, placed["tickets"][0])
    line = page.locator(f"[data-line='{placed['lines'][0]['line']}']")
    before = len(kitchen.events("TicketRecalled"))
    line.dblclick()
    expect(line).to_have_class(re.compile(r"\bis-done\b"))
    assert len(kitchen.events("TicketRecalled")) == before


def test_a_refused_press_says_why_at_its_slot(kitchen: Kitchen, open_wall: OpenWall) -> None:
    page = open_wall()
    held = kitchen.ticket("tofu", fire="hold")
    expect(page.locator("#pager")).to_be_visible()
    page.keyboard.press("ArrowRight")
    see(page, held).locator(".ticket-bump").click()
    expect(slot(page, 16).locator(".slot-message")).to_have_text("这道菜还在等叫，请先叫起")
    expect(ticket(page, held)).not_to_have_class(re.compile("is-pressed"))


def test_a_waiters_wall_shows_and_does_not_press(kitchen: Kitchen, open_wall: OpenWall) -> None:
    page = open_wall(role="waiter")
    placed = kitchen.ticket("tofu")
    before = len(kitchen.events("TicketBumped"))
    see(page, placed)
    expect(page.locator(".ticket-bump")).to_be_hidden()
    page.keyboard.type(str(number_of(page, placed)))
    page.keyboard.press("Enter")
    expect(ticket(page, placed).locator(".ticket-why")).to_be_visible()
    assert len(kitchen.events("TicketBumped")) == before


def test_keys_can_be_given_other_deeds_and_stay_so_on_this_device(kitchen: Kitchen, open_wall: OpenWall) -> None:
    page = open_wall()
    page.keyboard.press("?")
    expect(page.locator("#sheet")).to_be_visible()
    page.locator("#sheet [data-deed=bump]").click()
    expect(page.locator("#sheet [data-deed=bump]")).to_have_text("请按键")
    page.keyboard.press("5")
    expect(page.locator("#sheet [data-deed=bump]")).to_have_text("请按键")
    page.keyboard.press("+")
    expect(page.locator("#sheet [data-deed=bump]")).to_have_text("+")
    page.keyboard.press("Escape")
    expect(page.locator("#sheet")).to_be_hidden()
    page.reload()
    placed = kitchen.ticket("noodles")
    see(page, placed)
    page.keyboard.type(str(number_of(page, placed)))
    page.keyboard.press("Enter")
    page.keyboard.press("+")
    expect(ticket(page, placed)).to_have_count(0)
    page.locator("#gear").click()
    page.locator("#sheet-reset").click()
    expect(page.locator("#sheet [data-deed=bump]")).to_have_text("↵")


def test_the_column_can_be_hidden_and_stays_so_on_this_device(kitchen: Kitchen, open_wall: OpenWall) -> None:
    page = open_wall()
    kitchen.ticket("noodles")
    expect(page.locator("#all-day")).to_contain_text("noodles")
    page.locator("#column").click()
    expect(page.locator("#all-day")).to_be_hidden()
    page.reload()
    expect(page.locator("#all-day")).to_be_hidden()
    page.locator("#column").click()
    expect(page.locator("#all-day")).to_be_visible()
