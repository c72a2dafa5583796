"""Where tickets stand: a slot keeps its ticket, who goes first goes in first, and nothing is hidden."""

from __future__ import annotations

from typing import Any

import hypothesis
import pytest
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule
from msgspec.structs import replace

from kds.core.deadlines import Tick
from kds.core.floor.clear_session import ClearSession
from kds.core.kitchen import queues, slots
from kds.core.kitchen.acknowledge_voids import AcknowledgeVoids
from kds.core.kitchen.bump import BumpTicket
from kds.core.kitchen.change_kitchen import ChangeKitchen
from kds.core.kitchen.end_ticket import EndTicket
from kds.core.kitchen.fire_line import FireLine
from kds.core.kitchen.model import CATCH_ALL, KitchenGone, Thresholds, Ticket
from kds.core.kitchen.recall import RecallTicket
from kds.core.kitchen.rush_line import RushLine
from kds.core.kitchen.screens import Screen, TextSize
from kds.core.kitchen.serve_line import ServeLine
from kds.core.kitchen.slots import fill
from kds.core.kitchen.space import slots_needed
from kds.core.menu.change_menu import ChangeMenu
from kds.core.orders.pay_bill import PayBill
from kds.core.orders.void_line import VoidLine
from kds.core.types import Fire
from tests.core.invariants import check_slots, moved, queue_of, rebuilt
from tests.house import CLOSES, DAY, DISHES, MINUTE, STATIONS, SmallHouse, named, only_kitchen, want

A_SLOT = 6
"""Lines of tofu in a cell of large type, of which a screen has eight."""


def kitchen(text: TextSize = "large", reserved: int = 0, *stations: str) -> ChangeKitchen:
    """A kitchen with one wall."""
    wall = Screen("wall", named("wall"), stations, text, reserved)
    return ChangeKitchen(STATIONS, (wall,), KitchenGone(screens=("cold",)))


def house_with(text: TextSize = "large", reserved: int = 0, *stations: str) -> SmallHouse:
    house = SmallHouse()
    house.do(kitchen(text, reserved, *stations))
    return house


def tofu(house: SmallHouse, room: int = 1, fire: Fire | None = None) -> str:
    """A ticket that takes so many slots."""
    return house.order(*[want("tofu", fire=fire)] * (A_SLOT * room - A_SLOT + 1)).tickets[0]


def base(house: SmallHouse) -> str:
    """A base, which takes one slot."""
    return house.order("plain_pot").tickets[0]


def rush(house: SmallHouse, ticket: str) -> None:
    house.do(RushLine(house.state.kitchen.tickets[ticket].lines[0]))


def wall(house: SmallHouse) -> list[str]:
    return list(house.state.kitchen.slots["wall"].tickets)


def places(house: SmallHouse, ticket: str) -> list[int]:
    """The numbers of the cells in which a ticket stands, the first cell is 1."""
    return [place for place, each in enumerate(wall(house), start=1) if each == ticket]


def waiting(house: SmallHouse) -> bool:
    return house.state.kitchen.slots["wall"].waiting


def overflow(house: SmallHouse) -> list[str]:
    found = queue_of(house.state, house.state.kitchen.screens["wall"], wall(house), house.now)
    return [ticket.ticket for ticket in found]


class TestTheRule:
    """The worked table of the module."""

    @pytest.mark.parametrize(
        ("free", "reserved", "queue", "expected"),
        [
            ((1, 2, 5), 0, {"A": 1}, {"A": (1,)}),
            ((3, 4, 5), 0, {"A": 2, "B": 1}, {"A": (4, 5), "B": (3,)}),
            ((3, 5, 7), 0, {"A": 3, "B": 1}, {"A": (3,), "B": (5,)}),
            ((1, 8, 9), 2, {"A": 1, "B": 1, "base C": 1}, {"A": (1,), "base C": (8,), "B": (9,)}),
            ((8, 9), 2, {"A": 1, "B": 1}, {"A": (8,), "B": (9,)}),
            # And some more: a row of its own before a longer run further on, and the longest where none is enough.
            ((1, 4, 5, 6), 0, {"A": 2}, {"A": (4, 5)}),
            ((1, 5, 6, 7), 0, {"A": 3}, {"A": (5, 6)}),
            ((5, 6, 8, 9), 2, {"A": 3, "B": 1}, {"A": (5, 6), "B": (8,)}),
            ((7, 8, 9), 2, {"A": 3, "B": 1}, {"A": (7,), "B": (8,)}),
            ((8, 9), 2, {"A": 1, "rushed B": 1, "base C": 1}, {"rushed B": (8,), "base C": (9,)}),
            ((8, 9), 2, {"A": 1, "rushed B": 2}, {"rushed B": (8, 9)}),
            ((2, 9), 1, {"base A": 1, "base B": 1, "C": 1}, {"base A": (2,), "base B": (9,)}),
            ((), 0, {"A": 1}, {}),
        ],
    )
    def test_who_goes_where(
        self, free: tuple[int, ...], reserved: int, queue: dict[str, int], expected: dict[str, tuple[int, ...]]
    ) -> None:
        cells = ["" if place in free else "taken" for place in range(1, 10)]
        coming = Coming([ticket(name) for name in queue])
        filled = fill(cells, coming, lambda each: queue[each.ticket], reserved, columns=3)
        found = {name: tuple(p for p, each in enumerate(filled, start=1) if each == name) for name in queue}
        assert {name: where for name, where in found.items() if where} == expected
        assert [each for each in filled if each == "taken"] == [each for each in cells if each == "taken"]


