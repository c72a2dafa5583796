"""Colour: by the share of the standard time that has passed, and never later than the cap."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kds.core.kitchen.board import board
from kds.core.kitchen.bump import BumpTicket
from kds.core.kitchen.change_kitchen import ChangeKitchen
from kds.core.kitchen.colour import SEVERITY, colour, worst
from kds.core.kitchen.model import Colour, Item, KitchenGone, ServiceLateness, Thresholds
from kds.core.kitchen.moments import due_at, turns
from kds.core.kitchen.recall import RecallTicket
from tests.house import MINUTE, NOON, SmallHouse

HOUSE = Thresholds()


def item(minutes: int, fired_at: int | None = NOON) -> Item:
    state = "held" if fired_at is None else "fired"
    return Item("L1-1", "T1-1", "d", 1, minutes * MINUTE, state, NOON, fired_at=fired_at)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("after_ms", "expected"),
    [
        (0, "fresh"),
        (7 * MINUTE - 1, "fresh"),
        (7 * MINUTE, "soon"),
        (10 * MINUTE - 1, "soon"),
        (10 * MINUTE, "late"),
        (15 * MINUTE - 1, "late"),
        (15 * MINUTE, "critical"),
        (500 * MINUTE, "critical"),
        (-MINUTE, "fresh"),
    ],
)
def test_a_dish_of_ten_minutes_turns_at_seven_ten_and_fifteen(after_ms: int, expected: str) -> None:
    assert colour(item(10), HOUSE, NOON + after_ms) == expected


def test_the_cap_comes_before_the_shares() -> None:
    assert turns(item(60), HOUSE) == (NOON + 30 * MINUTE, NOON + 30 * MINUTE, NOON + 30 * MINUTE)
    assert turns(item(25), HOUSE) == (NOON + 1_050_000, NOON + 25 * MINUTE, NOON + 30 * MINUTE)
    assert colour(item(60), HOUSE, NOON + 30 * MINUTE - 1) == "fresh"
    assert colour(item(60), HOUSE, NOON + 30 * MINUTE) == "critical"


def test_a_held_line_has_no_colour_and_is_not_due() -> None:
    held = item(10, fired_at=None)
    assert (colour(held, HOUSE, NOON + 500 * MINUTE), turns(held, HOUSE), due_at(held)) == (None, None, None)


def test_a_line_is_due_its_standard_time_after_the_fire() -> None:
    assert due_at(item(10)) == NOON + 10 * MINUTE


def test_a_done_line_keeps_the_colour_it_had() -> None:
    house = SmallHouse()
    line = house.line("tofu")
    house.wait(3 * MINUTE)
    house.do(BumpTicket(house.item(line).ticket))
    assert colour(house.item(line), HOUSE, house.now + 500 * MINUTE) == "late"


def test_the_clock_of_a_recalled_line_ran_on() -> None:
    house = SmallHouse()
    line = house.line("tofu")
    house.wait(MINUTE)
    house.do(BumpTicket(house.item(line).ticket))
    house.wait(2 * MINUTE)
    house.do(RecallTicket(house.item(line).ticket))
    assert colour(house.item(line), HOUSE, house.now) == "late"


@given(
    st.integers(1, 200),
    st.tuples(st.integers(1, 3000), st.integers(1, 3000), st.integers(1, 3000)),
    st.integers(1, 60 * MINUTE),
)
def test_a_line_only_ever_grows_more_severe(minutes: int, shares: tuple[int, int, int], cap: int) -> None:
    thresholds = Thresholds(*shares, cap)
    moments = turns(item(minutes), thresholds)
    assert moments is not None
    assert list(moments) == sorted(moments)
    seen = [colour(item(minutes), thresholds, at) for at in sorted({NOON, *moments, NOON + cap})]
    places = [SEVERITY.index(each) for each in seen if each is not None]
    assert places == sorted(places)
    assert seen[-1] == "critical"


@pytest.mark.parametrize(
    ("colours", "expected"),
    [([], None), ([None], None), (["late", None, "soon"], "late"), (["fresh", "critical"], "critical")],
)
def test_the_worst_of_some_colours(colours: list[Colour | None], expected: str | None) -> None:
    assert worst(colours) == expected


class TestThresholds:
    """The house's, the service's, the station's, the dish's: the last that there is counts."""

    OWN = Thresholds(500, 800, 1100, 20 * MINUTE)

    @pytest.fixture
    def house(self) -> SmallHouse:
        small = SmallHouse()
        small.do(ChangeKitchen(thresholds=HOUSE, services=(ServiceLateness("takeaway", self.OWN),)))
        return small

    def test_a_ticket_is_judged_by_those_of_its_service(self, house: SmallHouse) -> None:
        away = house.order("tofu", table=None, service="takeaway").tickets[0]
        here = house.order("tofu").tickets[0]
        assert house.state.kitchen.tickets[away].thresholds == self.OWN
        assert house.state.kitchen.tickets[here].thresholds == HOUSE

    def test_a_station_and_a_dish_have_the_last_word(self, house: SmallHouse) -> None:
        placed = house.order("noodles", "tofu", table=None, service="takeaway")
        noodles, tofu = [house.state.kitchen.tickets[each] for each in placed.tickets]
        assert (noodles.thresholds.soon_permille, tofu.thresholds.soon_permille) == (600, 500)
        crab = house.order("crab", table=None, service="takeaway").tickets[0]
        assert house.state.kitchen.tickets[crab].thresholds == Thresholds(300, 500, 800, 40 * MINUTE)

    def test_colour_age_and_rank_follow(self, house: SmallHouse) -> None:
        """Tofu of three minutes is late after 2:24 where it is taken away, and after 3:00 at a table."""
        here = house.order("tofu").tickets[0]
        away = house.order("tofu", table=None, service="takeaway").tickets[0]
        house.wait(150_000)
        queue = house.state.kitchen.queues.of_station("cold", house.now)
        assert (queue.late, list(queue), queue.why(away)) == (1, [away, here], "overdue")
        tickets = {each.ticket.ticket: each for each in board(house.state, ["cold"], house.now)}
        assert {each: tickets[each].colour for each in (here, away)} == {here: "soon", away: "late"}
        late_at = tickets[away].late_at
        assert late_at == NOON + 144_000
        house.wait(30_000)
        assert house.state.kitchen.queues.of_station("cold", house.now).late == 2

    def test_tickets_that_are_open_keep_those_that_they_came_under(self, house: SmallHouse) -> None:
        away = house.order("tofu", table=None, service="takeaway").tickets[0]
        assert house.types(ChangeKitchen(gone=KitchenGone(services=("takeaway",)))) == ["KitchenChanged"]
        assert house.state.kitchen.tickets[away].thresholds == self.OWN
        later = house.order("tofu", table=None, service="takeaway").tickets[0]
        assert house.state.kitchen.tickets[later].thresholds == HOUSE

    @pytest.mark.parametrize(
        ("limits", "code"), [(Thresholds(900, 800, 1100), "thresholds_order"), (Thresholds(critical_ms=0), "critical")]
    )
    def test_what_is_none_is_refused(self, house: SmallHouse, limits: Thresholds, code: str) -> None:
        refusal = house.refusal(ChangeKitchen(services=(ServiceLateness("delivery", limits),)))
        assert [each.code for each in refusal.details["faults"]] == [code]
        assert "外卖" in refusal.message().zh

    def test_what_is_so_already_is_no_change(self, house: SmallHouse) -> None:
        assert house.types(ChangeKitchen(services=(ServiceLateness("takeaway", self.OWN),))) == []
        assert house.types(ChangeKitchen(gone=KitchenGone(services=("delivery",)))) == []
