"""The cashier's list and bills: what a page has, plus what it missed, is what a new page gets; and what they say."""

from __future__ import annotations

import random
import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kds.core.billing.change_billing import ChangeBilling
from kds.core.billing.comp_line import CompLine
from kds.core.billing.join_bills import JoinBills
from kds.core.billing.model import SplitBy, SurchargeRule, TenderType
from kds.core.billing.reduce_bill import ReduceBill
from kds.core.billing.refund_bill import RefundBill
from kds.core.billing.reopen_bill import ReopenBill
from kds.core.billing.split_bill import BillsAre, SplitBill
from kds.core.billing.weigh_line import WeighLine
from kds.core.floor.ask_bill import AskBill
from kds.core.floor.clear_session import ClearSession
from kds.core.kitchen.bump import BumpTicket
from kds.core.kitchen.serve_line import ServeLine
from kds.core.kitchen.start import StartTicket
from kds.core.orders.pay_bill import PayBill
from kds.core.orders.void_line import VoidLine
from kds.core.types import Name
from kds.feed.bill import BillSheetView
from kds.feed.cashier import CashierView
from kds.feed.cashier_pictures import RowPicture
from kds.feed.live_view import UnknownView
from kds.feed.parts import Concerned
from kds.i18n import LANGUAGES, Language
from tests.feed.test_parts import Page, Watched, something
from tests.house import CLOSES, DAY, SmallHouse, named


def cashier_of(house: SmallHouse, language: Language = "en") -> Watched:
    return Watched(house, CashierView(house.state, language, Concerned(house.state)))


def bill_of(house: SmallHouse, bill: str, language: Language = "en") -> Watched:
    return Watched(house, BillSheetView(house.state, bill, language, Concerned(house.state)))


def split(house: SmallHouse, bill: str, by: SplitBy, **how: Any) -> str:
    """The bill that comes of it beside the one that is split."""
    return house.ask(SplitBill(bill, by, **how), BillsAre).bills[1]


def text_of(html: str) -> str:
    return " ".join(re.sub(r"<[^>]*>", " ", html).split())


@given(seed=st.integers(0, 2**32), language=st.sampled_from(LANGUAGES))
def test_law_4_resume_of_the_list(seed: int, language: Language) -> None:
    rng, house = random.Random(seed), SmallHouse()
    listed, away = cashier_of(house, language), Page()
    away.hear(listed.view.since(-1))
    for _ in range(rng.randint(1, 60)):
        something(house, rng)
        if rng.random() < 0.7:
            listed.follow()
    listed.follow()
    away.hear(listed.view.since(away.seq))
    anew = cashier_of(house, language).page.parts
    assert listed.page.parts == anew
    assert away.parts == anew


@given(seed=st.integers(0, 2**32))
def test_law_4_resume_of_a_bill(seed: int) -> None:
    rng, house = random.Random(seed), SmallHouse()
    bill = house.order("tofu", "fish", "beef").bill
    watched, away = bill_of(house, bill), Page()
    away.hear(watched.view.since(-1))
    for _ in range(rng.randint(1, 60)):
        something(house, rng)
        if bill not in house.state.orders.bills:
            watched.told()
            with pytest.raises(UnknownView):
                watched.view.refresh(house.now)
            return
        if rng.random() < 0.7:
            watched.follow()
    watched.follow()
    away.hear(watched.view.since(away.seq))
    anew = bill_of(house, bill).page.parts
    assert watched.page.parts == anew
    assert away.parts == anew


def test_every_bill_that_is_open_stands_in_the_list_with_what_is_due() -> None:
    house = SmallHouse()
    placed = house.order("tofu", "cola", table="A02", guests=3)
    (html,) = cashier_of(house).page.parts.values()
    assert f'href="/cashier?bill={placed.bill}"' in html
    assert text_of(html) == "A02 No. 1 ¥18.00 3 2 not served"


class Counted:
    """The macro of a row, which counts how often it is used."""

    def __init__(self, macro: Any) -> None:
        self._macro = macro
        self.times = 0

    def row(self, picture: RowPicture) -> str:
        self.times += 1
        return str(self._macro.row(picture))


