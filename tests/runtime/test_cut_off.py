"""Whatever is decided after the cut-off belongs to the new day: the close comes before it, in the same commit."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kds.core.day.events import ClockStepped, DayClosed
from kds.core.day.leave import STAYS_MS
from kds.core.floor.clear_session import ClearSession
from kds.core.kitchen.bump import BumpTicket
from kds.core.orders.pay_bill import PayBill
from kds.core.orders.place_round import PlaceRound
from kds.core.types import Command, Ms, Who
from kds.runtime.batch import decide_batch
from kds.runtime.messages import Committed, Sender, Waiting
from kds.storage.ledger import GENESIS, Head
from tests.house import CLOSES, DAY, HOUR, MINUTE, NOON, SmallHouse, want
from tests.runtime.running import Kitchen, broken, no_fault, round_of

STEPS = st.lists(
    st.tuples(
        st.sampled_from([0, 1, 99, 265, MINUTE, STAYS_MS, DAY // 2]),
        st.lists(st.sampled_from(["order", "pay", "bump", "clear", "refused"]), max_size=4),
        st.sampled_from([0, 0, 0, 14 * HOUR, -14 * HOUR]),
    ),
    min_size=1,
    max_size=12,
)
"""What the clock runs, what is asked for then, and by how much the wall clock has been set meanwhile."""


class Batches:
    """A small house, shortly before its day ends, whose commands come in batches as a store decides them."""

    def __init__(self) -> None:
        self.house = SmallHouse()
        self.head = Head(self.house.state.seq, GENESIS)
        self.now: Ms = CLOSES - 2 * MINUTE

    def decide(self, wanted: list[str], step_ms: Ms) -> list[Committed]:
        """The events of a batch of such commands."""
        waiting = [Waiting(self.command(what), Sender(Who("ann", "system")), 0.0) for what in wanted]
        batch = decide_batch(self.house.state, self.head, waiting, {}, self.now, "s1", step_ms)
        self.now += batch.shift_ms
        self.head = batch.head
        return batch.events

    def command(self, what: str) -> Command:
        """Something that is asked for, on what came last."""
        state = self.house.state
        bill = max(state.orders.bills, default="B1")
        due = self.house.due(bill) if bill in state.orders.bills else 1
        commands: dict[str, Command] = {
            "order": PlaceRound("scan", (want("tofu"),), table="A01"),
            "pay": PayBill(bill, "cash", due),
            "bump": BumpTicket(max(state.kitchen.tickets, default="T1-1")),
            "clear": ClearSession(max(state.floor.sessions, default="S1")),
            "refused": PayBill("B99999", "cash", 1),
        }
        return commands[what]


@given(STEPS)
async def test_no_event_after_the_end_of_a_day_stands_before_its_close(steps: list[tuple[int, list[str], int]]) -> None:
    batches = Batches()
    for ran, wanted, step_ms in steps:
        batches.now += ran
        closes_at = batches.house.state.day.current[""].closes_at
        for stamp, event, _ in batches.decide(wanted, step_ms):
            if isinstance(event, ClockStepped):
                closes_at = event.closes_at or closes_at
                continue  # it says what time it is
            if isinstance(event, DayClosed):
                assert stamp.at >= closes_at
                closes_at = event.closes_at
            assert stamp.at < closes_at


@given(STEPS)
async def test_times_run_backwards_only_where_the_clock_was_set(steps: list[tuple[int, list[str], int]]) -> None:
    batches = Batches()
    last = batches.house.state.at
    for ran, wanted, step_ms in steps:
        batches.now += ran
        for stamp, event, _ in batches.decide(wanted, step_ms):
            assert stamp.at >= last or isinstance(event, ClockStepped)
            last = stamp.at


async def paid_after(kitchen: Kitchen, ms: Ms) -> list[tuple[str, Ms]]:
    """Pay a bill so long after the cut-off; the events of it, each with how long after the cut-off it happened."""
    placed = round_of(await kitchen.order())
    before = kitchen.store.head.seq
    kitchen.hands.ms = CLOSES - NOON + ms
    await kitchen.send(PayBill(placed.bill, "cash", 1_200))
    return [(event.type, event.at - CLOSES) for event in await kitchen.disk.read(before, 10)]


@pytest.mark.parametrize("ms", [0, 99, 265])
async def test_a_payment_just_after_the_cut_off_is_the_new_days(kitchen: Kitchen, ms: Ms) -> None:
    """The store alone does it: no timer runs here."""
    assert await paid_after(kitchen, ms) == [
        ("DayClosed", ms),
        ("DaySettled", ms),
        ("PaymentTaken", ms),
        ("BillClosed", ms),
    ]


async def test_a_payment_just_before_it_is_the_old_days(kitchen: Kitchen) -> None:
    assert await paid_after(kitchen, -1) == [("PaymentTaken", -1), ("BillClosed", -1)]


async def test_a_close_that_could_not_be_stored_with_a_payment_comes_before_the_next(kitchen: Kitchen) -> None:
    placed = round_of(await kitchen.order())
    before = kitchen.store.head.seq
    kitchen.hands.ms = CLOSES - NOON
    kitchen.disk.before = broken
    with pytest.raises(Exception, match="disk I/O error"):
        await kitchen.send(PayBill(placed.bill, "cash", 1_200))
    kitchen.disk.before = no_fault
    await kitchen.send(PayBill(placed.bill, "cash", 200))
    assert [event.type for event in await kitchen.disk.read(before, 10)] == ["DayClosed", "DaySettled", "PaymentTaken"]
    await kitchen.sound()
