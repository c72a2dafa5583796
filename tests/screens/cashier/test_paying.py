"""Taking money in a real Chromium, by the keyboard alone: what is found, paid, refused, and done once."""

from __future__ import annotations

import pytest
from playwright.sync_api import APIResponse, Page, Route, expect

from tests.live.proxy import Proxy
from tests.screens.cashier.conftest import OpenTill
from tests.screens.cashier.looking import BACK_MS, SUM, ask, bill_page, lines_of, of_bill, press, settled, still_wanted
from tests.screens.kitchen import Kitchen

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.mark.parametrize(
    ("lang", "unserved", "said"),
    [
        ("en", "Not served yet: 2", "Received: ¥50.00 · Change: ¥32.00 · The bill is paid."),
        ("zh", "还没上：2", "已收 ¥50.00 · 找零 ¥32.00 · 账单已结清。"),
    ],
)
def test_a_whole_payment_by_the_keyboard_alone(
    kitchen: Kitchen, open_till: OpenTill, table: str, lang: str, unserved: str, said: str
) -> None:
    placed = kitchen.order("tofu", "cola", table=table, guests=2)
    page = open_till(lang=lang)
    expect(page.locator(f'.till-row[data-bill="{placed["bill"]}"]')).to_be_visible()
    page.keyboard.type(table.lower())
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{bill_page(placed)}")
    expect(page.locator("body")).to_have_attribute("data-runs", "1")
    page.keyboard.press("Enter")
    expect(page.locator("#guarding")).to_contain_text("tofu")
    assert unserved[-1] in page.locator("#guarding-title").inner_text()
    page.keyboard.press("Enter")
    expect(page.locator("#paying [data-sum]")).to_have_text("¥18.00")
    page.keyboard.type("50")
    expect(page.locator("#paying [data-change]")).to_contain_text("¥32.00")
    page.keyboard.press("Enter")
    expect(page.locator("#said")).to_have_text(said)
    expect(page.locator(".till-bill")).to_have_attribute("data-state", "paid")
    expect(page.locator("#find-name")).to_be_focused()
    (paid,) = of_bill(kitchen, "PaymentTaken", placed["bill"])
    assert (paid["tender"], paid["amount_minor"], paid["tendered_minor"]) == ("cash", 1800, 5000)


def test_the_bill_is_printed_by_a_key(kitchen: Kitchen, open_till: OpenTill, table: str) -> None:
    placed = kitchen.order("tofu", table=table)
    page = open_till(bill_page(placed))
    ask(page, "l", "guarding")
    press(page, "Enter")
    page.wait_for_url(f"**/bills/{placed['bill']}/print")
    expect(page.locator("body")).to_contain_text("Pre-bill")


def to_pay(open_till: OpenTill, placed: object, **more: object) -> Page:
    """A bill whose unserved dishes are still wanted, and the question how it is paid."""
    page = open_till(bill_page(placed), **more)  # type: ignore[arg-type]
    still_wanted(page)
    return page


def test_enter_that_was_pressed_once_more_takes_no_money(kitchen: Kitchen, open_till: OpenTill, table: str) -> None:
    placed = kitchen.order("tofu", "cola", table=table)
    page = open_till(bill_page(placed))
    ask(page, "P", "guarding")
    press(page, "Enter", "Enter", "Enter")
    settled(page)
    expect(page.locator("#paying")).to_be_visible()
    page.keyboard.press("Alt+2")
    page.fill("#paying-amount", "10")
    press(page, "Enter", "Enter", "Enter")
    expect(page.locator("#paying [data-sum]")).to_have_text("¥8.00")
    press(page, "Enter", "Enter")
    settled(page)
    assert [each["amount_minor"] for each in of_bill(kitchen, "PaymentTaken", placed["bill"])] == [1000]


def test_what_is_pressed_while_a_deed_is_on_its_way_is_asked_once_that_is_answered(
    kitchen: Kitchen, open_till: OpenTill, table: str
) -> None:
    """The bill shows what was done before the answer is there: who is quick by then is not overheard."""
    page = to_pay(open_till, kitchen.order("tofu", "cola", table=table))
    press(page, "Escape")
    held: list[tuple[Route, APIResponse]] = []
    page.route("**/split", lambda route: held.append((route, route.fetch())))
    ask(page, "S", "splitting")
    page.fill("#splitting-value", "2")
    page.keyboard.press("Enter")
    expect(page.locator(".is-due dd")).to_have_text("¥9.00")
    press(page, "Alt+s", "Alt+p")
    expect(page.locator("#paying")).to_be_hidden()
    ((route, answer),) = held
    route.fulfill(response=answer)
    expect(page.locator("#guarding")).to_be_visible()
    expect(page.locator("#splitting")).to_be_hidden()


