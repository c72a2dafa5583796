"""Deposits and accounts by the keyboard alone: taken, used, given back; opened, limited, paid in."""

from __future__ import annotations

import re
import time

import pytest
from playwright.sync_api import Page, expect

from tests.live.proxy import Proxy
from tests.screens.cashier.conftest import DESK, PHONE, OpenTill
from tests.screens.cashier.looking import BACK_MS, SUM, ask
from tests.screens.cashier.test_layout import wide
from tests.screens.kitchen import Kitchen
from tests.screens.test_axe import faults

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def running(page: Page, address: str) -> None:
    """The page of what was done."""
    expect(page).to_have_url(re.compile(address))
    expect(page.locator("body")).to_have_attribute("data-runs", "1")


def take(page: Page, amount: str, reference: str) -> None:
    """A deposit in cash, by keys."""
    ask(page, "N", "taking")
    page.keyboard.type(amount)
    page.fill("#taking-reference", reference)
    page.keyboard.press("Enter")
    running(page, "deposit=D")


@pytest.mark.parametrize(("lang", "gone"), [("en", "Nothing is left of deposit"), ("zh", "没有剩余")])
def test_one_is_taken_used_on_a_bill_and_the_rest_given_back(
    kitchen: Kitchen, open_till: OpenTill, table: str, lang: str, gone: str
) -> None:
    bill = kitchen.order("tofu", table=table)["bill"]
    page = open_till("/cashier", lang)
    page.keyboard.press("Alt+H")
    running(page, "/deposits$")
    take(page, "20", f"booking {table}")
    expect(page.locator(".till-chosen h1")).to_have_text(f"booking {table}")
    ask(page, "P", "using")
    page.select_option("#using-bill", bill)
    expect(page.locator("#using-amount")).to_have_value("12.00")
    page.focus("#using-amount")
    page.keyboard.press("Enter")
    expect(page.locator(f"article {SUM}")).to_have_text("¥8.00")
    assert kitchen.get(f"/bills/{bill}")["due_minor"] == 0
    ask(page, "B", "returning")
    page.keyboard.press("Enter")
    expect(page.locator(".till-chosen .notice")).to_contain_text(gone)
    assert [each["amount_minor"] for each in kitchen.events("DepositReturned")][-1] == 800


def test_it_is_taken_for_guests_who_come_later_and_for_those_who_are_here(
    kitchen: Kitchen, open_till: OpenTill, table: str, other: str
) -> None:
    comes = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(time.time() + 7200))
    made = kitchen.post(f"/tables/{table}/reserve", {"comes_at": comes, "guests": 8}, 201)
    kitchen.post("/sessions", {"table": other, "guests": 2}, 201)
    page = open_till("/deposits")
    dialog = ask(page, "N", "taking")
    page.keyboard.type("100")
    booking = dialog.locator(f'option[value*="{made["reservation"]}"]')
    page.select_option("#taking-for", value=booking.get_attribute("value"))
    expect(page.locator("#taking-reference")).to_have_value(re.compile(f"{table}.*{made['reservation']}"))
    page.select_option("#taking-for", value=dialog.locator(f'option[value^="{other}"]').get_attribute("value"))
    expect(page.locator("#taking-reference")).to_have_value(re.compile(f"^{other} · No"))
    page.focus("#taking-reference")
    page.keyboard.press("Enter")
    running(page, "deposit=D")
    expect(page.locator(".till-chosen h1")).to_contain_text(other)


def test_a_deposit_is_found_by_typing_and_opened_by_enter(open_till: OpenTill, table: str) -> None:
    page = open_till("/deposits")
    take(page, "5", f"feast {table}")
    page.goto(page.url.split("?")[0])
    expect(page.locator("body")).to_have_attribute("data-runs", "1")
    page.keyboard.type(f"feast {table}")
    page.keyboard.press("Enter")
    running(page, "deposit=D")
    expect(page.locator(".till-chosen h1")).to_have_text(f"feast {table}")


