"""A party's sheet in a real Chromium: its lines live, and every deed done once and told in words."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.live.proxy import Proxy
from tests.screens.floor.conftest import DESK, OpenFloor
from tests.screens.floor.looking import BACK_MS, GONE_MS, becomes, count_of, lines_of, row
from tests.screens.kitchen import Kitchen

pytestmark = [pytest.mark.browser, pytest.mark.slow]


MEAL = {
    "dish": "lunch",
    "name": {"zh": "午市套餐", "en": "Lunch"},
    "kind": "dish",
    "category": "all",
    "station": "catch_all",
    "price_minor": 2000,
    "standard_ms": 600_000,
    "meal": [
        {
            "group": "all",
            "name": {"zh": "任选", "en": "Any"},
            "min": 2,
            "max": 2,
            "choices": [{"dish": "tofu"}, {"dish": "noodles"}],
        }
    ],
}


def sheet(open_floor: OpenFloor, placed: Any, lang: str = "en", **more: Any) -> Page:
    """The sheet of the party of an order."""
    return open_floor(f"/sessions/{placed['session']}", lang, **more)


def press(page: Page, line: str, deed: str) -> None:
    row(page, line).locator(f"[data-do={deed}]").click()


def test_what_the_kitchen_does_is_seen_as_it_happens(kitchen: Kitchen, open_floor: OpenFloor, table: str) -> None:
    placed = kitchen.order("tofu", table=table)
    page = sheet(open_floor, placed)
    page.evaluate("window.mark = 1")
    (line,) = lines_of(placed)
    becomes(row(page, line), state="fired")
    expect(row(page, line).locator(".row-clock")).to_have_text(re.compile(r"^\d\d:\d\d$"))
    kitchen.post(f"/tickets/{placed['tickets'][0]}/start")
    becomes(row(page, line), state="started")
    kitchen.post(f"/tickets/{placed['tickets'][0]}/bump")
    becomes(row(page, line), state="done")
    added = kitchen.order("noodles", table=table)
    becomes(row(page, lines_of(added)[0]), state="fired")
    expect(page.locator(".round h2").nth(1)).to_contain_text("Round 2")
    expect(page.locator(".is-due dd")).to_have_text("¥30.00")
    assert page.evaluate("window.mark") == 1


def test_a_dish_is_served_and_taken_back(kitchen: Kitchen, open_floor: OpenFloor, table: str) -> None:
    placed = kitchen.order("tofu", table=table)
    (line,) = lines_of(placed)
    page = sheet(open_floor, placed)
    press(page, line, "serve")
    becomes(row(page, line), state="served")
    press(page, line, "unserve")
    becomes(row(page, line), state="fired")
    assert (count_of(kitchen, "LineServed", line=line), count_of(kitchen, "LineUnserved", line=line)) == (1, 1)


@pytest.mark.parametrize(("lang", "said"), [("en", "only just been asked"), ("zh", "刚催过")])
def test_a_refusal_stands_at_the_line_that_it_concerns_in_the_persons_language(
    kitchen: Kitchen, open_floor: OpenFloor, table: str, lang: str, said: str
) -> None:
    placed = kitchen.order("tofu", "noodles", table=table)
    line, other = lines_of(placed)
    page = sheet(open_floor, placed, lang)
    press(page, line, "rush")
    expect(row(page, line).locator(".row-rushes")).to_have_text("×1")
    press(page, line, "rush")
    expect(row(page, line).locator(".fault")).to_contain_text(said)
    expect(row(page, other).locator(".fault")).to_be_hidden()
    kitchen.post(f"/tickets/{placed['tickets'][1]}/bump")
    becomes(row(page, other), state="done")
    expect(row(page, line).locator(".fault")).to_contain_text(said)
    press(page, line, "serve")
    becomes(row(page, line), state="served")
    expect(row(page, line).locator(".fault")).to_be_hidden()


def test_all_are_rushed_all_held_are_fired_and_all_ready_are_served(
    kitchen: Kitchen, open_floor: OpenFloor, table: str
) -> None:
    placed = kitchen.order("tofu", "noodles", table=table)
    held = kitchen.order("cola", "tofu", table=table, fire="hold")
    page = sheet(open_floor, placed)
    page.click("text=Rush all")
    for line in lines_of(placed):
        expect(row(page, line).locator(".row-rushes")).to_have_text("×1")
    page.click("text=Fire all held")
    for line in lines_of(held):
        becomes(row(page, line), state="fired")
    expect(page.locator("[data-do-all=fire]")).to_have_count(0)
    for ticket in placed["tickets"]:
        kitchen.post(f"/tickets/{ticket}/bump")
    expect(page.locator("[data-do-all=serve] .count")).to_have_text("2")
    page.click("text=Serve all ready")
    for line in lines_of(placed):
        becomes(row(page, line), state="served")
    assert all(count_of(kitchen, "LineServed", line=line) == 1 for line in lines_of(placed))


def test_one_held_line_is_fired(kitchen: Kitchen, open_floor: OpenFloor, table: str) -> None:
    placed = kitchen.order("tofu", "noodles", table=table, fire="hold")
    first, second = lines_of(placed)
    page = sheet(open_floor, placed)
    press(page, first, "fire")
    becomes(row(page, first), state="fired")
    becomes(row(page, second), state="held")


def voiding(page: Page, line: str) -> None:
    row(page, line).locator("[data-open=void]").click()
    expect(page.locator("#voiding")).to_be_visible()


def test_a_line_is_voided_for_a_reason_and_not_without(kitchen: Kitchen, open_floor: OpenFloor, table: str) -> None:
    placed = kitchen.order("tofu", "noodles", table=table)
    line, _ = lines_of(placed)
    page = sheet(open_floor, placed)
    voiding(page, line)
    expect(page.locator("#voiding [data-says]")).to_have_text("The kitchen has not begun it.")
    page.click("#voiding button[value=void]")
    expect(page.locator("#voiding .fault")).to_have_text("Say why")
    page.locator("#voiding .choice").filter(has_text="Ordered by mistake").click()
    page.click("#voiding button[value=void]")
    becomes(row(page, line), state="voided")
    expect(page.locator("#said")).to_have_text("Voided: 1 × tofu. The kitchen had not begun it.")
    expect(page.locator(".is-due dd")).to_have_text("¥18.00")
    assert count_of(kitchen, "LineVoided", line=line, reason="Ordered by mistake", started=False) == 1


def test_a_part_of_a_set_meal_is_voided_with_all_of_it_and_that_is_said(
    kitchen: Kitchen, open_floor: OpenFloor, table: str
) -> None:
    kitchen.post("/menu/changes", {"dishes": [MEAL]})
    parts = [{"group": "all", "dish": dish} for dish in ("tofu", "noodles")]
    placed = kitchen.order({"dish": "lunch", "qty": 1, "parts": parts}, table=table)
    page = sheet(open_floor, placed)
    (first,) = lines_of(placed)
    second = first.replace("-1", "-2")
    expect(row(page, second).locator(".row-options")).to_have_text("Lunch")
    voiding(page, second)
    expect(page.locator("#voiding [data-says]")).to_contain_text("It is a part of the set meal Lunch")
    page.locator("#voiding .choice").filter(has_text="Ordered by mistake").click()
    page.click("#voiding button[value=void]")
    becomes(row(page, first), state="voided")
    becomes(row(page, second), state="voided")


def approve(kitchen: Kitchen, page: Page) -> None:
    """A manager comes, and types their login code."""
    expect(page.locator("#approving-code")).to_be_focused()
    page.keyboard.type(kitchen.secrets["manager"])
    page.keyboard.press("Enter")


def test_what_the_kitchen_has_begun_stays_where_nobody_approves(
    kitchen: Kitchen, open_floor: OpenFloor, table: str
) -> None:
    placed = kitchen.order("tofu", table=table)
    (line,) = lines_of(placed)
    kitchen.post(f"/tickets/{placed['tickets'][0]}/start")
    page = sheet(open_floor, placed)
    voiding(page, line)
    page.fill("#voiding-more", "too slow")
    page.press("#voiding-more", "Enter")
    expect(page.locator("#approving")).to_be_visible()
    page.keyboard.press("Escape")
    expect(row(page, line).locator(".fault")).to_contain_text("You have no right")
    becomes(row(page, line), state="started")


def test_what_the_kitchen_has_begun_is_voided_only_knowingly(
    kitchen: Kitchen, open_floor: OpenFloor, table: str
) -> None:
    placed = kitchen.order("tofu", table=table)
    (line,) = lines_of(placed)
    page = sheet(open_floor, placed)
    kitchen.post(f"/tickets/{placed['tickets'][0]}/start")
    becomes(row(page, line), state="started")
    voiding(page, line)
    expect(page.locator("#voiding [data-says]")).to_contain_text("wasted")
    page.keyboard.press("Escape")
    becomes(row(page, line), state="started")
    voiding(page, line)
    page.fill("#voiding-more", "hair in it")
    page.press("#voiding-more", "Enter")
    approve(kitchen, page)
    expect(page.locator("#said")).to_contain_text("The kitchen had begun it.")
    assert count_of(kitchen, "LineVoided", line=line, reason="hair in it", started=True) == 1


def test_what_is_typed_outlives_what_happens_meanwhile(kitchen: Kitchen, open_floor: OpenFloor, table: str) -> None:
    """The cook begins while the waiter types a reason: the server says which of it was first."""
    placed = kitchen.order("tofu", table=table)
    (line,) = lines_of(placed)
    page = sheet(open_floor, placed)
    voiding(page, line)
    page.fill("#voiding-more", "too slow")
    kitchen.post(f"/tickets/{placed['tickets'][0]}/start")
    becomes(row(page, line), state="started")
    expect(page.locator("#voiding-more")).to_have_value("too slow")
    page.press("#voiding-more", "Enter")
    approve(kitchen, page)
    expect(page.locator("#said")).to_contain_text("The kitchen had begun it.")


def test_the_number_of_guests_is_set(kitchen: Kitchen, open_floor: OpenFloor, table: str) -> None:
    placed = kitchen.order("tofu", table=table, guests=2)
    page = sheet(open_floor, placed)
    page.click("[data-open=guests]")
    page.click("#headcount [data-answer='7']")
    expect(page.locator(".sheet-title")).to_contain_text("7 guests")


def paying(page: Page, amount: str | None = None, tender: str = "cash") -> None:
    page.click("[data-open=pay]")
    page.click("#guarding button[value=keep]")
    page.locator(f"#paying .choice:has(input[value={tender}])").click()
    if amount is not None:
        page.fill("#paying-amount", amount)


def test_a_bill_is_paid_in_parts_and_of_cash_there_is_change(
    kitchen: Kitchen, open_floor: OpenFloor, table: str
) -> None:
    placed = kitchen.order("tofu", "noodles", table=table)
    page = sheet(open_floor, placed)
    paying(page, "10.5", "card")
    expect(page.locator("#paying [data-says]")).to_have_text("Not served yet: 2")
    page.click("#paying button[value=pay]")
    expect(page.locator(".is-due dd")).to_have_text("¥19.50")
    paying(page)
    expect(page.locator("#paying-amount")).to_have_value("19.50")
    page.fill("#paying-amount", "50")
    expect(page.locator("#paying [data-change]")).to_have_text("Change: ¥30.50")
    page.press("#paying-amount", "Enter")
    expect(page.locator("#said")).to_have_text("Received: ¥50.00 Change: ¥30.50")
    becomes(page.locator(".bill"), state="paid")
    expect(page.locator("[data-open=pay]")).to_have_count(0)
    paid = [each for each in kitchen.events("PaymentTaken") if each["bill"] == placed["bill"]]
    assert [(each["tender"], each["amount_minor"]) for each in paid] == [("card", 1050), ("cash", 1950)]


def test_a_sum_that_is_none_is_told_in_the_form_and_too_much_at_the_bill(
    kitchen: Kitchen, open_floor: OpenFloor, table: str
) -> None:
    placed = kitchen.order("tofu", table=table)
    page = sheet(open_floor, placed)
    paying(page, "12.345", "card")
    page.click("#paying button[value=pay]")
    expect(page.locator("#paying .fault")).to_contain_text("Type a sum")
    page.fill("#paying-amount", "13")
    page.click("#paying button[value=pay]")
    expect(page.locator(".bill .fault")).to_contain_text("¥12.00")
    assert count_of(kitchen, "PaymentTaken", bill=placed["bill"]) == 0


def pay_all(kitchen: Kitchen, placed: Any, amount: int) -> None:
    kitchen.post(f"/bills/{placed['bill']}/pay", {"tender": "cash", "amount_minor": amount})


def clearing(page: Page) -> None:
    page.click("[data-open=clear]")
    expect(page.locator("#clearing")).to_be_visible()


def test_a_paid_party_whose_dishes_are_served_is_cleared_by_one_tap(
    kitchen: Kitchen, open_floor: OpenFloor, table: str
) -> None:
    placed = kitchen.order("tofu", table=table)
    kitchen.post(f"/lines/{lines_of(placed)[0]}/serve")
    pay_all(kitchen, placed, 1200)
    page = sheet(open_floor, placed)
    page.click("[data-open=clear]")
    page.wait_for_url("**/floor")
    becomes(page.locator(f'[data-part="table {table}"]'), phase="free")


def test_who_has_not_paid_is_not_cleared_and_the_sum_is_said(
    kitchen: Kitchen, open_floor: OpenFloor, table: str
) -> None:
    placed = kitchen.order("tofu", table=table)
    kitchen.post(f"/lines/{lines_of(placed)[0]}/serve")
    page = sheet(open_floor, placed)
    page.click("[data-open=clear]")
    expect(page.locator("[data-fault=party]")).to_contain_text("¥12.00 is due")


def why(page: Page, reason: str) -> None:
    """Why what is not served is not wanted any more."""
    page.locator("#voiding .choice").filter(has_text=reason).click()
    page.click("#voiding button[value=void]")


def test_what_is_not_served_is_named_and_may_be_brought_first(
    kitchen: Kitchen, open_floor: OpenFloor, table: str
) -> None:
    placed = kitchen.order("tofu", "noodles", "cola", table=table)
    pay_all(kitchen, placed, 3600)
    kitchen.post(f"/lines/{lines_of(placed)[2]}/serve")
    page = sheet(open_floor, placed)
    clearing(page)
    expect(page.locator("#clearing-title")).to_have_text("Not served yet: 2")
    expect(page.locator("#clearing li")).to_have_text(["1 × tofu · in the kitchen", "1 × noodles · in the kitchen"])
    page.click("#clearing button[value=bring]")
    expect(page.locator("#clearing")).to_be_hidden()
    expect(page.locator("#said")).to_contain_text("The kitchen hears of it: 2")
    assert [count_of(kitchen, "LineRushed", line=each) for each in lines_of(placed)] == [1, 1, 0]
    assert count_of(kitchen, "SessionCleared", session=placed["session"]) == 0


def test_what_is_kept_stays_in_the_kitchen_when_the_table_is_cleared(
    kitchen: Kitchen, open_floor: OpenFloor, table: str
) -> None:
    placed = kitchen.order("tofu", table=table)
    pay_all(kitchen, placed, 1200)
    page = sheet(open_floor, placed)
    clearing(page)
    page.click("#clearing button[value=keep]")
    page.wait_for_url("**/floor")
    assert count_of(kitchen, "TicketEnded", ticket=placed["tickets"][0]) == 0
    kitchen.post(f"/tickets/{placed['tickets'][0]}/bump")


def test_what_is_cancelled_and_paid_is_not_made(kitchen: Kitchen, open_floor: OpenFloor, table: str) -> None:
    placed = kitchen.order("tofu", "noodles", table=table)
    served, left = lines_of(placed)
    kitchen.post(f"/lines/{served}/serve")
    pay_all(kitchen, placed, 3000)
    page = sheet(open_floor, placed)
    clearing(page)
    page.click("#clearing button[value=cancel]")
    why(page, "Waited too long")
    page.wait_for_url("**/floor")
    (ended,) = [each for each in kitchen.events("TicketEnded") if each["lines"] == [left]]
    assert ended["outcome"] == "not_made"
    assert count_of(kitchen, "SessionCleared", session=placed["session"]) == 1


def test_what_is_cancelled_and_not_paid_leaves_the_bill(kitchen: Kitchen, open_floor: OpenFloor, table: str) -> None:
    placed = kitchen.order("tofu", "noodles", table=table)
    page = sheet(open_floor, placed)
    clearing(page)
    page.click("#clearing button[value=cancel]")
    why(page, "Ordered by mistake")
    page.wait_for_url("**/floor")
    voided = [count_of(kitchen, "LineVoided", line=line, reason="Ordered by mistake") for line in lines_of(placed)]
    assert voided == [1, 1]


@pytest.mark.parametrize(("lang", "asks"), [("en", "Not served yet: 1"), ("zh", "1")])
def test_before_the_pre_bill_it_is_asked_what_becomes_of_what_is_not_served(
    kitchen: Kitchen, open_floor: OpenFloor, table: str, lang: str, asks: str
) -> None:
    placed = kitchen.order("tofu", "noodles", table=table)
    served, left = lines_of(placed)
    kitchen.post(f"/lines/{served}/serve")
    page = sheet(open_floor, placed, lang)
    page.click("[data-open=pre-bill]")
    expect(page.locator("#guarding-title")).to_contain_text(asks)
    page.click("#guarding [value=bring]")
    expect(page.locator("#said")).to_be_visible()
    assert count_of(kitchen, "LineRushed", line=left) == 1
    page.click("[data-open=pre-bill]")
    page.click("#guarding [value=keep]")
    page.wait_for_url(f"**/bills/{placed['bill']}/print")


def test_what_is_cancelled_is_not_on_the_pre_bill(kitchen: Kitchen, open_floor: OpenFloor, table: str) -> None:
    placed = kitchen.order("tofu", "noodles", table=table)
    served, left = lines_of(placed)
    kitchen.post(f"/lines/{served}/serve")
    page = sheet(open_floor, placed)
    page.click("[data-open=pre-bill]")
    page.click("#guarding [value=cancel]")
    expect(page.locator("#voiding h2")).to_contain_text("1 × noodles")
    page.keyboard.press("Escape")
    expect(page.locator("dialog[open]")).to_have_count(0)
    assert count_of(kitchen, "LineVoided", line=left) == 0
    page.click("[data-open=pre-bill]")
    page.click("#guarding [value=cancel]")
    why(page, "Waited too long")
    page.wait_for_url(f"**/bills/{placed['bill']}/print")
    expect(page.locator("body")).to_contain_text("¥12.00")
    expect(page.locator("body")).not_to_contain_text("¥30.00")


def test_what_cannot_be_cancelled_says_so_and_the_table_is_not_cleared(
    kitchen: Kitchen, open_floor: OpenFloor, table: str
) -> None:
    placed = kitchen.order("tofu", table=table)
    (line,) = lines_of(placed)
    kitchen.post(f"/tickets/{placed['tickets'][0]}/bump")
    pay_all(kitchen, placed, 1200)
    page = sheet(open_floor, placed)
    clearing(page)
    page.click("#clearing button[value=cancel]")
    why(page, "Waited too long")
    expect(row(page, line).locator(".fault")).to_be_visible()
    assert count_of(kitchen, "SessionCleared", session=placed["session"]) == 0


def test_a_party_that_leaves_elsewhere_has_no_deeds_any_more(
    kitchen: Kitchen, open_floor: OpenFloor, table: str
) -> None:
    session = kitchen.post("/sessions", {"table": table, "guests": 2}, 201)["session"]
    page = open_floor(f"/sessions/{session}")
    kitchen.post(f"/sessions/{session}/clear")
    expect(page.locator(".sheet-head")).to_contain_text("This party has left")
    expect(page.locator(".sheet-deeds")).to_have_count(0)


def test_a_deed_whose_answer_is_lost_is_done_once_also_by_the_next_page(
    kitchen: Kitchen, wire: Proxy, open_floor: OpenFloor, table: str
) -> None:
    placed = kitchen.order("tofu", "noodles", table=table)
    page = sheet(open_floor, placed, port=wire.port)
    wire.set("deaf")
    paying(page, "5", "other")
    page.click("#paying button[value=pay]")
    expect(page.locator(".bill .fault")).to_contain_text("No answer yet")
    expect(page.locator("#gone")).to_be_visible(timeout=GONE_MS)
    wire.set("pass")
    page.reload()
    page.wait_for_function("() => !Object.keys(localStorage).some((key) => key.startsWith('kds.deed.'))")
    expect(page.locator(".is-due dd")).to_have_text("¥25.00", timeout=BACK_MS)
    assert count_of(kitchen, "PaymentTaken", bill=placed["bill"]) == 1


def test_what_is_pressed_while_the_server_is_away_is_done_when_it_is_back(
    kitchen: Kitchen, open_floor: OpenFloor, table: str
) -> None:
    placed = kitchen.order("tofu", table=table)
    (line,) = lines_of(placed)
    page = sheet(open_floor, placed)
    kitchen.kill()
    expect(page.locator("#gone")).to_be_visible(timeout=GONE_MS)
    press(page, line, "serve")
    expect(row(page, line).locator("[data-do=serve]")).to_have_attribute("aria-busy", "true")
    expect(row(page, line).locator(".fault")).to_contain_text("No answer yet")
    press(page, line, "serve")
    kitchen.start()
    becomes(row(page, line), state="served")
    expect(page.locator("#gone")).to_be_hidden(timeout=BACK_MS)
    expect(row(page, line).locator(".fault")).to_be_hidden()
    assert count_of(kitchen, "LineServed", line=line) == 1


def test_who_is_signed_out_is_told_and_led_back(kitchen: Kitchen, open_floor: OpenFloor, table: str) -> None:
    placed = kitchen.order("tofu", table=table)
    page = sheet(open_floor, placed)
    page.context.clear_cookies()
    press(page, lines_of(placed)[0], "serve")
    expect(row(page, lines_of(placed)[0]).locator(".fault")).to_contain_text("login code")
    page.reload()
    page.wait_for_url(f"**/sign-in?next=/sessions/{placed['session']}")


def test_by_keys_alone_a_dish_is_served_and_enter_does_not_take_it_back(
    kitchen: Kitchen, open_floor: OpenFloor, table: str
) -> None:
    placed = kitchen.order("tofu", table=table)
    (line,) = lines_of(placed)
    page = sheet(open_floor, placed, size=DESK)
    page.locator(".sheet-deeds a").first.focus()
    for _ in range(20):
        if page.evaluate("document.activeElement.dataset.do") == "serve":
            break
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    becomes(row(page, line), state="served")
    page.keyboard.press("Enter")
    page.wait_for_timeout(300)  # time for a press that was not meant
    assert count_of(kitchen, "LineUnserved", line=line) == 0
    assert page.evaluate("document.activeElement.dataset.part").startswith("round ")


def test_what_is_served_while_somebody_says_why_it_is_not_wanted_stays(
    kitchen: Kitchen, open_floor: OpenFloor, table: str
) -> None:
    placed = kitchen.order("tofu", "noodles", table=table)
    page = sheet(open_floor, placed)
    page.click("[data-open=pre-bill]")
    page.click("#guarding [value=cancel]")
    expect(page.locator("#voiding")).to_be_visible()
    served = lines_of(placed)[0]
    kitchen.post(f"/lines/{served}/serve")
    expect(page.locator(f'[data-line="{served}"]').first).to_have_attribute("data-state", "served")
    why(page, "Waited too long")
    expect(page.locator(f'[data-fault="line {served}"]')).to_contain_text("has changed meanwhile")
    assert count_of(kitchen, "LineVoided", line=served) == 0
