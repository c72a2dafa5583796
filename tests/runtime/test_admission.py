"""Who is served next, who waits, and who is told, late and politely, to come again."""

from __future__ import annotations

import asyncio
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kds.core.deeds import Urgency
from kds.core.floor.open_session import OpenSession
from kds.core.kitchen.bump import BumpTicket
from kds.core.orders import place_round
from kds.core.orders.place_round import PlaceRound
from kds.runtime import admission, patience
from kds.runtime.admission import BATCH, BATCH_AT_ONCE, Lines, Pace, Pen
from kds.runtime.messages import HOUSE, InDoubt, Overloaded, Waiting
from tests.house import want
from tests.runtime.running import Kitchen, round_of, turns

AT_ONCE, SEATED, NEW = Urgency


def waiting(name: Any) -> Waiting:
    """Somebody who waits, known by a name."""
    return Waiting(name, HOUSE, 0.0)


def standing(**lines: int) -> Lines:
    """Lines in which so many stand: at_once, seated, new."""
    found = Lines()
    for urgency in Urgency:
        for number in range(lines.get(urgency.name.lower(), 0)):
            found.add(waiting((urgency, number)), urgency)
    return found


def taken(lines: Lines) -> list[Any]:
    """The names of the next batch."""
    return [each.command for each in lines.take(0.0)]


