"""The live map in a real Chromium: what happens elsewhere is seen, tables are opened and parties moved."""

from __future__ import annotations

import re
import time

import pytest
from playwright.sync_api import Page, expect

from tests.live.proxy import Proxy
from tests.screens.floor.conftest import DESK, PHONE, OpenFloor
from tests.screens.floor.looking import BACK_MS, GONE_MS, becomes, count_of, session_at, tile
from tests.screens.kitchen import Kitchen

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def test_what_happens_at_a_table_is_seen_without_a_reload(kitchen: Kitchen, open_floor: OpenFloor, table: str) -> None:
    page = open_floor()
    page.evaluate("window.mark = 1")
    becomes(tile(page, table), phase="free", payment="none")
    placed = kitchen.order("tofu", "cola", table=table, guests=3)
    becomes(tile(page, table), phase="waiting", payment="open")
    expect(tile(page, table)).to_contain_text("2 to serve")
    expect(tile(page, table)).to_contain_text("¥18.00")
    expect(tile(page, table).locator(".table-guests")).to_have_text("3/4")
    for line in placed["lines"]:
        kitchen.post(f"/lines/{line['line']}/serve")
    becomes(tile(page, table), phase="served", payment="open")
    kitchen.post(f"/bills/{placed['bill']}/pay", {"tender": "card", "amount_minor": 1800})
    becomes(tile(page, table), phase="served", payment="paid")
    kitchen.post(f"/sessions/{placed['session']}/clear")
    becomes(tile(page, table), phase="free", payment="none")
    assert page.evaluate("window.mark") == 1


def test_time_alone_makes_a_dish_late_in_words(kitchen: Kitchen, open_floor: OpenFloor, table: str) -> None:
    page = open_floor()
    kitchen.order("quick", "quick", table=table)
    waiting = tile(page, table).locator(".waiting")
    expect(waiting).to_have_attribute("data-age", "late", timeout=10_000)
    expect(waiting.locator(".age-word")).to_have_text("late")
    expect(tile(page, table).locator(".late-count")).to_have_text("2 late")


@pytest.mark.parametrize(("lang", "asks"), [("en", "How many guests at"), ("zh", "几位客人？")])
def test_a_free_table_is_opened_by_two_taps(
    kitchen: Kitchen, open_floor: OpenFloor, table: str, lang: str, asks: str
) -> None:
    page = open_floor(lang=lang)
    tile(page, table).click()
    expect(page.locator("#headcount-title")).to_contain_text(asks)
    page.locator("#headcount [data-answer='4']").click()
    page.wait_for_url("**/order?session=*")
    session = session_at(kitchen, table)
    assert page.url.endswith(f"/order?session={session}")
    assert count_of(kitchen, "SessionOpened", session=session, guests=4) == 1


def test_a_large_party_is_typed_and_nonsense_is_told(kitchen: Kitchen, open_floor: OpenFloor, table: str) -> None:
    page = open_floor()
    tile(page, table).click()
    page.fill("#headcount-more", "many")
    page.press("#headcount-more", "Enter")
    expect(page.locator("#headcount .fault")).to_have_text("Type how many guests they are")
    page.fill("#headcount-more", "15")
    page.press("#headcount-more", "Enter")
    page.wait_for_url("**/order?session=*")
    assert count_of(kitchen, "SessionOpened", session=session_at(kitchen, table), guests=15) == 1


def test_by_keys_alone_a_table_is_found_by_its_name_and_opened(
    kitchen: Kitchen, open_floor: OpenFloor, table: str
) -> None:
    page = open_floor(size=DESK)
    page.keyboard.type(table.lower())
    expect(page.locator("#jump-name")).to_have_value(table.lower())
    expect(page.locator(".is-found")).to_have_attribute("data-table", table)
    expect(tile(page, table)).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page.locator("#headcount")).to_be_visible()
    page.keyboard.type("14")
    page.keyboard.press("Enter")
    page.wait_for_url("**/order?session=*")
    assert count_of(kitchen, "SessionOpened", session=session_at(kitchen, table), guests=14) == 1


def test_a_name_that_no_table_has_is_marked_and_escape_forgets_it(open_floor: OpenFloor) -> None:
    page = open_floor(size=DESK)
    page.keyboard.type("zz")
    expect(page.locator("#jump-name")).to_have_attribute("aria-invalid", "true")
    page.keyboard.press("Escape")
    expect(page.locator("#jump-name")).to_have_value("")
    expect(page.locator("#jump-name")).to_have_attribute("aria-invalid", "false")


