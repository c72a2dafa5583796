"""What became of an account: every entry with what was owed since; the last ones at hand."""

from __future__ import annotations

import pytest

from kds.core.billing.account_history import ENTRIES_MOST
from kds.core.billing.pay_account import PayAccount
from kds.core.billing.refund_bill import RefundBill
from kds.core.billing.set_account import SetAccount
from kds.core.billing.take_deposit import DepositIs, TakeDeposit
from kds.core.orders.pay_bill import PayBill
from tests.house import SmallHouse, named


@pytest.fixture
def house() -> SmallHouse:
    return SmallHouse()


def told(house: SmallHouse) -> list[tuple[str, int, int]]:
    return [(each.kind, each.amount_minor, each.owed_minor) for each in house.state.billing.histories["firm"].entries]


def test_limits_bills_money_and_refunds_stand_in_it_with_what_was_owed_since(house: SmallHouse) -> None:
    house.do(SetAccount("firm", named("firm"), 5000))
    bill = house.order("tofu").bill
    house.do(PayBill(bill, "account", 1200, account="firm"))
    house.do(RefundBill(bill, "cold", amount_minor=200))
    house.do(PayAccount("firm", "card", 700, reference="T-1"))
    house.do(SetAccount("firm", named("firm"), 6000))
    assert told(house) == [
        ("limit", 5000, 0),
        ("charged", 1200, 1200),
        ("refunded", 200, 1000),
        ("paid", 700, 300),
        ("limit", 6000, 300),
    ]
    _, charged, refunded, paid, _ = house.state.billing.histories["firm"].entries
    assert (charged.bill, refunded.bill, charged.actor) == (bill, bill, "ann")
    assert (paid.tender, paid.reference, paid.bill) == ("card", "T-1", "")


def test_what_is_beyond_the_last_entries_is_counted(house: SmallHouse) -> None:
    for n in range(ENTRIES_MOST + 3):
        house.do(SetAccount("firm", named("firm"), 5000 + n))
    history = house.state.billing.histories["firm"]
    assert (len(history.entries), history.earlier) == (ENTRIES_MOST, 3)
    assert history.entries[-1].amount_minor == 5000 + ENTRIES_MOST + 2


def test_a_limit_that_stays_is_no_entry(house: SmallHouse) -> None:
    for _ in range(2):
        house.do(SetAccount("firm", named("firm"), 5000))
    assert told(house) == [("limit", 5000, 0)]


def test_a_deposit_knows_since_when_it_is_kept_and_who_took_it(house: SmallHouse) -> None:
    made = house.ask(TakeDeposit("cash", 2000, "booking 7"), DepositIs)
    kept = house.state.billing.deposits[made.deposit]
    assert (kept.taken, kept.taken_by) == (house.now, "ann")