class TestLines:
    async def test_presses_go_first_and_in_a_small_batch(self) -> None:
        batch = taken(standing(at_once=2, seated=500, new=500))
        assert batch[:2] == [(AT_ONCE, 0), (AT_ONCE, 1)]
        assert len(batch) == BATCH_AT_ONCE

    async def test_new_tables_get_a_quarter_of_what_is_left(self) -> None:
        batch = [urgency for urgency, _ in taken(standing(seated=500, new=500))]
        assert (batch.count(SEATED), batch.count(NEW)) == (BATCH * 3 // 4, BATCH // 4)

    @pytest.mark.parametrize("alone", ["seated", "new"])
    async def test_nobody_keeps_a_share_that_is_not_wanted(self, alone: str) -> None:
        assert len(taken(standing(**{alone: 500}))) == BATCH

    async def test_who_is_put_back_is_tried_alone_and_before_all_others(self) -> None:
        lines = standing(at_once=1)
        lines.put_back([waiting("a"), waiting("b")])
        assert [taken(lines), taken(lines), taken(lines)] == [["a"], ["b"], [(AT_ONCE, 0)]]

    @given(st.lists(st.tuples(st.sampled_from(Urgency), st.integers(0, 300)), max_size=6))
    async def test_everybody_is_taken_once_and_in_turn(self, groups: list[tuple[Urgency, int]]) -> None:
        lines, come = Lines(), 0
        for urgency, count in groups:
            for _ in range(count):
                lines.add(waiting((urgency, come)), urgency)
                come += 1
        out: list[Any] = []
        while lines:
            batch = taken(lines)
            assert 0 < len(batch) <= BATCH
            out += batch
        assert len(set(out)) == len(out) == come
        for urgency in Urgency:
            own = [number for which, number in out if which is urgency]
            assert own == sorted(own)

    async def test_what_is_let_in_is_what_can_be_done_in_time(self) -> None:
        lines = Lines()
        lines.pace.per_s = 100.0
        for urgency in reversed(Urgency):
            while lines.has_room(urgency):
                lines.add(waiting(0), urgency)
            assert lines.expected_s(urgency) <= admission.WAIT_S[urgency] + 2 / lines.pace.per_s

    async def test_a_line_of_new_tables_shuts_nobody_else_out(self) -> None:
        lines = standing(new=5_000)
        assert not lines.has_room(NEW)
        assert lines.has_room(SEATED)
        assert lines.has_room(AT_ONCE)

    async def test_who_has_waited_for_too_long_is_not_kept(self) -> None:
        lines = standing(at_once=3, seated=2, new=4)
        came_at = waiting(0).arrived
        assert lines.take_late(came_at + admission.LONGEST_S) == []
        late = lines.take_late(came_at + admission.LONGEST_S + 0.1)
        assert (len(late), len(lines)) == (9, 0)


async def test_a_hand_that_has_pressed_finds_small_batches_for_a_while() -> None:
    lines = standing(at_once=1, seated=1_000)
    pressed_at = 100.0
    assert len(lines.take(pressed_at)) == admission.BATCH_AT_ONCE
    assert len(lines.take(pressed_at + admission.HURRY_S / 2)) == admission.BATCH_AT_ONCE
    assert len(lines.take(pressed_at + admission.HURRY_S)) == BATCH


class TestPace:
    def test_it_follows_what_is_done(self) -> None:
        pace = Pace()
        for tick in range(40):
            pace.served(100, tick * 0.025, more=True)
        assert 3_800 < pace.per_s < 4_200
        for tick in range(40, 80):
            pace.served(100, 1.0 + (tick - 40) * 0.5, more=True)
        assert 190 < pace.per_s < 260

    def test_idle_time_is_not_counted(self) -> None:
        pace = Pace()
        before = pace.per_s
        for tick in range(10):
            pace.served(1, tick * 60.0, more=False)
        assert pace.per_s == before

    def test_it_never_stands_still(self) -> None:
        pace = Pace()
        for tick in range(100):
            pace.served(64, tick * 600.0, more=True)
        assert pace.per_s == admission.SLOWEST_PACE


class TestPen:
    async def test_who_is_refused_is_held_for_a_while(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(admission, "HELD_LEAST_S", 0.01)
        pen = Pen()
        held = asyncio.create_task(pen.refuse(1_000.0))
        await turns()
        assert (pen.held, held.done()) == (1, False)
        assert 1 <= (await held).retry_after_s <= admission.RETRY_MOST_S
        assert pen.held == 0

    async def test_the_more_there_are_the_longer_but_nobody_for_long(self, monkeypatch: pytest.MonkeyPatch) -> None:
        asked: list[float] = []

        async def sleep(seconds: float) -> None:
            asked.append(seconds)

        pen = Pen()
        monkeypatch.setattr(asyncio, "sleep", sleep)
        for pen.held in (0, 400, 1_200, 10_000):
            await pen.refuse(1_000.0)
        assert asked == sorted(asked)
        assert (asked[0], asked[-1]) == (admission.HELD_LEAST_S, admission.HELD_MOST_S)

    async def test_they_are_told_to_come_again_at_different_times(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(admission, "HELD_MOST_S", 0.0)
        monkeypatch.setattr(admission, "HELD_LEAST_S", 0.0)
        pen = Pen()
        pen.held = 5_000
        told = {(await pen.refuse(1_000.0)).retry_after_s for _ in range(100)}
        assert told == {1, 2, 3, 4, 5}

    async def test_a_full_pen_refuses_at_once(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(admission, "HELD", 0)
        assert (await asyncio.wait_for(Pen().refuse(1_000.0), 0.05)).retry_after_s >= 1


async def test_a_press_goes_before_orders_that_came_earlier(kitchen: Kitchen) -> None:
    await kitchen.order()
    (ticket,) = kitchen.store.state.kitchen.tickets
    kitchen.disk.hold()
    first = kitchen.order()
    await kitchen.disk.appending.wait()
    done: list[str] = []
    orders = [kitchen.order() for _ in range(3 * BATCH)]
    await turns()
    press = kitchen.send(BumpTicket(ticket))
    press.add_done_callback(lambda _: done.append("press"))
    for order in orders:
        order.add_done_callback(lambda _: done.append("order"))
    kitchen.disk.gate.set()
    await asyncio.gather(first, press, *orders)
    assert done.index("press") < BATCH_AT_ONCE
    await kitchen.sound()


async def test_orders_that_have_waited_for_long_shut_no_press_out(kitchen: Kitchen) -> None:
    """Only a commit that does not come to its end does."""
    kitchen.disk.hold()
    first = kitchen.order()
    await kitchen.disk.appending.wait()
    kitchen.store._patience.serving[0].arrived -= 60
    assert kitchen.store.status().commit_lag_ms >= 60_000
    await kitchen.store.admit(AT_ONCE)
    kitchen.disk.gate.set()
    await first


async def test_who_has_ordered_goes_before_who_has_not(kitchen: Kitchen) -> None:
    seated = round_of(await kitchen.order(table="A01")).session
    opened = json.loads((await kitchen.send(OpenSession(table="A02"))).body)["session"]
    orders: list[tuple[str | None, str | None, Urgency]] = [
        ("A01", None, SEATED),
        ("A02", None, NEW),
        ("A03", None, NEW),
        (None, seated, SEATED),
        (None, opened, NEW),
        (None, "S999", NEW),
    ]
    for table, session, expected in orders:
        order = PlaceRound(channel="scan", lines=(want("tofu"),), table=table, session=session)
        assert place_round.DEED.urgency(kitchen.store.state, order) is expected, (table, session)


async def test_who_was_let_in_and_is_not_served_in_time_is_told_and_nothing_of_it_is_done(
    kitchen: Kitchen, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(admission, "LONGEST_S", 0.02)
    kitchen.disk.hold()
    first = kitchen.order()
    await kitchen.disk.appending.wait()
    others = [kitchen.order() for _ in range(10)]
    await asyncio.sleep(0.05)
    kitchen.disk.gate.set()
    await first
    outcomes = await asyncio.gather(*others, return_exceptions=True)
    assert all(isinstance(each, Overloaded) for each in outcomes)
    assert kitchen.lines() == 1
    await kitchen.order()
    await kitchen.sound()


async def test_a_commit_that_comes_to_no_end_keeps_nobody(kitchen: Kitchen, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(admission, "LONGEST_S", 0.02)
    monkeypatch.setattr(patience, "LOOK_S", 0.01)
    kitchen.disk.hold()
    first = kitchen.order("k1")
    await kitchen.disk.appending.wait()
    other = kitchen.order("k2")
    with pytest.raises(Overloaded):
        await asyncio.wait_for(other, 5)
    with pytest.raises(InDoubt):
        await asyncio.wait_for(first, 5)
    kitchen.disk.gate.set()
    assert (await kitchen.order("k1")).replayed
    assert kitchen.lines() == 1
    await kitchen.sound()


async def test_who_could_not_ask_again_is_told_when_it_is_known(
    kitchen: Kitchen, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(admission, "LONGEST_S", 0.02)
    monkeypatch.setattr(patience, "LOOK_S", 0.01)
    kitchen.disk.hold()
    keyless = kitchen.order()
    await kitchen.disk.appending.wait()
    with pytest.raises(Overloaded):
        await asyncio.wait_for(kitchen.order("k2"), 5)
    assert not keyless.done()
    kitchen.disk.gate.set()
    await keyless


async def test_what_could_not_be_served_in_time_is_refused_late_and_nothing_of_it_is_done(
    kitchen: Kitchen, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(admission, "WAIT_S", dict.fromkeys(Urgency, 0.05))
    monkeypatch.setattr(admission, "HELD_LEAST_S", 0.1)
    kitchen.disk.hold()
    first = kitchen.order()
    await kitchen.disk.appending.wait()
    orders = [kitchen.order() for _ in range(200)]
    await turns()
    assert kitchen.store.status().queue_depth < 60
    assert not any(order.done() for order in orders)
    kitchen.disk.gate.set()
    outcomes = await asyncio.gather(first, *orders, return_exceptions=True)
    refused = [each for each in outcomes if isinstance(each, Overloaded)]
    assert kitchen.lines() == 201 - len(refused)
    assert len(refused) > 100
    await kitchen.sound()
