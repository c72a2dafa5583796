"""Placing a round: who orders, what is new, what it costs, and everything that is refused."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kds.core.floor.clear_session import ClearSession
from kds.core.menu.mark_sold_out import MarkSoldOut
from kds.core.orders.answered import RoundIs
from kds.core.orders.model import Cell
from kds.core.orders.pay_bill import PayBill
from kds.core.orders.place_round import CLAIM_MS, PlaceRound
from kds.core.orders.void_line import VoidLine
from kds.core.orders.wanted import LineWanted
from tests.house import DAY, DISHES, MINUTE, NOON, SmallHouse, only_menu, want


@pytest.fixture
def house() -> SmallHouse:
    return SmallHouse()


def placing(*lines: LineWanted, **more: Any) -> PlaceRound:
    if more.get("service", "dine_in") == "dine_in":
        more.setdefault("table", "A01")
    return PlaceRound(channel=more.pop("channel", "scan"), lines=lines, **more)


class TestTheParty:
    def test_the_first_order_at_a_table_opens_one_session_and_one_bill(self, house: SmallHouse) -> None:
        assert house.types(placing(want("tofu"), guests=3)) == [
            "SessionOpened",
            "BillOpened",
            "RoundPlaced",
            "TicketsRouted",
        ]
        (session,) = house.state.floor.sessions.values()
        assert (session.table, session.guests, session.number, session.state) == ("A01", 3, 1, "open")
        assert [bill.session for bill in house.state.orders.bills.values()] == [session.session]

    def test_an_add_on_joins_the_party_at_the_table(self, house: SmallHouse) -> None:
        first, second = house.order("tofu"), house.order("cola")
        assert (second.session, second.bill) == (first.session, first.bill)
        assert (first.round_no, second.round_no) == (1, 2)
        assert house.bill(first.bill).rounds == (first.round, second.round)

    def test_another_table_is_another_party(self, house: SmallHouse) -> None:
        assert house.order("tofu").session != house.order("tofu", table="A02").session

    @pytest.mark.parametrize("service", ["takeaway", "pickup", "delivery"])
    def test_an_order_without_a_table_is_a_party_of_its_own_each_time(self, house: SmallHouse, service: str) -> None:
        first = house.order("tofu", table=None, service=service)
        second = house.order("tofu", table=None, service=service)
        assert first.session != second.session
        assert [house.state.floor.sessions[each.session].label for each in (first, second)] == ["#1", "#2"]

    def test_a_takeaway_that_is_named_takes_add_ons(self, house: SmallHouse) -> None:
        first = house.order("tofu", table=None)
        assert house.order("cola", table=None, session=first.session).bill == first.bill

    def test_numbers_count_all_parties_of_the_day(self, house: SmallHouse) -> None:
        house.order("tofu")
        session = house.order("tofu", table=None).session
        assert house.state.floor.sessions[session].number == 2

    def test_after_the_bill_is_paid_the_next_round_goes_on_a_second_bill(self, house: SmallHouse) -> None:
        first = house.order("tofu")
        house.do(PayBill(first.bill, "cash", 1200))
        second = house.order("cola", session=first.session)
        assert (second.session, second.round_no) == (first.session, 2)
        assert second.bill != first.bill
        assert (house.bill(first.bill).total_minor, house.bill(second.bill).total_minor) == (1200, 600)

    def test_a_table_that_was_cleared_takes_a_new_party(self, house: SmallHouse) -> None:
        first = house.order("tofu")
        house.do(PayBill(first.bill, "cash", 1200))
        house.do(ClearSession(first.session))
        second = house.order("tofu")
        assert second.session != first.session
        assert second.round_no == 1


class TestWhoMayNotOrder:
    def test_what_was_kept_for_a_party_that_left_never_lands_on_the_next(self, house: SmallHouse) -> None:
        first = house.order("tofu")
        house.do(PayBill(first.bill, "cash", 1200))
        house.do(ClearSession(first.session))
        late = placing(want("cola", id="x"), session=first.session)
        assert house.refused(late) == "session_ended"
        house.order("tofu")
        assert house.refused(late) == "session_ended"

    def test_a_session_that_never_was_is_unknown(self, house: SmallHouse) -> None:
        assert house.refused(placing(want("tofu"), session="S999")) == "unknown_session"
        assert house.refused(placing(want("tofu"), session="phone")) == "unknown_session"

    def test_a_party_that_dines_in_orders_nothing_to_take_away(self, house: SmallHouse) -> None:
        session = house.order("tofu").session
        assert house.refused(placing(want("tofu"), service="takeaway", session=session)) == "wrong_service"

    def test_a_pickup_is_not_a_delivery(self, house: SmallHouse) -> None:
        session = house.order("tofu", table=None, service="pickup").session
        assert house.refused(placing(want("tofu"), service="delivery", session=session)) == "wrong_service"

    @pytest.mark.parametrize(
        ("order", "code"),
        [
            (placing(), "no_lines"),
            (placing(want("tofu"), table=None), "table_required"),
            (placing(want("tofu"), table="Z99"), "unknown_table"),
            (placing(want("tofu"), service="takeaway", table="A01"), "table_not_allowed"),
            (placing(want("unicorn")), "unknown_dish"),
            (placing(want("tofu", qty=0)), "out_of_range"),
            (placing(want("tofu", qty=-1)), "out_of_range"),
            (placing(want("tofu", qty=1000)), "out_of_range"),
            (placing(want("shrimp", qty=0)), "out_of_range"),
            (placing(want("shrimp", qty=100_000)), "out_of_range"),
            (placing(want("tofu"), guests=-1), "out_of_range"),
            (placing(want("tofu"), guests=1 << 70), "out_of_range"),
            (placing(want("tofu"), promised_at=-1), "out_of_range"),
            (placing(want("tofu"), promised_at=1 << 70), "out_of_range"),
            (placing(want("beef", options=())), "options_count"),
            (placing(want("tofu", cells=(Cell("clear"),))), "no_cells"),
        ],
    )
    def test_faulty_orders_are_refused(self, house: SmallHouse, order: PlaceRound, code: str) -> None:
        assert house.refused(order) == code

    def test_one_faulty_line_refuses_the_whole_round(self, house: SmallHouse) -> None:
        assert house.refused(placing(want("tofu"), want("cola"), want("unicorn"))) == "unknown_dish"
        assert not house.state.orders.lines


class TestTheLines:
    def test_lines_stand_on_the_bill_as_ordered(self, house: SmallHouse) -> None:
        placed = house.order(want("beef", qty=3, options=("thick",), note="no coriander", id="d1"), "cola")
        beef = house.state.orders.lines[placed.lines[0].line]
        assert (beef.dish, beef.qty, beef.unit_minor, beef.price_minor) == ("beef", 3, 6100, 18300)
        assert (beef.options, beef.note, beef.id, beef.standard_ms) == (("thick",), "no coriander", "d1", 6 * MINUTE)
        assert [(each.dish, each.price_minor) for each in placed.lines] == [("beef", 18300), ("cola", 600)]
        assert house.bill(placed.bill).total_minor == 18900

    def test_the_same_dish_twice_is_two_lines(self, house: SmallHouse) -> None:
        placed = house.order("tofu", "tofu")
        assert len({each.line for each in placed.lines}) == 2
        assert house.bill(placed.bill).total_minor == 2400

    def test_a_later_menu_does_not_change_what_was_ordered(self, house: SmallHouse) -> None:
        placed = house.order("tofu")
        dearer = tuple(each for each in DISHES if each.dish != "tofu")
        house.do(only_menu(house.state, dearer))
        assert house.bill(placed.bill).total_minor == 1200
        assert house.refused(placing(want("tofu"))) == "unknown_dish"

    def test_a_held_round_waits(self, house: SmallHouse) -> None:
        line = house.line("tofu", fire="hold")
        assert (house.item(line).state, house.item(line).fired_at) == ("held", None)

    def test_a_line_may_say_otherwise_than_its_round(self, house: SmallHouse) -> None:
        held, fired = house.order(want("tofu"), want("cola", fire="now"), fire="hold").lines
        assert [house.item(each.line).state for each in (held, fired)] == ["held", "fired"]
        fired, held = house.order(want("tofu"), want("cola", fire="hold"), table="A02").lines
        assert [house.item(each.line).state for each in (fired, held)] == ["fired", "held"]

    def test_a_base_fires_even_when_the_round_and_the_line_are_held(self, house: SmallHouse) -> None:
        line = house.line(want("twin_pot", fire="hold"), "tofu", fire="hold")
        assert house.state.orders.lines[line].base
        assert house.item(line).state == "fired"
        assert house.item(line).fired_at == NOON


class TestPlacedBefore:
    def test_a_line_id_placed_again_returns_the_line_that_exists(self, house: SmallHouse) -> None:
        first = house.order(want("tofu", id="a"), want("cola", id="b"))
        again = house.ask(placing(want("tofu", id="a"), want("cola", id="b")), RoundIs)
        assert again == first

    def test_a_repetition_adds_no_event(self, house: SmallHouse) -> None:
        house.order(want("tofu", id="a"))
        seq = house.state.seq
        assert house.types(placing(want("tofu", id="a"))) == []
        assert house.state.seq == seq

    def test_old_and_new_lines_mix_in_the_order_of_the_request(self, house: SmallHouse) -> None:
        first = house.order(want("tofu", id="a"), want("cola", id="b"))
        mixed = house.order(want("noodles", id="c"), want("cola", id="b"), "sesame", want("tofu", id="a"))
        assert [each.dish for each in mixed.lines] == ["noodles", "cola", "sesame", "tofu"]
        assert mixed.lines[1] == first.lines[1]
        assert mixed.lines[3] == first.lines[0]
        assert mixed.round_no == 2
        assert [house.state.orders.lines[line].dish for line in house.state.orders.rounds[mixed.round].lines] == [
            "noodles",
            "sesame",
        ]
        assert house.bill(mixed.bill).total_minor == 1200 + 600 + 1800 + 300

    def test_a_line_id_that_stands_twice_in_one_request_is_one_line(self, house: SmallHouse) -> None:
        placed = house.order(want("tofu", id="a"), want("tofu", id="a"), "tofu")
        assert [each.line for each in placed.lines] == ["L5-1", "L5-1", "L5-2"]
        assert house.bill(placed.bill).total_minor == 2400

    def test_two_phones_that_submit_one_cart_order_it_once(self, house: SmallHouse) -> None:
        cart = [want("tofu", id="a"), want("cola", id="b")]
        one = house.order(*cart, channel="scan")
        other = house.order(*reversed(cart), channel="miniprogram")
        assert sorted(each.line for each in one.lines) == sorted(each.line for each in other.lines)
        assert house.bill(one.bill).total_minor == 1800

    def test_lines_of_several_rounds_are_answered_with_the_latest_of_them(self, house: SmallHouse) -> None:
        house.order(want("tofu", id="a"))
        second = house.order(want("cola", id="b"))
        again = house.order(want("cola", id="b"), want("tofu", id="a"))
        assert (again.round, again.round_no) == (second.round, 2)

    def test_another_party_may_use_the_same_line_id(self, house: SmallHouse) -> None:
        assert house.line(want("tofu", id="a")) != house.line(want("tofu", id="a"), table="A02")

    def test_a_voided_line_is_not_placed_again(self, house: SmallHouse) -> None:
        line = house.line(want("tofu", id="a"))
        house.do(VoidLine(line, "spilt"))
        assert house.line(want("tofu", id="a")) == line
        assert house.bill("B5").total_minor == 0

    def test_what_exists_is_returned_even_when_its_dish_has_sold_out_or_left_the_menu(self, house: SmallHouse) -> None:
        line = house.line(want("tofu", id="a"))
        house.do(MarkSoldOut("tofu", 0))
        assert house.line(want("tofu", id="a")) == line
        rest = tuple(each for each in DISHES if each.dish != "tofu")
        house.do(only_menu(house.state, rest))
        assert house.line(want("tofu", id="a")) == line

    def test_lines_without_an_id_are_new_each_time(self, house: SmallHouse) -> None:
        assert house.line("tofu") != house.line("tofu")

    @given(st.lists(st.lists(st.sampled_from(["a", "b", "c", ""]), min_size=1, max_size=5), min_size=1, max_size=5))
    def test_however_carts_overlap_each_id_is_billed_once(self, carts: list[list[str]]) -> None:
        house = SmallHouse()
        for cart in carts:
            placed = house.order(*[want("tofu", id=each) for each in cart])
            assert [each.id for each in placed.lines] == cart
        ids = [each for cart in carts for each in cart]
        lines = len({each for each in ids if each}) + ids.count("")
        assert len(house.state.orders.lines) == lines
        assert house.bill("B5").total_minor == 1200 * lines


class TestTimes:
    def test_a_claim_of_when_an_order_was_made_is_kept_within_a_day(self, house: SmallHouse) -> None:
        for made_at, kept in (
            (None, None),
            (NOON - MINUTE, NOON - MINUTE),
            (NOON + MINUTE, NOON),
            (NOON - 3 * DAY, NOON - CLAIM_MS),
            (-(1 << 70), NOON - CLAIM_MS),
        ):
            placed = house.order("tofu", made_at=made_at)
            assert house.state.orders.rounds[placed.round].made_at == kept

    def test_a_promise_is_kept(self, house: SmallHouse) -> None:
        placed = house.order("tofu", table=None, promised_at=NOON + 30 * MINUTE)
        assert house.state.orders.rounds[placed.round].promised_at == NOON + 30 * MINUTE

    def test_a_clock_that_goes_backwards_does_not_place_a_round_before_its_party_came(self, house: SmallHouse) -> None:
        first = house.order("tofu")
        house.wait(-60 * MINUTE)
        second = house.order("tofu", made_at=NOON)
        session = house.state.floor.sessions[first.session]
        placed = house.state.orders.rounds[second.round]
        assert placed.placed_at == session.opened_at == NOON
        assert placed.made_at == NOON
        assert house.item(second.lines[0].line).submitted_at == NOON
