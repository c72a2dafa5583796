"""What stands on a wall: kinds of tickets, ages, alarms, voids, sounds, receipts."""

from __future__ import annotations

import re
import time
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Page, expect

from tests.screens.kitchen import Kitchen
from tests.screens.wall.conftest import OpenWall
from tests.screens.wall.looking import Frames, number_of, see, standing, ticket

pytestmark = [pytest.mark.browser, pytest.mark.slow]

HEARD = """
window.heard = [];
const tone = BaseAudioContext.prototype.createOscillator;
BaseAudioContext.prototype.createOscillator = function create() {
  const made = tone.call(this);
  const start = made.start;
  made.start = function begin(at) { window.heard.push(`${made.type} ${made.frequency.value}`); start.call(made, at); };
  return made;
};
"""


def test_an_order_appears_on_every_wall_without_a_reload(kitchen: Kitchen, open_wall: OpenWall) -> None:
    one, english, both, cold = open_wall(), open_wall(lang="en"), open_wall(lang="both"), open_wall("cold")
    expect(one.locator("#empty")).to_be_visible()
    hot = kitchen.ticket("noodles", table="A03", guests=4)
    for page in (one, english, both):
        expect(ticket(page, hot).locator(".ticket-table")).to_have_text("A03")
    expect(ticket(one, hot).locator(".line-dish")).to_have_text("noodles（中）")
    expect(ticket(english, hot).locator(".line-dish")).to_have_text("noodles")
    expect(ticket(both, hot).locator(".line-dish")).to_have_text("noodles（中）")
    expect(ticket(both, hot).locator(".line-beside")).to_have_text("noodles")
    expect(cold.locator(".slot article")).to_have_count(0)
    expect(one.locator("#empty")).to_be_hidden()


def test_a_later_round_a_base_a_rush_a_void_and_a_note_are_told_apart(kitchen: Kitchen, open_wall: OpenWall) -> None:
    page = open_wall()
    pot = {"dish": "twin_pot", "qty": 1, "cells": [{"soup": "spicy", "spice": "hot"}, {"soup": "clear"}]}
    base = ticket(page, kitchen.ticket(pot, table="B09"))
    expect(base.locator(".ticket-ribbon")).to_have_text("锅底先上")
    expect(base.locator(".pot-2 .pot-cell")).to_have_count(2)
    second = kitchen.order("tofu", {"dish": "sesame", "qty": 2, "note": "花生过敏"}, table="B09")
    add_on = ticket(page, second["tickets"][0])
    expect(add_on.locator(".ticket-round")).to_have_text("加菜 第2批")
    expect(add_on.locator(".line-note")).to_have_text("花生过敏")
    kitchen.post(f"/lines/{second['lines'][0]['line']}/void", {"reason": "guest"})
    expect(add_on.locator(".line.is-voided")).to_contain_text("停做 × 1")
    kitchen.post(f"/lines/{second['lines'][1]['line']}/rush")
    expect(add_on.locator(".ticket-ribbon.is-rushed")).to_have_text("催菜")


TURNS = """
name => {
  const turns = [];
  function look() {
    const article = document.querySelector(`.slot [data-ticket="${name}"]`);
    const word = article.querySelector('.ticket-word').textContent;
    if (turns.length && turns[turns.length - 1][1] === word) return;
    turns.push([article.dataset.age, word, getComputedStyle(article.querySelector('.ticket-head')).background]);
  }
  look();
  new MutationObserver(look).observe(document.querySelector('.board'), { subtree: true, childList: true });
  window.turns = turns;
}
"""
"""Every look that a ticket has from now on: its age, its word and its colour."""


def test_colour_word_and_clock_change_by_time_alone(kitchen: Kitchen, open_wall: OpenWall) -> None:
    page = open_wall()
    frames = Frames(page)
    page.reload()
    placed = kitchen.ticket("quick")
    found = ticket(page, placed)
    expect(found).to_have_attribute("data-age", "fresh")
    page.evaluate(TURNS, placed)
    boards = frames.boards()
    page.wait_for_function("() => turns.length > 3")
    turns = page.evaluate("turns")
    assert [(age, word) for age, word, _ in turns] == [
        ("fresh", "正常"),
        ("soon", "快超时"),
        ("late", "超时"),
        ("critical", "严重超时"),
    ]
    assert len({ground for _, _, ground in turns}) == 4
    expect(page.locator("#count-late")).to_have_text("1")
    assert frames.boards() - boards <= 1, "only the reason of its place is news"
    expect(found.locator(".ticket-clock")).to_have_text(re.compile("00:0[6-9]"))