class Coming(list[Ticket]):
    """Those of a list."""

    def special_after(self, ticket: Ticket) -> list[Ticket]:
        return [each for each in self[self.index(ticket) + 1 :] if each.special]


def ticket(name: str) -> Ticket:
    """A ticket as the rule looks at it."""
    return Ticket(
        ticket=name,
        station="cold",
        session="S1",
        label="A01",
        round="R1",
        round_no=1,
        channel="scan",
        guests=0,
        submitted_at=0,
        lines=(),
        thresholds=Thresholds(),
        base=name.startswith("base"),
        rushed_at=1 if name.startswith("rushed") else None,
    )


class TestASlotKeepsItsTicket:
    def test_tickets_take_the_lowest_free_cells_and_stay_when_others_leave(self) -> None:
        house = house_with()
        first, long, last = tofu(house), tofu(house, 3), tofu(house)
        assert wall(house) == [first, long, long, long, last, "", "", ""]
        house.do(BumpTicket(first))
        assert wall(house) == ["", long, long, long, last, "", "", ""]
        new = tofu(house)
        assert places(house, new) == [1]

    def test_a_rush_and_lateness_move_nobody_who_stands(self) -> None:
        house = house_with()
        first, last = tofu(house), tofu(house)
        before = wall(house)
        rush(house, last)
        house.wait(60 * MINUTE)
        pot = base(house)
        assert wall(house)[:2] == before[:2] == [first, last]
        assert places(house, pot) == [3]

    def test_a_long_ticket_stands_in_one_row(self) -> None:
        house = house_with()
        singles = [tofu(house) for _ in range(8)]
        for place in (1, 3, 4, 5):
            house.do(BumpTicket(singles[place]))
        assert places(house, tofu(house, 2)) == [5, 6]
        assert places(house, base(house)) == [2]

    def test_a_long_ticket_takes_what_there_is_and_waits_for_nothing(self) -> None:
        house = house_with()
        singles = [tofu(house) for _ in range(8)]
        house.do(BumpTicket(singles[2]))
        assert (places(house, tofu(house, 3)), waiting(house)) == ([3], False)

    def test_a_line_that_is_done_or_voided_leaves_the_ticket_where_it_is(self) -> None:
        house = house_with()
        placed = house.order("tofu", "beef", "sesame")
        before = wall(house)
        house.do(VoidLine(placed.lines[0].line, "no"))
        house.do(BumpTicket(placed.tickets[0], (placed.lines[1].line,)))
        assert wall(house) == before

    def test_a_new_menu_moves_nobody(self) -> None:
        house = house_with()
        long = tofu(house, 2)
        wordy = tuple([replace(each, name=named("x" * 90)) for each in DISHES])
        house.do(ChangeMenu(dishes=wordy))
        large = Screen("wall", named("wall"), text="large")
        assert slots_needed(house.state, house.state.kitchen.tickets[long], large) == 2
        assert wall(house) == [long, long, *[""] * 6]
        house.do(kitchen())
        assert places(house, long) == [1, 2]