def test_every_table_is_reached_by_tab_and_shows_that_it_has_the_focus(open_floor: OpenFloor) -> None:
    page = open_floor(size=DESK)
    page.locator("#no-table [data-begin]").last.focus()
    names: list[str] = []
    first = page.locator(".map .table").first
    first.focus()
    for _ in range(5):
        names.append(page.evaluate("document.activeElement.dataset.table"))
        assert page.evaluate("parseFloat(getComputedStyle(document.activeElement).outlineWidth)") >= 2
        page.keyboard.press("Tab")
    assert names == page.locator(".map .table").evaluate_all("all => all.slice(0, 5).map((each) => each.dataset.table)")


def test_a_party_is_a_tap_away_and_of_several_one_is_chosen(
    kitchen: Kitchen, open_floor: OpenFloor, table: str
) -> None:
    first = kitchen.post("/sessions", {"table": table, "guests": 2}, 201)["session"]
    page = open_floor()
    tile(page, table).click()
    page.wait_for_url(f"**/sessions/{first}")
    page.go_back()
    second = kitchen.post("/sessions", {"table": table, "guests": 5, "share": True}, 201)["session"]
    expect(tile(page, table)).to_contain_text("2 parties")
    tile(page, table).click()
    expect(page.locator("#choosing a")).to_have_count(2)
    page.locator("#choosing a").filter(has_text=f"{table}-2").click()
    page.wait_for_url(f"**/sessions/{second}")


def test_others_are_seated_beside_from_the_choice(kitchen: Kitchen, open_floor: OpenFloor, table: str) -> None:
    for guests in (2, 3):
        kitchen.post("/sessions", {"table": table, "guests": guests, "share": True}, 201)
    page = open_floor()
    tile(page, table).click()
    page.locator("#choosing button[value=beside]").click()
    page.locator("#headcount [data-answer='1']").click()
    page.wait_for_url("**/order?session=*")
    assert len(kitchen.get(f"/tables/{table}")["sessions"]) == 3


def test_a_table_that_a_colleague_has_opened_meanwhile_is_not_opened_twice(
    kitchen: Kitchen, open_floor: OpenFloor, table: str
) -> None:
    page = open_floor()
    tile(page, table).click()
    expect(page.locator("#headcount")).to_be_visible()
    session = kitchen.post("/sessions", {"table": table, "guests": 2}, 201)["session"]
    becomes(tile(page, table), phase="seated")
    page.locator("#headcount [data-answer='3']").click()
    expect(page.locator("#choosing-title")).to_contain_text(table)
    page.locator("#choosing a").click()
    page.wait_for_url(f"**/sessions/{session}")
    assert len(kitchen.get(f"/tables/{table}")["sessions"]) == 1


def test_a_party_is_moved_on_the_map_and_others_see_both_tables(
    kitchen: Kitchen, open_floor: OpenFloor, table: str, other: str
) -> None:
    placed = kitchen.order("tofu", table=table)
    watching, page = open_floor(), open_floor(f"/sessions/{placed['session']}")
    page.click("text=Move")
    expect(page.locator(".moving")).to_contain_text(f"Move {table}: choose a table.")
    tile(page, other).click()
    page.wait_for_url(f"**/sessions/{placed['session']}")
    expect(page.locator("h1")).to_have_text(other)
    becomes(tile(watching, table), phase="free")
    becomes(tile(watching, other), phase="waiting")
    assert count_of(kitchen, "SessionMoved", session=placed["session"], table=other) == 1


def test_to_sit_beside_others_is_asked_first(kitchen: Kitchen, open_floor: OpenFloor, table: str, other: str) -> None:
    placed = kitchen.order("tofu", table=table)
    kitchen.order("cola", table=other)
    page = open_floor(f"/floor?move={placed['session']}")
    tile(page, other).click()
    expect(page.locator("#moving-title")).to_contain_text(f"Others sit at {other}")
    page.keyboard.press("Escape")
    expect(page.locator("#moving")).to_be_hidden()
    assert count_of(kitchen, "SessionMoved", session=placed["session"]) == 0
    tile(page, other).click()
    page.locator("#moving button[value=yes]").click()
    page.wait_for_url(f"**/sessions/{placed['session']}")
    assert len(kitchen.get(f"/tables/{other}")["sessions"]) == 2


