"""Followers: each event once, with the very state after it, from wherever they were interrupted."""

from __future__ import annotations

import asyncio
import contextlib
import shutil
import tempfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kds.core.journal import Touched
from kds.core.state import FORMAT, State, pack
from kds.core.types import Event, Stamp
from kds.runtime import following as module
from kds.runtime.follower import AtLeastOnce, Follower, OtherHistory, Work
from kds.runtime.following import FollowerReport, Following, News
from kds.runtime.opening import DamagedLedger, refold, state_at
from kds.storage.ledger import Head, Superseded
from kds.storage.own_store import discard, folder_of
from kds.storage.snapshots import Header, SnapshotWriter, newest_first
from kds.storage.sqlite import SqliteLedger
from tests.house import SmallHouse
from tests.laws.dinner import dine
from tests.runtime.followed import (
    DIGESTS,
    NAME,
    Digests,
    append,
    as_stored,
    catch_up,
    expected,
    following,
    kept,
    ledger_of,
)
from tests.runtime.waiting import until


def dinner() -> SmallHouse:
    """Some hundred events, clocks set and parties gone among them."""
    return dine(seed=3, steps=250)


class Died(Exception):
    """The process came to an end."""


class Mortal(Digests):
    """Dies at its n-th take or keep, before or after it was done."""

    def __init__(self, folder: Path, steps: int, *, after: bool) -> None:
        super().__init__(folder)
        self._steps = steps
        self._after = after

    def _step(self) -> None:
        self._steps -= 1
        if self._steps == 0:
            raise Died

    def take(self, stamp: Stamp, event: Event, state: State) -> None:
        super().take(stamp, event, state)
        self._step()

    def keep(self, head: Head) -> None:
        if not self._after:
            self._step()
        super().keep(head)
        if self._after:
            self._step()


async def snapshot(data: Path, ledger: SqliteLedger, seq: int) -> None:
    """A snapshot as the server takes it, after event `seq`."""
    state, head = await refold(ledger, seq)
    writer = SnapshotWriter(data, Header(FORMAT, ledger.store_id, seq, state.at, head.hash.hex(), day_close=False))
    for chunk in pack(state.books()):
        writer.chunk(chunk)
    writer.finish()


async def test_each_event_comes_once_with_the_very_state_after_it(tmp_path: Path) -> None:
    house = dinner()
    async with ledger_of(tmp_path, house.recorded) as ledger:
        await catch_up(ledger, tmp_path, DIGESTS)
    assert kept(tmp_path) == expected(house.recorded)
    assert kept(tmp_path)[-1][2] == house.digest()


