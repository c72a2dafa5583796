"""Numbered slots that never jump, torn tickets, pages, and a strip that hides nothing silently."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.screens.kitchen import Kitchen
from tests.screens.wall.conftest import OpenWall
from tests.screens.wall.looking import HIDDEN, Frames, see, slot, standing, ticket

pytestmark = [pytest.mark.browser, pytest.mark.slow]

TABLES = ("A01", "A02", "A03", "V01")
BOXES = (
    "Array.from(document.querySelectorAll('.slot article'), n => "
    "[n.dataset.ticket, n.dataset.part, n.getBoundingClientRect().x, n.getBoundingClientRect().y].join(' ')).sort()"
)


def boxes(page: Page) -> set[str]:
    """Every part of a ticket with its upper left corner in pixels."""
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


def test_slots_run_along_the_first_row_and_their_corners_stay(kitchen: Kitchen, open_wall: OpenWall) -> None:
    page = open_wall()
    assert page.locator(".slot-number").all_inner_texts() == [str(n) for n in range(1, 16)]
    places = [slot(page, n).bounding_box() for n in range(1, 16)]
    found = [(round(box["y"]), round(box["x"])) for box in places if box is not None]
    assert found == sorted(found)
    assert len({x for _, x in found}) == 5
    assert len({y for y, _ in found}) == 3


def test_five_tickets_are_five_tall_columns_and_make_room_for_who_comes(kitchen: Kitchen, open_wall: OpenWall) -> None:
    page = open_wall()
    placed = [kitchen.ticket("noodles", table=TABLES[n % 4]) for n in range(5)]
    expect(page.locator(".slot article")).to_have_count(5)
    assert standing(page) == dict(enumerate(placed, start=1))
    board = page.locator(".board").bounding_box()
    tall = ticket(page, placed[0]).bounding_box()
    assert board is not None
    assert tall is not None
    assert tall["height"] == pytest.approx(board["height"], abs=2)
    large = letters(page, placed[0])
    sixth = kitchen.ticket("noodles", table="A01")
    expect(ticket(page, sixth)).to_be_visible()
    less = ticket(page, placed[0]).bounding_box()
    assert less is not None
    assert (less["x"], less["y"]) == (tall["x"], tall["y"])
    assert less["height"] < tall["height"] / 2.5
    assert letters(page, placed[0]) <= large
    kitchen.post(f"/tickets/{sixth}/bump")
    expect(ticket(page, sixth)).to_have_count(0)
    assert ticket(page, placed[0]).bounding_box() == tall


def letters(page: Page, name: str) -> float:
    """How large the dishes of a ticket are written, in pixels."""
    return float(
        ticket(page, name).locator(".line-dish").first.evaluate("n => parseFloat(getComputedStyle(n).fontSize)")
    )


def test_a_long_ticket_is_one_box_of_several_slots(kitchen: Kitchen, open_wall: OpenWall) -> None:
    page = open_wall()
    long = kitchen.ticket(*["tofu"] * 8)
    parts = page.locator(f'.slot [data-ticket="{long}"]')
    expect(parts).to_have_count(1)
    expect(parts.locator(".line")).to_have_count(8)
    one, other = slot(page, 1).bounding_box(), slot(page, 4).bounding_box()
    assert one is not None
    assert other is not None
    assert one["width"] > 2 * other["width"]


def test_the_last_page_says_how_many_wait_behind_it_and_at_which_tables(kitchen: Kitchen, open_wall: OpenWall) -> None:
    for n in range(15 + 60 + 3):
        kitchen.ticket("noodles", table=f"B{n // 2 + 1:02}")
    page = open_wall()
    expect(page.locator("#page-now")).to_have_text("1/5")
    expect(page.locator("#page-loud")).to_be_hidden()
    for now in range(2, 6):
        page.keyboard.press("ArrowRight")
        expect(page.locator("#page-now")).to_have_text(f"{now}/5")
    expect(page.locator("#page-loud")).to_have_text("第 5/5 页 · 后面还有 3 单，桌号见底部")
    expect(page.locator(".strip-count")).to_have_text("后面还有 3 单：")
    expect(page.locator(".strip-label")).to_have_text(["B38", "B39 ×2"])
    page.keyboard.press("ArrowLeft")
    expect(page.locator("#page-loud")).to_have_text("第 4/5 页 · 不是首页")
    expect(page.locator(".strip-count")).to_have_text("还有 63 单：")


def test_what_has_no_room_at_the_floor_goes_on_on_the_next_page(kitchen: Kitchen, open_wall: OpenWall) -> None:
    page = open_wall()
    long = kitchen.order(*["tofu"] * 120, table="A01")
    for n in range(14):
        kitchen.ticket("noodles", table=TABLES[n % 4])
    (name,) = long["tickets"]
    seen: list[str] = []
    pages = 0
    while len(seen) < 120:
        part = page.locator(f'.slot [data-ticket="{name}"]').first
        expect(part.locator(".ticket-table")).to_have_text("A01")
        expect(part.locator(".ticket-bump")).to_be_visible()
        expect(part.locator(".part-number")).to_contain_text(re.compile(rf"{pages + 1}/\d" if pages else r"^1/\d"))
        seen += part.locator(".line").evaluate_all("all => all.map(each => each.dataset.line)")
        pages += 1
        page.keyboard.press("ArrowRight")
    assert seen == [each["line"] for each in long["lines"]]
    assert pages > 1


def test_a_chosen_ticket_is_opened_whole_whatever_its_size(kitchen: Kitchen, open_wall: OpenWall) -> None:
    page = open_wall()
    long = kitchen.ticket(*["tofu"] * 60, table="A01")
    for n in range(14):
        kitchen.ticket("noodles", table=TABLES[n % 4])
    see(page, long)
    page.keyboard.press("1")
    opened = page.locator(".opened article")
    expect(opened.locator(".line")).to_have_count(60)
    expect(opened.locator(".ticket-why")).to_be_visible()
    assert page.evaluate(HIDDEN) == []
    page.keyboard.press("Escape")
    expect(page.locator(".opened")).to_have_count(0)


MARKED_BETWEEN = """
async () => {
  const names = performance.getEntriesByType('resource').map(each => each.name);
  const url = name => names.find(each => each.endsWith(`/js/${name}.js`));
  const { Words } = await import(url('lib/words'));
  const { Board } = await import(url('wall/board'));
  const { Slots } = await import(url('wall/slots'));
  const root = document.body.appendChild(document.createElement('div'));
  const board = new Board();
  const slots = new Slots(root, board, new Words(JSON.parse(document.body.dataset.words), 'zh'));
  const drawn = document.querySelector('.slot article').outerHTML;
  const html = drawn.replace(/ style="[^"]*"/g, '').replace(/T[0-9]+-1/g, 'T1-1');
  const common = { grid: { columns: 5, rows: 3 }, queue: [], more: [], all_day: null };
  const empty = Array(15).fill('');
  board.apply({ ...common, seq: 1, slots: ['T1-1', ...empty.slice(1)], tickets: { 'T1-1': html } });
  slots.paint();
  board.apply({ ...common, seq: 2, slots: empty, tickets: {} });
  slots.mark();
  root.remove();
}
"""


def test_what_has_left_and_is_not_taken_away_yet_does_no_harm(kitchen: Kitchen, open_wall: OpenWall) -> None:
    """The marks are looked at between the coming of a change and the frame that draws it."""
    page = open_wall()
    kitchen.ticket("noodles", table="A01")
    expect(page.locator(".slot article")).to_have_count(1)
    page.evaluate(MARKED_BETWEEN)


def test_a_page_other_than_the_first_says_so_and_goes_back_by_itself(kitchen: Kitchen, open_wall: OpenWall) -> None:
    page = open_wall(clock=True)
    for n in range(17):
        kitchen.ticket("noodles", table=TABLES[n % 4])
    expect(page.locator("#page-now")).to_have_text("1/2")
    expect(page.locator("#page-loud")).to_be_hidden()
    page.keyboard.press("ArrowRight")
    expect(page.locator("#page-loud")).to_have_text("第 2/2 页 · 不是首页")
    page.clock.run_for(14_000)
    expect(page.locator("#page-now")).to_have_text("2/2")
    page.clock.run_for(1_500)
    expect(page.locator("#page-now")).to_have_text("1/2")
    expect(page.locator("#page-loud")).to_be_hidden()


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
    assert list(first) == list(range(1, 16))
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
    expect(page.locator(".strip")).to_have_text(re.compile(r"还有 2 单：.*等叫 2 单：A03 ×20分$"))
    assert page.locator(".strip-table:not(.is-held) .strip-label").all_inner_texts() == ["V01", "A01"]
    box, board = page.locator(".strip").bounding_box(), page.locator(".board").bounding_box()
    assert box is not None
    assert board is not None
    assert board["y"] + board["height"] < box["y"]
    assert box["y"] + box["height"] <= 1080


def test_who_is_next_and_has_no_slot_bears_its_rank_in_the_strip(kitchen: Kitchen, open_wall: OpenWall) -> None:
    page = open_wall()
    placed = [kitchen.order("noodles", table=f"B{n:02}") for n in range(1, 19)]
    expect(page.locator(".strip-table")).to_have_count(3)
    expect(page.locator(".strip-rank")).to_have_count(0)
    kitchen.post(f"/lines/{placed[17]['lines'][0]['line']}/rush")
    first = page.locator(".strip-table").filter(has=page.locator(".strip-rank"))
    expect(first.locator(".strip-rank")).to_have_text("1")
    expect(first.locator(".strip-label")).to_have_text("B18")
    expect(page.locator(".slot-rank[data-rank='2']")).to_have_count(1)
    kitchen.post(f"/tickets/{placed[17]['tickets'][0]}/bump")
    expect(page.locator(".strip-rank")).to_have_count(0)


def test_a_strip_that_is_too_short_has_two_rows_and_a_rush_that_it_names_is_no_alarm(
    kitchen: Kitchen, open_wall: OpenWall
) -> None:
    page = open_wall()
    few = [kitchen.ticket("noodles", table=f"B{n:02}") for n in range(1, 19)]
    expect(page.locator(".strip-table")).to_have_count(3)
    tops = (
        "() => new Set(Array.from(document.querySelectorAll('.strip > :not([hidden])'), each => each.offsetTop)).size"
    )
    one = page.evaluate(tops)
    frames = Frames(page)
    page.reload()
    placed = [*few, *(kitchen.ticket("noodles", table=f"B{n:02}") for n in range(19, 41))]
    expect(page.locator(".strip-table:visible")).to_have_count(25)
    expect(page.locator(".strip-rest")).to_be_hidden()
    assert page.evaluate(tops) > one
    box, foot = page.locator(".strip").bounding_box(), page.locator(".wall-foot").bounding_box()
    assert box is not None
    assert foot is not None
    for each in page.locator(".strip-table").all():
        inner = each.bounding_box()
        assert inner is not None
        assert foot["y"] <= inner["y"]
        assert inner["y"] + inner["height"] <= foot["y"] + foot["height"]
        assert inner["x"] + inner["width"] <= box["x"] + box["width"]
    frames.until_sent(lambda: set(placed) <= set(frames.receipts()))
    expect(page.locator("#alarms")).to_be_hidden()


def test_a_table_that_has_no_room_in_the_strip_is_counted_and_gets_no_receipt(
    kitchen: Kitchen, open_wall: OpenWall
) -> None:
    page = open_wall(lang="both")
    placed = [kitchen.ticket("noodles", table=f"B{n:02}") for n in range(1, 61)]
    expect(page.locator(".strip-table")).to_have_count(45)
    frames = Frames(page)
    page.reload()
    named = page.locator(".strip-table:visible .strip-label").all_inner_texts()
    assert 25 <= len(named) < 45
    expect(page.locator(".strip-rest")).to_have_text(f"另有 {45 - len(named)} 单 +{45 - len(named)} others")
    shown = {*placed[:15], *(name for n, name in enumerate(placed, 1) if f"B{n:02}" in named)}
    expect(page.locator("#alarms")).to_contain_text("单未上屏 — 按 →", timeout=10_000)
    assert set(frames.receipts()) == shown
    for last in (29, 44, 59):
        page.keyboard.press("ArrowRight")
        frames.until_sent(lambda: placed[last] in frames.receipts())  # noqa: B023
    expect(page.locator("#alarms")).to_be_hidden(timeout=10_000)


def test_a_rush_in_two_languages_is_named_whole_before_it_is_an_alarm(kitchen: Kitchen, open_wall: OpenWall) -> None:
    page = open_wall(lang="both")
    placed = [kitchen.ticket("noodles", table=f"B{n:02}") for n in range(1, 41)]
    frames = Frames(page)
    page.reload()
    expect(page.locator(".strip-table:visible")).to_have_count(25)
    expect(page.locator(".strip-rest")).to_be_hidden()
    expect(page.locator(".strip-age:visible")).to_have_count(1)
    expect(page.locator(".strip-table.is-oldest .strip-label")).to_have_text("B16")
    assert page.evaluate(HIDDEN) == []
    for name in ("撤回 Recall", "待做汇总 All day"):
        button = page.get_by_role("button", name=name)
        expect(button.locator(".icon")).to_be_visible()
        expect(button.locator(".wall-word")).to_have_css("width", "1px")
    frames.until_sent(lambda: set(placed) <= set(frames.receipts()))
    expect(page.locator("#alarms")).to_be_hidden()
    for ticket_id in placed[15:]:
        kitchen.post(f"/tickets/{ticket_id}/bump")
    expect(page.locator(".strip-table")).to_have_count(0)
    expect(page.locator("#recall .wall-word")).not_to_have_css("width", "1px")


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
    assert share / width == pytest.approx(0.0223, rel=0.03)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert page.evaluate("document.documentElement.scrollHeight <= innerHeight")
    assert page.evaluate(HIDDEN) == []
