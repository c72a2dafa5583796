"""What else is done with a bill, each by its key: off it and on it, apart and together, back, again, and cleared."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.live.proxy import Proxy
from tests.screens.cashier.conftest import OpenTill
from tests.screens.cashier.looking import (
    BACK_MS,
    SUM,
    ask,
    bill_page,
    lines_of,
    of_bill,
    pay_card,
    press,
    still_wanted,
    tick,
)
from tests.screens.kitchen import Kitchen

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def faulty(page: Page, about: str) -> str:
    """What is said at something."""
    fault = page.locator(f'[data-fault="{about}"]')
    expect(fault).to_be_visible()
    return fault.inner_text()


def test_a_bill_is_found_by_table_by_number_and_by_the_arrows(
    kitchen: Kitchen, open_till: OpenTill, table: str, other: str
) -> None:
    first, second = kitchen.order("tofu", table=table), kitchen.order("cola", table=other)
    page = open_till()
    page.keyboard.type(other)
    expect(page.locator(".till-row:visible")).to_have_count(1)
    press(page, "Escape")
    number = page.locator(f'.till-row[data-bill="{first["bill"]}"]').get_attribute("data-number")
    page.keyboard.type(number or "")
    expect(page.locator(".till-row.is-found")).to_have_attribute("data-bill", first["bill"])
    press(page, "Escape")
    page.keyboard.type("nowhere")
    expect(page.locator("#find-none")).to_be_visible()
    press(page, "Escape", "ArrowDown")
    expect(page.locator(".till-row").first).to_be_focused()
    while page.evaluate("document.activeElement.dataset.bill") != second["bill"]:
        page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{bill_page(second)}")


def test_who_asks_for_the_bill_comes_first_without_a_reload(
    kitchen: Kitchen, open_till: OpenTill, table: str, other: str
) -> None:
    kitchen.order("tofu", table=table)
    asked = kitchen.order("tofu", table=other)
    page = open_till()
    page.evaluate("window.mark = 1")
    kitchen.post(f"/sessions/{asked['session']}/ask-bill")
    expect(page.locator(".till-row").first).to_have_attribute("data-bill", asked["bill"])
    expect(page.locator(".till-row").first).to_contain_text("bill asked")
    assert page.evaluate("window.mark") == 1


def test_a_manager_takes_a_percentage_off_ticked_lines_and_takes_it_back(
    kitchen: Kitchen, open_till: OpenTill, table: str
) -> None:
    placed = kitchen.order("tofu", "noodles", table=table)
    page = open_till(bill_page(placed), role="manager")
    tick(page, lines_of(placed)[0])
    expect(ask(page, "R", "changing").locator("[data-says]")).to_have_text("1 × tofu")
    page.keyboard.type("12.5")
    page.keyboard.press("Enter")
    expect(page.locator("#changing [data-own-fault]")).to_have_text("Say why")
    page.fill("#changing-reason", "regulars")
    page.keyboard.press("Enter")
    expect(page.locator(SUM)).to_have_text("¥28.50")
    expect(page.locator("[data-reduction]")).to_contain_text("Discount 12.5 %")
    expect(page.locator("[data-pick]:checked")).to_have_count(0)
    ask(page, "T", "choosing")
    page.keyboard.press("Enter")
    expect(page.locator(SUM)).to_have_text("¥30.00")


def test_a_waiter_rounds_and_is_told_who_approves_of_more(kitchen: Kitchen, open_till: OpenTill, table: str) -> None:
    placed = kitchen.order("tofu", table=table)
    kitchen.post(f"/bills/{placed['bill']}/reductions", {"kind": "amount", "value": 63, "reason": "scratch"})
    page = open_till(bill_page(placed))
    changing = ask(page, "R", "changing")
    expect(changing.locator("input[name=kind]:checked")).to_have_value("rounding")
    expect(changing).to_contain_text("A discount is approved by a manager, here.")
    page.keyboard.type("0.37")
    page.keyboard.press("Enter")
    expect(page.locator(SUM)).to_have_text("¥11.00")
    expect(page.locator(".call-manager >> nth=0")).to_be_visible()


def test_rounding_beyond_what_a_house_allows_is_refused_at_the_bill(
    kitchen: Kitchen, open_till: OpenTill, table: str
) -> None:
    placed = kitchen.order("tofu", table=table)
    page = open_till(bill_page(placed))
    ask(page, "R", "changing")
    page.keyboard.type("5")
    page.keyboard.press("Enter")
    assert "100" in faulty(page, f"bill {placed['bill']}")
    expect(page.locator(SUM)).to_have_text("¥12.00")


def test_a_surcharge_is_put_on_by_a_waiter_and_waived_by_a_manager(
    kitchen: Kitchen, open_till: OpenTill, table: str
) -> None:
    placed = kitchen.order("tofu", table=table, guests=3)
    page = open_till(bill_page(placed))
    ask(page, "U", "choosing")
    page.keyboard.press("Alt+1")
    expect(page.locator(SUM)).to_have_text("¥27.00")
    expect(ask(page, "U", "choosing")).to_contain_text("Waiving one is approved by a manager, here.")
    leads = open_till(bill_page(placed), role="manager")
    ask(leads, "U", "choosing")
    leads.keyboard.press("Enter")
    expect(leads.locator(SUM)).to_have_text("¥12.00")
    expect(page.locator(SUM)).to_have_text("¥12.00")


def test_equal_shares_are_split_off_and_joined_again(kitchen: Kitchen, open_till: OpenTill, table: str) -> None:
    placed = kitchen.order("tofu", "noodles", table=table, guests=3)
    page = open_till(bill_page(placed))
    expect(ask(page, "S", "splitting").locator("#splitting-value")).to_have_value("3")
    page.keyboard.press("Enter")
    expect(page.locator("#said")).to_have_text("Split: ¥10.00 + ¥10.00 + ¥10.00")
    expect(page.locator(SUM)).to_have_text("¥10.00")
    expect(page.locator(".bill-others a")).to_have_count(2)
    ask(page, "J", "choosing")
    page.keyboard.press("Alt+1")
    expect(page.locator(SUM)).to_have_text("¥20.00")
    expect(page.locator(".bill-others a")).to_have_count(1)


@pytest.mark.parametrize(
    ("key", "typed", "sums"),
    [("3", "5 7.5", ["¥17.50", "¥5.00", "¥7.50"]), ("4", "1+2 3", ["¥6.00", "¥18.00", "¥6.00"])],
)
def test_a_bill_is_split_by_amounts_and_by_seats(
    kitchen: Kitchen, open_till: OpenTill, table: str, key: str, typed: str, sums: list[str]
) -> None:
    wanted = [{"dish": "tofu", "qty": 1, "seat": 1}, *[{"dish": "cola", "qty": 1, "seat": n} for n in (2, 3)]]
    placed = kitchen.order(*wanted, "cola", table=table)
    page = open_till(bill_page(placed))
    ask(page, "S", "splitting")
    page.keyboard.press(f"Alt+{key}")
    page.keyboard.type(typed)
    page.keyboard.press("Enter")
    expect(page.locator("#said")).to_have_text(f"Split: {' + '.join(sums)}")
    expect(page.locator(SUM)).to_have_text(sums[0])


def test_ticked_lines_become_a_bill_of_their_own_and_stay_ticked_while_others_order(
    kitchen: Kitchen, open_till: OpenTill, table: str
) -> None:
    placed = kitchen.order("tofu", "noodles", table=table)
    page = open_till(bill_page(placed))
    tick(page, lines_of(placed)[1])
    kitchen.order("cola", table=table)
    expect(page.locator(".bill-line")).to_have_count(3)
    expect(page.locator("[data-pick]:checked")).to_have_attribute("data-pick", lines_of(placed)[1])
    ask(page, "S", "splitting")
    page.keyboard.press("Enter")
    expect(page.locator("#said")).to_have_text("Split: ¥18.00 + ¥18.00")
    expect(page.locator(".bill-line")).to_have_count(2)


def test_lines_are_moved_to_the_bill_of_another_table(
    kitchen: Kitchen, open_till: OpenTill, table: str, other: str
) -> None:
    placed, target = kitchen.order("tofu", "cola", table=table), kitchen.order("noodles", table=other)
    page = open_till(bill_page(placed))
    press(page, "Alt+M")
    expect(page.locator("#said")).to_contain_text("Tick the lines first")
    tick(page, lines_of(placed)[1])
    ask(page, "M", "moving")
    page.select_option("#moving-to", target["bill"])
    page.focus("#moving-to")
    page.keyboard.press("Enter")
    expect(page.locator(SUM)).to_have_text("¥12.00")
    assert kitchen.get(f"/bills/{target['bill']}")["due_minor"] == 2400


def test_lines_are_voided_and_given_free_with_a_reason(kitchen: Kitchen, open_till: OpenTill, table: str) -> None:
    placed = kitchen.order("tofu", "noodles", "cola", table=table)
    tofu, noodles, _ = lines_of(placed)
    page = open_till(bill_page(placed), role="manager")
    tick(page, tofu)
    ask(page, "V", "reasoning")
    page.keyboard.press("Enter")
    expect(page.locator("#reasoning [data-own-fault]")).to_have_text("Say why")
    press(page, "Alt+2", "Enter")
    expect(page.locator(f'.bill-line[data-line="{tofu}"]')).to_have_attribute("data-state", "voided")
    tick(page, noodles)
    ask(page, "G", "reasoning")
    page.keyboard.type("burnt")
    page.keyboard.press("Enter")
    expect(page.locator(SUM)).to_have_text("¥6.00")
    assert of_bill(kitchen, "LineVoided", placed["bill"])[0]["reason"] == "Ordered by mistake"
    assert of_bill(kitchen, "LineComped", placed["bill"])[0]["reason"] == "burnt"


def test_what_was_given_free_already_is_refused_at_that_line(kitchen: Kitchen, open_till: OpenTill, table: str) -> None:
    placed = kitchen.order("tofu", table=table)
    (line,) = lines_of(placed)
    kitchen.post(f"/lines/{line}/comp", {"reason": "burnt"})
    page = open_till(bill_page(placed), role="manager")
    tick(page, line)
    ask(page, "G", "reasoning")
    press(page, "Alt+1", "Enter")
    assert "free already" in faulty(page, f"line {line}")


def test_a_dish_is_weighed_and_only_then_the_bill_can_be_paid(
    kitchen: Kitchen, open_till: OpenTill, table: str
) -> None:
    placed = kitchen.order({"dish": "fish", "qty": 1}, "tofu", table=table)
    page = open_till(bill_page(placed))
    expect(page.locator(".bill-weigh")).to_be_visible()
    still_wanted(page)
    press(page, "Enter")
    assert "to be weighed" in faulty(page, f"bill {placed['bill']}")
    ask(page, "W", "weighing")
    page.keyboard.type("1200")
    page.fill("#weighing-tare", "1300")
    page.keyboard.press("Enter")
    expect(page.locator("#weighing [data-own-fault]")).to_contain_text("Type grams")
    page.fill("#weighing-tare", "200")
    expect(page.locator("#weighing [data-change]")).to_have_text("Net: 1000 g")
    page.keyboard.press("Enter")
    expect(page.locator(SUM)).to_have_text("¥208.00")
    expect(page.locator(".bill-weigh")).to_have_count(0)
    tick(page, lines_of(placed)[1])
    expect(ask(page, "W", "weighing").locator("h2")).to_contain_text("fish")
    page.keyboard.type("500")
    page.keyboard.press("Enter")
    expect(page.locator(SUM)).to_have_text("¥110.00")


def test_a_manager_gives_back_lines_and_amounts(kitchen: Kitchen, open_till: OpenTill, table: str) -> None:
    placed = kitchen.order("tofu", "noodles", table=table)
    pay_card(kitchen, placed["bill"])
    page = open_till(bill_page(placed), role="manager")
    tick(page, lines_of(placed)[0])
    expect(ask(page, "B", "refunding").locator("[data-says]")).to_contain_text("1 × tofu")
    page.fill("#refunding-reason", "cold")
    page.keyboard.press("Enter")
    expect(page.locator("#said")).to_have_text("Given back: ¥12.00")
    expect(page.locator(f'.bill-line[data-line="{lines_of(placed)[0]}"]')).to_contain_text("refunded")
    ask(page, "B", "refunding")
    expect(page.locator("#refunding-amount")).to_have_value("18.00")
    page.fill("#refunding-amount", "19")
    page.fill("#refunding-reason", "late")
    page.keyboard.press("Enter")
    assert "Only ¥18.00 was taken" in faulty(page, f"bill {placed['bill']}")
    assert [each["amount_minor"] for each in of_bill(kitchen, "BillRefunded", placed["bill"])] == [1200]


def test_a_refund_whose_answer_is_lost_is_given_once(
    kitchen: Kitchen, wire: Proxy, open_till: OpenTill, table: str
) -> None:
    placed = kitchen.order("tofu", table=table)
    pay_card(kitchen, placed["bill"])
    page = open_till(bill_page(placed), role="manager", port=wire.port)
    ask(page, "B", "refunding")
    page.fill("#refunding-amount", "2")
    page.fill("#refunding-reason", "late")
    wire.set("deaf")
    page.keyboard.press("Enter")
    expect(page.locator(f'[data-fault="bill {placed["bill"]}"]')).to_contain_text("No answer yet")
    wire.set("pass")
    expect(page.locator('[data-kind="refund"]')).to_contain_text("¥2.00", timeout=BACK_MS)
    page.wait_for_function("() => !Object.keys(localStorage).some((key) => key.startsWith('kds.deed.'))")
    assert len(of_bill(kitchen, "BillRefunded", placed["bill"])) == 1


def test_a_bill_is_opened_again_by_a_manager_and_says_that_it_was_closed(
    kitchen: Kitchen, open_till: OpenTill, table: str
) -> None:
    placed = kitchen.order("tofu", table=table)
    pay_card(kitchen, placed["bill"])
    page = open_till(bill_page(placed), role="manager")
    ask(page, "N", "reasoning")
    reasons = [each.inner_text() for each in page.locator("#reasoning .choice").all() if each.is_visible()]
    assert [each.split("Alt")[0].strip() for each in reasons][:2] == [
        "Wrong tender or amount",
        "Something was forgotten",
    ]
    assert not any("Sold out" in each for each in reasons)
    page.keyboard.type("wrong card")
    page.keyboard.press("Enter")
    expect(page.locator(".till-bill")).to_have_attribute("data-state", "open")
    expect(page.locator(".till-bill .notice")).to_contain_text("closed at ¥12.00 and opened again: wrong card")


def test_a_table_is_cleared_and_its_bill_is_among_those_of_today(
    kitchen: Kitchen, open_till: OpenTill, table: str
) -> None:
    placed = kitchen.order("tofu", table=table)
    page = open_till(bill_page(placed))
    ask(page, "C", "guarding")
    press(page, "Enter")
    assert "¥12.00 is due" in faulty(page, f"bill {placed['bill']}")
    pay_card(kitchen, placed["bill"])
    expect(page.locator(".till-bill")).to_have_attribute("data-state", "paid")
    ask(page, "C", "guarding")
    press(page, "Alt+3")
    expect(page.locator("#reasoning")).to_be_visible()
    press(page, "Alt+3", "Enter")
    page.wait_for_url("**/cashier")
    expect(page.locator(f'[data-into="left"] [data-bill="{placed["bill"]}"]')).to_be_visible()
    ended = [each for each in kitchen.events("TicketEnded") if each["ticket"] == placed["tickets"][0]]
    assert [each["outcome"] for each in ended] == ["not_made"]


def test_a_bill_that_nobody_knows_is_said_to_be_gone_and_the_list_is_there(
    kitchen: Kitchen, open_till: OpenTill, table: str
) -> None:
    placed = kitchen.order("tofu", table=table)
    page = open_till("/cashier?bill=B999999")
    expect(page.locator("#chosen .notice")).to_contain_text("B999999 is not here any more")
    expect(page.locator(f'.till-row[data-bill="{placed["bill"]}"]')).to_be_visible()


@pytest.mark.parametrize(
    ("key", "leads_to"),
    [("K", "**/order?service=takeaway"), ("Q", "**/order"), ("O", "**/floor"), ("Y", "**/drawer"), ("X", "**/days")],
)
def test_other_pages_are_one_key_away(open_till: OpenTill, key: str, leads_to: str) -> None:
    page = open_till(role="manager")
    page.keyboard.press(f"Alt+{key}")
    page.wait_for_url(leads_to)
