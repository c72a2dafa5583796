"""What is printed of a bill adds up, row by row, for every bill of a random dinner; and every row says what it is."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kds.core import money
from kds.core.billing.change_billing import ChangeBilling
from kds.core.billing.comp_line import CompLine
from kds.core.billing.model import SurchargeRule
from kds.core.billing.reduce_bill import ReduceBill
from kds.core.billing.refund_bill import RefundBill
from kds.core.billing.reopen_bill import ReopenBill
from kds.core.billing.split_bill import SplitBill
from kds.core.billing.weigh_line import WeighLine
from kds.core.menu.change_menu import ChangeMenu
from kds.core.orders.pay_bill import PayBill
from kds.core.orders.void_line import VoidLine
from kds.feed.templating import render
from kds.i18n import LANGUAGES, Language
from kds.web.pages.printed_bill import printed_bill
from tests.core.orders.test_meals import PRICE, meal
from tests.house import FOR_TWO, HOUSE, SmallHouse, want
from tests.laws.dinner import dine

TEA = SurchargeRule("tea", HOUSE.name, "per_head", 500, ("dine_in",))
SERVICE = SurchargeRule("service", HOUSE.name, "percent", 100, exempt=("cola",))
LAST = {"gross", "total", "paid", "due", "invoiceable"}
"""Rows that are sums of others."""


class Rows(HTMLParser):
    """The rows of the tables, as whoever holds the paper reads them: (what, words, minor units)."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.rows: list[tuple[str, str, int]] = []
        self._row = ""
        self._words: list[str] = []
        self._cell = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        if tag == "tr":
            self._row, self._words = found.get("data-row") or ("line" if "data-line" in found else ""), []
        if tag in ("td", "th"):
            self._cell = tag

    def handle_data(self, data: str) -> None:
        if self._cell == "td" and self._row:
            self.rows.append((self._row, " ".join(" ".join(self._words).split()), minor(data)))
            self._row = ""
        elif self._cell == "th":
            self._words.append(data)

    def of(self, *rows: str) -> int:
        """The sum of the rows of these kinds."""
        return sum(amount for row, _, amount in self.rows if row in rows)

    def words(self, row: str) -> list[str]:
        """What the rows of a kind say."""
        return [words for kind, words, _ in self.rows if kind == row]


def minor(text: str) -> int:
    """Cents of what is printed: -¥1,234.50."""
    assert re.fullmatch(r"-?¥[\d,]+\.\d\d", text.strip()), text
    return int(re.sub(r"[¥,.]", "", text))


def printed(house: SmallHouse, bill: str, language: Language = "en") -> str:
    """The bill as it is printed."""
    found = printed_bill(house.state, house.bill(bill), house.now, house.state)
    return render(
        "print/_bill.html",
        language,
        bill=found,
        house_name=HOUSE.name,
        now=house.now,
        money=lambda amount: money.in_words(amount, "CNY"),
        moment=str,
    )


def adds_up(house: SmallHouse, bill: str) -> Rows:
    """Hold the printed rows against each other, and against what the house says of the bill."""
    rows, stands = Rows(printed(house, bill)), house.bill(bill)
    between = [amount for row, _, amount in rows.rows if row not in LAST | {"line", "tender", "refunded"}]
    assert rows.of("line") == rows.of("gross")
    assert rows.of("gross") + sum(between) == rows.of("total") == stands.total_minor
    assert rows.of("tender", "refunded") == rows.of("paid") == stands.paid_minor
    assert rows.of("total") - rows.of("paid") == rows.of("due") == house.due(bill)
    assert 0 <= rows.of("invoiceable") <= max(0, rows.of("paid"))
    return rows


@given(st.integers(0, 100_000), st.integers(1, 120))
def test_every_bill_of_a_dinner_adds_up(seed: int, steps: int) -> None:
    house = dine(seed, steps)
    for bill in house.state.orders.bills:
        adds_up(house, bill)


def test_dinners_have_rows_of_every_kind() -> None:
    """What is said of random bills is said of all that can stand on one."""
    missing = {
        "line",
        "tender",
        "refunded",
        *LAST,
        "comp",
        "percent",
        "amount",
        "rounding",
        "refund",
        "surcharge",
        "share",
    }
    for seed in range(60):
        house = dine(seed, 250)
        for bill in house.state.orders.bills:
            missing -= {row for row, _, _ in adds_up(house, bill).rows}
        if not missing:
            break
    assert missing == set()


def test_a_set_meal_is_one_row_with_its_price_and_its_parts_have_none() -> None:
    house = SmallHouse()
    house.do(ChangeMenu(dishes=(FOR_TWO,)))
    placed = house.order(meal(qty=2), "tofu")
    rows = adds_up(house, placed.bill)
    (first, second) = [(words, amount) for row, words, amount in rows.rows if row == "line"]
    assert first == ("for_two 2 ×", 2 * PRICE)
    assert second[0] == "tofu"
    assert all(part in printed(house, placed.bill) for part in ("noodles", "cola"))


@pytest.fixture
def house() -> SmallHouse:
    made = SmallHouse()
    made.do(ChangeBilling(surcharges=(TEA, SERVICE), round_to_minor=10))
    return made