def test_a_party_that_goes_to_its_own_table_stays_and_nothing_is_lost(
    kitchen: Kitchen, open_floor: OpenFloor, table: str
) -> None:
    placed = kitchen.order("tofu", table=table)
    page = open_floor(f"/floor?move={placed['session']}")
    tile(page, table).click()
    page.wait_for_url(f"**/sessions/{placed['session']}")
    expect(page.locator(".row")).to_have_count(1)
    assert count_of(kitchen, "SessionMoved", session=placed["session"]) == 0


def test_who_has_left_meanwhile_is_not_moved_and_the_map_says_why(
    kitchen: Kitchen, open_floor: OpenFloor, table: str, other: str
) -> None:
    session = kitchen.post("/sessions", {"table": table, "guests": 2}, 201)["session"]
    page = open_floor(f"/floor?move={session}")
    kitchen.post(f"/sessions/{session}/clear")
    tile(page, other).click()
    expect(page.locator("[data-fault=floor]")).to_be_visible()
    expect(page.locator("#fault")).to_be_hidden()
    becomes(tile(page, other), phase="free")


def test_takeaway_begins_without_a_table_and_stands_by_its_number(kitchen: Kitchen, open_floor: OpenFloor) -> None:
    watching, page = open_floor(), open_floor()
    page.click("[data-begin=takeaway]")
    page.wait_for_url("**/order?session=*")
    session = page.url.partition("session=")[2]
    expect(watching.locator(f'#no-table [data-part="party {session}"]')).to_contain_text("Takeaway")
    (opened,) = [each for each in kitchen.events("SessionOpened") if each["session"] == session]
    expect(watching.locator(f'[data-part="party {session}"] .table-name')).to_have_text(f"#{opened['number']}")


def test_what_is_ready_stands_oldest_first_and_one_tap_serves_it(
    kitchen: Kitchen, open_floor: OpenFloor, table: str, other: str
) -> None:
    watching, page = open_floor(size=DESK), open_floor()
    second, first = (kitchen.order("tofu", "noodles", table=each) for each in (table, other))
    kitchen.post(f"/tickets/{first['tickets'][0]}/bump")
    expect(page.locator(f'[data-part="ready {first["session"]}"] .ready-line')).to_have_count(1)
    kitchen.post(f"/tickets/{second['tickets'][0]}/bump")
    groups = page.locator(".ready")
    expect(groups.filter(has_text=table)).to_have_count(1)
    order = groups.evaluate_all("all => all.map((each) => each.dataset.part)")
    assert order.index(f"ready {first['session']}") < order.index(f"ready {second['session']}")
    group = page.locator(f'[data-part="ready {first["session"]}"]')
    line = group.locator("[data-do=serve]").get_attribute("data-line")
    group.locator("[data-do=serve]").click()
    for each in (page, watching):
        expect(each.locator(f'[data-part="ready {first["session"]}"]')).to_have_count(0)
    assert count_of(kitchen, "LineServed", line=line) == 1


def stale(page: Page, said: str) -> None:
    expect(page.locator("#gone")).to_contain_text(said, timeout=GONE_MS)
    expect(page.locator("#gone")).to_have_text(re.compile(r"\d\d:\d\d:\d\d"))
    expect(page.locator("#live")).to_have_class(re.compile("is-stale"))


@pytest.mark.parametrize(("lang", "said"), [("en", "The server does not answer"), ("zh", "已断线")])
def test_it_greys_when_the_server_is_gone_and_says_since_when_and_comes_back_complete(
    kitchen: Kitchen, open_floor: OpenFloor, table: str, lang: str, said: str
) -> None:
    page = open_floor(lang=lang)
    kitchen.kill()
    stale(page, said)
    kitchen.start()
    kitchen.order("tofu", table=table)
    expect(page.locator("#gone")).to_be_hidden(timeout=BACK_MS)
    expect(page.locator("#live")).not_to_have_class(re.compile("is-stale"))
    becomes(tile(page, table), phase="waiting")


def test_a_wire_that_was_cut_loses_no_change(kitchen: Kitchen, wire: Proxy, open_floor: OpenFloor, table: str) -> None:
    page = open_floor(port=wire.port)
    placed = kitchen.order("tofu", table=table)
    becomes(tile(page, table), phase="waiting")
    wire.set("stall")
    stale(page, "The server does not answer")
    kitchen.post(f"/lines/{placed['lines'][0]['line']}/serve")
    wire.set("pass")
    expect(page.locator("#gone")).to_be_hidden(timeout=BACK_MS)
    becomes(tile(page, table), phase="served")


