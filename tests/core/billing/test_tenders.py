"""Several tenders on a bill: change, rounding, tips, accounts, deposits."""

from __future__ import annotations

import pytest

from kds.core.billing.change_billing import ChangeBilling
from kds.core.billing.events import DepositReturned
from kds.core.billing.model import TENDERS, TenderType
from kds.core.billing.pay_account import PayAccount
from kds.core.billing.reduce_bill import ReduceBill
from kds.core.billing.refund_bill import RefundBill
from kds.core.billing.return_deposit import ReturnDeposit
from kds.core.billing.set_account import SetAccount
from kds.core.billing.take_deposit import DepositIs, TakeDeposit
from kds.core.kitchen.bill_view import bill_view
from kds.core.orders.pay_bill import BillIs, PayBill
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