def test_several_tenders_one_after_another_with_reference_and_tip(
    kitchen: Kitchen, open_till: OpenTill, table: str
) -> None:
    placed = kitchen.order("tofu", "cola", table=table)
    page = to_pay(open_till, placed)
    page.keyboard.press("Alt+2")
    page.keyboard.type("TX-77")
    page.fill("#paying-amount", "10")
    page.fill("#paying-tip", "2")
    page.keyboard.press("Enter")
    expect(page.locator("#said")).to_contain_text("Still to pay: ¥8.00")
    expect(page.locator("#paying [data-sum]")).to_have_text("¥8.00")
    press(page, "Alt+3", "Enter")
    expect(page.locator(".till-bill")).to_have_attribute("data-state", "paid")
    paid = of_bill(kitchen, "PaymentTaken", placed["bill"])
    told = [(each["tender"], each["amount_minor"], each["tip_minor"], each["reference"]) for each in paid]
    assert told == [("card", 1000, 200, "TX-77"), ("qr", 800, 0, "")]


def test_the_rest_in_cash_is_rounded_down_and_that_is_said_before(
    kitchen: Kitchen, open_till: OpenTill, table: str
) -> None:
    placed = kitchen.order("tofu", "cola", table=table)
    kitchen.post(f"/bills/{placed['bill']}/reductions", {"kind": "amount", "value": 3, "reason": "scratch"})
    page = to_pay(open_till, placed)
    expect(page.locator("#paying [data-sum]")).to_have_text("¥17.97")
    expect(page.locator("#paying-amount")).to_have_value("17.90")
    expect(page.locator("#paying [data-change]")).to_have_text("Rounded by ¥0.07")
    page.keyboard.press("Alt+2")
    expect(page.locator("#paying-amount")).to_have_value("17.97")
    press(page, "Alt+1", "Enter")
    expect(page.locator(".till-bill")).to_have_attribute("data-state", "paid")
    assert of_bill(kitchen, "PaymentTaken", placed["bill"])[0]["amount_minor"] == 1790


def test_on_account_it_is_asked_whose_and_beyond_the_limit_it_is_refused_at_the_bill(
    kitchen: Kitchen, open_till: OpenTill, table: str
) -> None:
    name = {"zh": "极光", "en": f"Acme {table}"}
    kitchen.post("/accounts", {"account": f"acme-{table}", "name": name, "limit_minor": 1000})
    placed = kitchen.order("tofu", table=table)
    page = to_pay(open_till, placed)
    page.keyboard.press("Alt+4")
    page.select_option("#paying-source", label=f"Acme {table} · ¥10.00 left")
    page.keyboard.press("Enter")
    expect(page.locator(f'[data-fault="bill {placed["bill"]}"]')).to_contain_text("may owe only ¥10.00 more")
    still_wanted(page)
    page.keyboard.press("Alt+4")
    page.select_option("#paying-source", label=f"Acme {table} · ¥10.00 left")
    page.fill("#paying-amount", "10")
    page.keyboard.press("Enter")
    expect(page.locator(SUM)).to_have_text("¥2.00")


@pytest.mark.parametrize(("lang", "said"), [("en", "Only ¥12.00 is due"), ("zh", "只需付¥12.00")])
def test_a_refusal_stands_at_the_bill_in_the_persons_language(
    kitchen: Kitchen, open_till: OpenTill, table: str, lang: str, said: str
) -> None:
    placed = kitchen.order("tofu", table=table)
    page = to_pay(open_till, placed, lang=lang)
    page.keyboard.press("Alt+2")
    page.fill("#paying-amount", "13")
    page.keyboard.press("Enter")
    expect(page.locator(f'[data-fault="bill {placed["bill"]}"]')).to_contain_text(said)
    expect(page.locator('[data-open="pay"]')).not_to_have_attribute("aria-busy", "true")
    assert of_bill(kitchen, "PaymentTaken", placed["bill"]) == []


def test_what_is_no_sum_is_told_in_the_question_and_nothing_typed_is_lost(
    kitchen: Kitchen, open_till: OpenTill, table: str
) -> None:
    page = to_pay(open_till, kitchen.order("tofu", table=table))
    page.keyboard.type("12,5,x")
    page.keyboard.press("Enter")
    expect(page.locator("#paying [data-own-fault]")).to_have_text("Type a sum, such as 88.00")
    expect(page.locator("#paying-tendered")).to_have_value("12,5,x")
    page.fill("#paying-tendered", "5")
    page.keyboard.press("Enter")
    expect(page.locator("#paying [data-own-fault]")).to_have_text("Less was given than is to be paid")