def test_an_opened_table_whose_answer_is_lost_is_opened_once(
    kitchen: Kitchen, wire: Proxy, open_floor: OpenFloor, table: str
) -> None:
    page = open_floor(port=wire.port)
    tile(page, table).click()
    expect(page.locator("#headcount")).to_be_visible()
    wire.set("deaf")
    page.locator("#headcount [data-answer='2']").click()
    page.wait_for_function("() => Object.keys(localStorage).some((key) => key.startsWith('kds.deed.'))")
    expect(page.locator("#gone")).to_be_visible(timeout=GONE_MS)
    expect(page.locator("[data-fault=floor]")).to_contain_text("No answer yet")
    wire.set("pass")
    page.wait_for_url("**/order?session=*", timeout=BACK_MS)
    assert len(kitchen.get(f"/tables/{table}")["sessions"]) == 1


@pytest.mark.parametrize("size", [PHONE, (800, 1100), DESK])
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_nothing_is_wider_than_the_page_and_all_that_is_touched_is_large(
    kitchen: Kitchen, open_floor: OpenFloor, table: str, size: tuple[int, int], lang: str
) -> None:
    long = {"dish": "tofu", "qty": 88, "note": "allergic " * 20}
    placed = kitchen.order(long, "noodles", table=table)
    for path in ("/floor", f"/sessions/{placed['session']}"):
        page = open_floor(path, lang, size=size)
        assert page.evaluate("document.documentElement.scrollWidth") <= size[0]
        small = page.locator("main .button:visible, main .table:visible").evaluate_all(
            "all => all.filter((each) => each.getBoundingClientRect().height < 43.5).map((each) => each.textContent)"
        )
        assert small == []


def test_far_more_guests_than_seats_are_asked_about_once(kitchen: Kitchen, open_floor: OpenFloor, table: str) -> None:
    page = open_floor()
    tile(page, table).click()
    page.fill("#headcount-more", "99")
    page.click("#headcount [value=typed]")
    expect(page.locator("#headcount .fault")).to_contain_text("99 guests?")
    page.fill("#headcount-more", "98")
    page.click("#headcount [value=typed]")
    expect(page.locator("#headcount .fault")).to_contain_text("98 guests?")
    page.click("#headcount [value=typed]")
    page.wait_for_url("**/order?session=*")
    assert kitchen.get(f"/tables/{table}")["parties"][0]["guests"] == 98


def test_who_has_reserved_sits_down_by_the_reservation_and_others_beside_it(
    kitchen: Kitchen, open_floor: OpenFloor, table: str, other: str
) -> None:
    soon = int(time.time() * 1000) + 3_600_000
    kept = {"comes_at": soon, "guests": 4}
    names = [kitchen.post(f"/tables/{each}/reserve", kept, 201)["reservation"] for each in (table, other)]
    page = open_floor()
    expect(tile(page, table).locator(".is-reserved")).to_contain_text("reserved")
    for each, answer in ((table, "they"), (other, "others")):
        tile(page, each).click()
        page.click(f"#reserved [value={answer}]")
        page.click('#headcount [data-answer="4"]')
        page.wait_for_url("**/order?session=*")
        page.goto(page.url.split("/order")[0] + "/floor")
    assert [each["reservation"] for each in kitchen.get("/reservations")["reservations"]] == names[1:]
    kitchen.post(f"/sessions/{session_at(kitchen, other)}/clear")
    tile(page, other).click()
    page.click("#reserved [value=no-show]")
    expect(tile(page, other).locator(".is-reserved")).to_have_count(0)


def test_a_table_is_cleaned_by_whoever_taps_it(kitchen: Kitchen, open_floor: OpenFloor, table: str) -> None:
    kitchen.post("/house", {"tables_are_cleaned": True})
    page = open_floor()
    kitchen.post(f"/sessions/{kitchen.post('/sessions', {'table': table, 'guests': 2}, 201)['session']}/clear")
    becomes(tile(page, table), phase="to_clean")
    tile(page, table).click()
    page.click("#cleaning [value=clean]")
    becomes(tile(page, table), phase="free")
    kitchen.post("/house", {"tables_are_cleaned": False})
