"""Numbered slots that never jump, torn tickets, pages, and a strip that hides nothing silently."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.screens.kitchen import Kitchen
from tests.screens.wall.conftest import OpenWall
from tests.screens.wall.looking import Frames, slot, standing, ticket

pytestmark = [pytest.mark.browser, pytest.mark.slow]

TABLES = ("A01", "A02", "A03", "V01")
BOXES = (
    "Array.from(document.querySelectorAll('.slot article'), n => "
    "[n.dataset.ticket, n.dataset.part, ...Object.values(n.getBoundingClientRect().toJSON())].join(' ')).sort()"
)


def boxes(page: Page) -> set[str]:
    """Every part of a ticket with its place in pixels."""
    return set(page.evaluate(BOXES))


def test_a_ticket_keeps_its_place_whatever_happens_around_it(kitchen: Kitchen, open_wall: OpenWall) -> None:
    page = open_wall()
    placed = [kitchen.ticket("noodles", table=TABLES[n % 4]) for n in range(8)]
    expect(page.locator(".slot article")).to_have_count(8)
    before = boxes(page)
    kitchen.post(f"/tickets/{placed[3]}/bump")
    kitchen.order({"dish": "twin_pot", "qty": 1, "cells": [{"soup": "spicy", "spice": "hot"}, {"soup": "clear"}]})
    expect(page.locator(".slot .ticket.is-base")).to_have_count(1)
    expect(ticket(page, placed[3])).to_have_count(0)
    stayed = {box for box in before if placed[3] not in box}
    assert stayed <= boxes(page)
    page.keyboard.press("4")
    page.locator("#column").click()
    page.locator("#column").click()
    assert stayed <= boxes(page)


def test_slots_run_down_the_first_column_and_numbers_are_always_there(kitchen: Kitchen, open_wall: OpenWall) -> None:
    page = open_wall()
    assert page.locator(".slot-number").all_inner_texts() == [str(n) for n in range(1, 16)]
    places = [slot(page, n).bounding_box() for n in range(1, 16)]
    found = [(round(box["x"]), round(box["y"])) for box in places if box is not None]
    assert found == sorted(found)
    assert len({x for x, _ in found}) == 5
    assert len({y for _, y in found}) == 3


def test_a_long_ticket_goes_on_in_the_next_slot_and_is_torn_there(kitchen: Kitchen, open_wall: OpenWall) -> None:
    page = open_wall()
    long = kitchen.ticket(*["tofu"] * 8)
    parts = page.locator(f'.slot [data-ticket="{long}"]')
    expect(parts).to_have_count(3)
    expect(parts.nth(0)).to_have_class(re.compile("part--torn-bottom"))
    expect(parts.nth(1)).to_have_class(re.compile("part--torn-top.*part--torn-bottom"))
    expect(parts.nth(2)).not_to_have_class(re.compile("part--torn-bottom"))
    expect(page.locator(f'.slot [data-ticket="{long}"] .line')).to_have_count(8)
    assert sorted(number for number, name in standing(page).items() if name == long) == [3, 4, 5]
    assert page.locator(".slot-more").all_inner_texts() == [""] * 15


def test_what_still_overflows_is_counted(kitchen: Kitchen, open_wall: OpenWall) -> None:
    """In a browser whose letters are larger than those that the server reckons with."""
    page = open_wall()
    placed = kitchen.ticket(*["tofu"] * 3)
    expect(ticket(page, placed)).to_be_visible()
    page.evaluate("document.documentElement.style.setProperty('--u', '1.6rem')")
    page.evaluate("document.body.style.setProperty('--u', '1.6rem')")
    page.set_viewport_size({"width": 1919, "height": 1080})
    expect(page.locator(".slot-more", has_text="还有")).to_have_count(1)


@pytest.mark.parametrize("how", ["keys", "page keys", "buttons", "swipe"])
def test_the_queue_stands_on_the_next_pages_and_numbers_go_on(kitchen: Kitchen, open_wall: OpenWall, how: str) -> None:
    page = open_wall()
    placed = [kitchen.ticket("noodles", table=TABLES[n % 4]) for n in range(30)]
    held = kitchen.ticket("noodles", table="V01", fire="hold")
    expect(page.locator("#page-now")).to_have_text("1/3")
    first = standing(page)
    turn(page, how, forward=True)
    expect(page.locator("#page-now")).to_have_text("2/3")
    second = standing(page)
    turn(page, how, forward=True)
    expect(page.locator("#page-now")).to_have_text("3/3")
    third = standing(page)
    assert list(first) == list(range(3, 16))
    assert list(second) == list(range(16, 31))
    assert [*first.values(), *second.values(), *third.values()] == [*placed, held]
    turn(page, how, forward=False)
    expect(page.locator("#page-now")).to_have_text("2/3")


def turn(page: Page, how: str, *, forward: bool) -> None:
    """Turn the page."""
    if how == "keys":
        page.keyboard.press("ArrowRight" if forward else "ArrowLeft")
    elif how == "page keys":
        page.keyboard.press("PageDown" if forward else "PageUp")
    elif how == "buttons":
        page.locator("#page-after" if forward else "#page-before").click()
    else:
        page.mouse.move(900, 520)
        page.mouse.down()
        page.mouse.move(600 if forward else 1200, 530, steps=4)
        page.mouse.up()


def test_what_has_no_slot_stands_in_the_strip_by_table_held_ones_apart(kitchen: Kitchen, open_wall: OpenWall) -> None:
    page = open_wall()
    for n in range(17):
        kitchen.ticket("noodles", table=TABLES[n % 4])
    kitchen.ticket("noodles", table="A03", fire="hold")
    kitchen.ticket("noodles", table="A03", fire="hold")
    expect(page.locator(".strip")).to_have_text(re.compile(r"还有 4 单：.*等叫 2 单：A03 ×2$"))
    assert page.locator(".strip-table:not(.is-held)").all_inner_texts() == ["A02", "A03", "V01", "A01"]
    box, board = page.locator(".strip").bounding_box(), page.locator(".board").bounding_box()
    assert box is not None
    assert board is not None
    assert board["y"] + board["height"] < box["y"]
    assert box["y"] + box["height"] <= 1080


def test_a_table_that_has_no_room_in_the_strip_is_counted_and_gets_no_receipt(
    kitchen: Kitchen, open_wall: OpenWall
) -> None:
    page = open_wall()
    placed = [kitchen.ticket("noodles", table=f"B{n:02}") for n in range(1, 41)]
    expect(page.locator(".strip-table")).to_have_count(27)
    frames = Frames(page)
    page.reload()
    named = page.locator(".strip-table:visible").all_inner_texts()
    assert 5 <= len(named) < 27
    expect(page.locator(".strip-rest")).to_have_text(f"另有 {27 - len(named)} 单")
    shown = {*placed[:13], *(name for n, name in enumerate(placed, 1) if f"B{n:02}" in named)}
    expect(page.locator("#alarms")).to_contain_text("单未上屏 — 按 →", timeout=10_000)
    assert set(frames.receipts()) == shown
    page.keyboard.press("ArrowRight")
    frames.until_sent(lambda: placed[27] in frames.receipts())
    page.keyboard.press("ArrowRight")
    expect(page.locator("#alarms")).to_be_hidden(timeout=10_000)


@pytest.mark.parametrize(("width", "height"), [(1280, 720), (1920, 1080), (3840, 2160)])
def test_the_same_picture_on_every_size_of_screen(
    kitchen: Kitchen, open_wall: OpenWall, width: int, height: int
) -> None:
    kitchen.order(*["tofu"] * 3)
    page = open_wall(width=width, height=height)
    expect(page.locator(".slot article")).to_have_count(1)
    assert page.evaluate("parseFloat(getComputedStyle(document.documentElement).fontSize)") == pytest.approx(
        width / 120, abs=0.01
    )
    share = page.locator(".slot article .line-dish").first.evaluate("n => parseFloat(getComputedStyle(n).fontSize)")
    assert share / width == pytest.approx(1.75 * 0.96 / 120, rel=0.02)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert page.evaluate("document.documentElement.scrollHeight <= innerHeight")
    assert page.locator(".slot-more").all_inner_texts() == [""] * 15
