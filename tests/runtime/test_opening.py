"""Law 4 for the state: snapshot and tail come to what the whole ledger comes to; and what is damaged is found."""

from __future__ import annotations

import asyncio
import contextlib
import sqlite3
import tempfile
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kds.core.deadlines import Tick
from kds.core.floor.clear_session import ClearSession
from kds.core.kitchen.bump import BumpTicket
from kds.core.kitchen.recall import RecallTicket
from kds.core.kitchen.rush_line import RushLine
from kds.core.orders.pay_bill import PayBill
from kds.core.orders.place_round import PlaceRound
from kds.core.orders.void_line import VoidLine
from kds.core.state import FORMAT, State, digest, pack
from kds.core.types import Command, Refusal
from kds.runtime.opening import DamagedLedger, load, refold
from kds.storage.ledger import StoredEvent, chain
from kds.storage.opening import read_ledger
from kds.storage.snapshots import FOLDER, Header, SnapshotWriter, read
from tests.house import HOUR, want
from tests.runtime.running import Kitchen, round_of, running
from tests.storage.rows import put

DISHES = ("tofu", "sesame", "beef", "twin_pot", "cola", "stray")


def snapshot(kitchen: Kitchen, instead: Mapping[str, Any] | None = None) -> None:
    """Take one of the state as it is, but for these books."""
    state, store = kitchen.store.state, kitchen.store
    header = Header(FORMAT, store.ledger.store_id, state.seq, state.at, store.head.hash.hex(), False)
    writer = SnapshotWriter(kitchen.data, header)
    for chunk in pack(state.books() | dict(instead or {})):
        writer.chunk(chunk)
    writer.finish()


async def loaded(data: Path) -> tuple[str, int]:
    """The digest of what a start would load, and the event of the snapshot that it would begin with."""
    async with read_ledger(data) as ledger:
        state, head, began, _ = await load(ledger, data)
        whole, end = await refold(ledger, head.seq)
        assert head == end == await ledger.head()
        assert (state.seq, state.at, digest(state.books())) == (whole.seq, whole.at, digest(whole.books()))
        assert indexes(state) == indexes(whole)
        return digest(state.books()), began


def indexes(state: State) -> list[Any]:
    """What a state keeps beside its books."""
    sets = (state.floor.table_sessions, state.orders.session_bills, state.kitchen.open_tickets)
    return [state.orders.line_ids, *({key: set(each[key]) for key in each} for each in sets)]


def command(draw: Any, kitchen: Kitchen) -> Command:
    """Something that somebody might do now."""
    state = kitchen.store.state
    lines, tickets = sorted(state.orders.lines) or ["L1"], sorted(state.kitchen.tickets) or ["T1"]
    bills, sessions = sorted(state.orders.bills) or ["B1"], sorted(state.floor.sessions) or ["S1"]
    deeds: list[Command] = [
        BumpTicket(draw(st.sampled_from(tickets))),
        RecallTicket(draw(st.sampled_from(tickets))),
        RushLine(draw(st.sampled_from(lines))),
        VoidLine(draw(st.sampled_from(lines)), "wrong"),
        PayBill(draw(st.sampled_from(bills)), "card", draw(st.sampled_from([100, 1_200, 5_000]))),
        ClearSession(draw(st.sampled_from(sessions))),
        Tick(),
    ]
    deed: Command = draw(st.sampled_from(deeds))
    return deed