def test_a_painted_ticket_sends_its_receipt_and_again_after_a_reconnection(
    kitchen: Kitchen, open_wall: OpenWall
) -> None:
    page = open_wall()
    frames = Frames(page)
    page.reload()
    placed = kitchen.ticket("noodles")
    until_shown(frames, placed, 1)
    kitchen.kill()
    expect(page.locator("#link")).to_have_attribute("data-state", "stale")
    kitchen.start()
    expect(page.locator("#link")).to_have_attribute("data-state", "live", timeout=20_000)
    until_shown(frames, placed, 2)
    expect(page.locator("#alarms")).to_be_hidden()


def until_shown(frames: Frames, name: str, times: int) -> None:
    """Wait until so many receipts of a ticket were sent."""
    frames.until_sent(lambda: frames.receipts().count(name) >= times)


def test_a_page_that_nobody_sees_sends_no_receipt_and_the_others_raise_the_alarm(
    kitchen: Kitchen, open_wall: OpenWall
) -> None:
    hidden = "Object.defineProperty(document, 'hidden', { get: () => !window.seen });"
    asleep, english = open_wall("cold", script=hidden), open_wall(lang="en", script=hidden)
    frames = Frames(asleep)
    asleep.reload()
    placed = kitchen.ticket("tofu", table="A02")
    expect(ticket(asleep, placed)).to_be_visible()
    expect(english.locator("#alarms")).to_contain_text("A02", timeout=10_000)
    assert frames.receipts() == []
    board = english.locator(".board").bounding_box()
    asleep.evaluate("window.seen = true; document.dispatchEvent(new Event('visibilitychange'))")
    until_shown(frames, placed, 1)
    expect(english.locator("#alarms")).to_be_hidden()
    assert english.locator(".board").bounding_box() == board


def test_a_held_ticket_that_was_voided_is_announced_where_it_left(kitchen: Kitchen, open_wall: OpenWall) -> None:
    page = open_wall()
    placed = kitchen.order("noodles", table="A03", fire="hold")
    expect(page.locator(".strip-label")).to_have_text("A03")
    kitchen.post(f"/lines/{placed['lines'][0]['line']}/void", {"reason": "guest"})
    expect(page.locator("#voids")).to_have_text("退菜：A03")
    expect(page.locator(".strip-table")).to_have_count(0)
    expect(page.locator("#voids")).to_be_hidden(timeout=10_000)


@pytest.mark.parametrize("hand", ["touch", "key"])
def test_a_ticket_voided_under_the_cooks_hands_stands_struck_until_it_is_acknowledged(
    kitchen: Kitchen, open_wall: OpenWall, hand: str
) -> None:
    page, other = open_wall(), open_wall("cold", lang="en")
    placed = kitchen.order("tofu", {"dish": "sesame", "qty": 3}, table="A03")
    (name,) = placed["tickets"]
    kitchen.post(f"/tickets/{name}/start")
    beside = kitchen.ticket("noodles")
    see(page, beside)
    before = standing(page)
    for each in placed["lines"]:
        kitchen.post(f"/lines/{each['line']}/void", {"reason": "guest"})
    for wall, word in ((page, "停做 2道菜"), (other, "STOP 2 dishes")):
        found = ticket(wall, name)
        expect(found).to_have_class(re.compile("is-stopped"))
        expect(found.locator(".ticket-ribbon.is-stopped")).to_have_text(word)
        expect(found.locator(".line.is-stop")).to_have_count(2)
    struck = ticket(page, name).locator(".line.is-stop .line-dish").first
    assert "line-through" in struck.evaluate("n => getComputedStyle(n).textDecorationLine")
    assert standing(page) == before
    found = see(page, name)
    if hand == "touch":
        found.locator(".ticket-bump").tap()
    else:
        page.keyboard.type(str(number_of(page, name)))
        expect(found.locator(".ticket-why")).to_have_text("已退菜：停做")
        expect(found.locator("[data-press=start]")).to_have_count(0)
        page.keyboard.press("Enter")
    for wall in (page, other):
        expect(ticket(wall, name)).to_have_count(0)
    assert standing(page) == {number: each for number, each in before.items() if each != name}
    assert kitchen.events("VoidsAcknowledged")[-1]["lines"] == [each["line"] for each in placed["lines"]]