@settings(max_examples=15)
@given(st.integers(0, 1000), st.lists(st.tuples(st.integers(1, 40), st.booleans()), max_size=6), st.data())
def test_wherever_it_dies_it_goes_on_to_the_same_rows(
    seed: int, deaths: list[tuple[int, bool]], data: st.DataObject
) -> None:
    """Rebuilt in one go, live, or in pieces between deaths, with whatever snapshots: byte for byte the same."""
    house = dine(seed, 40)
    snapshots = data.draw(st.lists(st.integers(1, len(house.recorded)), max_size=3))

    async def go(folder: Path) -> None:
        async with ledger_of(folder, house.recorded[: len(house.recorded) // 2]) as ledger:
            for number, (steps, after) in enumerate(deaths):
                mortal = DIGESTS._replace(open=lambda at, n=steps, a=after: Mortal(at, n, after=a))  # type: ignore[misc]
                with contextlib.suppress(Died):
                    await catch_up(ledger, folder, mortal)
                if number == 1:
                    await append(ledger, house.recorded[len(house.recorded) // 2 :])
                    for seq in snapshots:
                        await snapshot(folder, ledger, seq)
            if len(deaths) < 2:
                await append(ledger, house.recorded[len(house.recorded) // 2 :])
            await catch_up(ledger, folder, DIGESTS)

    with tempfile.TemporaryDirectory() as folder:
        asyncio.run(go(Path(folder)))
        assert kept(Path(folder)) == expected(house.recorded)


async def test_what_is_committed_later_is_taken_in_when_it_is_told_of_it(tmp_path: Path) -> None:
    house = dinner()
    async with ledger_of(tmp_path, house.recorded[:10]) as ledger, following(ledger, tmp_path, DIGESTS) as (news, said):
        await until(lambda: any(each.waits for each in said))
        assert said[-1] == FollowerReport(10, waits=True)
        for start in range(10, 60, 25):
            await append(ledger, house.recorded[start : start + 25])
            news.there.set()
            await until(lambda seq=start + 25: said[-1] == FollowerReport(seq, waits=True))  # type: ignore[misc]
        assert kept(tmp_path) == expected(house.recorded[:60])


async def test_events_of_a_storm_share_a_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "LINGER_S", 2.0)  # longer than a slow disk takes for the storm
    house = dinner()
    async with ledger_of(tmp_path, house.recorded[:10]) as ledger, following(ledger, tmp_path, DIGESTS) as (news, said):
        await until(lambda: bool(said) and said[-1].waits)
        for seq in range(10, 30):
            await append(ledger, house.recorded[seq : seq + 1])
            news.there.set()
        await until(lambda: said[-1].seq == 30)
        assert [each.seq for each in said if each.waits] == [10, 30]


async def test_a_snapshot_after_the_cursor_is_of_no_use_and_does_no_harm(tmp_path: Path) -> None:
    house = dinner()
    async with ledger_of(tmp_path, house.recorded[:20]) as ledger:
        await catch_up(ledger, tmp_path, DIGESTS)
        await append(ledger, house.recorded[20:])
        await snapshot(tmp_path, ledger, len(house.recorded))
        await catch_up(ledger, tmp_path, DIGESTS)
    assert kept(tmp_path) == expected(house.recorded)


async def test_a_follower_far_behind_begins_from_its_own_snapshot(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "SNAPSHOT_EVERY", 20)
    house = dinner()
    folded: list[int] = []

    async def counted(*given: Any) -> Any:
        ledger, folders, head, progress = given

        def both(seq: int) -> None:
            folded.append(seq)
            progress(seq)

        return await state_at(ledger, folders, head, both)

    monkeypatch.setattr(module, "state_at", counted)
    async with ledger_of(tmp_path, house.recorded[:50]) as ledger:
        await catch_up(ledger, tmp_path, DIGESTS)
        assert folded == []
        taken = [each.header.seq for each in newest_first(folder_of(tmp_path, NAME)) if each.header]
        assert taken
        assert max(taken) > 20
        await append(ledger, house.recorded[50:])
        await catch_up(ledger, tmp_path, DIGESTS)
    assert folded == list(range(max(taken) + 1, 51))
    assert kept(tmp_path) == expected(house.recorded)


@pytest.mark.parametrize(("steps", "others"), [(60, 30), (30, 60)], ids=["shorter", "longer"])
async def test_a_ledger_of_another_history_is_followed_from_its_beginning(
    tmp_path: Path, steps: int, others: int
) -> None:
    """The ledger was put back from a copy, but not the follower's file."""
    mine, other = dine(seed=5, steps=steps), dine(seed=6, steps=others)
    async with ledger_of(tmp_path / "mine", mine.recorded) as ledger:
        await catch_up(ledger, tmp_path / "mine", DIGESTS)
    async with ledger_of(tmp_path / "other", other.recorded) as ledger:
        shutil.copytree(folder_of(tmp_path / "mine", NAME), folder_of(tmp_path / "other", NAME))
        await catch_up(ledger, tmp_path / "other", DIGESTS)
    assert kept(tmp_path / "other") == expected(other.recorded)


async def test_an_event_that_does_not_follow_on_the_one_before_is_not_taken_in(tmp_path: Path) -> None:
    house = dinner()
    async with ledger_of(tmp_path, house.recorded[:20]) as ledger:
        stored = as_stored(house.recorded[20:30], await ledger.head(), ledger.store_id)
        await ledger.append([stored[1]], [], await ledger.head(), 0)
        with pytest.raises(DamagedLedger, match="stands where 21 belongs"):
            await catch_up(ledger, tmp_path, DIGESTS)
    assert len(kept(tmp_path)) == 14  # whole batches of seven


async def test_who_wants_no_state_is_shown_none(tmp_path: Path) -> None:
    house = dinner()
    async with ledger_of(tmp_path, house.recorded) as ledger:
        await catch_up(ledger, tmp_path, DIGESTS._replace(folds=False))
    rows = kept(tmp_path)
    assert [row[:2] for row in rows] == [row[:2] for row in expected(house.recorded)]
    assert len({state for _, _, state in rows}) == 1


class World:
    """What a follower that acts has done: the keys, in order; it may break at one of them, before or after the act."""

    def __init__(self) -> None:
        self.done: list[str] = []
        self.break_after = ""
        self.break_before = ""

    def act(self, key: str, stamp: Stamp, event: Event, state: State) -> None:
        assert state.seq == stamp.seq
        if key == self.break_before:
            raise Died
        self.done.append(key)
        if key == self.break_after:
            raise Died

    def follower(self, name: str = "printer") -> Follower:
        def opened(folder: Path) -> Work:
            return AtLeastOnce(folder, name, self.act)

        return Follower(name, opened, folds=True, batch=1)


async def test_who_acts_begins_with_what_comes_after_its_beginning(tmp_path: Path) -> None:
    house, world = dinner(), World()
    async with ledger_of(tmp_path, house.recorded[:10]) as ledger:
        await catch_up(ledger, tmp_path, world.follower())
        assert world.done == []
        await append(ledger, house.recorded[10:15])
        await catch_up(ledger, tmp_path, world.follower())
    assert world.done == [f"printer:{seq}" for seq in range(11, 16)]


async def test_who_begins_with_an_empty_ledger_and_dies_skips_nothing_either(tmp_path: Path) -> None:
    house, world = dinner(), World()
    async with ledger_of(tmp_path, []) as ledger:
        await catch_up(ledger, tmp_path, world.follower())
        await append(ledger, house.recorded[:3])
        world.break_before = "printer:1"
        with pytest.raises(Died):
            await catch_up(ledger, tmp_path, world.follower())
        world.break_before = ""
        await catch_up(ledger, tmp_path, world.follower())
    assert world.done == ["printer:1", "printer:2", "printer:3"]


async def test_who_acts_and_dies_acts_again_under_the_same_key_and_skips_nothing(tmp_path: Path) -> None:
    house, world = dinner(), World()
    async with ledger_of(tmp_path, house.recorded[:10]) as ledger:
        await catch_up(ledger, tmp_path, world.follower())
        await append(ledger, house.recorded[10:15])
        world.break_after, world.break_before = "printer:12", "printer:14"
        for _ in range(3):
            with pytest.raises(Died):
                await catch_up(ledger, tmp_path, world.follower())
            world.break_after = ""
        world.break_before = ""
        await catch_up(ledger, tmp_path, world.follower())
    assert world.done == [f"printer:{seq}" for seq in (11, 12, 12, 13, 14, 15)]


async def test_who_acts_does_nothing_anew_for_a_ledger_of_another_history(tmp_path: Path) -> None:
    mine, other, world = dine(seed=5, steps=60), dine(seed=6, steps=40), World()
    async with ledger_of(tmp_path / "mine", mine.recorded) as ledger:
        await catch_up(ledger, tmp_path / "mine", world.follower())
    async with ledger_of(tmp_path / "other", other.recorded) as ledger:
        shutil.copytree(folder_of(tmp_path / "mine", "printer"), folder_of(tmp_path / "other", "printer"))
        with pytest.raises(OtherHistory):
            await catch_up(ledger, tmp_path / "other", world.follower())
    assert world.done == []


@pytest.mark.parametrize("how", ["deleted", "reset"])
async def test_what_is_to_be_made_anew_is_noticed_also_where_nothing_happens(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, how: str
) -> None:
    monkeypatch.setattr(module, "LOOK_S", 0.01)
    house = dinner()
    async with ledger_of(tmp_path, house.recorded) as ledger:
        news, said = News(), list[FollowerReport]()
        task = asyncio.create_task(Following(ledger, tmp_path, DIGESTS, said.append).run(news))
        await until(lambda: [each.waits for each in said][-2:] == [True, True])
        if how == "deleted":
            discard(folder_of(tmp_path, NAME))
        else:
            Digests(folder_of(tmp_path, NAME)).reset()
        with pytest.raises(Superseded):
            await asyncio.wait_for(task, 5)
        await catch_up(ledger, tmp_path, DIGESTS)
    assert kept(tmp_path) == expected(house.recorded)


async def test_a_snapshot_that_cannot_be_written_stops_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, logged: list[Any]
) -> None:
    monkeypatch.setattr(module, "SNAPSHOT_EVERY", 20)
    house = dinner()
    async with ledger_of(tmp_path, house.recorded) as ledger:
        folder_of(tmp_path, NAME).mkdir(parents=True)
        (folder_of(tmp_path, NAME) / "snapshots").write_text("this is no folder")
        await catch_up(ledger, tmp_path, DIGESTS)
    assert kept(tmp_path) == expected(house.recorded)
    assert "snapshot_failed" in [each["event"] for each in logged]


class Touches(Digests):
    """Keeps which books each event touched."""

    def __init__(self, folder: Path, seen: list[tuple[str, bool]]) -> None:
        super().__init__(folder)
        self._seen = seen

    def take(self, stamp: Stamp, event: Event, state: State) -> None:
        super().take(stamp, event, state)
        self._seen.append((type(event).__name__, bool(Touched(state.journal).of(state.orders.lines))))


async def test_what_an_event_touched_is_in_the_journal_and_nothing_else(tmp_path: Path) -> None:
    seen: list[tuple[str, bool]] = []
    house = SmallHouse()
    house.order("tofu")
    async with ledger_of(tmp_path, house.recorded) as ledger:
        await catch_up(ledger, tmp_path, DIGESTS._replace(open=lambda folder: Touches(folder, seen)))
    assert [name for name, touched in seen if touched] == ["RoundPlaced"]
    assert len(seen) == len(house.recorded)
