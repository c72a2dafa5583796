"""What is counted of each station on each business day, and how it is shown."""

from __future__ import annotations

import asyncio
import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from prometheus_client.metrics_core import Metric
from prometheus_client.parser import text_string_to_metric_families

from kds.core.day.note_clock_step import NoteClockStep
from kds.core.features import fold
from kds.core.kitchen.bump import BumpTicket
from kds.core.kitchen.end_ticket import EndTicket
from kds.core.kitchen.recall import RecallTicket
from kds.core.kitchen.rush_line import RushLine
from kds.core.kitchen.serve_line import ServeLine
from kds.core.orders.void_line import VoidLine
from kds.core.state import State
from kds.ops import kitchen_figures as module
from kds.ops.kitchen_figures import COUNTED, FOLLOWER, FORM, NAME, KitchenFigures
from kds.ops.metrics import Metrics
from kds.storage.ledger import Head
from kds.storage.own_store import FILE, folder_of, read
from kds.storage.sqlite import SqliteLedger
from tests.core.kitchen.pork import with_pork
from tests.house import MINUTE, SmallHouse
from tests.laws.dinner import dine
from tests.runtime.followed import append, catch_up, ledger_of

TODAY = "2026-09-21"


async def shown(ledger: SqliteLedger, data: Path) -> dict[tuple[str, ...], float]:
    """What Prometheus is told of the stations: by name, day and station, with the bound where there is one."""
    return samples(await KitchenFigures(ledger, data).families())


def samples(families: list[Metric]) -> dict[tuple[str, ...], float]:
    """As Prometheus reads them."""
    text = Metrics().exposition(families).decode()
    labels = ("day", "station", "le")
    return {
        (
            sample.name.removeprefix("kds_station_"),
            *[sample.labels[at] for at in labels if at in sample.labels],
        ): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
        if sample.name.startswith("kds_station_")
    }


def rows(data: Path) -> list[tuple[object, ...]]:
    """All that is counted."""
    found = read(folder_of(data, NAME), FORM, "SELECT * FROM figures ORDER BY day, station, what")
    return [] if found is None else found.rows


def busy_evening() -> SmallHouse:
    """A dish made in four minutes, taken back and made in seven; one served without a bump, one voided, one rushed."""
    house = SmallHouse()
    tofu = house.line("tofu")
    house.wait(4 * MINUTE)
    house.do(BumpTicket(house.item(tofu).ticket))
    house.do(RecallTicket(house.item(tofu).ticket))
    house.wait(3 * MINUTE)
    house.do(BumpTicket(house.item(tofu).ticket))
    house.do(ServeLine(tofu))
    cola = house.line("cola")
    house.do(RushLine(cola))
    house.wait(30_000)
    house.do(ServeLine(cola))
    house.do(VoidLine(house.line("tofu"), reason="changed their mind"))
    return house


async def test_the_stations_work_is_counted_by_what_the_state_says_after_each_event(tmp_path: Path) -> None:
    house = busy_evening()
    async with ledger_of(tmp_path, house.recorded) as ledger:
        assert await shown(ledger, tmp_path) == {}
        await catch_up(ledger, tmp_path, FOLLOWER)
        figures = await shown(ledger, tmp_path)
    cold = {what: figures[f"{what}_total", TODAY, "cold"] for what in COUNTED}
    assert cold == {"tickets": 2, "bumps": 2, "recalls": 1, "rushes": 0, "voids": 1}
    drinks = {what: figures[f"{what}_total", TODAY, "drinks"] for what in COUNTED}
    assert drinks == {"tickets": 1, "bumps": 0, "recalls": 0, "rushes": 1, "voids": 0}
    made = [figures["made_seconds_bucket", TODAY, "cold", bound] for bound in ("180.0", "300.0", "480.0", "+Inf")]
    assert made == [0, 1, 2, 2]
    assert figures["made_seconds_sum", TODAY, "cold"] == (4 + 7) * 60
    assert figures["made_seconds_bucket", TODAY, "drinks", "60.0"] == 1
    assert figures["made_seconds_count", TODAY, "drinks"] == 1


async def test_each_station_has_made_its_own_step_and_took_as_long_as_that(tmp_path: Path) -> None:
    house = with_pork()
    pork = house.line("pork")
    for minutes in (3, 6):
        house.wait(minutes * MINUTE)
        house.do(BumpTicket(house.item(pork).ticket))
    house.do(RecallTicket([each.ticket for each in house.item(pork).passed][-1]))
    async with ledger_of(tmp_path, house.recorded) as ledger:
        await catch_up(ledger, tmp_path, FOLLOWER)
        figures = await shown(ledger, tmp_path)
    assert [figures["made_seconds_sum", TODAY, each] for each in ("cold", "hot")] == [180, 360]
    assert [figures["bumps_total", TODAY, each] for each in ("cold", "hot")] == [1, 1]
    assert [figures["tickets_total", TODAY, each] for each in ("cold", "hot")] == [2, 1]
    assert [figures["recalls_total", TODAY, each] for each in ("cold", "hot")] == [0, 1]


