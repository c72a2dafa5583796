"""Batches: what merges and what never does, how much of it at once, and who is served first by a part of it."""

from __future__ import annotations

from collections.abc import Iterable

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from kds.core.day.change_house import ChangeHouse
from kds.core.floor.note_session import NoteSession
from kds.core.kitchen.batch import Limits, batches, batches_of, filled, limits_of
from kds.core.kitchen.bump import BumpTicket
from kds.core.kitchen.bump_batch import BatchIs, BumpBatch
from kds.core.kitchen.change_kitchen import ChangeKitchen
from kds.core.kitchen.fire_line import FireLine
from kds.core.kitchen.hold_ticket import HoldTicket
from kds.core.kitchen.note_line import NoteLine
from kds.core.kitchen.recall import RecallTicket
from kds.core.kitchen.screens import Screen
from kds.core.kitchen.start import StartTicket
from kds.core.kitchen.transfer_ticket import TransferTicket
from kds.core.menu.change_menu import ChangeMenu
from kds.core.menu.model import Choice, OptionGroup
from kds.core.orders.void_line import VoidLine
from kds.core.orders.wanted import LineWanted
from kds.core.types import Refusal
from kds.feed.batch_pictures import batch_picture
from tests.core.kitchen.pork import with_pork
from tests.house import MINUTE, SmallHouse, dish, named, want

TABLES = ("A01", "A02", "A03", "V01")


def pressed(house: SmallHouse, screen: str, lines: tuple[str, ...], qty: int) -> BumpBatch:
    """A press for these lines, as they stand now."""
    return BumpBatch(screen, lines, tuple([house.item(line).ticket for line in lines]), qty)


@pytest.fixture
def house() -> SmallHouse:
    return with_pork()


def ordered(house: SmallHouse, *wanted: LineWanted, apart_ms: int = MINUTE) -> list[str]:
    """A line for each of the tables, one after the other."""
    lines = []
    for table, each in zip(TABLES, wanted, strict=False):
        lines.append(house.order(each, table=table).lines[0].line)
        house.wait(apart_ms)
    return lines


def found(house: SmallHouse, screen: str = "wall") -> list[tuple[str, ...]]:
    """The batches of a screen, by their lines."""
    queue = house.state.kitchen.queues.of(screen, house.now)
    each = [batch for dish in queue.dishes for batch in batches_of(house.state, queue, dish)]
    return [tuple([item.line for item in batch.items]) for batch in each]


class TestMerging:
    def test_the_same_of_several_tables_is_one_the_oldest_first(self, house: SmallHouse) -> None:
        tofu = ordered(house, want("tofu", 2), want("tofu"), want("tofu", 3))
        assert found(house) == [tuple(tofu)]

    def test_what_one_table_ordered_at_once_is_on_one_ticket_and_no_batch(self, house: SmallHouse) -> None:
        house.order("tofu", "tofu")
        assert found(house) == []

    def test_a_note_or_an_allergy_never_merges(self, house: SmallHouse) -> None:
        ordered(house, want("tofu"), want("tofu", note="过敏:花生"))
        assert found(house) == []
        assert house.state.kitchen.queues.of("wall", house.now).portions["tofu"].qty == 2

    def test_nor_does_what_is_noted_afterwards_of_the_line_or_of_its_party(self, house: SmallHouse) -> None:
        one, two, three = ordered(house, want("tofu"), want("tofu"), want("tofu"))
        house.do(NoteLine(two, "no salt"))
        assert found(house) == [(one, three)]
        house.do(NoteSession(house.ticket(three).session, allergies="peanuts"))
        assert found(house) == []
        house.do(NoteLine(two, ""))
        assert found(house) == [], "the kitchen has not acknowledged that it is made as the others"

    def test_options_are_told_apart_one_by_one(self, house: SmallHouse) -> None:
        names = ("c", "a", "b", "0815", "815")
        options = OptionGroup("o", named("o"), 0, 3, tuple([Choice(each, named(each)) for each in names]))
        house.do(ChangeMenu(dishes=(dish("mix", options=(options,)),)))
        ordered(house, want("mix", options=("0815",)), want("mix", options=("815",)), want("mix", options=("a", "b")))
        assert found(house) == []
        again = house.order(want("mix", options=("a", "b")), table="V01").lines[0].line
        assert [batch[-1] for batch in found(house)] == [again]

    @pytest.mark.parametrize("sign", ["|", ",", "/", "+", " "])
    def test_nor_are_they_ever_joined_and_compared(self, house: SmallHouse, sign: str) -> None:
        one, two = ordered(house, want("tofu"), want("tofu"))
        lines = house.state.orders.lines
        lines[one] = replace(lines[one], options=(f"a{sign}b", "c"))
        lines[two] = replace(lines[two], options=("a", f"b{sign}c"))
        assert found(house) == []

    def test_bases_and_what_is_weighed_stand_alone(self, house: SmallHouse) -> None:
        ordered(house, want("plain_pot"), want("plain_pot"))
        ordered(house, want("shrimp", 500), want("shrimp", 500))
        assert found(house) == []

    def test_what_is_held_waits_for_its_call(self, house: SmallHouse) -> None:
        one, two = ordered(house, want("tofu"), want("tofu", fire="hold"))
        assert found(house) == []
        house.do(FireLine(two))
        assert found(house) == [(one, two)]

    def test_another_station_is_another_batch(self, house: SmallHouse) -> None:
        _, two, three = ordered(house, want("tofu"), want("tofu"), want("tofu"))
        for line in (two, three):
            house.do(TransferTicket(house.item(line).ticket, "hot"))
        assert found(house) == [(two, three)]
        assert found(house, "cold") == []

    def test_so_is_another_step(self, house: SmallHouse) -> None:
        one, two, three = ordered(house, want("pork"), want("pork"), want("pork"))
        house.do(BumpTicket(house.item(one).ticket))
        assert found(house) == [(two, three)]


