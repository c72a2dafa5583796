"""A restaurant at play: random commands, sensible and not, and what must hold after each of them."""

from __future__ import annotations

from collections.abc import Sequence

import hypothesis
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from kds.core.day.found_house import FoundHouse
from kds.core.day.note_clock_step import NoteClockStep
from kds.core.deadlines import Tick
from kds.core.decide import perform
from kds.core.floor.clear_session import ClearSession
from kds.core.floor.lay_out_floor import LayOutFloor
from kds.core.kitchen.acknowledge import AcknowledgeTicket
from kds.core.kitchen.bump import BumpTicket
from kds.core.kitchen.fire_line import FireLine
from kds.core.kitchen.model import Screen
from kds.core.kitchen.recall import RecallTicket
from kds.core.kitchen.report_shown import ReportShown
from kds.core.kitchen.rush_line import RushLine
from kds.core.kitchen.serve_line import ServeLine
from kds.core.kitchen.set_up_kitchen import SetUpKitchen
from kds.core.kitchen.slots import special, stations_of
from kds.core.kitchen.start import StartTicket
from kds.core.menu.mark_sold_out import MarkSoldOut
from kds.core.menu.publish_menu import PublishMenu
from kds.core.orders.model import Cell
from kds.core.orders.pay_bill import PayBill
from kds.core.orders.place_round import LineWanted, PlaceRound
from kds.core.orders.void_line import VoidLine
from kds.core.state import digest
from kds.core.types import Command, Context, Fire, Refusal, Service, Today, Who
from tests.core.invariants import (
    check_conservation,
    check_money,
    check_shown,
    check_slots,
    check_tenders,
    check_unseen,
    indexes,
    moved,
    rebuilt,
    replay,
)
from tests.house import (
    AREAS,
    CLOSES,
    DAY,
    DISHES,
    FOUNDING,
    HOUSE,
    MINUTE,
    SCREENS,
    STATIONS,
    TABLES,
    SmallHouse,
    named,
    want,
)

NAMES = [each.dish for each in DISHES]
CATEGORIES = FOUNDING[1].categories if isinstance(FOUNDING[1], PublishMenu) else ()

SMALL_SCREENS = (
    Screen("wall", named("wall"), text="large", kept=6),
    Screen("cold", named("cold"), ("cold",), "large", 5),
    Screen("pass", named("pass"), ("soup", "cold"), "small", 20, all_day=False),
)
"""Their common cells are soon full."""

FIRES = st.sampled_from([None, None, "now", "hold"])
good_lines = st.builds(
    want,
    st.sampled_from(NAMES),
    st.integers(1, 3),
    id=st.sampled_from(["", "", "a", "b", "c"]),
    fire=FIRES,
)
odd_lines = st.builds(
    LineWanted,
    dish=st.sampled_from([*NAMES, "unicorn"]),
    qty=st.sampled_from([1, 1, 2, 0, 1000]),
    id=st.sampled_from(["", "a", "b"]),
    options=st.sampled_from([(), ("thin",), ("thick", "egg"), ("thin", "thin")]),
    cells=st.sampled_from([(), (Cell("clear"),), (Cell("tomato"), Cell("spicy", "hot"))]),
    fire=FIRES,
)
orders = st.builds(
    PlaceRound,
    channel=st.sampled_from(["scan", "waiter", "delivery"]),
    lines=st.lists(st.one_of(good_lines, good_lines, good_lines, odd_lines), max_size=3).map(tuple),
    service=st.sampled_from(["dine_in", "dine_in", "dine_in", "takeaway"]),
    table=st.sampled_from(["A01", "A02", "V01", None, "Z9"]),
    session=st.none(),
    guests=st.integers(0, 5),
    fire=st.sampled_from(["now", "now", "hold"]),
    made_at=st.none() | st.integers(0, CLOSES),
    external_id=st.sampled_from(["", "", "", "E1", "E2"]),
)
changes = st.one_of(
    st.just(LayOutFloor(AREAS, TABLES)),
    st.just(LayOutFloor(AREAS, TABLES[:3])),
    st.just(LayOutFloor((), TABLES)),
    st.lists(st.sampled_from(DISHES), min_size=7, max_size=10, unique=True).map(
        lambda dishes: PublishMenu("CNY", CATEGORIES, tuple(dishes))
    ),
    st.just(PublishMenu("CNY", CATEGORIES, DISHES)),
    st.just(PublishMenu("CNY", (), DISHES)),
    st.just(SetUpKitchen(STATIONS, SCREENS)),
    st.just(SetUpKitchen(STATIONS, SMALL_SCREENS)),
    st.lists(st.sampled_from(STATIONS), max_size=4).map(lambda stations: SetUpKitchen(tuple(stations), ())),
    st.just(FoundHouse(HOUSE, "2030-01-01", CLOSES + 9 * DAY)),
    st.just(NoteClockStep(-MINUTE)),
    st.builds(MarkSoldOut, st.sampled_from(["tofu", "cola", "twin_pot", "unicorn"]), st.none() | st.integers(-1, 9)),
)


