"""Tills and days: counts that nobody was told before, and a number under which nothing changes any more."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kds.core.billing.close_shift import CloseShift, ShiftCounted
from kds.core.billing.day_model import DayReport
from kds.core.billing.drop_cash import DropCash
from kds.core.billing.open_shift import OpenShift
from kds.core.billing.refund_bill import RefundBill
from kds.core.billing.take_deposit import TakeDeposit
from kds.core.day.end_day import CloseDay, DayIs
from kds.core.orders.pay_bill import PayBill
from kds.core.types import Today, Who
from tests.core.invariants import check_money, check_takings, check_tenders
from tests.core.plays import PLAYS, command_of
from tests.house import CLOSES, DAY, HOUR, SmallHouse
from tests.laws.test_law_7_money import audit

ANN, BOB = Who("ann", "waiter"), Who("bob", "waiter")


@pytest.fixture
def house() -> SmallHouse:
    return SmallHouse()


def tomorrow(house: SmallHouse) -> None:
    house.today = Today("2026-09-22", CLOSES + DAY)


def day(house: SmallHouse, business_day: str = "2026-09-21") -> DayReport:
    return house.state.billing.days[business_day]


class TestShifts:
    def test_cash_that_came_and_went_is_counted_blind(self, house: SmallHouse) -> None:
        opened = house.do(OpenShift(20_000), ANN).answer
        assert "expected" not in str(opened)
        assert house.refused(OpenShift(0), BOB) == "shift_open"
        bill = house.order("beef").bill
        house.do(PayBill(bill, "cash", 5000, tendered_minor=6000, tip_minor=100), ANN)
        house.do(PayBill(bill, "card", 800), ANN)
        house.do(RefundBill(bill, "cold", amount_minor=1000))
        house.do(TakeDeposit("cash", 300), ANN)
        house.do(DropCash(10_000, "safe"), ANN)
        other = house.order("tofu", table="A02")
        counted = house.ask(CloseShift(14_190, hand_to="bob"), ShiftCounted)
        assert (counted.expected_minor, counted.difference_minor) == (20_000 + 5_100 - 200 + 300 - 10_000, -1_010)
        assert [(each.label, each.due_minor) for each in counted.parties] == [("A01", 0), ("A02", 1200)]
        assert house.state.billing.shifts["main"].opened_by == "bob"
        assert house.state.billing.shifts["main"].float_minor == 14_190
        house.do(PayBill(other.bill, "cash", 1200), BOB)
        assert house.ask(CloseShift(15_390), ShiftCounted).difference_minor == 0
        assert house.refused(CloseShift(0)) == "no_shift"

    def test_cash_is_in_the_drawer_of_whoever_took_it(self, house: SmallHouse) -> None:
        house.do(OpenShift(0, "bar"), ANN)
        house.do(OpenShift(0, "door"), BOB)
        bill = house.order("beef").bill
        house.do(PayBill(bill, "cash", 1000), BOB)
        house.do(PayBill(bill, "cash", 500), ANN)
        cash = {till: shift.cash_minor for till, shift in house.state.billing.shifts.items()}
        assert cash == {"bar": 500, "door": 1000}


class TestADayIsClosed:
    def test_by_hand_what_is_unfinished_is_named_and_needs_a_word(self, house: SmallHouse) -> None:
        placed = house.order("tofu")
        tomorrow(house)
        refusal = house.refusal(CloseDay())
        assert refusal.reason.code == "unfinished"
        assert [each.ticket for each in refusal.details["tickets"]] == list(placed.tickets)
        assert [each.due_minor for each in refusal.details["unpaid"]] == [1200]
        assert refusal.message().en.startswith("1 ticket is not done and 1 party has not paid;")
        house.order("tofu", table="A02")
        assert house.refusal(CloseDay()).message().en.startswith("2 tickets are not done and 2 parties have not paid;")
        closed = house.ask(CloseDay("storm"), DayIs)
        assert (closed.z, closed.closed, closed.business_day) == (1, "2026-09-21", "2026-09-22")
        assert (day(house).word, day(house).open_tickets, day(house).unpaid_parties) == ("storm", 2, 2)
        assert house.ticket(placed.lines[0].line).is_open, "it is on the wall until it is done"

    def test_what_comes_after_is_the_next_days(self, house: SmallHouse) -> None:
        """Cases 4 and 30: nothing is slipped into a closed Z."""
        placed = house.order("tofu")
        house.do(PayBill(placed.bill, "card", 200))
        tomorrow(house)
        house.do(CloseDay("storm"))
        before = day(house)
        house.do(PayBill(placed.bill, "cash", 1000))
        house.do(RefundBill(placed.bill, "cold", amount_minor=300))
        assert day(house) == before
        assert (before.takings.closed_minor, [each.tender for each in before.takings.tenders]) == (0, ["card"])
        house.now = CLOSES + DAY
        house.tick("2026-09-23", CLOSES + 2 * DAY)
        after = day(house, "2026-09-22")
        assert (after.z, after.takings.brought_minor, after.takings.closed_minor) == (2, 200, 900)
        assert all(each.fits for each in (*before.checks, *after.checks))

    def test_not_twice_before_the_next_has_begun(self, house: SmallHouse) -> None:
        tomorrow(house)
        house.do(CloseDay())
        house.today = Today("2026-09-23", CLOSES + 2 * DAY)
        assert house.refused(CloseDay("again")) == "not_begun"
        house.wait(14 * HOUR)
        assert house.refused(CloseDay("again")) == "not_begun"
        house.wait(3 * HOUR)
        house.do(CloseDay())

    def test_by_itself_at_its_end(self, house: SmallHouse) -> None:
        house.now = CLOSES
        assert house.tick("2026-09-22", CLOSES + DAY) == ["DayClosed", "DaySettled"]
        assert (day(house).z, day(house).closed_by, day(house).ended) == (1, "ann", CLOSES)


MONEY = sorted(
    [each for each in PLAYS if each.__module__.startswith(("kds.core.billing", "kds.core.orders"))],
    key=lambda each: each.__name__,
)


@given(st.integers(0, 1 << 30), st.integers(1, 60))
def test_law_7_holds_after_each_step_of_whatever_is_done_with_money(seed: int, steps: int) -> None:
    """Orders, reductions, splits, payments, refunds, re-opens, in any order: to the cent, the bills and the day."""
    house, chance = SmallHouse(), Random(seed)
    house.order("beef", "tofu", "shrimp")
    for _ in range(steps):
        house.attempt(command_of(PLAYS[chance.choice(MONEY)], house, chance))
        check_money(house.state)
        check_takings(house.state)
        check_tenders(house.state, house.recorded)
    audit(house.recorded)
