"""How much guests may order at once and within a minute: never less than a party wants, never a wall full."""

from __future__ import annotations

import pytest

from kds.core.floor.clear_session import ClearSession
from kds.core.orders.measure import (
    CHARS_A_MINUTE,
    CHARS_A_ROUND,
    LINES_A_MINUTE,
    LINES_A_ROUND,
    MINUTE_MS,
    PORTIONS_A_LINE,
    ROUNDS_A_MINUTE,
)
from kds.core.orders.pay_bill import PayBill
from kds.core.orders.place_round import PlaceRound
from kds.core.orders.wanted import LineWanted
from kds.core.types import Channel, Refusal, Role, Who
from tests.core.invariants import indexes, rebuilt
from tests.house import NOON, SmallHouse, want

GUEST = Who("phone", "guest", "A01")


@pytest.fixture
def house() -> SmallHouse:
    return SmallHouse()


def tofu(count: int, *, note: str = "", channel: Channel = "scan", table: str = "A01") -> PlaceRound:
    return PlaceRound(channel, (want("tofu", note=note),) * count, table=table)


def said(chars: int, first: str = "x") -> PlaceRound:
    """An order whose notes have so many characters."""
    notes = [first * 500] * (chars // 500) + [first * (chars % 500)]
    return PlaceRound("scan", tuple([want("tofu", note=note) for note in notes if note]), table="A01")


def placed(house: SmallHouse, command: PlaceRound, who: Who = GUEST) -> None:
    assert [type(each.event).__name__ for each in house.do(command, who).recorded].count("RoundPlaced") == 1


class TestOneOrder:
    def test_it_may_be_very_large(self, house: SmallHouse) -> None:
        placed(house, tofu(LINES_A_ROUND))
        house.wait(MINUTE_MS)
        placed(house, said(CHARS_A_ROUND))

    @pytest.mark.parametrize("order", [tofu(LINES_A_ROUND + 1), said(CHARS_A_ROUND + 1)])
    def test_and_no_larger(self, house: SmallHouse, order: PlaceRound) -> None:
        refusal = house.refusal(order, GUEST)
        assert refusal.reason.code == "round_too_large"
        assert (refusal.details["lines_most"], refusal.details["chars_most"]) == (LINES_A_ROUND, CHARS_A_ROUND)
        assert str(LINES_A_ROUND) in refusal.message().zh
        assert str(CHARS_A_ROUND) in refusal.message().en

    def test_characters_are_what_people_write_and_not_bytes(self, house: SmallHouse) -> None:
        placed(house, said(CHARS_A_ROUND, "辣"))

    @pytest.mark.parametrize("role", ["waiter", "manager", "integration"])
    def test_a_banquet_is_ordered_by_the_house(self, house: SmallHouse, role: Role) -> None:
        for _ in range(3):
            placed(house, tofu(LINES_A_ROUND * 2, note="x" * 400, channel="waiter"), Who("ann", role))

    def test_lines_that_stand_already_are_not_counted(self, house: SmallHouse) -> None:
        first = tuple([want("tofu", id=f"a{number}") for number in range(LINES_A_ROUND)])
        placed(house, PlaceRound("scan", first, table="A01"))
        placed(house, PlaceRound("scan", (*first, want("cola", id="b")), table="A01"))

    def test_a_line_has_ninety_nine_portions_at_most_and_what_is_weighed_is_no_portion(self, house: SmallHouse) -> None:
        many = PlaceRound("scan", (want("cola"), want("tofu", PORTIONS_A_LINE + 1)), table="A01")
        refusal = house.refusal(many, GUEST)
        assert (refusal.reason.code, refusal.details["dish"]) == ("too_many_portions", "tofu")
        placed(house, PlaceRound("scan", (want("tofu", PORTIONS_A_LINE), want("shrimp", 500)), table="A01"))
        placed(house, many, Who("ann", "waiter"))


class TestWithinAMinute:
    def test_many_small_orders_are_taken_and_then_one_waits(self, house: SmallHouse) -> None:
        for _ in range(ROUNDS_A_MINUTE):
            placed(house, tofu(1))
            house.wait(10)
        refusal = house.refusal(tofu(1), GUEST)
        assert refusal.reason.code == "ordered_too_much"
        assert refusal.details == {"wait_s": 60, "retry_at": NOON + MINUTE_MS}
        assert "60秒" in refusal.message().zh
        house.now = NOON + MINUTE_MS - 1
        assert house.refused(tofu(1), GUEST) == "ordered_too_much"
        house.wait(1)
        placed(house, tofu(1))

    def test_so_with_lines_of_which_the_moment_is_told_when_there_is_room_for_all(self, house: SmallHouse) -> None:
        for lines in (50, LINES_A_MINUTE - 100, 50):
            placed(house, tofu(lines))
            house.wait(1000)
        assert house.refusal(tofu(50), GUEST).details["retry_at"] == NOON + MINUTE_MS
        assert house.refusal(tofu(51), GUEST).details["retry_at"] == NOON + MINUTE_MS + 1000
        house.now = NOON + MINUTE_MS + 1000
        placed(house, tofu(51))

    def test_so_with_what_is_written(self, house: SmallHouse) -> None:
        for _ in range(CHARS_A_MINUTE // CHARS_A_ROUND):
            placed(house, said(CHARS_A_ROUND))
        assert house.refused(said(1), GUEST) == "ordered_too_much"
        placed(house, tofu(1))

    def test_all_phones_of_a_table_share_it_and_no_other_table(self, house: SmallHouse) -> None:
        for _ in range(LINES_A_MINUTE // LINES_A_ROUND):
            placed(house, tofu(LINES_A_ROUND))
        assert house.refused(tofu(1), Who("another", "guest", "A01")) == "ordered_too_much"
        placed(house, tofu(LINES_A_ROUND, table="A02"), Who("phone", "guest", "A02"))

    def test_what_the_staff_ordered_for_them_takes_nothing_from_it(self, house: SmallHouse) -> None:
        placed(house, tofu(LINES_A_MINUTE, channel="waiter"), Who("ann", "waiter"))
        placed(house, tofu(LINES_A_ROUND))

    def test_an_order_that_comes_again_is_answered_however_many_came(self, house: SmallHouse) -> None:
        first = PlaceRound("scan", (want("tofu", id="a"),), table="A01")
        placed(house, first)
        for _ in range(ROUNDS_A_MINUTE - 1):
            placed(house, tofu(1))
        assert house.refused(tofu(1), GUEST) == "ordered_too_much"
        assert house.do(first, GUEST).recorded == []

    def test_it_counts_across_the_bills_of_a_party(self, house: SmallHouse) -> None:
        order = house.order(*["tofu"] * LINES_A_ROUND)
        house.do(PayBill(order.bill, "cash", house.due(order.bill)))
        named = PlaceRound("scan", (want("tofu"),) * LINES_A_ROUND, table="A01", session=order.session)
        house.do(named)
        assert house.refused(tofu(1), GUEST) == "ordered_too_much"

    def test_the_next_party_begins_anew_and_nothing_is_kept(self, house: SmallHouse) -> None:
        for _ in range(LINES_A_MINUTE // LINES_A_ROUND):
            placed(house, tofu(LINES_A_ROUND))
        (session,) = house.state.floor.table_sessions["A01"]
        for bill in list(house.state.orders.session_bills[session]):
            house.do(PayBill(bill, "cash", house.due(bill)))
        house.do(ClearSession(session))
        placed(house, tofu(1))
        assert indexes(rebuilt(house.state)) == indexes(house.state)


def test_what_was_tried_at_a_table_in_two_seconds_stays_small(house: SmallHouse) -> None:
    """300 orders of 200 lines with long notes: some 92 MB of a wall's page, before there was a measure."""
    lines: tuple[LineWanted, ...] = (want("tofu", note="x" * 400),) * 200
    for command in (PlaceRound("scan", lines, table="A01"), PlaceRound("scan", lines[:5], table="A01")):
        for _ in range(150):
            outcome = house.attempt(command, GUEST)
            assert not isinstance(outcome, Refusal) or outcome.reason.code in ("round_too_large", "ordered_too_much")
    assert sum(len(line.note) for line in house.state.orders.lines.values()) == CHARS_A_MINUTE
