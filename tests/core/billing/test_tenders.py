"""Several tenders on a bill: change, rounding, tips, accounts, deposits."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kds.core.billing.answers import BillStands
from kds.core.billing.change_billing import ChangeBilling
from kds.core.billing.events import DepositReturned
from kds.core.billing.model import TENDERS, TenderType
from kds.core.billing.pay_account import PayAccount
from kds.core.billing.reduce_bill import ReduceBill
from kds.core.billing.refund_bill import RefundBill
from kds.core.billing.return_deposit import ReturnDeposit
from kds.core.billing.set_account import SetAccount
from kds.core.billing.split_bill import BillsAre, SplitBill
from kds.core.billing.take_back import TakeBack
from kds.core.billing.take_deposit import DepositIs, TakeDeposit
from kds.core.bills import sheet_of
from kds.core.kitchen.bill_view import bill_view
from kds.core.orders.pay_bill import BillIs, PayBill
from kds.core.types import Refusal
from tests.house import SmallHouse, named, want


@pytest.fixture
def house() -> SmallHouse:
    return SmallHouse()


def test_cash_gives_change_and_a_tip_is_beside_the_bill(house: SmallHouse) -> None:
    bill = house.order("tofu").bill
    paid = house.ask(PayBill(bill, "cash", 1200, tendered_minor=2000, tip_minor=100), BillIs)
    assert (paid.change_minor, paid.paid_minor, paid.state) == (700, 1200, "paid")
    (tender,) = bill_view(house.state, house.bill(bill), house.now).tenders
    assert (tender.tender, tender.tendered_minor, tender.change_minor, tender.tip_minor) == ("cash", 2000, 700, 100)
    assert tender.invoiceable_minor == 1200


def test_a_card_is_recorded_with_what_its_terminal_said_and_gives_no_change(house: SmallHouse) -> None:
    bill = house.order("tofu").bill
    assert house.refused(PayBill(bill, "card", 1200, tendered_minor=2000)) == "change_is_cash"
    assert house.refused(PayBill(bill, "cash", 1200, tendered_minor=1199)) == "tendered_too_little"
    assert house.refused(PayBill(bill, "shells", 1200)) == "unknown_tender"
    house.do(PayBill(bill, "card", 1200, reference="T-78"))
    assert bill_view(house.state, house.bill(bill), house.now).tenders[0].reference == "T-78"


def test_case_29_only_the_cash_part_is_rounded_and_downwards(house: SmallHouse) -> None:
    house.do(ChangeBilling(round_to_minor=10))
    placed = house.order(want("shrimp", 60))  # ¥15.36
    assert house.due(placed.bill) == 1536
    house.do(PayBill(placed.bill, "qr", 528))
    assert house.types(PayBill(placed.bill, "cash", 1000)) == [
        "BillReduced",
        "BillReckoned",
        "PaymentTaken",
        "BillClosed",
    ]
    view = bill_view(house.state, house.bill(placed.bill), house.now)
    assert (view.total_minor, view.paid_minor, view.due_minor, view.state) == (1528, 1528, 0, "paid")
    assert [(each.kind, each.amount_minor) for each in view.reductions] == [("rounding", 8)]


def test_a_part_in_cash_and_a_card_are_not_rounded(house: SmallHouse) -> None:
    house.do(ChangeBilling(round_to_minor=10))
    bill = house.order(want("shrimp", 60)).bill
    house.do(PayBill(bill, "cash", 500))
    house.do(PayBill(bill, "card", 1030))
    assert house.due(bill) == 6, "the card paid what it paid"
    answer = house.ask(PayBill(bill, "cash", 0), BillIs)
    assert (answer.state, answer.rounded_minor, answer.payment) == ("paid", 6, "")


def parts_of(house: SmallHouse, bill: str, parts: int) -> tuple[str, ...]:
    """The bills of equal shares."""
    return house.ask(SplitBill(bill, "equal", parts=parts), BillsAre).bills


def off(house: SmallHouse, bills: Sequence[str]) -> int:
    """What all of them are rounded by."""
    sheets = [sheet_of(house.state, bill) for bill in bills]
    return sum(each.value for sheet in sheets for each in sheet.reductions if each.kind == "rounding")


def test_parts_of_a_bill_are_rounded_by_no_more_than_the_whole_of_it(house: SmallHouse) -> None:
    first, second, third = parts_of(house, house.order("beef").bill, 3)
    house.do(ReduceBill(first, "rounding", 60, "coins"))
    refusal = house.refusal(ReduceBill(second, "rounding", 41, "coins"))
    assert (refusal.reason.code, refusal.details["left_minor"]) == ("rounded_enough", 40)
    house.do(ReduceBill(second, "rounding", 40, "coins"))
    assert house.refused(ReduceBill(third, "rounding", 1, "coins")) == "rounded_enough"
    assert off(house, (first, second, third)) == 100


def test_a_rounding_that_is_taken_back_is_there_for_another_part(house: SmallHouse) -> None:
    first, second = parts_of(house, house.order("beef").bill, 2)
    rounded = house.ask(ReduceBill(first, "rounding", 100, "coins"), BillStands)
    assert house.refused(ReduceBill(second, "rounding", 100, "coins")) == "rounded_enough"
    house.do(TakeBack(first, rounded.reduction))
    house.do(ReduceBill(second, "rounding", 100, "coins"))


def test_another_party_has_its_own(house: SmallHouse) -> None:
    house.do(ReduceBill(house.order("beef").bill, "rounding", 100, "coins"))
    house.do(ReduceBill(house.order("beef", table="A02").bill, "rounding", 100, "coins"))


def test_where_the_parts_were_rounded_by_enough_the_last_pays_to_the_cent(house: SmallHouse) -> None:
    house.do(ChangeBilling(round_to_minor=100, rounding_most_minor=100))
    first, second = parts_of(house, house.order(want("shrimp", 60)).bill, 2)  # ¥15.36: ¥7.68 each
    assert house.ask(PayBill(first, "cash", 700), BillIs).rounded_minor == 68
    answer = house.ask(PayBill(second, "cash", 700), BillIs)
    assert (answer.state, answer.rounded_minor, answer.due_minor) == ("open", 0, 68)
    assert house.ask(PayBill(second, "cash", 68), BillIs).state == "paid"


@given(
    shrimps=st.integers(1, 400),
    splits=st.lists(st.tuples(st.integers(0, 50), st.integers(2, 5)), max_size=4),
    unit=st.sampled_from((1, 10, 50, 100, 500)),
    most=st.integers(0, 300),
    deeds=st.lists(st.tuples(st.integers(0, 50), st.booleans(), st.integers(1, 300)), max_size=20),
)
def test_however_it_is_split_all_of_it_is_rounded_by_no_more_than_one_bill(
    shrimps: int, splits: list[tuple[int, int]], unit: int, most: int, deeds: list[tuple[int, bool, int]]
) -> None:
    house = SmallHouse()
    house.do(ChangeBilling(round_to_minor=unit, rounding_most_minor=most))
    bills = [house.order(want("shrimp", shrimps), "beef").bill]
    whole = house.due(bills[0])
    for at, parts in splits:
        outcome = house.attempt(SplitBill(bills[at % len(bills)], "equal", parts=parts))
        if not isinstance(outcome, Refusal) and isinstance(outcome.answer, BillsAre):
            bills += outcome.answer.bills[1:]
    for at, by_hand, value in deeds:
        bill = bills[at % len(bills)]
        due = house.due(bill)
        by_tender = PayBill(bill, "cash", due - due % unit)
        house.attempt(ReduceBill(bill, "rounding", value, "coins") if by_hand else by_tender)
    assert off(house, bills) <= max(most, unit - 1)
    paid = sum(house.bill(bill).paid_minor for bill in bills)
    assert paid + sum(house.due(bill) for bill in bills) + off(house, bills) == whole


def test_a_bill_that_was_rounded_takes_cash_alone(house: SmallHouse) -> None:
    bill = house.order("tofu").bill
    house.do(ReduceBill(bill, "rounding", 100, "coins"))
    assert house.refused(PayBill(bill, "card", 1100)) == "rounding_is_for_cash"
    house.do(PayBill(bill, "cash", 1100))


def test_a_house_has_tenders_of_its_own(house: SmallHouse) -> None:
    voucher = TenderType("voucher", named("voucher"), "other", invoiceable=False)
    house.do(ChangeBilling(tenders=(*TENDERS, voucher)))
    bill = house.order("tofu").bill
    house.do(PayBill(bill, "voucher", 500, reference="V-9"))
    house.do(PayBill(bill, "cash", 700))
    tenders = bill_view(house.state, house.bill(bill), house.now).tenders
    assert [(each.tender, each.invoiceable_minor) for each in tenders] == [("voucher", 0), ("cash", 700)]


def test_what_is_not_served_is_named_when_it_is_paid_and_is_made_all_the_same(house: SmallHouse) -> None:
    placed = house.order("tofu", "cola")
    paid = house.ask(PayBill(placed.bill, "cash", 1800), BillIs)
    assert [(each.dish, each.name.en, each.state) for each in paid.unserved] == [
        ("tofu", "tofu", "fired"),
        ("cola", "cola", "fired"),
    ]
    assert house.ticket(placed.lines[0].line).is_open


class TestOnAccount:
    def test_up_to_the_limit_and_paid_later(self, house: SmallHouse) -> None:
        house.do(SetAccount("firm", named("firm"), 2000))
        one, other = house.order("tofu"), house.order("tofu", table="A02")
        assert house.refused(PayBill(one.bill, "account", 1200)) == "source_missing"
        assert house.refused(PayBill(one.bill, "account", 1200, account="nobody")) == "unknown_account"
        house.do(PayBill(one.bill, "account", 1200, account="firm"))
        assert house.refused(PayBill(other.bill, "account", 1200, account="firm")) == "account_limit"
        assert house.refused(PayAccount("firm", "card", 1201)) == "owes_less"
        assert house.refused(PayAccount("firm", "account", 1)) == "not_money"
        house.do(PayAccount("firm", "card", 1000))
        house.do(PayBill(other.bill, "account", 1200, account="firm"))
        assert house.state.billing.accounts["firm"].owed_minor == 1400
        (tender,) = bill_view(house.state, house.bill(one.bill), house.now).tenders
        assert tender.invoiceable_minor == 0, "it is invoiced when it is paid"


class TestDeposits:
    def test_one_is_kept_applied_and_returned(self, house: SmallHouse) -> None:
        kept = house.ask(TakeDeposit("cash", 2000, "booking 7"), DepositIs)
        bill = house.order("tofu").bill
        assert house.refused(PayBill(bill, "deposit", 1200)) == "source_missing"
        assert house.refused(PayBill(bill, "deposit", 1200, tip_minor=801, deposit=kept.deposit)) == "deposit_too_small"
        house.do(PayBill(bill, "deposit", 1200, deposit=kept.deposit))
        assert house.refused(ReturnDeposit(kept.deposit, 801)) == "keeps_less"
        assert house.ask(ReturnDeposit(kept.deposit, 100), DepositIs).left_minor == 700
        assert house.ask(ReturnDeposit(kept.deposit), DepositIs).left_minor == 0
        assert house.refused(ReturnDeposit(kept.deposit)) == "unknown_deposit"

    def test_what_comes_back_of_one_that_was_used_up_goes_by_the_tender_that_it_came_by(
        self, house: SmallHouse
    ) -> None:
        kept = house.ask(TakeDeposit("qr", 1200, "booking 7"), DepositIs)
        bill = house.order("tofu").bill
        house.do(PayBill(bill, "deposit", 1200, deposit=kept.deposit))
        house.do(RefundBill(bill, "sorry", amount_minor=500))
        again = house.state.billing.deposits[kept.deposit]
        assert (again.left_minor, again.tender, again.kind, again.reference) == (500, "qr", "qr", "booking 7")
        (event,) = house.do(ReturnDeposit(kept.deposit)).recorded
        assert event.event == DepositReturned(kept.deposit, "qr", 500)
