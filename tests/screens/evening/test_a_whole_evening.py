"""A whole evening in real browsers, in both languages: from the float in the drawer to the number of the day."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.screens.evening.figures import IN_DRAWER, MISSING, all_is_right, in_words
from tests.screens.evening.people import BACK_MS, Evening, Round, runs
from tests.screens.floor.looking import becomes, row, tile

pytestmark = [pytest.mark.browser, pytest.mark.slow]

WORDS = {
    "zh-CN": {"base": "锅底先上", "allergy": "过敏", "stop": "停做", "prebill": "预结单", "receipt": "结账单"},
    "en-GB": {"base": "BASE FIRST", "allergy": "ALLERGY", "stop": "STOP", "prebill": "Pre-bill", "receipt": "Receipt"},
}
ALLERGY = {"zh-CN": "对花生过敏", "en-GB": "allergic to peanuts"}


@pytest.mark.timeout(300)
@pytest.mark.parametrize("locale", ["zh-CN", "en-GB"])
def test_a_whole_evening(open_evening: Callable[[str], Evening], locale: str) -> None:
    evening = open_evening(locale)
    the_drawer_is_opened(evening)
    first, dinner = a_party_orders(evening, locale)
    the_chef_makes_the_base_first(evening, dinner, locale)
    beside = they_move_and_others_sit_down_beside_them(evening, first, dinner)
    more = the_evening_goes_on(evening, first, dinner)
    late = the_server_is_killed_and_the_phone_loses_its_network(evening, first, dinner, more)
    the_bill_is_made_up(evening, dinner, late)
    their_bill_is_split_and_paid(evening, dinner, locale)
    beer = money_goes_back_and_a_bill_is_opened_again(evening, first, dinner)
    takeaway = a_takeaway_is_called_by_its_number(evening)
    they_leave_and_a_late_dish_comes(evening, first, beer)
    day = the_drawer_is_counted_and_the_day_is_closed(evening)
    bills = {"cash": dinner.bill, "card": beer.bill, "beside": beside.bill, "takeaway": takeaway.bill}
    all_is_right(evening.house, bills, day)


def the_drawer_is_opened(evening: Evening) -> None:
    """¥500.00 of change, by keys."""
    cashier = evening.cashier
    cashier.open("/drawer")
    cashier.ask("N", "opening")
    cashier.page.keyboard.type("500")
    cashier.page.keyboard.press("Enter")
    expect(cashier.page.locator('article[data-till="main"]')).to_be_visible()


def a_party_orders(evening: Evening, locale: str) -> tuple[str, Round]:
    """Four at A01: a split pot, a fish to be weighed, half a portion, a note, an allergy, and a course that is held."""
    waiter = evening.waiter
    session = waiter.seat("A01", 4)
    waiter.add("twin", "#sheet-pot .choice-button >> nth=0", "#sheet-pot .choice-button >> nth=2")
    waiter.add_with("fish")
    waiter.add_with("tripe", "#sheet-groups .choice-button", note="no ice")
    waiter.add_with("pork", "#sheet-groups .choice-button >> nth=1", note=ALLERGY[locale])
    waiter.add_with("lotus", "#sheet-fire button >> nth=2")
    waiter.send()
    waiter.sent(5)
    placed = evening.round(session, 1)
    assert sorted(placed.lines) == ["fish", "lotus", "pork", "tripe", "twin"]
    return session, placed


def the_chef_makes_the_base_first(evening: Evening, dinner: Round, locale: str) -> None:
    """It stands there as the first to be made, the allergy is loud, the held course waits."""
    chef, waiter, words = evening.chef, evening.waiter, WORDS[locale]
    base, cold = dinner.tickets["soup"], dinner.tickets["cold"]
    expect(chef.ticket(base).locator(".ticket-ribbon.is-base")).to_have_text(words["base"])
    expect(chef.ticket(base)).to_have_attribute("data-why", "base_first")
    first = chef.page.locator(".slot").filter(has=chef.page.locator('.slot-rank[data-rank="1"]'))
    expect(first.locator("article")).to_have_attribute("data-ticket", base)
    expect(chef.ticket(cold).locator(".ticket-ribbon.is-allergy")).to_contain_text(words["allergy"])
    expect(chef.ticket(cold).locator(f'[data-line="{dinner.lines["lotus"]}"] .is-held')).to_be_visible()
    chef.bump(base)
    waiter.floor()
    waiter.page.locator(f'.ready [data-do=serve][data-line="{dinner.lines["twin"]}"]').tap()
    expect(waiter.page.locator(".ready")).to_have_count(0)


def they_move_and_others_sit_down_beside_them(evening: Evening, first: str, dinner: Round) -> Round:
    """转台 to A02: wall and list follow. 搭台: two more at the same table, with a bill of their own.

    并台 and 拆台: the two are taken for the others' guests, and stand for themselves again. They pay and go.
    """
    waiter, chef, cashier = evening.waiter, evening.chef, evening.cashier
    waiter.sheet(first)
    waiter.page.locator(f'a[href="/floor?move={first}"]').tap()
    tile(waiter.page, "A02").tap()
    waiter.page.wait_for_url(f"**/sessions/{first}")
    expect(waiter.page.locator("h1")).to_have_text("A02")
    expect(chef.ticket(dinner.tickets["cold"])).to_have_attribute("data-label", "A02")
    waiter.page.locator(".sheet-deeds a[href*='beside=']").tap()
    second = waiter.headcount(2)
    waiter.add("cola")
    waiter.send()
    waiter.sent(1)
    theirs = evening.round(second, 1)
    expect(chef.ticket(theirs.tickets["drinks"])).to_have_attribute("data-label", "A02-2")
    expect(chef.ticket(dinner.tickets["cold"])).to_have_attribute("data-label", "A02-1")
    chef.bump(theirs.tickets["drinks"])
    cashier.open()
    waiter.merge(second, first)
    expect(cashier.page.locator(f'.till-row[data-session="{second}"]')).to_have_count(0)
    expect(cashier.page.locator(f'.till-row[data-session="{first}"]')).to_have_count(2)
    waiter.apart(second)
    expect(cashier.page.locator(f'.till-row[data-session="{second}"]')).to_have_attribute("data-bill", theirs.bill)
    expect(chef.ticket(dinner.tickets["cold"])).to_have_attribute("data-label", "A02-1")
    waiter.sheet(second)
    waiter.do("serve", theirs.lines["cola"])
    waiter.state(theirs.lines["cola"], "served")
    cashier.find("a02-2", theirs.bill)
    cashier.due("¥16.00")
    cashier.pay("3", guard=False)
    cashier.paid()
    waiter.page.locator("[data-open=clear]").tap()
    waiter.page.wait_for_url("**/floor")
    expect(tile(waiter.page, "A02")).to_have_attribute("data-parties", "1")
    return theirs


def the_evening_goes_on(evening: Evening, first: str, dinner: Round) -> Round:
    """叫起, 催菜, a second round of which one dish goes back before the kitchen has begun it and one after."""
    waiter, chef = evening.waiter, evening.chef
    cold, lotus, pork = dinner.tickets["cold"], dinner.lines["lotus"], dinner.lines["pork"]
    waiter.sheet(first)
    waiter.page.locator("[data-do-all=fire]").tap()
    waiter.state(lotus, "fired")
    expect(chef.ticket(cold).locator(f'[data-line="{lotus}"]')).to_have_class(re.compile("is-fired"))
    waiter.do("rush", pork)
    expect(row(waiter.page, pork).locator(".row-rushes")).to_have_text("×1")
    expect(chef.ticket(cold).locator(".ticket-ribbon.is-rushed")).to_be_visible()
    waiter.order_for(first)
    for dish in ("tofu", "beef", "cola", "cola"):
        waiter.add(dish)
    waiter.send()
    waiter.sent(8)
    more = evening.round(first, 2)
    waiter.sheet(first)
    waiter.void(more.lines["tofu"], "changed")
    chef.start(more.tickets["cold"])
    waiter.state(more.lines["beef"], "started")
    waiter.void(more.lines["beef"], "too slow", approval=evening.house.secrets["manager"])
    expect(chef.ticket(more.tickets["cold"]).locator(".ticket-ribbon.is-stopped")).to_be_visible()
    chef.bump(more.tickets["cold"])
    assert evening.house.one("LineVoided", line=more.lines["tofu"])["started"] is False
    assert evening.house.one("LineVoided", line=more.lines["beef"])["started"] is True
    became = {"not_made": more.lines["tofu"], "wasted": more.lines["beef"]}
    for outcome, line in became.items():
        assert evening.house.one("VoidsAcknowledged", ticket=more.tickets["cold"], outcome=outcome)["lines"] == [line]
    return more


def the_server_is_killed_and_the_phone_loses_its_network(
    evening: Evening, first: str, dinner: Round, more: Round
) -> Round:
    """What is pressed meanwhile is done once they are back, and once."""
    house, wire, waiter, chef, cashier = evening.house, evening.wire, evening.waiter, evening.chef, evening.cashier
    cashier.choose(dinner.bill)
    drinks, tripe = more.tickets["drinks"], dinner.lines["tripe"]
    chef.see(drinks)
    house.kill()
    for page in (waiter.page, cashier.page):
        expect(page.locator("#gone")).to_be_visible()
    expect(chef.page.locator("#link")).to_have_attribute("data-state", "stale")
    waiter.do("serve", tripe)
    expect(row(waiter.page, tripe).locator("[data-do=serve]")).to_have_attribute("aria-busy", "true")
    chef.ticket(drinks).locator(".ticket-bump").tap()
    house.start()
    chef.live()
    for page in (waiter.page, cashier.page):
        expect(page.locator("#gone")).to_be_hidden(timeout=BACK_MS)
    waiter.state(tripe, "served")
    waiter.state(more.lines["cola"], "done")
    expect(chef.ticket(drinks)).to_have_count(0)
    house.one("LineServed", line=tripe)
    house.one("TicketBumped", ticket=drinks)

    waiter.order_for(first)
    wire.set("drop")
    expect(waiter.page.locator("#link")).to_have_attribute("data-state", "stale", timeout=BACK_MS)
    waiter.add("lettuce")
    waiter.send()
    expect(waiter.page.locator("#waiting")).to_be_visible()
    chef.bump(dinner.tickets["cold"])
    cashier.page.wait_for_selector(f'.bill-line[data-line="{dinner.lines["pork"]}"][data-state=done]')
    wire.set("pass")
    waiter.sent(9)
    expect(waiter.page.locator("#waiting")).to_be_hidden()
    late = evening.round(first, 3)
    assert list(late.lines) == ["lettuce"]
    chef.bump(late.tickets["cold"])
    return late


def the_bill_is_made_up(evening: Evening, dinner: Round, late: Round) -> None:
    """The fish weighs 1,200 g, the lotus is free, a tenth is off; the pre-bill says what they do not have yet."""
    cashier, manager = evening.cashier, evening.manager
    cashier.ask("W", "weighing")
    cashier.page.keyboard.type("1400")
    cashier.page.fill("#weighing-tare", "200")
    cashier.page.keyboard.press("Enter")
    expect(cashier.page.locator(".bill-weigh")).to_have_count(0)
    manager.choose(dinner.bill)
    manager.tick(dinner.lines["lotus"])
    manager.ask("G", "reasoning")
    manager.because("reasoning-more", "waited")
    manager.due("¥401.20")
    expect(manager.page.locator("[data-pick]:checked")).to_have_count(0)
    manager.ask("R", "changing")
    manager.page.keyboard.type("10")
    manager.because("changing-reason", "regulars")
    manager.due("¥363.08")
    cashier.due("¥363.08")
    guard = cashier.ask("P", "guarding")
    expect(guard.locator("li")).to_have_count(5)
    cashier.page.keyboard.press("Alt+2")
    expect(cashier.page.locator("#paying")).to_be_hidden()
    assert late.lines["lettuce"]


def their_bill_is_split_and_paid(evening: Evening, dinner: Round, locale: str) -> None:
    """All is brought; two halves: one in cash, rounded down and with change, one by card."""
    waiter, cashier, words = evening.waiter, evening.cashier, WORDS[locale]
    waiter.page.go_back()
    runs(waiter.page)
    waiter.page.locator("[data-do-all=serve]").tap()
    expect(waiter.page.locator("[data-do=serve]")).to_have_count(0)
    expect(cashier.page.locator(".bill-unserved")).to_have_count(0)
    cashier.page.keyboard.press("Alt+L")
    expect(cashier.page.locator("h1")).to_have_text(words["prebill"])
    expect(cashier.page.locator("[data-row=total] td")).to_have_text("¥363.08")
    cashier.choose(dinner.bill)
    cashier.ask("S", "splitting").locator("#splitting-value").fill("2")
    cashier.page.keyboard.press("Enter")
    cashier.due("¥181.54")
    cashier.pay("1", guard=False, tendered="200")
    cashier.paid()
    expect(cashier.page.locator("#said")).to_contain_text("¥18.50")
    cashier.choose(evening.house.one("BillSplit", bill=dinner.bill)["parts"][-1]["bill"])
    cashier.pay("2", guard=False, reference="TX-77")
    cashier.paid()
    cashier.page.keyboard.press("Alt+L")
    expect(cashier.page.locator("h1")).to_have_text(words["receipt"])


def money_goes_back_and_a_bill_is_opened_again(evening: Evening, first: str, dinner: Round) -> Round:
    """The pork was cold; and a late beer comes onto the half that was paid by card, as nobody had left."""
    waiter, cashier, manager = evening.waiter, evening.cashier, evening.manager
    manager.choose(dinner.bill)
    manager.tick(dinner.lines["pork"])
    manager.ask("B", "refunding")
    manager.because("refunding-reason", "cold")
    expect(manager.page.locator(f'.bill-line[data-line="{dinner.lines["pork"]}"] .bill-free')).to_be_visible()
    other = evening.house.one("BillSplit", bill=dinner.bill)["parts"][-1]["bill"]
    manager.choose(other)
    manager.ask("N", "reasoning")
    manager.because("reasoning-more", "one more beer")
    expect(manager.page.locator(".till-bill")).to_have_attribute("data-state", "open")
    waiter.order_for(first)
    waiter.add("beer")
    waiter.send()
    waiter.sent(10)
    beer = evening.round(first, 4)
    assert beer.bill == other
    cashier.choose(other)
    cashier.due("¥12.00")
    cashier.pay("3", guard=True)
    cashier.paid()
    return beer


def a_takeaway_is_called_by_its_number(evening: Evening) -> Round:
    """Ordered at the desk, made, called, paid in cash and gone."""
    cashier, chef, waiter = evening.cashier, evening.chef, evening.waiter
    cashier.open()
    cashier.page.keyboard.press("Alt+K")
    cashier.page.wait_for_url("**/order?service=takeaway")
    expect(cashier.page.locator("#link")).to_have_attribute("data-state", "live")
    for typed in ("202", "3*301"):
        cashier.page.keyboard.type(typed)
        cashier.page.keyboard.press("Enter")
    cashier.page.keyboard.press("Control+Enter")
    expect(cashier.page.locator("#rounds .sent")).to_have_count(2)
    session = cashier.page.url.partition("session=")[2]
    number = str(evening.house.one("SessionOpened", session=session)["number"])
    placed = evening.round(session, 1)
    for ticket in placed.tickets.values():
        expect(chef.ticket(ticket)).to_have_attribute("data-label", f"#{number}")
    chef.bump(*placed.tickets.values())
    waiter.floor()
    ready = waiter.page.locator(f'[data-part="ready {session}"]')
    expect(ready).to_contain_text(f"#{number}")
    for line in placed.lines.values():
        ready.locator(f'[data-line="{line}"]').tap()
        expect(waiter.page.locator(f'.ready [data-line="{line}"]')).to_have_count(0)
    cashier.find(number, placed.bill)
    cashier.due("¥106.00")
    cashier.pay("1", guard=False)
    cashier.paid()
    cashier.page.keyboard.press("Alt+C")
    cashier.page.wait_for_url("**/cashier")
    return placed


def they_leave_and_a_late_dish_comes(evening: Evening, first: str, beer: Round) -> None:
    """The table is free; what was still to come stays on the wall until it is done."""
    waiter, chef = evening.waiter, evening.chef
    waiter.sheet(first)
    waiter.page.locator("[data-open=clear]").tap()
    expect(waiter.page.locator("#clearing li")).to_have_count(1)
    waiter.page.locator("#clearing button[value=keep]").tap()
    waiter.page.wait_for_url("**/floor")
    runs(waiter.page)
    becomes(tile(waiter.page, "A02"), phase="free", payment="none")
    chef.bump(beer.tickets["drinks"])
    expect(chef.page.locator("#empty")).to_be_visible()


def the_drawer_is_counted_and_the_day_is_closed(evening: Evening) -> str:
    """Counted blind, handed over, counted again; the day gets its number. Which day it was."""
    cashier, manager = evening.cashier, evening.manager
    right = in_words(IN_DRAWER)
    cashier.open("/drawer")
    cashier.ask("S", "counting")
    cashier.page.keyboard.type(right.removeprefix("¥"))
    cashier.page.select_option("#counting-to", label="manager")
    cashier.page.locator("#counting button[type=submit]").click()
    expect(cashier.page.locator("#result [data-expected]")).to_have_text(right)
    expect(cashier.page.locator("#result [data-difference]")).to_have_text("¥0.00")
    cashier.page.keyboard.press("Enter")
    manager.open("/drawer")
    expect(manager.page.locator('article[data-till="main"]')).to_contain_text("manager")
    manager.ask("S", "counting")
    manager.page.keyboard.type(in_words(IN_DRAWER - MISSING).removeprefix("¥"))
    manager.page.keyboard.press("Enter")
    expect(manager.page.locator("#result [data-difference]")).to_have_text("-¥0.50")
    manager.page.keyboard.press("Enter")
    expect(manager.page.locator('article[data-till="main"]')).to_have_count(0)
    manager.open("/days")
    expect(manager.page.locator(".notice.is-good")).to_be_visible()
    manager.page.keyboard.press("Alt+X")
    manager.page.wait_for_url("**/days/2*")
    expect(manager.page.locator("[data-z]")).to_have_attribute(
        "data-z", "2"
    )  # the first is the day on which the house was founded
    expect(manager.page.locator('[data-fits="0"]')).to_have_count(0)
    return manager.page.url.rpartition("/")[2]
