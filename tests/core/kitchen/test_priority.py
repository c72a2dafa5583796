"""Priority: each rule, what it says it did, and that the order never hangs on chance."""

from __future__ import annotations

from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kds.core.kitchen.model import Thresholds, Ticket, TicketState
from kds.core.kitchen.priority import RULES, Ranked, rank
from kds.core.kitchen.screens import PriorityRule
from tests.house import MINUTE, NOON

DEFAULT: tuple[PriorityRule, ...] = ("rushed", "base_first", "overdue", "due_time")


def ranked(
    number: int,
    due: int | None = 10,
    *,
    late: int | None = None,
    rushed: int | None = None,
    base: bool = False,
    state: TicketState = "fired",
    submitted: int = 0,
) -> Ranked:
    """A ticket; times are minutes after noon, `late` is when it becomes late (when due, unless told)."""
    late = due if late is None else late
    ticket = Ticket(
        ticket=f"T{number}-1",
        station="cold",
        session="S1",
        label="A01",
        round="R1",
        round_no=1,
        channel="scan",
        guests=2,
        submitted_at=NOON + submitted * MINUTE,
        lines=(),
        thresholds=Thresholds(),
        state=state,
        base=base,
        rushed_at=None if rushed is None else NOON + rushed * MINUTE,
    )
    return Ranked(ticket, None if due is None else NOON + due * MINUTE, None if late is None else NOON + late * MINUTE)


def held(number: int, *, rushed: int | None = None, submitted: int = 0) -> Ranked:
    return ranked(number, None, state="held", rushed=rushed, submitted=submitted)


def order(tickets: list[Ranked], rules: tuple[PriorityRule, ...] = DEFAULT, now: int = 0) -> list[tuple[str, str]]:
    return [(each.ticket.ticket, why) for each, why in rank(tickets, rules, NOON + now * MINUTE)]


def test_the_worked_example_of_all_rules() -> None:
    tickets = [
        held(1),
        ranked(2, 30),
        ranked(3, 20),
        ranked(4, 4),
        ranked(5, 40, base=True),
        ranked(6, 50, rushed=3),
        ranked(7, 60, rushed=2),
    ]
    assert order(tickets, now=5) == [
        ("T7-1", "rushed"),
        ("T6-1", "rushed"),
        ("T5-1", "base_first"),
        ("T4-1", "overdue"),
        ("T3-1", "due_time"),
        ("T2-1", "due_time"),
        ("T1-1", "held"),
    ]


def test_a_ticket_is_overdue_from_the_moment_it_is_late() -> None:
    one = ranked(1, 10)
    assert order([one], now=9) == [("T1-1", "due_time")]
    assert order([one], now=10) == [("T1-1", "overdue")]


def test_overdue_comes_before_what_is_due_sooner() -> None:
    tickets = [ranked(1, 8), ranked(2, 9, late=5)]
    assert order(tickets, now=6) == [("T2-1", "overdue"), ("T1-1", "due_time")]


def test_a_rushed_base_stands_before_a_rushed_dish_asked_for_later() -> None:
    tickets = [ranked(1, rushed=2), ranked(2, rushed=1, base=True)]
    assert order(tickets) == [("T2-1", "rushed"), ("T1-1", "rushed")]


def test_among_bases_the_rules_that_follow_decide() -> None:
    tickets = [ranked(1, 20, base=True), ranked(2, 10, base=True)]
    assert order(tickets) == [("T2-1", "base_first"), ("T1-1", "base_first")]


def test_held_tickets_stand_last_whatever_the_rules_say() -> None:
    tickets = [held(1, rushed=1), ranked(2, 90)]
    assert order(tickets) == [("T2-1", "due_time"), ("T1-1", "held")]


def test_a_station_may_leave_rules_out_and_reorder_them() -> None:
    tickets = [ranked(1, 10, rushed=1), ranked(2, 5), ranked(3, 20, base=True)]
    assert order(tickets, ("due_time",)) == [("T2-1", "due_time"), ("T1-1", "due_time"), ("T3-1", "due_time")]
    assert order(tickets, ("base_first", "due_time")) == [
        ("T3-1", "base_first"),
        ("T2-1", "due_time"),
        ("T1-1", "due_time"),
    ]


def test_where_rules_are_silent_the_first_submitted_goes_first() -> None:
    tickets = [ranked(1, 10, submitted=2), ranked(2, 10, submitted=1)]
    assert [ticket for ticket, _ in order(tickets)] == ["T2-1", "T1-1"]


def test_where_even_that_is_equal_the_lower_number_goes_first_by_number_and_not_by_text() -> None:
    assert [ticket for ticket, _ in order([ranked(10), ranked(9), ranked(100)])] == ["T9-1", "T10-1", "T100-1"]


def test_every_rule_that_a_station_may_name_is_there() -> None:
    assert set(RULES) == set(get_args(PriorityRule))


minutes = st.none() | st.integers(0, 5)
tickets = st.builds(
    lambda number, due, rushed, base, submitted, is_held: (
        held(number, submitted=submitted)
        if is_held
        else ranked(number, due, rushed=rushed, base=base, submitted=submitted)
    ),
    st.integers(1, 99),
    minutes,
    minutes,
    st.booleans(),
    st.integers(0, 2),
    st.booleans(),
)


@given(
    st.lists(tickets, max_size=8, unique_by=lambda each: each.ticket.ticket),
    st.permutations(DEFAULT),
    st.integers(0, 6),
    st.permutations(range(8)),
)
def test_the_order_does_not_hang_on_the_order_of_asking(
    found: list[Ranked], rules: list[PriorityRule], now: int, places: list[int]
) -> None:
    expected = order(found, tuple(rules), now)
    shuffled = [each for _, each in sorted(zip(places, found, strict=False), key=lambda pair: pair[0])]
    assert order(shuffled, tuple(rules), now) == expected
    assert order(found[::-1], tuple(rules), now) == expected
    waiting = [why == "held" for _, why in expected]
    assert waiting == sorted(waiting), "held tickets stand last"


@pytest.mark.parametrize("rule", sorted(RULES))
def test_a_rule_that_stands_first_is_given_as_the_reason_of_the_first_ticket(rule: PriorityRule) -> None:
    found = [ranked(1, 30), ranked(2, 5, base=True, rushed=1)]
    assert order(found, (rule,), now=6)[0] == ("T2-1", rule)
