"""The wall clock is set: the store follows it in one commit with what comes next, and says what that did."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import msgspec
import pytest

from kds.core.day.events import ClockStepped
from kds.core.journal import ONLY
from kds.runtime import clock_watch
from kds.runtime.alarms import Alarm
from kds.runtime.clock_watch import STANDS_MS, ClockWatch
from kds.runtime.messages import StorageFailed
from tests.house import CLOSES, DAY, HOUR, MINUTE, NOON
from tests.runtime.running import Hands, Kitchen, broken, no_fault, round_of, running
from tests.runtime.waiting import doing, until

YEAR_2000 = 946_684_800_000 - NOON


@pytest.fixture
async def watch(kitchen: Kitchen) -> ClockWatch:
    """Looks when it is told to."""
    return ClockWatch(kitchen.store)


def alarm(kitchen: Kitchen) -> Alarm:
    """The one alarm that stands."""
    (found,) = kitchen.store.status().alarms
    return found


async def recorded(kitchen: Kitchen, since: int = 4) -> list[tuple[str, int]]:
    """The events since the founding, each with when it happened."""
    return [(event.type, event.at - NOON) for event in await kitchen.disk.read(since, 1_000)]


async def steps(kitchen: Kitchen) -> list[Any]:
    found = [event for event in await kitchen.disk.read(0, 10_000) if event.type == "ClockStepped"]
    return [msgspec.json.decode(event.data, type=ClockStepped) for event in found]


def day(kitchen: Kitchen) -> str:
    return kitchen.store.state.day.current[ONLY].business_day


class TestAStep:
    async def test_is_the_first_event_of_the_next_batch_and_what_follows_happens_in_the_new_time(
        self, kitchen: Kitchen
    ) -> None:
        kitchen.hands.wall_off = HOUR
        await kitchen.order()
        assert (await recorded(kitchen))[:2] == [("ClockStepped", HOUR), ("SessionOpened", HOUR)]
        assert len(kitchen.disk.appended) == 1
        assert kitchen.store.now() == NOON + HOUR
        await kitchen.sound()

    async def test_backwards_is_followed_too_and_the_kitchens_times_with_it(self, kitchen: Kitchen) -> None:
        placed = round_of(await kitchen.order())
        kitchen.hands.ms = 4 * MINUTE
        kitchen.hands.wall_off = -14 * HOUR
        await kitchen.order(table="A02")
        ticket = kitchen.store.state.kitchen.tickets[placed.tickets[0]]
        assert kitchen.store.now() - ticket.submitted_at == 4 * MINUTE
        assert (await recorded(kitchen))[-1][1] == 4 * MINUTE - 14 * HOUR
        await kitchen.sound()

    async def test_in_a_silent_kitchen_is_recorded_by_the_watch(self, kitchen: Kitchen, watch: ClockWatch) -> None:
        kitchen.hands.wall_off = -HOUR
        await watch.look()
        await watch.look()
        assert await steps(kitchen) == [ClockStepped(-HOUR, -HOUR)]
        assert kitchen.store.now() == NOON - HOUR

    async def test_is_noticed_within_a_beat(self, kitchen: Kitchen, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(clock_watch, "BEAT_S", 0.001)
        async with doing(ClockWatch(kitchen.store).run()):
            kitchen.hands.wall_off = HOUR
            await until(lambda: kitchen.store.now() == NOON + HOUR)

    async def test_of_less_than_two_seconds_is_no_news(self, kitchen: Kitchen, watch: ClockWatch) -> None:
        for _ in range(5):
            kitchen.hands.wall_off += 1_500
            await watch.look()
        assert kitchen.store.now() == NOON + 7_500
        assert not kitchen.store.status().alarms
        assert not await steps(kitchen)

    async def test_that_could_not_be_stored_is_followed_with_the_next_commit(self, kitchen: Kitchen) -> None:
        before = kitchen.digest()
        kitchen.hands.wall_off = 14 * HOUR
        kitchen.disk.before = broken
        with pytest.raises(StorageFailed):
            await kitchen.order()
        assert (kitchen.digest(), kitchen.store.now()) == (before, NOON)
        kitchen.disk.before = no_fault
        await kitchen.order()
        assert await steps(kitchen) == [ClockStepped(14 * HOUR, 14 * HOUR)]
        assert kitchen.store.now() == NOON + 14 * HOUR
        await kitchen.sound()

    async def test_whose_commit_is_in_doubt_is_followed_when_it_is_known_to_be_on_disk(
        self, kitchen: Kitchen, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("kds.runtime.store.RETRY_S", (0.001,))
        kitchen.hands.wall_off = HOUR
        kitchen.disk.after = broken
        kitchen.disk.hidden = True
        order = kitchen.order("k")
        await asyncio.gather(order, return_exceptions=True)
        assert kitchen.store.now() == NOON
        kitchen.disk.after, kitchen.disk.hidden = no_fault, False
        await until(lambda: kitchen.store.status().ready)
        assert kitchen.store.now() == NOON + HOUR
        await kitchen.sound()


class TestAtAStart:
    async def test_a_clock_ahead_once_is_not_ahead_after_a_restart(self, tmp_path: Path) -> None:
        """What a machine whose clock was two hours ahead has written is no reason to be ahead for ever."""
        hands = Hands()
        async with running(tmp_path / "s", hands) as kitchen:
            hands.ms = 2 * HOUR
            await kitchen.order()
        right = Hands()
        async with running(tmp_path / "s", right) as kitchen:
            assert kitchen.store.now() == NOON + 2 * HOUR
            await ClockWatch(kitchen.store).look()
            assert kitchen.store.now() == NOON
            await kitchen.order(table="A02")
            assert await steps(kitchen) == [ClockStepped(-2 * HOUR, -2 * HOUR)]
            assert (await recorded(kitchen))[-1][1] == 0
            await kitchen.sound()

    async def test_a_box_that_began_14_hours_behind_is_right_once_its_clock_is(self, tmp_path: Path) -> None:
        async with running(tmp_path / "s", Hands()):
            pass
        hands = Hands()
        hands.ms = 10 * HOUR
        hands.wall_off = -14 * HOUR
        async with running(tmp_path / "s", hands) as kitchen:
            await kitchen.order()
            assert kitchen.store.now() == NOON - 4 * HOUR
            hands.wall_off = 0
            await kitchen.order()
            assert kitchen.store.now() == NOON + 10 * HOUR
            assert [each.shift_ms for each in await steps(kitchen)] == [-4 * HOUR, 14 * HOUR]

    async def test_a_dead_batterys_time_is_not_followed_until_it_is_right(self, tmp_path: Path) -> None:
        async with running(tmp_path / "s", Hands()):
            pass
        hands = Hands()
        hands.wall_off = YEAR_2000
        async with running(tmp_path / "s", hands) as kitchen:
            watch = ClockWatch(kitchen.store)
            await watch.look()
            await watch.look()
            hands.ms = 5
            await kitchen.order()
            assert await steps(kitchen) == [ClockStepped(YEAR_2000)]
            assert (await recorded(kitchen))[-1] == ("TicketsRouted", 5)
            assert alarm(kitchen).message.en == (
                "The system clock says 2000-01-01 08:00, before this store was founded; it is not followed,"
                " please set it"
            )
            hands.wall_off = 6 * HOUR
            await watch.look()
            assert kitchen.store.now() == NOON + 6 * HOUR + 5
            assert "set forward by 6 h 0 min" in alarm(kitchen).message.en

    async def test_a_clock_that_is_right_again_without_a_step_ends_the_alarm(self, tmp_path: Path) -> None:
        async with running(tmp_path / "s", Hands()):
            pass
        async with running(tmp_path / "s", Hands()) as kitchen:
            watch = ClockWatch(kitchen.store)
            kitchen.hands.wall_off = YEAR_2000
            await watch.look()
            assert alarm(kitchen).code == "clock_stepped"
            kitchen.hands.wall_off = 0
            await watch.look()
            assert kitchen.store.status().alarms == []


class TestTheAlarm:
    @pytest.mark.parametrize(
        ("ms", "zh", "en"),
        [
            (14 * HOUR, "调快14小时0分钟", "set forward by 14 h 0 min"),
            (-62_000, "调慢1分2秒", "set back by 1 min 2 s"),
            (-3 * DAY - 2 * HOUR, "调慢3天2小时", "set back by 3 d 2 h"),
        ],
    )
    async def test_says_by_how_much_and_that_the_kitchens_times_are_not_affected(
        self, kitchen: Kitchen, watch: ClockWatch, ms: int, zh: str, en: str
    ) -> None:
        kitchen.hands.wall_off = ms
        await watch.look()
        found = alarm(kitchen)
        assert (found.code, found.since) == ("clock_stepped", NOON + ms)
        assert zh in found.message.zh
        assert en in found.message.en
        assert "kitchen times are not affected" in found.message.en
        assert found.details == {"delta_ms": ms, "shift_ms": ms}

    async def test_is_taken_down_after_an_hour(self, kitchen: Kitchen, watch: ClockWatch) -> None:
        kitchen.hands.wall_off = HOUR
        await watch.look()
        kitchen.hands.ms += STANDS_MS - 1
        await watch.look()
        assert alarm(kitchen).code == "clock_stepped"
        kitchen.hands.ms += 1
        await watch.look()
        assert kitchen.store.status().alarms == []

    async def test_other_alarms_have_stood_as_long_as_before(self, kitchen: Kitchen, watch: ClockWatch) -> None:
        kitchen.hands.ms = MINUTE
        kitchen.store.alarms.sound("snapshot_failed", NOON)
        kitchen.hands.wall_off = -HOUR
        await watch.look()
        found = kitchen.store.alarms.get("snapshot_failed")
        assert found is not None
        assert kitchen.store.now() - found.since == MINUTE

    async def test_says_that_the_day_was_closed(self, kitchen: Kitchen, watch: ClockWatch) -> None:
        kitchen.hands.wall_off = CLOSES - NOON + HOUR
        await watch.look()
        assert day(kitchen) == "2026-09-22"
        assert alarm(kitchen).message.en.endswith(". Business day 2026-09-21 was closed")
        assert alarm(kitchen).message.zh.endswith("；营业日2026-09-21已日结")

    async def test_says_which_day_is_under_way_again(self, kitchen: Kitchen, watch: ClockWatch) -> None:
        kitchen.hands.wall_off = 7 * DAY
        await watch.look()
        kitchen.hands.wall_off = DAY
        await watch.look()
        assert day(kitchen) == "2026-09-22"
        assert alarm(kitchen).message.en.endswith(". The business day is 2026-09-22 again")
        assert alarm(kitchen).message.zh.endswith("；营业日改为2026-09-22")
        await kitchen.sound()

    async def test_says_that_a_closed_day_is_not_opened_again(self, kitchen: Kitchen, watch: ClockWatch) -> None:
        kitchen.hands.wall_off = CLOSES - NOON
        await watch.look()
        kitchen.hands.wall_off = 0
        await watch.look()
        assert day(kitchen) == "2026-09-22"
        assert alarm(kitchen).message.en.endswith(
            ". The business day stays 2026-09-22, as 2026-09-21 is closed already"
        )
        assert alarm(kitchen).message.zh.endswith("；营业日仍为2026-09-22，因为2026-09-21已经日结")