async def test_a_clock_that_is_set_does_not_make_a_dish_take_longer(tmp_path: Path) -> None:
    """Only the state knows: the moments of the events are an hour apart."""
    house = SmallHouse()
    tofu = house.line("tofu")
    house.wait(2 * MINUTE)
    house.wait(60 * MINUTE)
    house.do(NoteClockStep(60 * MINUTE, 60 * MINUTE))
    house.do(BumpTicket(house.item(tofu).ticket))
    async with ledger_of(tmp_path, house.recorded) as ledger:
        await catch_up(ledger, tmp_path, FOLLOWER)
        figures = await shown(ledger, tmp_path)
    assert figures["made_seconds_sum", TODAY, "cold"] == 2 * 60


async def test_what_was_ended_as_made_was_made_and_what_was_not_was_not(tmp_path: Path) -> None:
    house = SmallHouse()
    for outcome in ("made", "not_made"):
        tofu = house.line("tofu")
        house.wait(MINUTE)
        house.do(EndTicket(house.item(tofu).ticket, outcome=outcome, reason="said so"))
    async with ledger_of(tmp_path, house.recorded) as ledger:
        await catch_up(ledger, tmp_path, FOLLOWER)
        figures = await shown(ledger, tmp_path)
    assert figures["made_seconds_count", TODAY, "cold"] == 1
    assert figures["bumps_total", TODAY, "cold"] == 0


@settings(max_examples=20)
@given(st.integers(0, 1000), st.lists(st.integers(1, 30), max_size=5), st.integers(1, 20))
def test_counted_live_and_counted_anew_are_the_same_rows(seed: int, pieces: list[int], batch: int) -> None:
    house = dine(seed, 80)

    async def go(folder: Path) -> None:
        async with ledger_of(folder / "live", house.recorded[:5]) as ledger:
            done = 5
            for piece in [*pieces, len(house.recorded)]:
                await append(ledger, house.recorded[done : done + piece])
                done += piece
                await catch_up(ledger, folder / "live", FOLLOWER._replace(batch=batch))
        async with ledger_of(folder / "anew", house.recorded) as ledger:
            await catch_up(ledger, folder / "anew", FOLLOWER)
        assert rows(folder / "live") == rows(folder / "anew") != []

    with tempfile.TemporaryDirectory() as folder:
        asyncio.run(go(Path(folder)))


async def test_the_last_two_days_are_shown_and_all_are_kept(tmp_path: Path) -> None:
    house = SmallHouse()
    for day in ("2026-09-22", "2026-09-23"):
        house.line("tofu")
        house.tick(day, house.now + 24 * 60 * MINUTE)
        house.wait(24 * 60 * MINUTE)
    house.line("tofu")
    async with ledger_of(tmp_path, house.recorded) as ledger:
        await catch_up(ledger, tmp_path, FOLLOWER)
        days = {name[1] for name in await shown(ledger, tmp_path)}
    kept = sorted({str(day) for day, *_ in rows(tmp_path)})
    assert len(kept) >= 2
    assert days == set(kept[-module.DAYS :])


async def test_nothing_is_shown_while_all_of_it_is_counted_anew(tmp_path: Path) -> None:
    house = busy_evening()
    async with ledger_of(tmp_path, house.recorded) as ledger:
        await catch_up(ledger, tmp_path, FOLLOWER)
        figures = KitchenFigures(ledger, tmp_path)
        whole = samples(await figures.families())
        assert whole != {}
        work = FOLLOWER.open(folder_of(tmp_path, NAME))
        work.reset()
        assert await figures.families() == [], "nothing is counted"
        state, half = State(), len(house.recorded) - 3
        for stamp, event in house.recorded[:half]:
            fold(state, event, stamp)
            work.take(stamp, event, state)
        (last,) = await ledger.read(half - 1, 1)
        work.keep(Head(last.seq, last.hash))
        assert await figures.families() == [], "the voided line is not counted yet"
        assert await KitchenFigures(ledger, tmp_path).families() == [], "neither by a server that began meanwhile"
        await catch_up(ledger, tmp_path, FOLLOWER)
        assert samples(await figures.families()) == whole


async def test_what_has_just_happened_may_wait_to_be_counted(tmp_path: Path) -> None:
    house = busy_evening()
    async with ledger_of(tmp_path, house.recorded[:-2]) as ledger:
        await catch_up(ledger, tmp_path, FOLLOWER)
        figures = KitchenFigures(ledger, tmp_path)
        before = samples(await figures.families())
        await append(ledger, house.recorded[-2:])
        assert samples(await figures.families()) == before != {}


@pytest.mark.parametrize("fault", ["damaged", "of another history"])
async def test_figures_that_cannot_be_trusted_are_not_shown_and_the_others_are(tmp_path: Path, fault: str) -> None:
    house = busy_evening()
    async with ledger_of(tmp_path / "one", house.recorded) as ledger:
        await catch_up(ledger, tmp_path / "one", FOLLOWER)
        if fault == "damaged":
            (folder_of(tmp_path / "one", NAME) / FILE).write_bytes(b"no database" * 1_000)
            assert await shown(ledger, tmp_path / "one") == {}
    if fault == "of another history":
        async with ledger_of(tmp_path / "two", dine(seed=1, steps=60).recorded) as ledger:
            folder_of(tmp_path / "one", NAME).parent.rename(tmp_path / "two" / "followers")
            assert await shown(ledger, tmp_path / "two") == {}