class Restaurant(RuleBasedStateMachine):
    """Every command of the house in any order."""

    def __init__(self) -> None:
        super().__init__()
        self.house = SmallHouse(())

    @initialize()
    def found(self) -> None:
        for command in FOUNDING:
            self.house.do(command)

    @rule(order=orders, named=st.integers(0, 7))
    def place(self, order: PlaceRound, named: int) -> None:
        """Some orders name a session: one that is there, one that was, one that never will be."""
        sessions = [*sorted(self.house.state.floor.sessions), "S1", "S99999", "nonsense"]
        session = sessions[named % len(sessions)] if named < 3 else None
        self.perform(
            PlaceRound(
                channel=order.channel,
                lines=order.lines,
                service=order.service,
                table=order.table,
                session=session,
                guests=order.guests,
                fire=order.fire,
                made_at=order.made_at,
                external_id=order.external_id,
            )
        )

    @rule(
        lines=st.lists(good_lines, min_size=1, max_size=4),
        table=st.sampled_from(["A01", "A02", None]),
        fire=st.sampled_from(["now", "now", "hold"]),
    )
    def place_well(self, lines: list[LineWanted], table: str | None, fire: Fire) -> None:
        service: Service = "takeaway" if table is None else "dine_in"
        self.perform(PlaceRound("waiter", tuple(lines), service, table, fire=fire))

    @rule(command=changes)
    def change_the_house(self, command: Command) -> None:
        self.perform(command)

    @rule(
        deed=st.sampled_from([StartTicket, BumpTicket, BumpTicket, RecallTicket]),
        pick=st.integers(0, 99),
        part=st.booleans(),
        stray=st.booleans(),
    )
    def work_on_a_ticket(self, deed: type[BumpTicket], pick: int, part: bool, stray: bool) -> None:
        ticket = self.pick(sorted(self.house.state.kitchen.tickets), pick, "T99999-1")
        named = (
            self.house.state.kitchen.tickets[ticket].lines[:1]
            if part and ticket in self.house.state.kitchen.tickets
            else ()
        )
        self.perform(deed(ticket, (*named, "L1-1") if part and stray else named))

    @rule(
        screen=st.sampled_from(["wall", "wall", "cold", "roof"]),
        picks=st.lists(st.integers(0, 99), max_size=4),
    )
    def report(self, screen: str, picks: list[int]) -> None:
        """A screen's receipt, for some tickets twice, for some that are gone."""
        tickets = sorted(self.house.state.kitchen.tickets)
        self.perform(ReportShown(screen, tuple([self.pick(tickets, pick, "T99999-1") for pick in picks])))

    @rule(pick=st.integers(0, 99))
    def acknowledge(self, pick: int) -> None:
        self.perform(AcknowledgeTicket(self.pick(sorted(self.house.state.kitchen.tickets), pick, "T99999-1")))

    @rule(deed=st.sampled_from([FireLine, RushLine, ServeLine, ServeLine]), pick=st.integers(0, 99))
    def work_on_a_line(self, deed: type[FireLine], pick: int) -> None:
        self.perform(deed(self.pick(sorted(self.house.state.orders.lines), pick, "L99999-1")))

    @rule(pick=st.integers(0, 99))
    def void(self, pick: int) -> None:
        self.perform(VoidLine(self.pick(sorted(self.house.state.orders.lines), pick, "L1-1"), "no"))

    @rule(pick=st.integers(0, 99))
    def settle_up(self, pick: int) -> None:
        """Pay the whole bill and go."""
        bill = self.pick(sorted(self.house.state.orders.bills), pick, "B1")
        if bill in self.house.state.orders.bills:
            self.perform(PayBill(bill, "card", self.house.due(bill)))
            self.perform(ClearSession(self.house.bill(bill).session))

    @rule(pick=st.integers(0, 99), share=st.sampled_from([0, 500, 1000, 1000, 1000, 1001, -1]))
    def pay(self, pick: int, share: int) -> None:
        bill = self.pick(sorted(self.house.state.orders.bills), pick, "B99999")
        due = self.house.due(bill) if bill in self.house.state.orders.bills else 1
        self.perform(PayBill(bill, "cash", due * share // 1000 + (share == 1001)))

    @rule(pick=st.integers(0, 99))
    def clear(self, pick: int) -> None:
        self.perform(ClearSession(self.pick(sorted(self.house.state.floor.sessions), pick, "S1")))

    @rule(ms=st.sampled_from([1, MINUTE, 20 * MINUTE, DAY, -MINUTE, -DAY]))
    def time_passes(self, ms: int) -> None:
        self.house.wait(ms)
        self.house.today = Today(f"day {self.house.now // DAY}", (self.house.now // DAY + 1) * DAY)
        self.perform(Tick())

    @rule()
    def a_party_is_done_and_leaves(self) -> None:
        """The long way through a dinner, which chance alone seldom finds."""
        state = self.house.state
        for bill in sorted(state.orders.bills):
            self.perform(PayBill(bill, "cash", self.house.due(bill)))
        for ticket in sorted(state.kitchen.tickets):
            for line in state.kitchen.tickets[ticket].lines:
                self.perform(FireLine(line))
            self.perform(BumpTicket(ticket))
        for session in sorted(state.floor.sessions):
            self.perform(ClearSession(session))

    def pick(self, ids: Sequence[str], number: int, other: str) -> str:
        """One of what is there, now and then something else."""
        return ids[number % len(ids)] if ids and number < 95 else other

    def perform(self, command: Command) -> None:
        """A command, done, undone and done again; a refusal leaves no trace."""
        state, before, mark = self.house.state, self.house.digest(), self.house.state.mark()
        stood = {each.screen: (each.cells, state.kitchen.screens[each.screen]) for each in state.kitchen.slots.values()}
        outcome = self.house.attempt(command)
        if isinstance(outcome, Refusal):
            assert (self.house.digest(), state.journal.mark()) == (before, mark.journal)
            assert outcome.message().en
            return
        after, indexed = self.house.digest(), indexes(state)
        assert [each.stamp.seq for each in outcome.recorded] == list(range(mark.seq + 1, state.seq + 1))
        state.undo(mark)
        assert self.house.digest() == before
        assert indexes(state) == indexes(rebuilt(state))
        assert perform(state, command, Context(self.house.now, Who("ann", "system"), today=self.house.today)) == outcome
        assert (self.house.digest(), indexes(state)) == (after, indexed)
        for name, (cells, screen) in stood.items():
            self.nobody_jumped(cells, screen, state.kitchen.screens.get(name))

    def nobody_jumped(self, before: tuple[str, ...], screen: Screen, now: Screen | None) -> None:
        """A ticket that the screen still shows keeps its cells, and only bases and rushed ones go into kept cells."""
        if now is None or now.text != screen.text:
            return
        state, after = self.house.state, self.house.state.kitchen.slots[now.screen].cells
        shown = stations_of(state, now)
        assert [each for each in moved(state, before, after) if state.kitchen.tickets[each].station in shown] == []
        entered = [each for each in after[: now.kept] if each and each not in before]
        assert all(special(state.kitchen.tickets[each]) for each in entered)

    @invariant()
    def the_money_is_right(self) -> None:
        check_money(self.house.state)
        check_tenders(self.house.state, self.house.recorded)

    @invariant()
    def nothing_ordered_is_lost_or_doubled(self) -> None:
        check_conservation(self.house.state)

    @invariant()
    def indexes_equal_what_the_books_give(self) -> None:
        assert indexes(self.house.state) == indexes(rebuilt(self.house.state))

    @invariant()
    def everything_open_is_shown(self) -> None:
        check_shown(self.house.state, self.house.now)

    @invariant()
    def every_ticket_is_in_a_cell_or_in_the_queue(self) -> None:
        check_slots(self.house.state, self.house.now)

    @invariant()
    def what_nobody_has_seen_is_known(self) -> None:
        check_unseen(self.house.state)

    @invariant()
    def no_portion_is_sold_twice(self) -> None:
        assert all(stock.remaining >= 0 for stock in self.house.state.menu.stock.values())

    def teardown(self) -> None:
        """Everything that was recorded, through its stored bytes, makes the same state."""
        again = replay(self.house.recorded)
        assert f"{again.seq} {again.at} {digest(again.books())}" == self.house.digest()
        assert indexes(again) == indexes(self.house.state)


TestRestaurant = Restaurant.TestCase
TestRestaurant.settings = hypothesis.settings(stateful_step_count=30)