class TestLeaving:
    @pytest.mark.parametrize("deed", ["bump", "void", "serve", "end"])
    def test_who_is_done_gives_its_cells_to_the_first_in_the_queue(self, deed: str) -> None:
        house = house_with()
        (first, *_), second, third = [tofu(house) for _ in range(8)], tofu(house), tofu(house)
        rush(house, third)
        assert (waiting(house), overflow(house)) == (True, [third, second])
        finish(house, first, deed)
        assert places(house, third) == [1]
        assert (waiting(house), overflow(house)) == (True, [second])

    @pytest.mark.parametrize("deed", ["bump", "void", "serve", "end"])
    def test_nobody_waits_when_the_last_of_the_queue_is_finished_without_a_cell(self, deed: str) -> None:
        house = house_with()
        [tofu(house) for _ in range(8)]
        last = tofu(house)
        assert waiting(house)
        finish(house, last, deed)
        assert not waiting(house)

    def test_what_was_voided_keeps_its_cells_until_it_is_acknowledged(self) -> None:
        house = house_with()
        first, second = tofu(house, 2), tofu(house)
        before = wall(house)
        for line in house.state.kitchen.tickets[first].lines:
            house.do(VoidLine(line, "no"))
        assert wall(house) == before
        house.do(AcknowledgeVoids(first))
        assert wall(house) == ["", "", second, *before[3:]]

    def test_what_is_to_be_stopped_takes_a_free_cell_after_all_that_is_to_be_made(self) -> None:
        house = house_with()
        standing, stopped, other = [tofu(house) for _ in range(8)], tofu(house), tofu(house)
        for line in house.state.kitchen.tickets[stopped].lines:
            house.do(VoidLine(line, "no"))
        assert overflow(house) == [other, stopped]
        house.do(BumpTicket(standing[0]))
        assert (places(house, other), overflow(house)) == ([1], [stopped])
        house.do(BumpTicket(standing[1]))
        assert (places(house, stopped), waiting(house)) == ([2], False)

    def test_a_recalled_ticket_takes_what_is_free_now(self) -> None:
        house = house_with()
        first, second = tofu(house), tofu(house)
        house.do(BumpTicket(first))
        third = tofu(house)
        house.do(RecallTicket(first))
        assert wall(house)[:3] == [third, second, first]

    def test_a_ticket_that_nobody_finished_stands_on_the_next_day_too(self) -> None:
        house = house_with()
        forgotten, done = house.order("tofu"), house.order("tofu", table="A02")
        house.do(BumpTicket(done.tickets[0]))
        for placed in (forgotten, done):
            house.do(PayBill(placed.bill, "cash", house.due(placed.bill)))
            house.do(ClearSession(placed.session))
        house.now = CLOSES
        house.tick("2026-09-22", CLOSES + DAY)
        house.go()
        assert sorted(house.state.kitchen.tickets) == sorted(forgotten.tickets)
        assert wall(house) == [*forgotten.tickets, *[""] * 7]


def finish(house: SmallHouse, ticket_id: str, deed: str) -> None:
    """End a ticket in one of the ways in which tickets end."""
    if deed == "bump":
        house.do(BumpTicket(ticket_id))
    elif deed == "end":
        house.do(EndTicket(ticket_id, "wasted"))
    for line in house.state.kitchen.tickets[ticket_id].lines:
        if deed == "void":
            house.do(VoidLine(line, "no"))
        elif deed == "serve":
            house.do(ServeLine(line))
    if deed == "void":
        house.do(AcknowledgeVoids(ticket_id))


class TestHeld:
    def test_a_held_ticket_has_no_cell_until_it_is_fired(self) -> None:
        house = house_with()
        held, other = tofu(house, fire="hold"), tofu(house)
        assert (wall(house)[0], waiting(house), overflow(house)) == (other, False, [held])
        house.do(FireLine(house.state.kitchen.tickets[held].lines[0]))
        assert places(house, held) == [2]

    def test_a_ticket_of_which_only_held_lines_are_left_gives_its_cell_up(self) -> None:
        house = house_with()
        placed = house.order("tofu", want("sesame", fire="hold"))
        assert places(house, placed.tickets[0]) == [1]
        house.do(VoidLine(placed.lines[0].line, "no"))
        assert house.state.kitchen.tickets[placed.tickets[0]].state == "held"
        assert places(house, placed.tickets[0]) == [1], "it has to be stopped there"
        house.do(BumpTicket(placed.tickets[0]))
        assert (places(house, placed.tickets[0]), waiting(house)) == ([], False)
        house.do(FireLine(placed.lines[1].line))
        assert places(house, placed.tickets[0]) == [1]