def test_a_row_is_drawn_once_for_all_that_the_kitchen_does_and_anew_for_what_is_served() -> None:
    house = SmallHouse()
    view = CashierView(house.state, "en", Concerned(house.state))
    rows = view._row = Counted(view._row)
    placed = house.order("tofu", "cola", table="A02")
    listed = Watched(house, view)
    house.do(StartTicket(placed.tickets[0]))
    house.do(BumpTicket(placed.tickets[0]))
    listed.follow()
    assert rows.times == 1
    house.do(ServeLine(placed.lines[0].line))
    listed.follow()
    assert "1 not served" in text_of(listed.page.parts[f"open {placed.bill}"])
    assert rows.times == 2


def test_who_asked_for_the_bill_stands_first_and_who_has_paid_last() -> None:
    house = SmallHouse()
    paid, waits, asked = (house.order("tofu", table=table) for table in ("A01", "A02", "A03"))
    house.do(PayBill(paid.bill, "card", house.due(paid.bill)))
    house.do(AskBill(asked.session))
    shown = cashier_of(house).view.shown("open")
    assert [f'data-bill="{each.bill}"' in html for each, html in zip((asked, waits, paid), shown, strict=True)] == [
        True,
        True,
        True,
    ]
    assert "bill asked" in shown[0]
    assert "paid, not cleared" in shown[2]


def test_a_paid_bill_is_among_those_of_today_once_its_party_has_left_and_until_the_day_ends() -> None:
    house = SmallHouse()
    placed = house.order("tofu")
    listed = cashier_of(house)
    house.do(PayBill(placed.bill, "card", house.due(placed.bill)))
    house.do(ServeLine(placed.lines[0].line))
    house.do(ClearSession(placed.session))
    listed.follow()
    assert list(listed.page.parts) == [f"left {placed.bill}"]
    house.wait(DAY)
    assert "DayClosed" in house.tick("2026-09-22", CLOSES + DAY)
    listed.follow()
    assert listed.page.parts == {}


def test_a_bill_that_is_opened_again_is_to_be_paid_again_though_its_party_has_left() -> None:
    house = SmallHouse()
    placed = house.order("tofu")
    house.do(PayBill(placed.bill, "card", house.due(placed.bill)))
    house.do(ClearSession(placed.session))
    listed = cashier_of(house)
    house.do(ReopenBill(placed.bill, "wrong card"))
    listed.follow()
    assert list(listed.page.parts) == [f"open {placed.bill}"]
    assert "It was closed at ¥12.00 and opened again: wrong card" in text_of(
        bill_of(house, placed.bill).page.parts[f"bill {placed.bill}"]
    )


def test_bills_of_a_party_are_counted_and_one_that_was_joined_is_not_there() -> None:
    house = SmallHouse()
    placed = house.order("tofu", "cola")
    listed = cashier_of(house)
    other = split(house, placed.bill, "equal", parts=2)
    listed.follow()
    told = [text_of(html) for html in listed.view.shown("open")]
    assert ["Bill 1 of 2" in told[0], "Bill 2 of 2" in told[1]] == [True, True]
    house.do(JoinBills(other, placed.bill))
    listed.follow()
    assert list(listed.page.parts) == [f"open {placed.bill}"]
    assert "Bill 1" not in listed.page.parts[f"open {placed.bill}"]


def charged() -> SmallHouse:
    """A house with tea a head, and cash rounded to ten."""
    house = SmallHouse()
    tea = SurchargeRule("tea", Name(zh="茶位", en="Tea"), "per_head", 500)
    house.do(ChangeBilling(surcharges=(tea,), round_to_minor=10))
    return house


def test_a_bill_explains_its_sum_row_by_row() -> None:
    house = charged()
    placed = house.order("tofu", "cola", "crab", guests=2)
    bill, (tofu, _, crab) = placed.bill, [each.line for each in placed.lines]
    house.do(CompLine(tofu, "burnt"))
    house.do(ReduceBill(bill, "percent", 125, "regulars", (crab,)))
    watched = bill_of(house, bill)
    house.do(PayBill(bill, "card", 5000, reference="TX9"))
    house.do(PayBill(bill, "cash", 5260, tendered_minor=6000))
    watched.follow()
    told = text_of(watched.page.parts[f"bill {bill}"])
    rows = (
        "Dishes ¥117.00",
        "Given free tofu · burnt −¥12.00",
        "Discount 12.5 % crab · regulars −¥12.38",
        "Rounding 抹零 rounding −¥0.02",
        "Tea 2 × ¥5.00 +¥10.00",
        "Total ¥102.60",
        "Card TX9 ¥50.00",
        "Cash given ¥60.00, change ¥7.40 ¥52.60",
        "Paid ¥102.60",
        "paid ¥0.00",
    )
    for row in rows:
        assert row in told, told
    house.do(RefundBill(bill, "cold", amount_minor=1000))
    watched.follow()
    told = text_of(watched.page.parts[f"bill {bill}"])
    assert "Refund cold −¥10.00" in told
    assert "¥10.00 went back" in told


