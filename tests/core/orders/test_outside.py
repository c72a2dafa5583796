"""Orders from outside, under a platform's own id: the same again is the same answer, also when its party has left."""

from __future__ import annotations

from typing import Any

import pytest
from msgspec.structs import replace

from kds.core.floor.clear_session import ClearSession
from kds.core.kitchen.bump import BumpTicket
from kds.core.kitchen.serve_line import ServeLine
from kds.core.orders.answered import RoundIs
from kds.core.orders.outside import KEPT_MS, mark
from kds.core.orders.pay_bill import PayBill
from kds.core.orders.place_round import PlaceRound
from kds.core.orders.wanted import LineWanted
from kds.core.state import pack, unpack
from kds.core.types import Who
from tests.core.invariants import replay
from tests.house import CLOSES, DAY, NOON, SmallHouse, want


@pytest.fixture
def house() -> SmallHouse:
    return SmallHouse()


def meituan(*lines: LineWanted | str, **more: Any) -> PlaceRound:
    """An order of the platform, as it sends it."""
    more.setdefault("service", "delivery")
    wanted = tuple([want(each) if isinstance(each, str) else each for each in lines])
    return PlaceRound(channel=more.pop("channel", "delivery"), lines=wanted, external_id="MT-9", **more)


def gone(house: SmallHouse, placed: RoundIs) -> None:
    """The order is cooked, handed over and paid, and the day is closed."""
    for ticket in placed.tickets:
        house.do(BumpTicket(ticket))
    for line in placed.lines:
        house.do(ServeLine(line.line))
    house.do(PayBill(placed.bill, "other", house.due(placed.bill)))
    house.go()
    house.now = CLOSES
    house.tick("2026-09-22", CLOSES + DAY)
    assert placed.session not in house.state.floor.sessions