class TestReservedSlots:
    def test_they_are_filled_last_and_by_anybody_while_no_base_waits(self) -> None:
        house = house_with("large", 2)
        plain = [tofu(house) for _ in range(9)]
        assert wall(house) == plain[:8]
        assert (waiting(house), overflow(house)) == (True, plain[8:])

    def test_a_base_takes_the_lowest_slot_that_is_free(self) -> None:
        house = house_with("large", 2)
        [tofu(house) for _ in range(3)]
        assert places(house, base(house)) == [4]

    def test_one_that_gets_free_goes_to_a_base_or_a_rushed_ticket_whatever_the_rules_say(self) -> None:
        house = house_with("large", 1)
        by_time = tuple([replace(each, priority=("due_time",)) for each in STATIONS])
        house.do(ChangeKitchen(by_time))
        standing = [tofu(house) for _ in range(8)]
        first, asked, last = tofu(house), tofu(house), tofu(house)
        rush(house, asked)
        house.do(BumpTicket(standing[7]))
        house.do(BumpTicket(standing[0]))
        assert (places(house, asked), places(house, first), overflow(house)) == ([8], [1], [last])


class TestTheQueue:
    def test_who_comes_while_others_wait_goes_in_by_the_rules(self) -> None:
        house = house_with()
        standing = [tofu(house) for _ in range(8)]
        long = tofu(house, 2)
        quick = house.order("sesame").tickets[0]
        assert overflow(house) == [quick, long]
        house.do(BumpTicket(standing[0]))
        assert (places(house, quick), overflow(house)) == ([1], [long])

    def test_several_tickets_of_a_round_go_in_by_the_rules(self) -> None:
        house = house_with("large", 0)
        placed = house.order("noodles", "tofu", "plain_pot")
        by_station = {house.state.kitchen.tickets[each].station: each for each in placed.tickets}
        assert wall(house)[:3] == [by_station["soup"], by_station["cold"], by_station["hot"]]

    def test_a_full_board_costs_an_order_no_look_at_the_queue(self, monkeypatch: pytest.MonkeyPatch) -> None:
        house = house_with("large", 2)
        [tofu(house) for _ in range(8)]
        [base(house) for _ in range(3)]
        assert "" not in wall(house)
        looks = counted(monkeypatch, "fill", "slots_needed")
        tofu(house)
        base(house)
        assert looks == []

    def test_what_nobody_looks_at_is_noted_only_so_far_and_nothing_of_it_is_lost(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(queues, "NOTES", 40)
        house = house_with("large", 2)
        assert len(house.state.kitchen.queues.all(house.now)) == 0
        placed = [tofu(house) for _ in range(100)]
        assert len(house.state.kitchen.items.changed) < 60
        assert list(house.state.kitchen.queues.all(house.now)) == placed

    def test_who_leaves_costs_a_look_at_who_follows_and_not_at_all_that_wait(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        house = house_with("large", 2)
        standing = [tofu(house) for _ in range(8)]
        [tofu(house, 2) for _ in range(40)]
        looks = counted(monkeypatch, "slots_needed")
        house.do(BumpTicket(standing[0]))
        house.do(BumpTicket(standing[1]))
        assert looks == ["slots_needed"] * 2


def counted(monkeypatch: pytest.MonkeyPatch, *names: str) -> list[str]:
    """The calls that these functions get from now on, in order."""
    calls: list[str] = []
    for name in names:
        real = getattr(slots, name)

        def spy(*given: Any, name: str = name, real: Any = real) -> Any:
            calls.append(name)
            return real(*given)

        monkeypatch.setattr(slots, name, spy)
    return calls


class TestSettingUp:
    def test_another_text_size_lays_the_screen_out_anew(self) -> None:
        house = house_with("large", 0)
        [tofu(house) for _ in range(10)]
        pot = base(house)
        house.do(kitchen("medium", 0))
        assert len(wall(house)) == 15
        assert (places(house, pot), waiting(house)) == ([1], False)
        check_slots(house.state, house.now)

    def test_other_settings_leave_every_ticket_where_it_stands(self) -> None:
        house = house_with("large", 0)
        plain = [tofu(house) for _ in range(3)]
        house.do(kitchen("large", 2))
        assert wall(house)[:3] == plain
        house.do(BumpTicket(plain[0]))
        assert places(house, tofu(house)) == [1]

    def test_tickets_that_the_screen_no_longer_shows_make_room(self) -> None:
        house = house_with("large", 0)
        cold = [tofu(house) for _ in range(8)]
        drink = house.order("cola").tickets[0]
        house.do(kitchen("large", 0, "drinks"))
        assert (wall(house), waiting(house)) == ([drink, *[""] * 7], False)
        house.do(kitchen("large", 0, "drinks", "cold"))
        assert (wall(house), overflow(house)) == ([drink, *cold[:7]], cold[7:])

    def test_a_ticket_whose_station_is_gone_stays_where_the_catch_all_is_shown(self) -> None:
        house = house_with()
        first, second = tofu(house), tofu(house)
        house.do(
            only_kitchen(house.state, STATIONS[:1], (Screen("wall", named("wall"), ("soup", CATCH_ALL), "large", 0),))
        )
        assert wall(house)[:2] == [first, second]

    def test_a_screen_that_is_gone_keeps_nothing_and_a_new_one_is_filled(self) -> None:
        house = house_with()
        plain = tofu(house)
        house.do(only_kitchen(house.state, STATIONS, (Screen("pass", named("pass"), reserved=0),)))
        assert list(house.state.kitchen.slots) == ["pass"]
        assert house.state.kitchen.slots["pass"].tickets[0] == plain

    def test_each_screen_has_slots_of_its_own(self) -> None:
        house = SmallHouse()
        drink, cold = house.order("cola").tickets[0], house.order("tofu").tickets[0]
        assert house.state.kitchen.slots["wall"].tickets[:2] == (drink, cold)
        assert house.state.kitchen.slots["cold"].tickets[:2] == (cold, "")


def test_a_command_that_is_undone_moves_nobody() -> None:
    house = house_with()
    standing = [tofu(house) for _ in range(8)]
    tofu(house, 2)
    before, mark = house.digest(), house.state.mark()
    house.do(BumpTicket(standing[3]))
    house.do(kitchen("small", 5))
    base(house)
    house.state.undo(mark)
    assert house.digest() == before


def test_slots_read_back_from_a_snapshot_go_on_as_if_it_had_not_been() -> None:
    house, other = house_with(), house_with()
    for each in (house, other):
        standing = [tofu(each) for _ in range(7)]
        tofu(each, 2)
        tofu(each)
        if each is other:
            each.state = rebuilt(each.state)
        each.do(BumpTicket(standing[0]))
        base(each)
    assert other.digest() == house.digest()


class Board(RuleBasedStateMachine):
    """Tickets that come and go as wholes: at every moment the screen is what the rule makes of it."""

    def __init__(self) -> None:
        super().__init__()
        self.house = house_with("large", 2, "cold", "soup")
        self.before = self.house.state.kitchen.slots["wall"].tickets

    @rule(room=st.sampled_from([1, 1, 1, 2, 3, 7]), fire=st.sampled_from([None, None, None, "hold"]))
    def order(self, room: int, fire: Fire | None) -> None:
        tofu(self.house, room, fire)

    @rule(dishes=st.lists(st.sampled_from(["plain_pot", "tofu", "sesame", "cola"]), min_size=1, max_size=3))
    def order_some(self, dishes: list[str]) -> None:
        self.house.order(*dishes)

    @rule(
        pick=st.integers(0, 99), deed=st.sampled_from(["bump", "bump", "void", "void", "recall", "fire", "rush", "end"])
    )
    def work(self, pick: int, deed: str) -> None:
        tickets = sorted(self.house.state.kitchen.tickets)
        if not tickets:
            return
        ticket_id = tickets[pick % len(tickets)]
        lines = self.house.state.kitchen.tickets[ticket_id].lines
        if deed == "bump":
            self.house.attempt(BumpTicket(ticket_id))
        elif deed == "recall":
            self.house.attempt(RecallTicket(ticket_id))
        elif deed == "end":
            self.house.attempt(EndTicket(ticket_id, "not_made"))
        for line in lines if deed in ("void", "fire") else lines[:1] if deed == "rush" else ():
            self.house.attempt(DEEDS[deed](line))

    @rule(ms=st.sampled_from([MINUTE // 2, MINUTE, 10 * MINUTE]))
    def time_passes(self, ms: int) -> None:
        self.house.wait(ms)
        self.house.types(Tick())

    @invariant()
    def the_screen_is_what_the_rule_makes_of_it(self) -> None:
        state, screen = self.house.state, self.house.state.kitchen.screens["wall"]
        cells = state.kitchen.slots["wall"].tickets
        queue = [each for each in queue_of(state, screen, cells, self.house.now) if each.stands]
        assert fill(cells, Coming(queue), lambda each: slots_needed(state, each, screen), 2, columns=4) == cells
        assert state.kitchen.slots["wall"].waiting == bool(queue)

    @invariant()
    def nobody_jumps_and_nothing_is_hidden(self) -> None:
        check_slots(self.house.state, self.house.now)
        after = self.house.state.kitchen.slots["wall"].tickets
        assert moved(self.house.state, self.before, after) == []
        self.before = after


DEEDS: dict[str, Any] = {"void": lambda line: VoidLine(line, "no"), "fire": FireLine, "rush": RushLine}

TestBoard = Board.TestCase
TestBoard.settings = hypothesis.settings(stateful_step_count=40)