class TestLimits:
    def test_the_house_says_how_far_apart_and_how_much(self, house: SmallHouse) -> None:
        one, two, three, four = ordered(house, *[want("tofu")] * 4, apart_ms=4 * MINUTE)
        assert found(house) == [(one, two, three)], "the fourth came twelve minutes after the first"
        house.do(ChangeHouse(batch_window_ms=20 * MINUTE, batch_most=2))
        assert found(house) == [(one, two), (three, four)]
        house.do(ChangeHouse(batch_window_ms=0))
        assert found(house) == []

    def test_what_does_not_fit_begins_another(self, house: SmallHouse) -> None:
        house.do(ChangeHouse(batch_most=5))
        _, two, three = ordered(house, want("tofu", 2), want("tofu", 4), want("tofu"))
        assert found(house) == [(two, three)]


class TestPart:
    def test_the_oldest_tables_are_filled_first_each_whole(self, house: SmallHouse) -> None:
        one, two, three = ordered(house, want("tofu", 2), want("tofu"), want("tofu", 2))
        answer = house.ask(pressed(house, "wall", (three, two, one), 4), BatchIs)
        assert (answer.lines, answer.left) == ((one, two), 1)
        assert [house.item(each).state for each in (one, two, three)] == ["done", "done", "fired"]
        assert house.refused(pressed(house, "wall", (three,), 1)) == "batch_too_few"
        assert house.ask(pressed(house, "wall", (three,), 2), BatchIs).lines == (three,)
        assert house.refused(pressed(house, "wall", (three,), 1)) == "batch_gone"

    def test_it_is_a_bump_of_each_ticket_and_can_be_taken_back_there(self, house: SmallHouse) -> None:
        one, two = ordered(house, want("tofu"), want("tofu"))
        house.do(StartTicket(house.item(one).ticket))
        assert house.types(pressed(house, "wall", (one, two), 2)) == ["TicketBumped", "TicketBumped"]
        house.do(RecallTicket(house.item(one).ticket))
        assert [house.item(each).state for each in (one, two)] == ["started", "done"]

    def test_what_has_further_steps_is_handed_on(self, house: SmallHouse) -> None:
        one, two = ordered(house, want("pork"), want("pork"))
        assert house.types(pressed(house, "wall", (one, two), 2)) == ["LinesPassedOn", "LinesPassedOn"]
        assert house.item(one).ticket != house.item(two).ticket
        assert found(house) == [(one, two)]

    def test_what_was_voided_or_noted_meanwhile_leaves_its_portions_to_the_next(self, house: SmallHouse) -> None:
        one, two, three, four = ordered(house, *[want("tofu")] * 4)
        house.do(VoidLine(one, "guest"))
        house.do(NoteLine(two, "no salt"))
        assert house.ask(pressed(house, "wall", (one, two, three, four), 2), BatchIs).lines == (three, four)
        assert house.item(two).state == "fired"

    def test_the_same_press_again_means_the_step_that_was_seen_and_no_later_one(self, house: SmallHouse) -> None:
        one, two = ordered(house, want("pork"), want("pork"))
        again = pressed(house, "wall", (one, two), 2)
        house.do(again)
        for _ in range(2):
            assert house.refused(again) == "batch_gone"
        assert [(house.item(each).state, len(house.item(each).passed)) for each in (one, two)] == [("fired", 1)] * 2

    def test_where_one_of_it_was_done_meanwhile_nothing_is(self, house: SmallHouse) -> None:
        one, two, three = ordered(house, want("tofu", 2), want("tofu"), want("tofu", 2))
        seen = pressed(house, "wall", (one, two, three), 2)
        house.do(BumpTicket(house.item(one).ticket))
        assert house.refused(seen) == "batch_gone"
        assert [house.item(each).state for each in (two, three)] == ["fired", "fired"]

    @pytest.mark.parametrize("qty", [1, 2])
    def test_nor_where_one_of_it_went_elsewhere_or_waits(self, house: SmallHouse, qty: int) -> None:
        one, two = ordered(house, want("tofu"), want("tofu"))
        seen = pressed(house, "wall", (one, two), qty)
        house.do(TransferTicket(house.item(two).ticket, "hot"))
        assert house.refused(seen) == "batch_gone"
        house.do(TransferTicket(house.item(two).ticket, "cold"))
        house.do(HoldTicket(house.item(one).ticket))
        assert house.refused(pressed(house, "wall", (one, two), qty)) == "batch_gone"

    def test_each_line_has_its_ticket(self, house: SmallHouse) -> None:
        one, two = ordered(house, want("tofu"), want("tofu"))
        tickets = house.item(one).ticket, house.item(two).ticket
        for wrong in ((), tickets[:1], (*tickets, tickets[0])):
            assert house.refused(BumpBatch("wall", (one, two), wrong, 2)) == "out_of_range"
        assert house.refused(BumpBatch("wall", (one, two), tickets[::-1], 2)) == "batch_gone"

    def test_only_what_was_seen_is_done(self, house: SmallHouse) -> None:
        one, _, three = ordered(house, *[want("tofu")] * 3)
        assert house.ask(pressed(house, "wall", (three, one), 9), BatchIs).lines == (one, three)

    def test_a_screen_is_asked_for_its_own_stations_alone(self, house: SmallHouse) -> None:
        house.do(ChangeKitchen(screens=(Screen("hot", named("hot"), ("hot",)),)))
        lines = tuple(ordered(house, want("tofu"), want("tofu")))
        assert house.refused(pressed(house, "hot", lines, 2)) == "batch_gone"
        assert house.refused(pressed(house, "roof", lines, 2)) == "unknown_screen"
        assert house.refused(pressed(house, "wall", lines, 0)) == "out_of_range"