@pytest.mark.parametrize(
    ("lang", "typed", "asks", "taken"),
    [
        ("en", {"tendered": "9999999"}, "¥9,999,987.00 of change?", {"tendered_minor": 999_999_900}),
        ("zh", {"tip": "1200"}, "小费¥1,200.00？", {"tip_minor": 120_000}),
    ],
)
def test_change_or_a_tip_that_may_be_a_slip_is_asked_about_once(
    kitchen: Kitchen,
    open_till: OpenTill,
    table: str,
    lang: str,
    typed: dict[str, str],
    asks: str,
    taken: dict[str, int],
) -> None:
    placed = kitchen.order("tofu", table=table)
    page = to_pay(open_till, placed, lang=lang)
    for name, value in typed.items():
        page.fill(f"#paying [name={name}]", value)
    page.keyboard.press("Enter")
    expect(page.locator("#paying .fault")).to_contain_text(asks)
    assert of_bill(kitchen, "PaymentTaken", placed["bill"]) == []
    page.keyboard.press("Enter")
    expect(page.locator(".till-bill")).to_have_attribute("data-state", "paid")
    (paid,) = of_bill(kitchen, "PaymentTaken", placed["bill"])
    assert {name: paid[name] for name in taken} == taken


def test_what_is_ordered_meanwhile_is_in_the_sum_that_is_asked_for(
    kitchen: Kitchen, open_till: OpenTill, table: str
) -> None:
    page = to_pay(open_till, kitchen.order("tofu", table=table))
    kitchen.order("cola", table=table)
    expect(page.locator("#paying [data-sum]")).to_have_text("¥18.00")
    expect(page.locator("#paying-amount")).to_have_value("18.00")
    page.fill("#paying-amount", "5")
    kitchen.order("cola", table=table)
    expect(page.locator("#paying [data-sum]")).to_have_text("¥24.00")
    expect(page.locator("#paying-amount")).to_have_value("5")


def test_what_is_not_served_can_be_cancelled_before_it_is_paid(
    kitchen: Kitchen, open_till: OpenTill, table: str
) -> None:
    placed = kitchen.order("tofu", "cola", table=table)
    tofu, cola = lines_of(placed)
    kitchen.post(f"/lines/{tofu}/serve")
    page = open_till(bill_page(placed))
    guard = ask(page, "P", "guarding")
    expect(guard.locator("li")).to_have_text(["1 × cola · in the kitchen"])
    page.keyboard.press("Alt+3")
    expect(page.locator("#reasoning-title")).to_contain_text("1 × cola")
    press(page, "Alt+3", "Enter")
    expect(page.locator("#paying [data-sum]")).to_have_text("¥12.00")
    assert [each["line"] for each in of_bill(kitchen, "LineVoided", placed["bill"])] == [cola]


def test_what_is_brought_first_is_not_paid_yet(kitchen: Kitchen, open_till: OpenTill, table: str) -> None:
    placed = kitchen.order("tofu", table=table)
    page = open_till(bill_page(placed))
    ask(page, "P", "guarding")
    page.keyboard.press("Alt+2")
    expect(page.locator("#guarding")).to_be_hidden()
    expect(page.locator("#paying")).to_be_hidden()
    assert of_bill(kitchen, "PaymentTaken", placed["bill"]) == []


def test_a_payment_whose_answer_is_lost_is_taken_once_also_by_the_next_page(
    kitchen: Kitchen, wire: Proxy, open_till: OpenTill, table: str
) -> None:
    placed = kitchen.order("tofu", table=table)
    page = to_pay(open_till, placed, port=wire.port)
    wire.set("deaf")
    page.keyboard.press("Enter")
    fault = page.locator(f'[data-fault="bill {placed["bill"]}"]')
    expect(fault).to_contain_text("No answer yet")
    expect(page.locator('[data-open="pay"]')).to_have_attribute("aria-busy", "true")
    wire.set("pass")
    page.reload()
    expect(page.locator(".till-bill")).to_have_attribute("data-state", "paid", timeout=BACK_MS)
    page.wait_for_function("() => !Object.keys(localStorage).some((key) => key.startsWith('kds.deed.'))")
    expect(fault).to_be_hidden()
    assert len(of_bill(kitchen, "PaymentTaken", placed["bill"])) == 1


def test_a_page_without_its_server_says_so_and_comes_back(
    kitchen: Kitchen, wire: Proxy, open_till: OpenTill, table: str
) -> None:
    placed = kitchen.order("tofu", table=table)
    page = open_till(bill_page(placed), port=wire.port)
    expect(page.locator("#gone")).to_be_hidden()
    wire.set("drop")
    expect(page.locator("#gone")).to_be_visible()
    wire.set("pass")
    expect(page.locator("#gone")).to_be_hidden(timeout=BACK_MS)
    kitchen.order("cola", table=table)
    expect(page.locator(SUM)).to_have_text("¥18.00")