class TestTheSameAgain:
    def test_it_is_the_order_that_exists(self, house: SmallHouse) -> None:
        order = meituan("tofu", "cola")
        first = house.ask(order, RoundIs)
        assert house.types(order) == []
        assert house.ask(order, RoundIs) == first

    def test_after_day_close_it_is_answered_as_it_was_and_not_cooked_twice(self, house: SmallHouse) -> None:
        order = meituan(want("twin_pot", note="打电话 13800000000"), "tofu", "noodles")
        first = house.ask(order, RoundIs)
        gone(house, first)
        again = house.do(order)
        assert again.recorded == []
        assert isinstance(again.answer, RoundIs)
        assert (again.answer.seq, first.seq) == (house.state.seq, 8), "the answer says how far the ledger has come"
        assert answered(again.answer) == answered(first)
        assert house.state.kitchen.tickets == {}

    def test_a_cleared_table_is_not_opened_again(self, house: SmallHouse) -> None:
        order = meituan("tofu", channel="api", service="dine_in", table="A01")
        first = house.ask(order, RoundIs)
        house.do(PayBill(first.bill, "other", 1200))
        house.do(ClearSession(first.session))
        assert answered(house.ask(order, RoundIs)) == answered(first)
        assert list(house.state.floor.table_sessions["A01"]) == []

    def test_its_lines_may_come_in_another_order_and_under_other_ids(self, house: SmallHouse) -> None:
        first = house.ask(meituan(want("tofu", id="1"), want("cola", id="2")), RoundIs)
        assert house.ask(meituan(want("cola", id="x"), want("tofu", id="y")), RoundIs) == first

    def test_it_may_name_the_party_that_it_became(self, house: SmallHouse) -> None:
        first = house.ask(meituan("tofu"), RoundIs)
        assert house.ask(meituan("tofu", session=first.session), RoundIs) == first

    def test_when_it_was_made_is_no_part_of_it(self, house: SmallHouse) -> None:
        first = house.ask(meituan("tofu", made_at=NOON - 5), RoundIs)
        assert house.ask(meituan("tofu", made_at=NOON), RoundIs) == first

    def test_it_need_not_say_again_for_how_many_it_is(self, house: SmallHouse) -> None:
        first = house.ask(meituan("tofu", guests=2), RoundIs)
        assert house.ask(meituan("tofu", guests=2), RoundIs) == first
        assert house.ask(meituan("tofu"), RoundIs) == first

    def test_an_id_that_stands_twice_in_it_is_one_line_also_then(self, house: SmallHouse) -> None:
        order = meituan(want("tofu", id="a"), want("tofu", id="a"), "cola")
        first = house.ask(order, RoundIs)
        assert [each.dish for each in first.lines] == ["tofu", "cola"]
        assert house.ask(order, RoundIs) == first

    def test_lines_that_stood_before_are_part_of_it(self, house: SmallHouse) -> None:
        held = house.order(want("tofu", id="a"))
        order = PlaceRound(
            "api", (want("cola", id="b"), want("tofu", id="a"), want("sesame")), table="A01", external_id="E1"
        )
        first = house.ask(order, RoundIs)
        assert [each.dish for each in first.lines] == ["cola", "tofu", "sesame"]
        assert first.lines[1] == held.lines[0]
        assert house.ask(order, RoundIs) == first
        assert house.refused(PlaceRound("api", order.lines[:2], table="A01", external_id="E1")) == "order_differs"

    def test_one_whose_lines_all_stood_before_is_known_by_its_id(self, house: SmallHouse) -> None:
        early, late = house.order(want("tofu", id="a")), house.order(want("cola", id="b"), "sesame")
        lines = (want("cola", id="b"), want("tofu", id="a"))
        order = PlaceRound("api", lines, table="A01", external_id="E1", guests=3, promised_at=NOON + 10)
        assert house.types(order) == ["OrderNamed"]
        first = house.ask(order, RoundIs)
        assert house.types(order) == []
        assert (first.round, first.tickets) == (late.round, late.tickets)
        assert first.lines == (late.lines[0], early.lines[0])
        for bill in {early.bill, late.bill}:
            house.do(PayBill(bill, "other", house.due(bill)))
        house.do(ClearSession(first.session))
        again = house.do(order)
        assert again.recorded == [], "its table has been cleared, and it is not cooked again"
        assert isinstance(again.answer, RoundIs)
        assert answered(again.answer) == answered(first)

    def test_known_in_that_way_it_must_be_the_same_too(self, house: SmallHouse) -> None:
        house.order(want("tofu", id="a"), want("cola", id="b"))
        house.do(PlaceRound("api", (want("tofu", id="a"),), table="A01", external_id="E1", promised_at=NOON + 10))
        more = PlaceRound("api", (want("tofu", id="a"), want("cola", id="b")), table="A01", external_id="E1")
        refusal = house.refusal(more)
        assert refusal.details["order"] == {"promised_at": {"stands": NOON + 10, "came": None}}
        assert [each["dish"] for each in refusal.details["lines"]] == ["cola"]

    def test_the_month_of_such_a_one_begins_when_it_came(self, house: SmallHouse) -> None:
        house.order(want("tofu", id="a"))
        house.wait(DAY // 24)
        house.do(PlaceRound("api", (want("tofu", id="a"),), table="A01", external_id="E1"))
        (kept,) = house.state.orders.outside.values()
        assert kept.placed_at == house.now

    def test_without_an_id_of_its_own_nothing_is_kept(self, house: SmallHouse) -> None:
        house.order(want("tofu", id="a"))
        assert house.types(PlaceRound("api", (want("tofu", id="a"),), table="A01")) == []

    def test_channels_number_their_orders_each_for_itself(self, house: SmallHouse) -> None:
        first = house.ask(meituan("tofu"), RoundIs)
        assert house.ask(meituan("cola", channel="api"), RoundIs).round != first.round


class TestOtherContent:
    @pytest.mark.parametrize(
        ("came", "lines"),
        [
            (
                meituan("tofu", want("beef", 2), "cola"),
                [{"id": "", "line": None, "dish": "cola", "differs": {"qty": {"stands": 0, "came": 1}}}],
            ),
            (
                meituan("tofu"),
                [{"id": "", "line": "L5-2", "dish": "beef", "differs": {"qty": {"stands": 2, "came": 0}}}],
            ),
            (
                meituan("tofu", want("beef", 3)),
                [{"id": "", "line": "L5-2", "dish": "beef", "differs": {"qty": {"stands": 2, "came": 3}}}],
            ),
            (
                meituan("tofu", "tofu", want("beef", 2)),
                [{"id": "", "line": None, "dish": "tofu", "differs": {"qty": {"stands": 0, "came": 1}}}],
            ),
            (
                meituan(want("tofu", note="13800000000"), want("beef", 2)),
                [
                    {
                        "id": "",
                        "line": "L5-1",
                        "dish": "tofu",
                        "differs": {"note": {"stands": None, "came": "13800000000"}},
                    }
                ],
            ),
            (
                meituan("cola", want("beef", 2)),
                [
                    {"id": "", "line": None, "dish": "cola", "differs": {"qty": {"stands": 0, "came": 1}}},
                    {"id": "", "line": "L5-1", "dish": "tofu", "differs": {"qty": {"stands": 1, "came": 0}}},
                ],
            ),
        ],
    )
    @pytest.mark.parametrize("later", [False, True])
    def test_it_is_refused_naming_what_differs(
        self, house: SmallHouse, came: PlaceRound, lines: list[Any], later: bool
    ) -> None:
        first = house.ask(meituan("tofu", want("beef", 2)), RoundIs)
        if later:
            gone(house, first)
        refusal = house.refusal(came)
        assert refusal.reason.code == "order_differs"
        assert (refusal.details["order"], refusal.details["lines"]) == ({}, lines)
        assert "MT-9" in refusal.message().zh

    def test_a_line_is_held_against_the_one_of_its_id(self, house: SmallHouse) -> None:
        house.do(meituan(want("tofu", id="1"), want("tofu", 2, id="2")))
        refusal = house.refusal(meituan(want("tofu", 3, id="2"), want("tofu", id="1")))
        (line,) = refusal.details["lines"]
        assert (line["id"], line["line"], line["differs"]) == ("2", "L5-2", {"qty": {"stands": 2, "came": 3}})

    def test_the_order_itself_is_held_against_what_it_was(self, house: SmallHouse) -> None:
        house.do(meituan("tofu", promised_at=NOON + 10))
        refusal = house.refusal(meituan("tofu", service="pickup", promised_at=NOON + 20))
        assert refusal.details["order"] == {
            "service": {"stands": "delivery", "came": "pickup"},
            "promised_at": {"stands": NOON + 10, "came": NOON + 20},
        }

    @pytest.mark.parametrize(("stands", "came"), [(2, 3), (0, 3)])
    def test_so_is_the_number_of_guests_where_one_is_said(self, house: SmallHouse, stands: int, came: int) -> None:
        house.do(meituan("tofu", guests=stands))
        refusal = house.refusal(meituan("tofu", guests=came))
        assert refusal.details["order"] == {"guests": {"stands": stands, "came": came}}
        assert refusal.details["lines"] == []

    def test_what_the_order_said_of_its_guests_counts_and_not_how_many_came(self, house: SmallHouse) -> None:
        house.order("cola", guests=6)
        order = PlaceRound("api", (want("tofu"),), table="A01", external_id="E1", guests=2)
        platform = Who("p", "integration")
        first = house.do(order, platform).answer
        assert isinstance(first, RoundIs)
        assert house.state.floor.sessions[first.session].guests == 6
        assert house.do(order, platform).answer == first

    def test_an_order_of_which_nobody_kept_how_many_they_were_is_taken_as_it_comes(self, house: SmallHouse) -> None:
        first = house.ask(meituan("tofu", guests=2), RoundIs)
        key = ("delivery", "MT-9")
        house.state.orders.outside[key] = replace(house.state.orders.outside[key], guests=None)
        assert house.ask(meituan("tofu", guests=3), RoundIs) == first

    def test_an_id_of_another_party_is_refused_and_not_acknowledged(self, house: SmallHouse) -> None:
        house.order("tofu", channel="api", external_id="E1")
        elsewhere = PlaceRound("api", (want("tofu"),), table="A02", external_id="E1")
        assert house.refusal(elsewhere).details["order"] == {"table": {"stands": "A01", "came": "A02"}}
        other = house.order("cola", table="A02").session
        named = PlaceRound("api", (want("tofu"),), table="A01", session=other, external_id="E1")
        assert house.refusal(named).details["order"] == {"session": {"stands": "S5", "came": other}}

    def test_a_guest_who_tries_ids_learns_nothing_of_what_stands(self, house: SmallHouse) -> None:
        house.do(meituan("crab", want("beef", 2), channel="kiosk"))
        refusal = house.refusal(meituan(want("beef", 1), service="pickup", channel="kiosk"), Who("g", "guest"))
        assert refusal.details == {
            "external_id": "MT-9",
            "order": {"service": {"stands": None, "came": "pickup"}},
            "lines": [
                {"id": "", "line": None, "dish": "beef", "differs": {"qty": {"stands": None, "came": 1}}},
                {"id": "", "line": None, "dish": None, "differs": {"qty": {"stands": None, "came": 0}}},
            ],
        }


class TestWhatIsKept:
    def test_it_is_kept_for_a_month_of_days(self, house: SmallHouse) -> None:
        first = house.ask(meituan("tofu"), RoundIs)
        gone(house, first)
        house.now = NOON + KEPT_MS - 1
        house.tick("2026-10-22", house.now + DAY)
        assert house.types(meituan("tofu")) == []
        house.now += DAY
        house.tick("2026-10-23", house.now + DAY)
        assert house.state.orders.outside == {}
        assert house.ask(meituan("tofu"), RoundIs).round != first.round

    def test_it_holds_nothing_personal(self, house: SmallHouse) -> None:
        house.do(meituan(want("tofu", note="王小明 13800000000")))
        (kept,) = house.state.orders.outside.values()
        assert "王小明" not in repr(kept)
        assert "13800000000" not in repr(kept)
        assert kept.lines[0].note_mark == mark("王小明 13800000000") != mark("王小明 13800000001")

    def test_it_is_in_snapshots_and_in_what_the_ledger_folds_to(self, house: SmallHouse) -> None:
        gone(house, house.ask(meituan("tofu", promised_at=NOON + 5), RoundIs))
        kept = dict(house.state.orders.outside)
        assert kept
        assert unpack(house.state.seq, house.state.at, pack(house.state.books())).orders.outside == kept
        assert replay(house.recorded).orders.outside == kept


def answered(answer: RoundIs) -> tuple[Any, ...]:
    """An answer without how far the ledger had come."""
    return answer.session, answer.bill, answer.round, answer.round_no, answer.lines, answer.tickets
