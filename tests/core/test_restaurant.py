"""A restaurant at play: random commands, sensible and not, and what must hold after each of them."""

from __future__ import annotations

from random import Random

import hypothesis
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from kds.core.deadlines import Tick
from kds.core.decide import Outcome, perform
from kds.core.kitchen.screens import Screen
from kds.core.kitchen.slots import stations_of
from kds.core.state import digest
from kds.core.types import Command, Refusal, Who
from tests.core.invariants import (
    check_conservation,
    check_days,
    check_empty,
    check_gone,
    check_money,
    check_nobody_is_missed,
    check_shown,
    check_slots,
    check_tenders,
    check_unseen,
    check_waiting,
    indexes,
    moved,
    queue_of,
    rebuilt,
    replay,
)
from tests.core.plays import ANYBODY, PLAYS, command_of, next_move
from tests.core.plays.closing import close_up, see_off
from tests.core.plays.day import look_at_the_calendar
from tests.house import DAY, FOUNDING, MINUTE, SmallHouse

CHANCES = st.randoms(use_true_random=False)
DEEDS = sorted(PLAYS, key=lambda each: each.__name__)


class Restaurant(RuleBasedStateMachine):
    """Every deed of the house in any order, as it is played in tests/core/plays."""

    def __init__(self) -> None:
        super().__init__()
        self.house = SmallHouse(())

    @initialize()
    def found(self) -> None:
        for command in FOUNDING:
            self.house.do(command)

    @rule(chance=CHANCES)
    def something_happens(self, chance: Random) -> None:
        """As on any evening: what is often done is often done here."""
        self.perform(*next_move(self.house, chance))

    @rule(deed=st.sampled_from(DEEDS), chance=CHANCES)
    def a_deed_is_done(self, deed: type[Command], chance: Random) -> None:
        """Each as often as any other."""
        self.perform(command_of(PLAYS[deed], self.house, chance))

    @rule(ms=st.sampled_from([1, MINUTE, 20 * MINUTE, DAY, -MINUTE, -DAY]))
    def time_passes(self, ms: int) -> None:
        self.house.wait(ms)
        look_at_the_calendar(self.house)
        self.perform(Tick())

    @rule()
    def everybody_is_done_and_leaves(self) -> None:
        """The long way through a dinner, which chance alone seldom finds."""
        see_off(self.house, self.perform)

    def perform(self, command: Command, who: Who = ANYBODY) -> Outcome | Refusal:
        """A command, done, undone and done again; a refusal leaves no trace."""
        hypothesis.note(f"{self.house.now}: {who.id}: {command}")
        state, before, mark = self.house.state, self.house.digest(), self.house.state.mark()
        stood = {
            each.screen: (each.tickets, state.kitchen.screens[each.screen]) for each in state.kitchen.slots.values()
        }
        parties = len(state.floor.sessions)
        outcome = self.house.attempt(command, who)
        if isinstance(outcome, Refusal):
            assert (self.house.digest(), state.journal.mark()) == (before, mark.journal)
            assert outcome.message().en
            return outcome
        after, indexed = self.house.digest(), indexes(state)
        assert [each.stamp.seq for each in outcome.recorded] == list(range(mark.seq + 1, state.seq + 1))
        state.undo(mark)
        assert self.house.digest() == before
        assert indexes(state) == indexes(rebuilt(state))
        assert perform(state, command, self.house.context(who)) == outcome
        assert (self.house.digest(), indexes(state)) == (after, indexed)
        for name, (cells, screen) in stood.items():
            self.nobody_jumped(cells, screen, state.kitchen.screens.get(name))
        if len(state.floor.sessions) < parties:
            check_nobody_is_missed(state)
        return outcome

    def nobody_jumped(self, before: tuple[str, ...], screen: Screen, now: Screen | None) -> None:
        """A ticket that the screen still shows keeps its slots; nobody else takes a reserved one while a base waits."""
        if now is None or now.text != screen.text:
            return
        state, after = self.house.state, self.house.state.kitchen.slots[now.screen].tickets
        shown = stations_of(state, now)
        assert [each for each in moved(state, before, after) if state.kitchen.tickets[each].station in shown] == []
        entered = {*after[len(after) - now.reserved :]} - {*before, ""}
        waiting = [each for each in queue_of(state, now, after, self.house.now) if each.stands and each.special]
        assert not waiting or all(state.kitchen.tickets[each].special for each in entered)

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
        check_waiting(self.house.state)

    @invariant()
    def what_nobody_has_seen_is_known(self) -> None:
        check_unseen(self.house.state)

    @invariant()
    def whoever_is_gone_is_about_to_leave(self) -> None:
        check_gone(self.house.state)

    @invariant()
    def no_portion_is_sold_twice(self) -> None:
        assert all(stock.remaining >= 0 for stock in self.house.state.menu.stock.values())

    def teardown(self) -> None:
        """Everything that was recorded, through its stored bytes, makes the same state; and nobody outlives the day."""
        again = replay(self.house.recorded)
        assert f"{again.seq} {again.at} {digest(again.books())}" == self.house.digest()
        assert indexes(again) == indexes(self.house.state)
        check_days(self.house.recorded)
        if self.house.recorded:
            close_up(self.house, self.house.attempt)
            check_empty(self.house.state)


TestRestaurant = Restaurant.TestCase
TestRestaurant.settings = hypothesis.settings(stateful_step_count=50)