def test_what_is_not_served_and_what_is_not_weighed_is_named() -> None:
    house = SmallHouse()
    placed = house.order("tofu", "fish")
    watched = bill_of(house, placed.bill)
    html = watched.page.parts[f"bill {placed.bill}"]
    assert "2 not served" in text_of(html)
    assert "to be weighed" in html
    house.do(WeighLine(placed.lines[1].line, 1200, 200))
    house.do(ServeLine(placed.lines[1].line))
    watched.follow()
    html = watched.page.parts[f"bill {placed.bill}"]
    assert "1 not served" in text_of(html)
    assert "1000 g fish" in text_of(html)
    assert "1200 g − 200 g" in html
    assert "to be weighed" not in html


def deeds(html: str) -> set[str]:
    return set(re.findall(r'data-open="([\w-]+)"', html))


def test_a_bill_offers_what_can_be_done_with_it_and_nothing_else() -> None:
    house = SmallHouse()
    placed = house.order("tofu", "cola")
    watched = bill_of(house, placed.bill)

    def offered() -> set[str]:
        watched.follow()
        return deeds(watched.page.parts[f"bill {placed.bill}"])

    basis = {"pay", "reduce", "surcharge", "split", "move", "void", "comp", "clear", "pre-bill"}
    assert offered() == basis
    house.do(ReduceBill(placed.bill, "amount", 100, "regulars"))
    assert offered() == basis | {"take-back"}
    house.do(SplitBill(placed.bill, "equal", parts=2))
    assert offered() == basis | {"take-back", "join"}
    house.do(PayBill(placed.bill, "card", 100))
    assert offered() == basis | {"take-back", "join", "refund"}
    house.do(PayBill(placed.bill, "card", house.due(placed.bill)))
    assert offered() == {"refund", "reopen", "clear"}


def test_every_deed_bears_a_key_of_its_own_that_is_shown() -> None:
    house = SmallHouse()
    placed = house.order("fish", "tofu")
    house.do(ReduceBill(placed.bill, "amount", 100, "regulars"))
    html = bill_of(house, placed.bill).page.parts[f"bill {placed.bill}"]
    keys = re.findall(r'data-key="Key(\w)"', html)
    assert len(keys) == len(set(keys)) == len(deeds(html)) + 2, "order more and the party are links"
    assert re.findall(r"<kbd>Alt\+(\w)</kbd>", html) == keys


def test_what_the_party_did_not_get_is_there_for_its_clearing_whichever_bill_it_is_on() -> None:
    house = SmallHouse()
    placed = house.order("tofu", "cola")
    tofu, cola = (each.line for each in placed.lines)
    other = split(house, placed.bill, "lines", lines=((cola,),))
    house.do(PayBill(other, "card", house.due(other)))
    html = bill_of(house, placed.bill).page.parts[f"bill {placed.bill}"]
    (left,) = re.findall(r'<ul class="party-left" hidden>(.*?)</ul>', html, re.DOTALL)
    of_line = r'data-unserved="([\w-]+)" data-dish-state="\w+"\s+data-ticket="[\w-]+" data-paid="(\d)"'
    assert re.findall(of_line, left) == [(tofu, "0"), (cola, "1")]
    house.do(VoidLine(tofu, "gone"))
    house.do(ServeLine(cola))
    assert "party-left" not in bill_of(house, placed.bill).page.parts[f"bill {placed.bill}"]


def test_whoever_charges_otherwise_loads_the_page_anew() -> None:
    house = SmallHouse()
    watched = bill_of(house, house.order("tofu").bill)
    house.do(ChangeBilling(tenders=(TenderType("shell", named("shells"), "other"),)))
    watched.follow()
    assert watched.page.reloads == 1