def test_what_is_no_sum_and_no_reference_is_told_in_the_question(open_till: OpenTill) -> None:
    page = open_till("/deposits")
    ask(page, "N", "taking")
    page.keyboard.type("zwölf")
    page.keyboard.press("Enter")
    expect(page.locator("#taking [data-own-fault]")).to_have_text("Type a sum, such as 88.00")
    page.fill("#taking-amount", "12")
    page.keyboard.press("Enter")
    expect(page.locator("#taking [data-own-fault]")).to_have_text("Write for whom it is")


def test_more_than_is_left_is_refused_at_the_deposit(open_till: OpenTill, table: str) -> None:
    page = open_till("/deposits")
    take(page, "5", table)
    ask(page, "B", "returning")
    page.fill("#returning-amount", "6")
    page.keyboard.press("Enter")
    expect(page.locator("article .fault")).to_contain_text("Only ¥5.00 of the deposit is left")


def test_a_deposit_whose_answer_is_lost_is_taken_once(
    kitchen: Kitchen, wire: Proxy, open_till: OpenTill, table: str
) -> None:
    page = open_till("/deposits", port=wire.port)
    ask(page, "N", "taking")
    page.keyboard.type("7")
    page.fill("#taking-reference", f"lost {table}")
    wire.set("deaf")
    page.keyboard.press("Enter")
    expect(page.locator('[data-fault="new"]')).to_contain_text("No answer yet")
    wire.set("pass")
    page.reload()
    expect(page.locator(".till-chosen h1")).to_have_text(f"lost {table}", timeout=BACK_MS)
    assert sum(each["reference"] == f"lost {table}" for each in kitchen.events("DepositTaken")) == 1


@pytest.mark.parametrize(
    ("lang", "kinds"), [("en", ["Paid in", "Put on account", "Limit set"]), ("zh", ["还款", "挂账", "设定额度"])]
)
def test_an_account_is_opened_charged_paid_in_and_its_limit_changed(
    kitchen: Kitchen, open_till: OpenTill, table: str, lang: str, kinds: list[str]
) -> None:
    page = open_till("/drawer", lang, role="manager")
    page.keyboard.press("Alt+Z")
    running(page, "/accounts$")
    ask(page, "N", "creating")
    page.keyboard.type(f"Firm {table}")
    page.fill("#creating-limit", "50")
    page.keyboard.press("Enter")
    running(page, "account=acc-")
    expect(page.locator(".till-chosen h1")).to_have_text(f"Firm {table}")
    account = page.locator("article").get_attribute("data-account")
    bill = kitchen.order("tofu", table=table)["bill"]
    kitchen.post(f"/bills/{bill}/pay", {"tender": "account", "amount_minor": 1200, "account": account})
    page.reload()
    ask(page, "P", "paying-in")
    page.keyboard.press("Alt+2")
    page.fill("#paying-in-amount", "10")
    page.keyboard.press("Enter")
    expect(page.locator(f"article {SUM}")).to_have_text("¥2.00")
    rows = page.locator("tbody tr")
    for row, kind in enumerate(kinds):
        expect(rows.nth(row)).to_contain_text(kind)
    ask(page, "R", "limiting")
    page.keyboard.type("60")
    page.keyboard.press("Enter")
    expect(page.locator("article dl")).to_contain_text("¥60.00")
    expect(rows).to_have_count(4)


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_nothing_is_wider_than_the_page_and_axe_finds_nothing_grave(
    kitchen: Kitchen, open_till: OpenTill, table: str, lang: str, size: tuple[int, int]
) -> None:
    long = "极光 " + "Amalgamated Kitchens and Sons of the Far West " * 2
    kitchen.post("/accounts", {"account": table, "name": {"zh": long, "en": long}, "limit_minor": 1_000_000_00})
    deposit = kitchen.post("/deposits", {"tender": "card", "amount_minor": 1, "reference": long}, 201)["deposit"]
    for path in ("/deposits", f"/deposits?deposit={deposit}", "/accounts", f"/accounts?account={table}"):
        page = open_till(path, lang, size=size, role="manager")
        assert wide(page) == [], path
        assert faults(page) == [], path