@settings(suppress_health_check=[HealthCheck.too_slow], max_examples=settings().max_examples // 2)
@given(st.data())
def test_law_4_snapshot_and_tail_are_the_state(data: st.DataObject) -> None:
    async def dinner(folder: Path) -> None:
        taken = []
        async with running(folder) as kitchen:
            for step in range(data.draw(st.integers(1, 25))):
                kitchen.hands.ms += data.draw(st.sampled_from([1_000, 1_000, 1_000, 20 * HOUR]))
                if data.draw(st.booleans()):
                    table = data.draw(st.sampled_from(["A01", "A02"]))
                    lines = data.draw(
                        st.lists(
                            st.builds(want, st.sampled_from(DISHES), id=st.sampled_from("abc")),
                            min_size=1,
                            max_size=3,
                            unique_by=lambda line: line.id,
                        )
                    )
                    asked = PlaceRound(
                        channel="scan",
                        table=table,
                        lines=tuple(lines),
                        fire=data.draw(st.sampled_from(["now", "hold"])),
                    )
                    sent = kitchen.send(asked, f"k{step}")
                else:
                    sent = kitchen.send(command(data.draw, kitchen))
                with contextlib.suppress(Refusal):
                    await sent
                if data.draw(st.integers(0, 4)) == 0:
                    snapshot(kitchen)
                    taken.append(kitchen.store.head.seq)
            is_so = digest(kitchen.store.state.books())
        assert await loaded(folder) == (is_so, taken[-1] if taken else 0)

    with tempfile.TemporaryDirectory() as folder:
        asyncio.run(dinner(Path(folder)))


async def test_a_state_that_was_loaded_goes_on_like_the_one_that_ran(tmp_path: Path) -> None:
    async with running(tmp_path) as kitchen:
        placed = round_of(await kitchen.order("k", "tofu", "cola"))
        snapshot(kitchen)
    async with running(tmp_path) as kitchen:
        more = round_of(await kitchen.order("more"))
        assert (more.session, more.bill, more.round_no) == (placed.session, placed.bill, 2)
        with pytest.raises(Refusal):
            await kitchen.send(PayBill(placed.bill, "cash", 999_999))
        await kitchen.sound()


async def snapshots(tmp_path: Path) -> list[Path]:
    """A house with two snapshots and a tail; the newest snapshot first."""
    async with running(tmp_path) as kitchen:
        for _ in range(2):
            await kitchen.order()
            snapshot(kitchen)
        await kitchen.order()
    return sorted((tmp_path / FOLDER).iterdir(), reverse=True)


async def test_a_start_falls_back_to_an_older_snapshot_and_then_to_the_ledger(tmp_path: Path) -> None:
    newest, older = await snapshots(tmp_path)
    whole, began = await loaded(tmp_path)
    assert began == int(newest.stem)
    newest.write_bytes(newest.read_bytes()[:-1])
    assert await loaded(tmp_path) == (whole, int(older.stem))
    older.write_bytes(b"nothing of the kind")
    assert await loaded(tmp_path) == (whole, 0)


async def test_a_snapshot_that_is_whole_but_makes_no_state_is_passed_over(tmp_path: Path) -> None:
    newest, _ = await snapshots(tmp_path)
    async with running(tmp_path) as kitchen:
        with_id = PlaceRound(channel="scan", table="A01", lines=(want("tofu", id="1"),))
        await kitchen.send(with_id)
        snapshot(kitchen, {"orders.rounds": {}})
        whole = digest(kitchen.store.state.books())
    assert await loaded(tmp_path) == (whole, int(newest.stem))


async def test_a_snapshot_of_another_history_is_passed_over(tmp_path: Path) -> None:
    (tmp_path / "here").mkdir()
    (tmp_path / "there").mkdir()
    for folder in ("here", "there"):
        await snapshots(tmp_path / folder)
    whole, _ = await loaded(tmp_path / "here")
    for path in (tmp_path / "here" / FOLDER).iterdir():
        path.write_bytes((tmp_path / "there" / FOLDER / path.name).read_bytes())
    assert await loaded(tmp_path / "here") == (whole, 0)
    assert len(await passed_over(tmp_path / "here")) == 2


async def passed_over(data: Path) -> list[str]:
    """What is said of the snapshots that a start does without."""
    async with read_ledger(data) as ledger:
        return [each.words.en for each in (await load(ledger, data)).findings]


async def test_damaged_snapshots_are_named_also_where_a_newer_one_is_whole(tmp_path: Path) -> None:
    newest, older = await snapshots(tmp_path)
    assert await passed_over(tmp_path) == []
    older.write_bytes(older.read_bytes()[:-1])
    assert await passed_over(tmp_path) == [f"the snapshot {older.name} was damaged, the ledger is enough"]
    newest.write_bytes(b"")
    assert len(await passed_over(tmp_path)) == 2


async def test_one_of_another_format_is_passed_over_without_a_word(tmp_path: Path) -> None:
    newest, _ = await snapshots(tmp_path)
    _, chunks = read(newest)
    async with running(tmp_path) as kitchen:
        head, state = kitchen.store.head, kitchen.store.state
        header = Header(FORMAT + 1, kitchen.disk.store_id, state.seq, state.at, head.hash.hex(), False)
        writer = SnapshotWriter(tmp_path, header)
        for chunk in chunks:
            writer.chunk(chunk)
        writer.finish()
    assert (await loaded(tmp_path))[1] == int(newest.stem)
    assert await passed_over(tmp_path) == []


async def test_a_ledger_that_ends_before_its_snapshot_is_not_opened(tmp_path: Path) -> None:
    newest, _ = await snapshots(tmp_path)
    taken = int(newest.stem)
    with closing(sqlite3.connect(tmp_path / "ledger.db")) as db, db:
        db.execute("DELETE FROM events WHERE seq >= ?", (taken,))
    with pytest.raises(DamagedLedger, match=f"a snapshot was taken after event {taken}") as refused:
        await loaded(tmp_path)
    assert f"第 {taken} 号事件" in refused.value.words.zh
    assert "kds verify --heal" in refused.value.words.en
    newest.unlink()
    await loaded(tmp_path)


async def refolded(data: Path) -> None:
    async with read_ledger(data) as ledger:
        await refold(ledger, (await ledger.head()).seq)


async def dinner(data: Path) -> None:
    async with running(data) as kitchen:
        for table in ("A01", "A02"):
            await kitchen.order(table, "tofu", "beef", table=table)


def change(data: Path, statement: str, *values: Any) -> None:
    with closing(sqlite3.connect(data / "ledger.db")) as db, db:
        assert db.execute(statement, values).rowcount == 1


@pytest.fixture(scope="module")
def ledger(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """The bytes of a sound ledger."""
    data = tmp_path_factory.mktemp("sound")
    asyncio.run(dinner(data))
    asyncio.run(refolded(data))
    return (data / "ledger.db").read_bytes()


def flipped(column: str, value: Any, bit: int) -> Any:
    """A value of the same type with one bit changed, or another value where there is no bit."""
    if value is None:
        return "" if column == "session" else "eve"
    if isinstance(value, int):
        return value ^ (1 << bit % 40)
    if isinstance(value, str):
        text = value.encode()
        return (bytes([text[0] ^ (1 << bit % 5)]) + text[1:]).decode() if text else "x"
    place = (bit // 8) % len(value)
    return value[:place] + bytes([value[place] ^ (1 << bit % 8)]) + value[place + 1 :]


COLUMNS = ("seq", "store_id", "type", "version", "at", "actor", "session", "data", "hash", "approver", "device")


@given(st.sampled_from(COLUMNS), st.integers(0, 10_000), st.integers(0, 100_000))
def test_a_changed_bit_in_any_column_of_any_event_is_found(ledger: bytes, column: str, number: int, bit: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder)
        (data / "ledger.db").write_bytes(ledger)
        with closing(sqlite3.connect(data / "ledger.db")) as db, db:
            (count,) = db.execute("SELECT max(seq) FROM events").fetchone()
            seq = number % count + 1
            (value,) = db.execute(f"SELECT {column} FROM events WHERE seq = ?", (seq,)).fetchone()
            try:
                db.execute(f"UPDATE events SET {column} = ? WHERE seq = ?", (flipped(column, value, bit), seq))
            except sqlite3.IntegrityError:
                return
        assert asyncio.run(is_found(data, count))


async def is_found(data: Path, count: int) -> bool:
    """Whether the fold of all `count` events finds damage, or does not come to the end."""
    async with read_ledger(data) as ledger:
        try:
            _, head = await refold(ledger, 1 << 62)
        except DamagedLedger:
            return True
        return head.seq != count


@pytest.mark.parametrize("seq", [1, 5])
async def test_a_missing_event_is_found(tmp_path: Path, seq: int) -> None:
    await dinner(tmp_path)
    change(tmp_path, "DELETE FROM events WHERE seq = ?", seq)
    with pytest.raises(DamagedLedger, match=str(seq + 1)):
        await refolded(tmp_path)


async def test_swapped_events_are_found(tmp_path: Path) -> None:
    await dinner(tmp_path)
    for old, new in ((6, 99), (7, 6), (99, 7)):
        change(tmp_path, "UPDATE events SET seq = ? WHERE seq = ?", new, old)
    with pytest.raises(DamagedLedger, match="event 6"):
        await refolded(tmp_path)


async def test_a_start_does_not_fold_a_damaged_tail(tmp_path: Path) -> None:
    await snapshots(tmp_path)
    change(tmp_path, "UPDATE events SET actor = 'eve' WHERE seq = (SELECT max(seq) FROM events)")
    with pytest.raises(DamagedLedger):
        await loaded(tmp_path)


async def test_an_event_that_a_newer_kds_wrote_is_named(tmp_path: Path) -> None:
    async with running(tmp_path) as kitchen:
        state, head = kitchen.store.state, kitchen.store.head
        fields = (head.seq + 1, "RobotHired", 1, state.at, "system", None, b"{}")
        stored = StoredEvent(*fields, hash=chain(head.hash, kitchen.disk.store_id, fields))
        await put(kitchen.disk.ledger, [stored], [], kitchen.epoch)
    with pytest.raises(DamagedLedger, match="RobotHired"):
        await loaded(tmp_path)