def test_a_struck_line_of_an_open_ticket_is_acknowledged_by_a_tap(kitchen: Kitchen, open_wall: OpenWall) -> None:
    page = open_wall()
    placed = kitchen.order("tofu", "sesame")
    kitchen.post(f"/lines/{placed['lines'][0]['line']}/void", {"reason": "guest"})
    see(page, placed["tickets"][0])
    line = page.locator(f"[data-line='{placed['lines'][0]['line']}']")
    expect(line).to_have_class(re.compile(r"\bis-stop\b"))
    line.click()
    expect(line).not_to_have_class(re.compile(r"\bis-stop\b"))
    expect(line).to_have_class(re.compile(r"\bis-voided\b"))
    expect(ticket(page, placed["tickets"][0])).to_have_attribute("data-state", "fired")


def test_case_12_what_is_fired_or_recalled_sounds_and_is_receipted_like_a_new_ticket(
    kitchen: Kitchen, open_wall: OpenWall
) -> None:
    page = open_wall(script=HEARD)
    frames = Frames(page)
    page.reload()
    page.locator("#sound").click()
    expect(page.locator("#sound")).to_have_text("声音开")
    placed = kitchen.order("tofu", fire="hold")
    (name,) = placed["tickets"]
    arrived = next_sound(page)
    until_shown(frames, name, 1)
    kitchen.post(f"/lines/{placed['lines'][0]['line']}/fire")
    assert next_sound(page) == arrived
    until_shown(frames, name, 2)
    kitchen.post(f"/tickets/{name}/bump")
    expect(ticket(page, name)).to_have_count(0)
    kitchen.post(f"/tickets/{name}/recall")
    assert next_sound(page) == arrived
    until_shown(frames, name, 3)
    expect(page.locator("#alarms")).to_be_hidden()
    told = [each["ticket"] for each in kitchen.events("TicketShown")]
    assert told.count(name) == 3


def test_what_another_station_got_by_a_change_of_the_kitchen_is_heard_once_the_wall_is_loaded_anew(
    kitchen: Kitchen, open_wall: OpenWall
) -> None:
    page = open_wall(script=HEARD)
    frames = Frames(page)
    page.reload()
    page.locator("#sound").click()
    name = kitchen.ticket("cola")
    arrived = next_sound(page)
    until_shown(frames, name, 1)
    drinks = {"station": "drinks", "name": {"zh": "drinks（中）", "en": "drinks"}, "priority": ["due_time"]}
    try:
        with page.expect_event("load"):
            kitchen.post("/kitchen/changes", {"gone": {"stations": ["drinks"]}})
        page.locator("#clock").click()  # a gesture, where the browser asks for another one
        assert next_sound(page) == arrived
        expect(ticket(page, name)).to_have_attribute("data-station", "catch_all")
        until_shown(frames, name, 2)
        expect(page.locator("#alarms")).to_be_hidden()
    finally:
        kitchen.post("/kitchen/changes", {"stations": [drinks]})


def test_what_arrives_is_framed_for_five_seconds_several_at_once(kitchen: Kitchen, open_wall: OpenWall) -> None:
    before = kitchen.ticket("noodles", table="A03")
    page = open_wall()
    expect(ticket(page, before)).not_to_have_class(re.compile("is-new"))
    since = time.monotonic()
    came = [kitchen.ticket("noodles", table=table) for table in ("A01", "A02", "B01")]
    for each in came:
        expect(ticket(page, each)).to_have_class(re.compile("is-new"))
    expect(page.locator(".is-new")).to_have_count(3)
    width = "getComputedStyle(document.querySelector('.is-new'), '::after').borderTopWidth"
    assert page.evaluate(width) == "8px"
    expect(page.locator(".is-new")).to_have_count(0, timeout=9_000)
    assert time.monotonic() - since > 4.5


def test_a_platforms_own_number_and_what_it_promised_stand_on_the_ticket(kitchen: Kitchen, open_wall: OpenWall) -> None:
    page = open_wall()
    soon = datetime.now(UTC) + timedelta(minutes=25)
    more = {"channel": "delivery", "external_id": "MT-20471", "promised_at": soon.isoformat(timespec="milliseconds")}
    lines = [{"dish": "noodles", "qty": 1}]
    placed = kitchen.post("/rounds", {"service": "delivery", "lines": lines, **more}, 201)
    facts = ticket(page, placed["tickets"][0]).locator(".ticket-facts")
    expect(facts).to_contain_text("MT-20471")
    expect(facts).to_contain_text("外卖")
    shown = facts.locator(".ticket-promised")
    expect(shown).to_have_text(re.compile(r"约定 \d\d:\d\d"))
    minute = int(shown.inner_text()[-2:])
    assert minute == soon.minute
    kitchen.post(f"/tickets/{placed['tickets'][0]}/bump")