def test_the_worked_example_is_printed_row_by_row(house: SmallHouse) -> None:
    placed = house.order(want("beef", 2), "tofu", "cola", guests=4)
    house.do(CompLine(placed.lines[1].line, "waited too long"))
    house.do(ReduceBill(placed.bill, "percent", 120, "a regular"))
    house.do(PayBill(placed.bill, "cash", 13_750, tendered_minor=20_000, tip_minor=100))
    rows = adds_up(house, placed.bill).rows
    assert rows == [
        ("line", "beef thin 2 × ¥58.00", 11_600),
        ("line", "tofu", 1_200),
        ("line", "cola", 600),
        ("gross", "Dishes in all", 13_400),
        ("comp", "Free tofu waited too long", -1_200),
        ("percent", "12 % off a regular", -1_464),
        ("surcharge", "Small House 4 × ¥5.00", 2_000),
        ("surcharge", "Small House 10 %", 1_020),
        ("rounding", "Rounded off", -6),
        ("total", "Total", 13_750),
        (
            "tender",
            "Cash Handed over ¥200.00 Change ¥61.50 Tip, beside the bill ¥1.00 Can be invoiced ¥137.50",
            13_750,
        ),
        ("paid", "Paid", 13_750),
        ("due", "To pay", 0),
        ("invoiceable", "Can be invoiced in all", 13_750),
    ]


def test_what_was_given_back_is_off_the_tender_and_off_what_can_be_invoiced(house: SmallHouse) -> None:
    placed = house.order("tofu", "beef")
    due = house.due(placed.bill)
    house.do(PayBill(placed.bill, "card", due, reference="TX-1"))
    house.do(RefundBill(placed.bill, "cold", lines=(placed.lines[0].line,)))
    rows = adds_up(house, placed.bill)
    assert rows.words("refund") == ["Given back tofu cold"]
    assert rows.of("refund") == rows.of("refunded") < 0
    assert rows.of("invoiceable") == due + rows.of("refunded")
    assert rows.words("tender")[0].startswith("Card TX-1")


def test_a_line_that_was_taken_back_costs_nothing_and_is_not_printed(house: SmallHouse) -> None:
    placed = house.order("tofu", "beef")
    house.do(VoidLine(placed.lines[0].line, "guest"))
    assert adds_up(house, placed.bill).words("line") == ["beef thin"]


def test_what_is_weighed_says_by_what_it_is_reckoned(house: SmallHouse) -> None:
    placed = house.order(want("shrimp", 380), want("fish", 600))
    html = printed(house, placed.bill)
    assert "to be weighed" in html
    assert "the sum will change" in html
    house.do(WeighLine(placed.lines[1].line, gross_g=800, tare_g=240))
    assert "the sum will change" not in printed(house, placed.bill)
    assert adds_up(house, placed.bill).words("line") == [
        "shrimp 380 g × ¥128.00 / 500 g",
        "fish 800 g − 240 g = 560 g × ¥98.00 / 500 g",
    ]


def test_a_bill_that_is_open_is_no_receipt_and_says_what_is_still_to_come(house: SmallHouse) -> None:
    placed = house.order(want("tofu", 2), want("shrimp", 380))
    html = printed(house, placed.bill)
    assert "Pre-bill" in html
    assert html.count("Not a receipt") == 2, "above and below"
    assert "2 dishes are still to come" in html
    assert re.findall(r'<span class="amount">([^<]+)', html) == ["2 ×", "380 g"]
    house.do(PayBill(placed.bill, "card", house.due(placed.bill)))
    html = printed(house, placed.bill)
    assert "Receipt" in html
    assert "Not a receipt" not in html


def test_parts_of_a_split_bill_are_numbered_and_add_up(house: SmallHouse) -> None:
    placed = house.order("beef")
    house.do(SplitBill(placed.bill, "amount", amounts=(1_000, 300)))
    parts = list(house.state.orders.session_bills[placed.session])
    numbers = set()
    for part in parts:
        adds_up(house, part)
        numbers |= set(re.findall(r"\((\d/\d)\)", printed(house, part)))
    assert numbers == {"1/3", "2/3", "3/3"}


def test_a_bill_that_was_opened_again_says_what_it_was_closed_at(house: SmallHouse) -> None:
    placed = house.order("tofu")
    due = house.due(placed.bill)
    house.do(PayBill(placed.bill, "card", due))
    house.do(ReopenBill(placed.bill, "forgot a cola"))
    html = printed(house, placed.bill)
    assert f"It was closed at {money.in_words(due, 'CNY')} before" in html
    assert "Not a receipt" in html


@pytest.mark.parametrize("language", LANGUAGES)
def test_names_are_in_the_language_that_was_asked_for(house: SmallHouse, language: Language) -> None:
    bill = house.order("tofu", want("four_pot")).bill
    html = printed(house, bill, language)
    assert ("tofu（中）" in html) is (language != "en")
    assert ("<bdi>tofu</bdi>" in html or 'lang="en">tofu</bdi>' in html) is (language != "zh")
    assert ("预结单" in html) is (language != "en")
    assert ("Pre-bill" in html) is (language != "zh")
    assert "clear" in html, "the soups of its pot"