ROWS = st.lists(
    st.tuples(
        st.sampled_from(TABLES),
        st.sampled_from(("tofu", "pork", "beef")),
        st.integers(1, 6),
        st.sampled_from(("", "", "", "no salt")),
        st.sampled_from(("thin", "thick")),
        st.integers(0, 8),
    ),
    max_size=14,
)


def playing(rows: Iterable[tuple[str, str, int, str, str, int]]) -> SmallHouse:
    house = with_pork()
    for table, name, qty, note, cut, minutes in rows:
        options = (cut,) if name == "beef" else ()
        house.order(want(name, qty, note=note, options=options), table=table)
        house.wait(minutes * MINUTE)
    return house


@given(ROWS, st.integers(2, 12), st.integers(0, 15))
def test_batches_are_alike_within_the_limits_and_have_no_line_twice(
    rows: list[tuple[str, str, int, str, str, int]], most: int, minutes: int
) -> None:
    house = playing(rows)
    limits = Limits(minutes * MINUTE, most)
    items = list(house.state.kitchen.items.values())
    each = batches(house.state, items, limits)
    lines = [item.line for batch in each for item in batch.items]
    assert len(lines) == len(set(lines))
    for batch in each:
        assert len({item.ticket for item in batch.items}) > 1
        assert len({(item.dish, house.state.orders.lines[item.line].options) for item in batch.items}) == 1
        assert not any(house.state.orders.lines[item.line].note for item in batch.items)
        assert batch.qty <= most
        fired = [item.fired_at or 0 for item in batch.items]
        assert fired == sorted(fired)
        assert fired[-1] - fired[0] <= limits.window_ms
    assert batches(house.state, reversed(items), limits) == each, "in whatever order they are looked at"


@given(ROWS, st.integers(1, 30))
def test_a_part_fills_a_beginning_and_never_more_than_was_made(
    rows: list[tuple[str, str, int, str, str, int]], qty: int
) -> None:
    house = playing(rows)
    limits = limits_of(house.state)
    assert limits is not None
    for batch in batches(house.state, house.state.kitchen.items.values(), limits):
        done = filled(batch.items, qty)
        assert tuple(done) == batch.items[: len(done)]
        assert sum([item.qty for item in done]) <= qty
        assert len(done) == len(batch.items) or sum([item.qty for item in batch.items[: len(done) + 1]]) > qty
        assert [sum([item.qty for item in batch.items[: n + 1]]) for n in range(len(batch.items))] == batch.parts


@given(ROWS, st.lists(st.integers(0, 3), max_size=6))
def test_whoever_presses_a_painted_part_and_how_often_no_line_is_ahead_of_its_step(
    rows: list[tuple[str, str, int, str, str, int]], presses: list[int]
) -> None:
    house = playing(rows)
    limits = limits_of(house.state)
    assert limits is not None
    cards = [
        batch_picture(house.state, each) for each in batches(house.state, house.state.kitchen.items.values(), limits)
    ]
    parts = [part for card in cards for part in card.parts]
    told: list[str] = []
    for at in presses if parts else []:
        part = parts[at % len(parts)]
        done = house.attempt(BumpBatch("wall", part.lines, part.tickets, part.qty))
        assert isinstance(done, Refusal) == bool(set(part.lines) & set(told))
        told += [] if isinstance(done, Refusal) else part.lines
    for line, item in house.state.kitchen.items.items():
        assert len(item.passed) + (item.state == "done") == told.count(line) <= 1