def test_each_rush_is_heard_and_counted(kitchen: Kitchen, open_wall: OpenWall) -> None:
    kitchen.post("/house", {"rush_every_ms": 0})
    page = open_wall(script=HEARD)
    page.locator("#sound").click()
    expect(page.locator("#sound")).to_have_text("声音开")
    placed = kitchen.order("noodles", "crab")
    arrived = next_sound(page)
    sounds = []
    for said in ("催菜", "催菜 ×2", "催菜 ×3"):
        kitchen.post(f"/lines/{placed['lines'][0]['line']}/rush")
        sounds.append(next_sound(page))
        expect(ticket(page, placed["tickets"][0]).locator(".ticket-ribbon.is-rushed")).to_have_text(said)
        expect(ticket(page, placed["tickets"][0]).locator(".line-tag.is-rushed")).to_have_text(said)
    assert sounds == [sounds[0]] * 3
    assert sounds[0] != arrived


def test_three_sounds_after_a_gesture_that_explains_itself(kitchen: Kitchen, open_wall: OpenWall) -> None:
    page = open_wall(script=HEARD)
    expect(page.locator("#sound")).to_have_text("点这里打开声音")
    silent = kitchen.order("noodles", table="A03")
    see(page, silent["tickets"][0])
    assert page.evaluate("heard") == []
    page.locator("#sound").click()
    expect(page.locator("#sound")).to_have_text("声音开")
    sounds = []
    placed = kitchen.order("noodles", "crab")
    sounds.append(next_sound(page))
    kitchen.post(f"/lines/{placed['lines'][0]['line']}/rush")
    sounds.append(next_sound(page))
    kitchen.post(f"/lines/{placed['lines'][1]['line']}/void", {"reason": "guest"})
    sounds.append(next_sound(page))
    assert len({tuple(each) for each in sounds}) == 3
    page.locator("#sound").click()
    expect(page.locator("#sound")).to_have_text("已静音")
    see(page, kitchen.ticket("tofu"))
    assert page.evaluate("heard") == []
    page.reload()
    expect(page.locator("#sound")).to_have_text("已静音")


def test_a_burst_is_one_sound_and_what_is_worse_is_still_heard(kitchen: Kitchen, open_wall: OpenWall) -> None:
    page = open_wall(script=HEARD)
    page.locator("#sound").click()
    expect(page.locator("#sound")).to_have_text("声音开")
    placed = [kitchen.order("noodles", table=f"B{n:02}") for n in range(1, 13)]
    arrived = next_sound(page)
    assert arrived == ["sine 660", "sine 880"]
    line = placed[0]["lines"][0]["line"]
    kitchen.order("noodles", table="B20")
    kitchen.post(f"/lines/{line}/rush")
    kitchen.order("noodles", table="B21")
    kitchen.post(f"/lines/{line}/void", {"reason": "guest"})
    kitchen.post(f"/lines/{placed[1]['lines'][0]['line']}/rush")
    tones = next_sound(page)
    shapes = list(dict.fromkeys(tone.split()[0] for tone in tones))
    assert shapes[-1] == "triangle"
    assert shapes == [each for each in ("sine", "square", "triangle") if each in shapes]
    assert len(tones) <= len(arrived) + 4 + 2


def test_a_page_that_nobody_sees_is_silent(kitchen: Kitchen, open_wall: OpenWall) -> None:
    page = open_wall(script=HEARD + "Object.defineProperty(document, 'hidden', { get: () => window.asleep === true });")
    page.locator("#sound").click()
    expect(page.locator("#sound")).to_have_text("声音开")
    page.evaluate("window.asleep = true")
    see(page, kitchen.ticket("noodles"))
    assert page.evaluate("heard") == []
    page.evaluate("window.asleep = false")
    page.wait_for_timeout(1000)  # the burst is over
    kitchen.ticket("noodles", table="A02")
    assert next_sound(page) == ["sine 660", "sine 880"]


def next_sound(page: Page) -> list[str]:
    """The tones of the next sound; it is over when this returns."""
    page.wait_for_function("() => heard.length > 0")
    page.wait_for_timeout(1000)  # sounds that follow each other more quickly are one
    tones = page.evaluate("heard.splice(0)")
    assert isinstance(tones, list)
    return tones


def test_a_reload_shows_the_same_wall(kitchen: Kitchen, open_wall: OpenWall) -> None:
    page = open_wall()
    for n in range(1, 21):
        kitchen.ticket("noodles", table=f"B{n:02}")
    expect(page.locator("#count-open")).to_have_text("20")
    before = standing(page)
    page.reload()
    expect(page.locator("#link")).to_have_attribute("data-state", "live")
    assert standing(page) == before
